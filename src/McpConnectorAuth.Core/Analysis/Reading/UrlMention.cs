using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>An absolute URL in the document, variable parts as <c>{name}</c>.</summary>
/// <param name="Url">The URL without query and fragment.</param>
/// <param name="Query">The query, empty where there is none.</param>
/// <param name="Start">Offset in the document's text.</param>
/// <param name="End">Offset after it.</param>
/// <param name="Block">The block it stands in.</param>
/// <param name="Unit">The statement it stands in, null in code.</param>
/// <param name="Context">What the place is about.</param>
/// <param name="IsLink">Whether it is merely the target of a link.</param>
internal sealed record UrlMention(string Url, string Query, int Start, int End, DocumentBlock Block, TextUnit? Unit, UnitContext Context, bool IsLink)
{
    /// <summary>What the place is about.</summary>
    public UnitContext Context { get; set; } = Context;

    /// <summary>Where the words right before the URL begin.</summary>
    public int PrefixStart => Math.Max(0, Start - 40);

    /// <summary>Whether a block of code holds nothing but this URL, and perhaps a word in front of it.</summary>
    public bool FillsCode(ReadOnlySpan<char> word = default)
    {
        if (Block.Code is not { } code || code.Raw.Length > End - Start + MostAround)
            return false;
        var text = code.Raw.Trim();
        return (text.StartsWith(word) ? text[word.Length..] : text).Length <= End - Start;
    }

    // More than blanks around a URL need not be looked at.
    private const int MostAround = 200;

    /// <summary>Host with its port, in lower case, names of holes left out.</summary>
    public string HostKey { get; } = UrlText.HostKey(Url);

    /// <summary>The path from the first slash after the host on; empty where there is none.</summary>
    public string Path => _path ??= UrlText.Path(Url);

    private string? _path;
}
