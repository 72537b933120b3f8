using System.Buffers;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A list of phrases in lower case, found at word boundaries in one pass over the text.</summary>
internal sealed class PhraseTable
{
    private readonly string[] _phrases;
    private SearchValues<string>? _any;

    public PhraseTable(params string[] phrases) => _phrases = phrases;

    /// <summary>Whether one of the phrases occurs.</summary>
    public bool In(string lower) => IndexIn(lower) >= 0;

    /// <summary>Offset of the first phrase in the table's order that occurs, or -1.</summary>
    public int IndexIn(string lower)
    {
        // Most statements hold none of the phrases, which one vectorised pass settles.
        _any ??= SearchValues.Create(_phrases, StringComparison.Ordinal);
        if (lower.AsSpan().IndexOfAny(_any) < 0)
            return -1;
        foreach (var phrase in _phrases)
        {
            var at = IndexOf(lower, phrase, 0);
            if (at >= 0)
                return at;
        }

        return -1;
    }

    /// <summary>Offset of a phrase at word boundaries, or -1.</summary>
    public static int IndexOf(string lower, string phrase, int from)
    {
        for (var at = lower.IndexOf(phrase, from, StringComparison.Ordinal); at >= 0; at = lower.IndexOf(phrase, at + 1, StringComparison.Ordinal))
        {
            var end = at + phrase.Length;
            if ((at == 0 || !IsWord(lower[at - 1]) || !IsWord(phrase[0])) && (end == lower.Length || !IsWord(lower[end]) || !IsWord(phrase[^1])))
                return at;
        }

        return -1;
    }

    // Scripts without blanks between words have no word boundaries.
    private static bool IsWord(char c) => c < 0x0250 && char.IsLetterOrDigit(c);
}
