using System.ComponentModel;

namespace McpConnectorAuth.Workflow;

/// <summary>A connection whose token was fetched anew.</summary>
/// <param name="Source">Source name.</param>
/// <param name="ExpiresAt">When it ends, UTC; null where nothing says so.</param>
/// <param name="RefreshesItself">Whether the next one is fetched without a person.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record RefreshedConnection(
    string Source,
    [property: Description("UTC")] DateTimeOffset? ExpiresAt,
    [property: Description("without a person")] bool RefreshesItself,
    string NextStep);
