namespace McpConnectorAuth.Cli;

/// <summary>Answer of <c>memory show</c>.</summary>
/// <param name="Topic">The topic; null for the index.</param>
/// <param name="Content">Markdown.</param>
internal sealed record MemoryText(string? Topic, string Content);
