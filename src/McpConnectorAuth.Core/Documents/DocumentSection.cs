namespace McpConnectorAuth.Core.Documents;

/// <summary>A heading and what stands below it.</summary>
/// <param name="Heading">Text of the heading, empty for what stands before the first one.</param>
/// <param name="Level">1 to 6, 0 for what stands before the first heading.</param>
/// <param name="Line">1-based line of the heading.</param>
/// <param name="Parent">Enclosing section, null at the top.</param>
public sealed record DocumentSection(string Heading, int Level, int Line, DocumentSection? Parent);
