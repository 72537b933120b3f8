namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>A tool as a client offers it to the model.</summary>
/// <param name="Name">The name that the model calls.</param>
/// <param name="Namespace">Group of the tool in the formats that have groups, else null.</param>
internal sealed record OfferedTool(string Name, string? Namespace = null)
{
    /// <summary>Whether it is the tool of this name, behind whatever the client puts before it.</summary>
    public bool Is(string name) => Name == name || Name.EndsWith($"_{name}", StringComparison.Ordinal) || Name.EndsWith($"-{name}", StringComparison.Ordinal);
}
