namespace McpConnectorAuth.Core.Documents;

/// <summary>A piece of a document with its place in the text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Offset of the first character in the document's text.</param>
/// <param name="End">Offset after the last character.</param>
/// <param name="Section">The section it stands in.</param>
/// <param name="Container">Number of the list, quote or HTML element around it; blocks of one container belong together. 0 for none.</param>
/// <param name="Cells">Cells of a table row, else empty.</param>
/// <param name="Header">Cells of the table's header row, else empty.</param>
/// <param name="Code">The sample of a code block, else null.</param>
public sealed record DocumentBlock(
    BlockKind Kind,
    int Start,
    int End,
    DocumentSection Section,
    int Container,
    IReadOnlyList<string> Cells,
    IReadOnlyList<string> Header,
    CodeSample? Code);
