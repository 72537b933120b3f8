namespace McpConnectorAuth.Clients;

/// <summary>A generated file.</summary>
/// <param name="Path">Path relative to the repository, with forward slashes.</param>
/// <param name="Text">Its whole text.</param>
public sealed record ClientFile(string Path, string Text);
