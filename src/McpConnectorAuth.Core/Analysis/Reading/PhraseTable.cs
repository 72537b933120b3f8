namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A list of phrases in lower case, found at word boundaries. All tables are looked for in one pass, see <see cref="PhraseIndex"/>.</summary>
internal sealed class PhraseTable
{
    // Fewer are found sooner one by one.
    private const int Few = 12;
    private readonly string[] _phrases;

    public PhraseTable(params string[] phrases)
    {
        _phrases = phrases;
        Number = PhraseIndex.Register(this);
    }

    /// <summary>The phrases in their order of precedence.</summary>
    public IReadOnlyList<string> Phrases => _phrases;

    /// <summary>The table's place in a <see cref="PhraseSet"/>; -1 for a table made after the index was built.</summary>
    public int Number { get; }

    /// <summary>Whether one of the phrases occurs.</summary>
    public bool In(LowerText lower) => Number >= 0 ? lower.Holds(Number) : IndexIn(lower.Text) >= 0;

    /// <summary>Whether one of the phrases occurs.</summary>
    public bool In(string lower) => Number >= 0 && _phrases.Length > Few ? PhraseIndex.Current.Holds(lower, Number) : IndexIn(lower) >= 0;

    /// <summary>Offset of the first phrase in the table's order that occurs, or -1.</summary>
    public int IndexIn(LowerText lower) => Number >= 0 && !lower.Holds(Number) ? -1 : IndexIn(lower.Text);

    /// <summary>Offset of the first phrase in the table's order that occurs, or -1.</summary>
    public int IndexIn(string lower)
    {
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
    internal static bool IsWord(char c) => c < 0x0250 && char.IsLetterOrDigit(c);
}
