using System.ComponentModel;

namespace McpConnectorAuth.Workflow;

/// <summary>What was removed from the store.</summary>
/// <param name="Removed">Sources, with the account in brackets where it is not the default one.</param>
/// <param name="Revoked">Those of them whose tokens the provider has ended.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record LoggedOut(
    IReadOnlyList<string> Removed,
    [property: Description("ended by the provider")] IReadOnlyList<string> Revoked,
    string NextStep);
