using System.ComponentModel;

namespace McpConnectorAuth.Workflow;

/// <summary>What exists in a project.</summary>
/// <param name="Project">The project's root folder.</param>
/// <param name="Store">Where and how credentials are kept.</param>
/// <param name="Connections">One entry per source and account.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record ProjectStatus(
    string Project,
    [property: Description("where credentials are kept")] string Store,
    [property: Description("stored: names, never values")] IReadOnlyList<ConnectionStatus> Connections,
    string NextStep);
