using System.Text;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>The scopes (RFC 6749 section 3.3) that a method asks for, and what stands between them.</summary>
internal sealed class ScopeReader(DocumentFacts facts)
{
    private const int MostScopes = 14;
    private static readonly PhraseTable ScopeWords = new("scope", "scopes", "we request", "ámbitos", "スコープ");

    /// <summary>The scopes in the order of the document, and the separator where it is not a blank.</summary>
    public (Stated<IReadOnlyList<string>> Scopes, Stated<string?> Separator) Read(MethodDraft draft)
    {
        string? best = null;
        var bestRank = 0.0;
        QuoteSpan quote = default;
        foreach (var request in facts.Requests)
        {
            if ((request.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var value = request.Parameter("user_scope") ?? request.Parameter("scope");
            var grant = TokenRequest.GrantOf(request.Parameter("grant_type"));
            Consider(value, grant == draft.Kind || (grant is null && draft.Kind is AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2DeviceCode) ? 3 : 1, () => facts.QuoteOf(request, "scope"));
        }

        foreach (var mention in facts.Urls)
        {
            if (draft.Kind == AuthKind.OAuth2AuthorizationCode && (mention.Context & (UnitContext.Foreign | UnitContext.Rejected)) == 0)
            {
                foreach (var field in FormFields.Parse(mention.Query))
                {
                    if (field.Name is "scope" or "user_scope")
                        Consider(field.Value, field.Name == "user_scope" ? 3.5 : 3, () => facts.LineAt(facts.Source.IndexOf("scope=", mention.Start, mention.End - mention.Start, StringComparison.Ordinal) is >= 0 and var at ? at : mention.Start));
                }
            }
        }

        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is null || block.Code.Raw.IndexOf("scope=") < 0 || draft.Kind != AuthKind.OAuth2AuthorizationCode || facts.Text.Poisoned.Contains(block) || !block.Code.Content.Contains("client_id=", StringComparison.Ordinal))
                continue;
            foreach (var field in FormFields.Parse(block.Code.Content.Replace("\n", "", StringComparison.Ordinal).Replace("?", "&", StringComparison.Ordinal)))
            {
                if (field.Name is "scope" or "user_scope")
                    Consider(field.Value, field.Name == "user_scope" ? 3.5 : 3, () => facts.QuoteOf(block, block.Code.Content.IndexOf("scope=", StringComparison.Ordinal)));
            }
        }

        foreach (var unit in facts.UnitsNaming(["scope"]))
        {
            if (unit.Block.Kind == BlockKind.TableRow && unit.Block.Cells.Count > 1 && PlainText.Of(unit.Block.Cells[0]).TrimStart('`').StartsWith("scope", StringComparison.OrdinalIgnoreCase) && !unit.Is(UnitContext.Foreign | UnitContext.Rejected))
            {
                foreach (var value in unit.Block.Cells.Skip(1).Select(Spelled))
                    Consider(value, 2, () => facts.QuoteOf(unit));
            }
            else if (!unit.Is(UnitContext.Dismissed | UnitContext.Errors) && Enumerated(unit) is { } listed)
            {
                // Whoever lists them all lists those of the sample, too.
                Consider(listed, Contains(listed, best) ? Math.Max(2, bestRank + 0.1) : 2, () => facts.QuoteOf(unit, "scope"));
            }
        }

        foreach (var unit in facts.Text.Units)
        {
            if (best is not null || !ScopeWords.In(unit.Lower) || unit.Is(UnitContext.Foreign | UnitContext.Rejected | UnitContext.Errors | UnitContext.Writing))
                continue;
            foreach (var span in unit.CodeSpans)
            {
                // "e.g. `scope=read,activity:read`"
                if (span.StartsWith("scope=", StringComparison.Ordinal))
                    Consider(span["scope=".Length..], 1.5, () => facts.QuoteOf(unit, span));
                else if (span.AsSpan().IndexOfAny(' ', ',') > 0 && !span.StartsWith("POST ", StringComparison.Ordinal) && !span.StartsWith("GET ", StringComparison.Ordinal) && span.IndexOfAny([':', '.', '_', '-']) > 0 && span.Split(' ', ',').All(s => s.Length > 3))
                    Consider(span, 1.5, () => facts.QuoteOf(unit, span));
            }
        }

        if (best is null && facts.Text.Document.Api is { } api)
            return api.Schemes.SelectMany(s => s.Flows).FirstOrDefault(f => f.Scopes.Count > 0) is { } flow ? (new([.. flow.Scopes.Where(IsScope).Take(MostScopes)], facts.LineAt(flow.Start)), default) : (Nothing, default);
        var comma = Comma();
        if (best is null && draft.Kind == AuthKind.OAuth2JwtBearer)
            OfAssertion();
        if (best is null)
            InWords();
        if (best is null)
            return (Column() is { Value.Count: > 0 } column ? column : Nothing, comma);
        if (comma.Value is null && best.Contains(',', StringComparison.Ordinal))
            comma = new(",", quote);
        return (new([.. best.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries).Where(IsScope).Distinct().Take(MostScopes)], quote), comma);

        // Nothing shows them: a sentence or a list that says what they are.
        void InWords()
        {
            foreach (var unit in facts.UnitsNaming(["scope", "ámbitos", "スコープ"]))
            {
                if (best is null && ScopeWords.In(unit.Lower) && !unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Writing) && (Said(unit) ?? Listed(unit)) is { } named)
                    Consider(named, 1, () => facts.QuoteOf(unit, "scope"));
            }
        }

        // {"iss": …, "aud": …, "scope": "a b"}: what is signed says what is asked for.
        void OfAssertion()
        {
            foreach (var block in facts.Text.Document.Blocks)
            {
                if (block.Code is not { } code || code.Raw.Length > LongestClaims || code.Raw.IndexOf("\"scope\"") is not (>= 0 and var at) || code.Raw.IndexOf("\"aud\"") < 0 || facts.Text.Poisoned.Contains(block) || (facts.Text.ContextOf(block.Section) & UnitContext.Elsewhere) != 0)
                    continue;
                Consider(JsonFields.TopLevel(code.Content).Find(field => field.Name == "scope")?.Value, 3, () => facts.QuoteOf(block, Math.Min(at, code.Content.Length)));
            }
        }

        void Consider(string? value, double rank, Func<QuoteSpan> words)
        {
            if (value is null || value.Length is 0 or > 600 || value.Contains('{', StringComparison.Ordinal) || StandIns.Contains(value) || value.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } scopes || !scopes.All(IsScope) || rank <= bestRank)
                return;
            (best, bestRank, quote) = (value, rank, words());
        }
    }

    // "Scopes: `read`, `write`", as a title of its own in front
    private static string? Enumerated(TextUnit unit)
    {
        if (!unit.Has(UnitMarks.Code) || unit.Block.Kind == BlockKind.TableRow)
            return null;
        var open = unit.Plain.IndexOf('`', StringComparison.Ordinal);
        var label = open < 0 ? "" : unit.Lower.Text.AsSpan(0, open).Trim(" *:").ToString();
        return open > 0 && label.Length < LongestLabel && unit.Plain.AsSpan(0, open).TrimEnd(" *").EndsWith(":") && ScopeTitles.Any(title => label.EndsWith(title, StringComparison.Ordinal)) ? Series(unit.Plain, open) : null;
    }

    private const int LongestClaims = 4000;

    // "Scopes are `read` and `write`", "the only scope at this time is `accounts`": nothing but small words between the name and what it is.
    private static string? Said(TextUnit unit)
    {
        if (!unit.Has(UnitMarks.Code) || unit.Block.Kind is BlockKind.TableRow or BlockKind.Heading)
            return null;
        var lower = unit.Lower.Text;
        var open = lower.IndexOf('`', StringComparison.Ordinal);
        foreach (var title in ScopeTitles)
        {
            for (var at = PhraseTable.IndexOf(lower, title, 0); at >= 0; at = PhraseTable.IndexOf(lower, title, at + 1))
            {
                while (open >= 0 && open < at)
                    open = lower.IndexOf('`', open + 1);
                if (open < 0)
                    break;
                if (IsLead(lower.AsSpan(at + title.Length, open - at - title.Length)))
                    return Series(unit.Plain, open);
            }
        }

        return null;
    }

    private static bool IsLead(ReadOnlySpan<char> words)
    {
        if (words.Length > LongestLead)
            return false;
        var (stated, small) = (words.TrimEnd(" *(").EndsWith(":"), SmallWords.GetAlternateLookup<ReadOnlySpan<char>>());
        foreach (var range in words.SplitAny(' ', ',', ':', '(', '*', '\n'))
        {
            var word = words[range];
            if (word.IsEmpty)
                continue;
            var states = Copulas.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
            if (!states && !small.Contains(word))
                return false;
            stated |= states;
        }

        return stated;
    }

    private const int LongestLead = 60;
    private static readonly HashSet<string> Copulas = new(StringComparer.Ordinal) { "is", "are", "need", "needs", "needed", "ist", "sind", "es", "son", "est", "sont", "é", "são", "è", "sono", "zijn" };
    private static readonly HashSet<string> SmallWords = new(StringComparer.Ordinal) { "you", "we", "that", "which", "to", "at", "this", "time", "the", "for", "now", "present", "currently", "available", "there", "called", "only", "defined", "these", "our", "api", "of", "hier", "zurzeit", "derzeit", "disponibles", "disponíveis", "disponibili", "folgende", "los", "les", "as" };

    // "Ask for these scopes:", and below it a list whose items begin with one each
    private string? Listed(TextUnit unit)
    {
        if (unit.Block.Kind == BlockKind.TableRow || !(unit.Has(UnitMarks.EndsWithColon) || (unit.Block.Kind == BlockKind.Heading && ScopeTitles.Contains(unit.Lower.Text.Trim('#', ' ', ':')))))
            return null;
        var found = new List<string>();
        var units = facts.Text.Units;
        for (var i = facts.UnitFrom(unit.End); i < units.Count && units[i].Block.Kind == BlockKind.ListItem && found.Count < MostScopes; i++)
        {
            if (units[i].Start > units[i].Block.Start + 4)
                continue;
            if (units[i].CodeSpans is not [var scope, ..] || units[i].Plain.IndexOf('`', StringComparison.Ordinal) > 3 || !IsScope(scope) || StandIns.Contains(scope))
                return null;
            found.Add(scope);
        }

        return found.Count > 0 ? string.Join(' ', found) : null;
    }

    private const int LongestLabel = 24;
    private static readonly string[] ScopeTitles = ["scope", "scopes", "ámbitos", "スコープ"];

    // `read`, `write` and `delete`: one after the other with nothing but commas and the like in between.
    private static string Series(string text, int open)
    {
        var found = new StringBuilder();
        while (open >= 0 && text.IndexOf('`', open + 1) is > 0 and var close)
        {
            found.Append(found.Length > 0 ? " " : "").Append(text.AsSpan(open + 1, close - open - 1).Trim());
            open = text.IndexOf('`', close + 1);
            if (open < 0 || !Between.Contains(WithoutRemark(text.AsSpan(close + 1, open - close - 1)).Trim().ToString()))
                break;
        }

        return found.ToString();
    }

    // "`api` (all data), `id`"
    private static ReadOnlySpan<char> WithoutRemark(ReadOnlySpan<char> between) =>
        between.TrimStart() is ['(', .. var remark] && remark.IndexOf(')') is >= 0 and var end ? remark[(end + 1)..] : between;

    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase) { "", ",", ";", "+", "/", "and", ", and", "&", "plus", "as well as", "und", "sowie", "y", "et", "e", "ed", "en", "と", "、" };

    private static bool Contains(string listed, string? known) =>
        known is not null && known.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries) is var scopes && listed.Split(' ') is var all && all.Length > scopes.Length && Array.TrueForAll(scopes, all.Contains);

    // The first column of a table "Scope | Meaning".
    private Stated<IReadOnlyList<string>> Column()
    {
        if (!facts.UnitsNaming(["scope"]).Any())
            return Nothing;
        var rows = facts.Text.Units
            .Where(unit => unit.Block is { Kind: BlockKind.TableRow, Header.Count: > 1, Cells.Count: > 1 } && !unit.Is(UnitContext.Dismissed | UnitContext.Errors) && PlainText.Of(unit.Block.Header[0]).Trim('*', ' ').ToLowerInvariant() is "scope" or "scopes" or "scope name" or "oauth scope")
            .Select(unit => (Unit: unit, Scope: Spelled(unit.Block.Cells[0]))).Where(row => row.Scope is { } scope && IsScope(scope) && !StandIns.Contains(scope)).DistinctBy(row => row.Scope).Take(MostScopes).ToList();
        return rows.Count > 0 ? new([.. rows.Select(row => row.Scope!)], facts.QuoteOf(rows[0].Unit)) : Nothing;
    }

    private static readonly Stated<IReadOnlyList<string>> Nothing = new([], default);

    // "Scopes are comma separated."
    private Stated<string?> Comma() =>
        facts.UnitsNaming(["scope"]).FirstOrDefault(unit => CommaWords.In(unit.Lower) && ScopeWords.In(unit.Lower) && !unit.Is(UnitContext.Dismissed)) is { } said ? new(",", facts.QuoteOf(said, "comma")) : default;

    private static readonly PhraseTable CommaWords = new("comma separated", "comma-separated", "separated by commas", "separated by a comma", "separated with commas", "comma delimited", "comma-delimited", "durch kommas getrennt", "kommagetrennt", "separados por comas");

    // What a cell spells as code; without such markup, words of which each is spelled as no word is.
    private static string? Spelled(string cell)
    {
        var open = cell.IndexOf('`', StringComparison.Ordinal);
        var close = open < 0 ? -1 : cell.IndexOf('`', open + 1);
        if (close > open + 1)
            return Series(cell, open);
        var text = PlainText.Of(cell).Trim();
        return text.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 } words && Array.TrueForAll(words, word => word.AsSpan(1).TrimEnd('.').IndexOfAny(":._/") >= 0) ? text : null;
    }

    // Variables of samples, and types in tables.
    private static readonly HashSet<string> StandIns = new(StringComparer.OrdinalIgnoreCase) { "scope", "scopes", "scopes_encoded", "scope_list", "your_scopes", "your_scope", "string", "text", "n/a", "required", "optional", "yes", "no" };

    private static bool IsScope(string value) => value.Length is > 1 and < 100 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is ':' or '.' or '_' or '-' or '/' or '*') && char.IsAsciiLetter(value[0]);
}
