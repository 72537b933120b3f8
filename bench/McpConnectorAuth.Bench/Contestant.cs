namespace McpConnectorAuth.Bench;

/// <summary>A server that takes part.</summary>
/// <param name="Name">Name in the table.</param>
/// <param name="Command">Program and arguments.</param>
internal sealed record Contestant(string Name, IReadOnlyList<string> Command);
