namespace McpConnectorAuth.Core.Documents;

/// <summary>What a tag does to the text around it.</summary>
internal enum HtmlMark
{
    /// <summary>Separates what stands before it from what stands behind it.</summary>
    Separator,

    /// <summary>Emphasis and links: separates words, and nothing from the punctuation behind it.</summary>
    Emphasis,

    /// <summary>Begins or ends a code span.</summary>
    Code,

    /// <summary>Ends a line.</summary>
    LineBreak,

    /// <summary>Comments and places where a line may be broken: nothing.</summary>
    None,
}
