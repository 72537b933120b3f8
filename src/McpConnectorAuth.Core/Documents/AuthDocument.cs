using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Documents;

/// <summary>A document that was read: its text, and its blocks with their places in the text.</summary>
public sealed class AuthDocument
{
    private const int LongestQuote = 4000;
    private readonly int[] _lineStarts;

    internal AuthDocument(DocumentInfo info, string text, IReadOnlyList<DocumentBlock> blocks, IReadOnlyList<DocumentSection> sections, ApiDescription? api = null, string? original = null)
    {
        Info = info;
        Text = text;
        Blocks = blocks;
        Sections = sections;
        Api = api;
        _lineStarts = FindLineStarts(original ?? text);
    }

    /// <summary>Path, format, size and hash.</summary>
    public DocumentInfo Info { get; }

    /// <summary>The whole text, as in the file; values that a capture or collection holds and no quote may show are line breaks.</summary>
    public string Text { get; }

    /// <summary>The blocks in the order of the text.</summary>
    public IReadOnlyList<DocumentBlock> Blocks { get; }

    /// <summary>The sections in the order of the text.</summary>
    public IReadOnlyList<DocumentSection> Sections { get; }

    /// <summary>What a machine-readable description declares, null for other documents.</summary>
    internal ApiDescription? Api { get; }

    /// <summary>The 1-based line of an offset.</summary>
    public int LineAt(int offset)
    {
        var index = Array.BinarySearch(_lineStarts, offset);
        return (index >= 0 ? index : ~index - 1) + 1;
    }

    /// <summary>The section that an offset lies in.</summary>
    public DocumentSection SectionAt(int offset)
    {
        var line = LineAt(offset);
        int low = 0, high = Sections.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) / 2;
            if (Sections[middle].Line <= line)
                low = middle;
            else
                high = middle - 1;
        }

        return Sections[low];
    }

    /// <summary>Looks for a passage word for word; runs of white space count as one blank.</summary>
    /// <param name="quote">The passage.</param>
    /// <param name="line">1-based line where it starts, 0 where it does not occur.</param>
    public bool TryFindQuote(string quote, out int line)
    {
        ArgumentNullException.ThrowIfNull(quote);
        line = 0;
        var words = quote.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (words.Length == 0 || quote.Length > LongestQuote)
            return false;
        for (var at = Text.IndexOf(words[0], StringComparison.Ordinal); at >= 0; at = Text.IndexOf(words[0], at + 1, StringComparison.Ordinal))
        {
            if (!MatchesAt(words, at))
                continue;
            line = LineAt(at);
            return true;
        }

        return false;
    }

    private bool MatchesAt(string[] words, int at)
    {
        for (var i = 0; i < words.Length; i++)
        {
            if (i > 0)
            {
                var blank = at;
                while (at < Text.Length && char.IsWhiteSpace(Text[at]))
                    at++;
                if (at == blank)
                    return false;
            }

            if (string.CompareOrdinal(Text, at, words[i], 0, words[i].Length) != 0)
                return false;
            at += words[i].Length;
        }

        return true;
    }

    private static int[] FindLineStarts(string text)
    {
        var starts = new int[text.AsSpan().Count('\n') + 1];
        for (var line = 1; line < starts.Length; line++)
            starts[line] = text.IndexOf('\n', starts[line - 1]) + 1;
        return starts;
    }
}
