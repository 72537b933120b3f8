namespace McpConnectorAuth.Core.Documents;

/// <summary>What a block of a document is.</summary>
public enum BlockKind
{
    /// <summary>A heading.</summary>
    Heading,

    /// <summary>Running text.</summary>
    Paragraph,

    /// <summary>Text of a list item.</summary>
    ListItem,

    /// <summary>One row of a table; the header row is the one without a header of its own.</summary>
    TableRow,

    /// <summary>A code sample.</summary>
    Code,

    /// <summary>A comment that readers of the rendered page do not see, or front matter.</summary>
    Hidden,
}
