namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>Characters and fragments in a statement by which evidence sources tell at once that it does not concern them.</summary>
[Flags]
internal enum UnitMarks
{
    None = 0,

    /// <summary>A code span.</summary>
    Code = 1,

    /// <summary>A slash.</summary>
    Slash = 2,

    /// <summary>A colon at the very end.</summary>
    EndsWithColon = 4,

    /// <summary>What a header in running text has: a colon with a blank after it, or the words "authorization" or "bearer", inside longer words too.</summary>
    Header = 8,

    /// <summary>A question mark or an ampersand.</summary>
    Query = 16,
}
