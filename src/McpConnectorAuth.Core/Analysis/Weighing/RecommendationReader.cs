using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Finds which method the document recommends and raises its score; second choices lose some.</summary>
internal sealed class RecommendationReader(DocumentFacts facts, List<MethodDraft> drafts)
{
    private const double Bonus = 7;
    private const double FaintBonus = 2;
    private const double MostBonus = 14;

    private const int MostWords = 32;

    private List<(string One, string Many)>[]? _words;

    private static readonly (AuthKind Kind, PhraseTable Words)[] Names =
    [
        (AuthKind.Bearer, new("bearer", "bearer form", "personal access token", "access token", "static token", "access tokens", "personal access tokens")),
        (AuthKind.Basic, new("basic", "http basic", "user name", "username")),
        (AuthKind.ApiKey, new("api key", "api keys", "header form", "key header", "api token", "private-token", "personal access token", "api tokens", "access token", "access tokens", "personal access tokens")),
        (AuthKind.OAuth2AuthorizationCode, new("authorization code", "web server flow", "code flow", "oauth", "3lo", "oauth 2.0")),
        (AuthKind.OAuth2ClientCredentials, new("client credentials", "service app", "service account", "service accounts", "machine-to-machine", "m2m", "oauth")),
        (AuthKind.OAuth2DeviceCode, new("device code", "device authorization", "device flow")),
        (AuthKind.OAuth2JwtBearer, new("jwt", "service account", "service accounts", "key pair", "key-pair")),
        (AuthKind.OAuth2Password, new("password grant", "resource owner")),
        (AuthKind.OAuth1, new("oauth 1.0", "oauth 1.0a", "token-based authentication", "tba")),
        (AuthKind.SignedRequest, new("signature", "signed", "hmac")),
        (AuthKind.SessionLogin, new("session", "log in")),
        (AuthKind.Digest, new("digest")),
        (AuthKind.Mtls, new("client certificate", "mutual tls", "mtls")),
    ];

    private static readonly PhraseTable InDisguise = new("api token", "api key");

    private static readonly PhraseTable SecondChoice = new("shortcut", "short cut", "second choice", "second option", "fallback", "offered as well", "supported as well", "accepted as well", "also supports", "is also supported", "also offers", "also offered", "also possible", "also accepted", "alternative", "for public apps", "quick tests", "as a last resort", "good enough", "only if you", "if you cannot", "if you can't", "zweite wahl", "segunda opción", "alternativa", "代替");

    // "Use it" and "default" may be said of anything in a sentence.
    private static readonly PhraseTable Plainly = new([.. ContextPhrases.Recommending, "prefer", "we build", "is built for"]);
    private static readonly PhraseTable Condition = new("if you", "if your", "for cases", "in cases", "cases where", "only when", "when you", "whenever", "for tools", "in case", "unless", "value", "wenn sie", "si usted", "falls");

    /// <summary>Adds what is recommended to the ranks.</summary>
    /// <returns>Whether one method is plainly recommended.</returns>
    public bool Apply()
    {
        if (drafts.Count < 2)
            return false;
        var bonus = new double[drafts.Count];
        var advice = new (double Amount, TextUnit? Unit)[drafts.Count];
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            // A verdict may stand at the end of any section, so the section's own subject does not count here.
            if (!(unit.Is(UnitContext.Recommended | UnitContext.Secondary) || IsAdvice(unit) || (unit.Block.Kind == BlockKind.TableRow && Defaults.In(unit.Lower))) || (DocumentText.ContextOfWords(unit.Lower) & UnitContext.Elsewhere) != 0)
                continue;
            var before = bonus.ToArray();
            if (unit.Block.Kind == BlockKind.TableRow)
                Row(unit, bonus);
            else if (unit.Lower.Text.IndexOf("; ", StringComparison.Ordinal) is > 0 and var cut)
                Clauses(unit, cut, bonus);
            else
                Sentence(unit, bonus);
            for (var i = 0; i < drafts.Count; i++)
                advice[i] = bonus[i] - before[i] > advice[i].Amount ? (bonus[i] - before[i], unit) : advice[i];
        }

        for (var i = 0; i < drafts.Count; i++)
        {
            drafts[i].Rank += Math.Clamp(bonus[i], -Bonus, MostBonus);
            drafts[i].Advice = advice[i].Unit is { } said ? facts.QuoteOf(said) : null;
        }

        var plainly = Enumerable.Range(0, drafts.Count).Where(i => bonus[i] >= Bonus).ToList();
        // What alone is recommended comes before what is only described at length.
        if (plainly is [var one] && !drafts[one].Deprecated)
            drafts[one].Rank = Math.Max(drafts[one].Rank, drafts.Where(d => !ReferenceEquals(d, drafts[one])).Max(d => d.Rank) + FaintBonus);
        return plainly.Count == 1;
    }

    // "Prefer service accounts."
    private static bool IsAdvice(TextUnit unit) => unit.Block.Kind != BlockKind.TableRow && unit.Is(UnitContext.Auth) && unit.Lower.Text.AsSpan().TrimStart("*_ ").StartsWith("prefer ");

    private void Row(TextUnit unit, double[] bonus)
    {
        for (var column = 0; column < unit.Block.Cells.Count; column++)
        {
            var cell = PlainText.Of(unit.Block.Cells[column]).ToLowerInvariant();
            var context = DocumentText.ContextOfWords(cell) | (column > 0 && IsDefault(cell) ? UnitContext.Recommended : UnitContext.None);
            if (((context & UnitContext.Recommended) == 0 && !SecondChoice.In(cell)) || (context & UnitContext.Rejected) != 0)
                continue;
            var head = column > 0 && column < unit.Block.Header.Count ? PlainText.Of(unit.Block.Header[column]).ToLowerInvariant() : "";
            var matched = Matching(head);
            if (matched.Count == 0 && TokenRequest.GrantOf(PlainText.Of(unit.Block.Cells[0]).Trim('`', ' ')) is { } grant)
                matched = [.. Enumerable.Range(0, drafts.Count).Where(i => drafts[i].Kind == grant)];
            Award(matched.Count > 0 ? matched : Matching(unit.Lower), cell, context, bonus, Bonus);
        }
    }

    // "yes, default", and nothing else in the cell
    private static bool IsDefault(string cell) =>
        cell.Length <= LongestVerdict && cell.Split([' ', ',', '(', ')', '.', ';', ':'], StringSplitOptions.RemoveEmptyEntries) is { Length: > 0 and <= 3 } words && Array.Exists(words, word => Defaults.Phrases.Contains(word)) && !Array.Exists(words, word => word is "no" or "not" or "nein" or "kein" or "non");

    private const int LongestVerdict = 24;
    private static readonly PhraseTable Defaults = new("default", "standard", "preferred", "voreinstellung", "predeterminado", "défaut", "padrão", "既定");

    // "We send it as HTTP Basic. That is what the connector does by default."
    private TextUnit? Before(TextUnit unit) =>
        ContextPhrases.PointsBack(unit.Lower.Text) && !unit.Lower.Contains(" not ", StringComparison.Ordinal) ? facts.Before(unit) : null;

    // "We recommend OAuth over personal tokens": what stands behind is what it is better than.
    private static string Praised(string lower)
    {
        foreach (var word in Over)
        {
            if (lower.IndexOf(word, StringComparison.Ordinal) is > 0 and var at)
                return lower[..at];
        }

        return lower;
    }

    // "The key for your own account and OAuth for everybody else's" recommends both.
    private static readonly PhraseTable Divided = new("for your own", "everybody else", "for everyone else", "for others", "otherwise", "depending on");

    private static readonly string[] Over = [" over ", " instead of ", " rather than ", " in place of ", " statt ", " anstelle ", " en lugar de ", " em vez de ", " plutôt que "];

    // The chapter that it stands in says which.
    private static readonly PhraseTable Ours = new("and what our connector does", "is what our connector does", "is what the connector does", "is what our connector uses", "is what the connector uses");
    private static readonly PhraseTable Additions = new("pkce", "code_challenge", "proof key");

    private void Sentence(TextUnit unit, double[] bonus)
    {
        if (Divided.In(unit.Lower) || IsHousekeeping(unit.Lower.Text))
            return;
        var matched = Matching(Praised(unit.Lower));
        // "PKCE is recommended" says how, and not which.
        if (matched.Count == 0 && Additions.In(unit.Lower))
            return;
        var plain = unit.Block.Kind == BlockKind.Heading || (Plainly.In(unit.Lower) && !Condition.In(unit.Lower));
        if (plain && (matched.Count == 0 || matched.Count == drafts.Count))
            matched = unit.Block.Section.Heading.Length <= LongestTitle ? Matching(unit.Block.Section.Heading.ToLowerInvariant()) : [];
        if (plain && matched.Count == 0 && Before(unit) is { } before)
            matched = Matching(before.Lower);
        if (plain && (matched.Count == 0 || matched.Count == drafts.Count))
            matched = ByPlace(Verdict(unit.Lower));
        if (plain && unit.Block.Kind != BlockKind.Heading && (matched.Count == 0 || matched.Count == drafts.Count))
            matched = ByTitle(Praised(unit.Lower));
        if (matched.Count == 0)
            matched = BySectionLabel(unit);
        if (matched.Count == 0 && (unit.Block.Kind == BlockKind.Heading || Ours.In(unit.Lower)))
            matched = ByChapter(facts.Text.Document.SectionAt(unit.End));
        Award(matched, unit.Lower, IsAdvice(unit) ? unit.Context | UnitContext.Recommended : unit.Context, bonus, plain ? Bonus : FaintBonus);
    }

    // "Use signed requests; a bearer token is the fallback": each part says something of its own.
    private void Clauses(TextUnit unit, int cut, double[] bonus)
    {
        var (left, right) = (unit.Lower.Text[..cut], unit.Lower.Text[(cut + 2)..]);
        var (first, second) = (Matching(Praised(left)), Matching(Praised(right)));
        if (Divided.In(unit.Lower) || first.Count == 0 || second.Count == 0 || first.Count == drafts.Count || second.Count == drafts.Count || first.Exists(second.Contains))
        {
            Sentence(unit, bonus);
            return;
        }

        Award(first, left, DocumentText.ContextOfWords(left), bonus, Plainly.In(left) && !Condition.In(left) ? Bonus : FaintBonus);
        Award(second, right, DocumentText.ContextOfWords(right), bonus, Plainly.In(right) && !Condition.In(right) ? Bonus : FaintBonus);
    }

    private static readonly HashSet<string> Housekeeping = new(StringComparer.Ordinal) { "rotating", "storing", "keeping", "caching", "saving", "limiting", "restricting", "refreshing", "renewing", "replacing", "regenerating", "changing", "revoking", "deleting", "removing", "checking", "monitoring", "logging", "encrypting", "retrying", "polling", "waiting", "subscribing", "setting", "testing", "reading", "naming" };

    // "We recommend rotating it every month" recommends no method.
    private static bool IsHousekeeping(string lower)
    {
        var at = lower.IndexOf("recommend", StringComparison.Ordinal);
        var blank = at < 0 ? -1 : lower.IndexOf(' ', at);
        if (blank < 0)
            return false;
        var word = Word(lower.AsSpan(blank + 1));
        // "We recommend to encode parameters"
        if (word is "to" && Word(lower.AsSpan(Math.Min(lower.Length, blank + 4))) is not ("use" or "send" or "pass" or "put" or "choose" or "take" or "prefer" or "authenticate" or "go" or "build" or "start" or "stick" or "implement"))
            return true;
        return Housekeeping.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word);
    }

    private static ReadOnlySpan<char> Word(ReadOnlySpan<char> text) => text.IndexOfAny(" .,;:") is >= 0 and var end ? text[..end] : text;

    // "We recommend management tokens", where the title of one method's chapter has these two words.
    private List<int> ByTitle(string lower)
    {
        _titles ??= Titles();
        return [.. Enumerable.Range(0, drafts.Count).Where(i => _titles[i].Exists(pair => (PhraseTable.IndexOf(lower, pair, 0) >= 0 || PhraseTable.IndexOf(lower, pair + "s", 0) >= 0)))];
    }

    // The pairs of words that one method's title has and no other's.
    private List<List<string>> Titles()
    {
        var titles = drafts.ConvertAll(d => facts.Text.Document.SectionAt(d.Quote.Start).Heading is { Length: <= LongestTitle } title ? title.ToLowerInvariant().Split([' ', '+', '(', ')', ':', ',', '/'], StringSplitOptions.RemoveEmptyEntries) : []);
        var pairs = titles.ConvertAll(words => words.Zip(words.Skip(1)).Where(pair => pair.First.Length > 3 && pair.Second.Length > 3).Select(pair => pair.First + " " + pair.Second).ToHashSet());
        return pairs.ConvertAll(own => own.Where(pair => pairs.Count(other => other.Contains(pair)) == 1).ToList());
    }

    private const int LongestTitle = 200;
    private List<List<string>>? _titles;

    // "The header is what we recommend: queries end up in logs"
    private static string Verdict(string lower) => lower.IndexOf(": ", StringComparison.Ordinal) is > 0 and var colon && Plainly.In(lower[..colon]) ? lower[..colon] : lower;

    // "Header form, preferred"
    private List<int> ByPlace(string lower)
    {
        var header = lower.Contains("header", StringComparison.Ordinal);
        var query = lower.Contains("query", StringComparison.Ordinal);
        if (header == query)
            return [];
        var placed = Enumerable.Range(0, drafts.Count).Where(i => drafts[i].Slots.Exists(s => s.Best.Placement.In == (header ? PlacementLocation.Header : PlacementLocation.Query))).ToList();
        // A key may go here or there; Basic and what OAuth issues have one place.
        var keys = placed.FindAll(i => drafts[i].Kind == AuthKind.ApiKey);
        return keys.Count > 0 ? keys : placed;
    }

    // "E.1 for this version": methods are called by the number of the section that describes them.
    private List<int> BySectionLabel(TextUnit unit)
    {
        var matched = new List<int>();
        for (var i = 0; i < drafts.Count; i++)
        {
            var label = Label(drafts[i].Quote.Start);
            if (label.Length > 1 && PhraseTable.IndexOf(unit.Lower, label, 0) >= 0)
                matched.Add(i);
        }

        return matched;
    }

    // "Mode A (the normal one)" as the title of the chapter that describes it.
    private List<int> ByChapter(DocumentSection chapter) =>
        chapter.Level < 2 ? [] : [.. Enumerable.Range(0, drafts.Count).Where(i => IsWithin(facts.Text.Document.SectionAt(drafts[i].Quote.Start), chapter))];

    internal static bool IsWithin(DocumentSection? section, DocumentSection chapter)
    {
        for (; section is not null; section = section.Parent)
        {
            if (ReferenceEquals(section, chapter))
                return true;
        }

        return false;
    }

    private string Label(int offset)
    {
        var word = facts.Text.Document.SectionAt(offset).Heading is { Length: <= LongestTitle } title ? title.Split(' ')[0].TrimEnd('.', ':', ')').ToLowerInvariant() : "";
        return word.Any(char.IsAsciiDigit) ? word : "";
    }

    private void Award(List<int> matched, string lower, UnitContext context, double[] bonus, double most)
    {
        if (matched.Count == 0 || matched.Count == drafts.Count || (DocumentText.ContextOfWords(lower) & UnitContext.Rejected) != 0)
            return;
        var amount = ContextPhrases.NotRecommended.In(lower) ? -Bonus : (context & UnitContext.Recommended) != 0 ? most : SecondChoice.In(lower) ? -1.5 : 0;
        foreach (var i in matched)
            bonus[i] += amount / matched.Count;
    }

    // "Service account tokens are what we recommend", where the sample of one method has {service_account_token}.
    private List<(string One, string Many)> Words(int draft) => (_words ??= OwnWords())[draft];

    private List<(string One, string Many)>[] OwnWords()
    {
        var names = drafts.ConvertAll(d => d.Slots.SelectMany(s => s.Claims).SelectMany(c => Samples.Template.Holes(c.Placement.Format)).Select(Samples.CredentialNames.Snake).Where(name => name.Count(c => c == '_') > 1).Distinct().ToList());
        var owners = names.SelectMany(own => own).CountBy(name => name).ToDictionary();
        return [.. names.Select(own => own.Where(name => owners[name] == 1).Take(MostWords).Select(name => name.Replace('_', ' ')).Select(words => (words, words + "s")).ToList())];
    }

    // "LMv1 tokens": the word in front of the value.
    private static bool IsSchemeNamed(Placement placement, string lower) =>
        placement.Format.IndexOf(' ', StringComparison.Ordinal) is > 2 and var blank && placement.Format.AsSpan(0, blank).ContainsAnyInRange('0', '9') && PhraseTable.IndexOf(lower, placement.Format[..blank].ToLowerInvariant(), 0) >= 0;

    private List<int> Matching(string lower)
    {
        var matched = new List<int>();
        if (lower.Length == 0)
            return matched;
        // Where no key goes on its own, the key is what Basic or Bearer carries.
        AuthKind? disguise = drafts.Exists(d => d.Kind == AuthKind.ApiKey) ? null : drafts.Exists(d => d.Kind == AuthKind.Bearer) ? AuthKind.Bearer : AuthKind.Basic;
        for (var i = 0; i < drafts.Count; i++)
        {
            var own = drafts[i].Slots.Exists(s => s.Kind == AuthKind.ApiKey && !s.Best.Placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && PhraseTable.IndexOf(lower, s.Best.Placement.Name.ToLowerInvariant(), 0) >= 0);
            own |= drafts[i].Slots.Exists(s => IsSchemeNamed(s.Best.Placement, lower)) || Words(i).Exists(words => PhraseTable.IndexOf(lower, words.One, 0) >= 0 || PhraseTable.IndexOf(lower, words.Many, 0) >= 0);
            if (own || (drafts[i].Kind == disguise && InDisguise.In(lower)) || (Array.Find(Names, n => n.Kind == drafts[i].Kind).Words?.In(lower) ?? false))
                matched.Add(i);
        }

        return matched;
    }
}
