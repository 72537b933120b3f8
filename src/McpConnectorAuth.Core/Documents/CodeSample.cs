namespace McpConnectorAuth.Core.Documents;

/// <summary>A code sample with its indentation and markup taken away.</summary>
/// <param name="Language">Language tag in lower case, empty where the document gives none.</param>
/// <param name="Content">The code, lines separated by <c>\n</c>.</param>
/// <param name="LineOffsets">Offset in the document's text of each line of the content.</param>
public sealed record CodeSample(string Language, string Content, IReadOnlyList<int> LineOffsets);
