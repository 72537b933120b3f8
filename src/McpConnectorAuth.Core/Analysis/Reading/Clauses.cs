namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>Parts of a sentence that say different things: "behind the word <c>Acme</c>, not <c>Bearer</c>", "with <c>resource</c>, else the API refuses the token".</summary>
internal static class Clauses
{
    private const int LeastMain = 20;

    // What follows is denied.
    private static readonly string[] Denials = [", not ", ", never ", ", instead of ", ", rather than ", ", nicht ", ", statt ", ", y no ", ", en lugar de ", ", et non ", ", au lieu de ", ", e não ", ", em vez de ", ", en niet "];

    // What follows is what happens without it.
    private static readonly string[] Consequences = [", else ", ", otherwise ", ", or else ", ", or you get ", ", sonst ", ", andernfalls ", ", si no ", ", de lo contrario ", ", sinon ", ", senão ", ", caso contrário ", ", anders "];

    // "Old header, not supported any more" is said of the header.
    private static readonly string[] Predicates = ["supported", "accepted", "available", "allowed", "permitted", "used", "in use", "valid", "needed", "required", "recommended", "working", "documented", "implemented", "enabled", "possible", "part of", "for ", "yet", "any ", "unterstützt", "erlaubt", "empfohlen", "verwenden", "mehr", "soportad", "recomendad", "pris en charge", "recommandé", "suportad"];

    // "When it's missing, the call is refused" has no main clause in front.
    private static readonly string[] Conditions = ["if ", "when ", "without ", "once ", "wenn ", "ohne ", "si ", "sin ", "sans "];

    // "The old form, which is no longer accepted" goes on about the same.
    private static readonly string[] Relative = ["which ", "that ", "but ", "and is ", "and are ", "was ", "were ", "is ", "are ", "die ", "der ", "das ", "que ", "qui "];

    /// <summary>Whether words that refuse something stand in another clause than the one that holds an offset.</summary>
    /// <param name="lower">A sentence in lower case, in which something is refused.</param>
    /// <param name="at">An offset.</param>
    public static bool RefuseAnother(string lower, int at)
    {
        var (start, end) = Around(lower, at);
        return end - start < lower.Length && !IsDenied(lower, start) && !Refuses(lower[start..end]) && Refuses(lower) && !Returns(lower.AsSpan(end));
    }

    /// <summary>Whether a sentence refuses something else than what its main clause speaks of: "Id and secret go as Basic, in the body they are refused".</summary>
    /// <param name="lower">A sentence in lower case, in which something is refused.</param>
    public static bool RefuseNotMain(string lower)
    {
        if (RefuseAnother(lower, 0) || lower.Contains("neither ", StringComparison.Ordinal))
            return true;
        var end = lower.IndexOfAny([',', ';']);
        return end >= LeastMain && !Begins(lower, Conditions) && !Begins(lower.AsSpan(end + 1).TrimStart(), Relative) && !Refuses(lower[..end]) && Refuses(lower[end..]);
    }

    // The clause that holds an offset; one that a denial or a consequence begins has that word in it.
    private static (int Start, int End) Around(string lower, int at)
    {
        at = Math.Clamp(at, 0, lower.Length);
        var (start, end) = (at == 0 ? 0 : lower.LastIndexOf(';', at - 1) + 1, lower.IndexOf(';', at));
        end = end < 0 ? lower.Length : end;
        foreach (var words in (ReadOnlySpan<string[]>)[Denials, Consequences])
        {
            foreach (var word in words)
            {
                for (var next = lower.IndexOf(word, StringComparison.Ordinal); next >= 0; next = lower.IndexOf(word, next + 1, StringComparison.Ordinal))
                {
                    if (!Begins(lower.AsSpan(next + word.Length), Predicates))
                        (start, end) = next < at ? (Math.Max(start, next), end) : (start, Math.Min(end, next));
                }
            }
        }

        return (start, end);
    }

    // "It is for partners; the routes on this page refuse it."
    private static bool Returns(ReadOnlySpan<char> rest) => rest.StartsWith(';') && Array.Exists(Pronouns, (rest.ToString() + " ").Contains);

    private static readonly string[] Pronouns = ["; it's ", "; they ", "; this ", "; that ", "; these ", "; both ", "; neither ", " it ", " it.", " it,", " them ", " them.", " them,"];

    private static bool IsDenied(string lower, int start) => Begins(lower.AsSpan(start), Denials);

    private static bool Refuses(string words) => (DocumentText.ContextOfWords(words) & UnitContext.Rejected) != 0;

    private static bool Begins(ReadOnlySpan<char> text, string[] words) => ContextPhrases.BeginsWith(text, words);
}
