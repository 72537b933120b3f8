using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// Holds a model's claims against the document, as the overrides that they may become: one that does not follow the grammar of
/// <see cref="SpecOverride"/>, settles nothing that is open, quotes what the document does not hold word for word, or whose
/// value the quote does not hold, is dropped.
/// </summary>
public static class ClaimCheck
{
    private const int MostClaims = 16;
    private const int MostSuggestions = 6;
    private const int LongestValue = 200;
    private const int LongestQuote = 300;

    /// <summary>What is left of the claims.</summary>
    /// <param name="analysis">What the document states; it is not changed.</param>
    /// <param name="excerpt">What the model was shown: only there is a quote looked up.</param>
    /// <param name="claims">The claims; further ones than 16 are not looked at.</param>
    /// <returns>At most 6 suggestions, which generate_spec takes together, in their order, as overrides.</returns>
    public static IReadOnlyList<Suggestion> Check(AuthAnalysis analysis, DocumentExcerpt excerpt, IEnumerable<SpecOverride> claims)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        ArgumentNullException.ThrowIfNull(excerpt);
        ArgumentNullException.ThrowIfNull(claims);
        var open = OpenFacts(analysis);
        var accepted = new List<SpecOverride>();
        var suggestions = new List<Suggestion>();
        foreach (var given in claims.Take(MostClaims))
        {
            var claim = new SpecOverride(given.Fact?.Trim() ?? "", given.Value?.Trim() ?? "", given.Quote?.Trim());
            if (suggestions.Count == MostSuggestions) break;
            if (claim.Value.Length > LongestValue || claim.Quote is not { Length: > 0 and <= LongestQuote } || accepted.Contains(claim)) continue;
            if (!open.Contains(claim.Fact[(claim.Fact.LastIndexOf('.') + 1)..]) || claim.Quote.Contains('\0', StringComparison.Ordinal)) continue;
            if (LineOf(analysis, excerpt, [.. accepted, claim]) is not { } line) continue;
            accepted.Add(claim);
            suggestions.Add(new Suggestion(claim.Fact, claim.Value, claim.Quote, line));
        }

        return suggestions;
    }

    /// <summary>Facts that are worth asking for: what the document does not state, as the last part of an override's fact.</summary>
    public static IReadOnlySet<string> OpenFacts(AuthAnalysis analysis)
    {
        ArgumentNullException.ThrowIfNull(analysis);
        var open = analysis.NotStated.ToHashSet(StringComparer.Ordinal);
        if (open.Contains("kind") || open.Contains("placement")) open.UnionWith(["kind", "placement", "parameter"]);
        return open;
    }

    /// <summary>The line that supports the last of the overrides, null where none does.</summary>
    private static int? LineOf(AuthAnalysis analysis, DocumentExcerpt excerpt, IReadOnlyList<SpecOverride> overrides)
    {
        var draft = new SpecDraft(analysis, [excerpt.Document]);
        try
        {
            SpecOverrides.Apply(draft, overrides);
        }
        catch (ConnectorAuthException)
        {
            return null;
        }

        return draft.Supported.Find(fact => fact.Override == overrides[^1]) is { } supported && HoldsValue(supported) ? supported.Line : null;
    }

    /// <summary>A person who overrides a fact has read the passage; a model gets no credit for a host that is part of another one.</summary>
    private static bool HoldsValue(SupportedFact fact)
    {
        var (claim, essentials) = (fact.Override, fact.Essentials);
        var aspect = claim.Fact[(claim.Fact.LastIndexOf('.') + 1)..];
        if (aspect is "kind" or "parameter" or "pkce" or "token_auth") return true;
        var isTemplate = claim.Value.Contains('{', StringComparison.Ordinal);
        if (!essentials.All(essential => HoldsWhole(claim.Quote!, essential, isTemplate))) return false;
        return aspect != "verification" || claim.Value.StartsWith("GET ", StringComparison.Ordinal) || HoldsWhole(claim.Quote!, claim.Value.Split(' ')[0], false);
    }

    private static bool HoldsWhole(string quote, string text, bool mayFollowPoint)
    {
        for (var at = quote.IndexOf(text, StringComparison.OrdinalIgnoreCase); at >= 0; at = quote.IndexOf(text, at + 1, StringComparison.OrdinalIgnoreCase))
        {
            var end = at + text.Length;
            var startsWhole = at == 0 || !(Continues(quote[at - 1]) || quote[at - 1] == '@' || (quote[at - 1] == '.' && !mayFollowPoint));
            var endsWhole = end == quote.Length || !(Continues(quote[end]) || (quote[end] == '.' && end + 1 < quote.Length && Continues(quote[end + 1])));
            if (startsWhole && endsWhole) return true;
        }

        return false;
    }

    private static bool Continues(char c) => char.IsLetterOrDigit(c) || c is '-' or '_';
}
