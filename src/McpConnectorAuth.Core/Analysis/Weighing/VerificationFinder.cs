using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Ranks the documented calls by how well they prove a credential: cheap, read-only, about the caller itself.</summary>
internal sealed class VerificationFinder(DocumentFacts facts, IReadOnlyList<BaseUrl> baseUrls)
{
    private const int Most = 4;
    private const int MostSamples = 300;
    private static readonly string[] Methods = ["GET", "POST", "HEAD"];
    private static readonly string[] Self = ["me", "whoami", "self", "myself", "current", "account", "user", "users", "profile", "viewer", "whoami.json", "me.json", "getme", "limits", "credentials", "ping", "info", "validate", "verify", "auth.test", "organization", "organisation", "company", "balance", "current_user", "currentuser", "connections", "tokeninfo"];
    private static readonly string[] Unsafe = ["delete", "reboot", "logout", "revoke", "remove", "reset", "cancel", "restart", "action=set", "send", "unsubscribe", "export", "download", "login", "signout", "oauth", "authorize", "/token", "search", "webhook", "openid", ".well-known", "getupdates"];
    private static readonly PhraseTable Public = new("without a token", "without any token", "*without*", "without one", "without credentials", "without a credential", "without a key", "without authentication", "without login", "without any login", "answers anybody", "answer anybody", "answers without", "answers 200 without", "no credential needed", "needs no credential", "needs no key", "needs no token", "is public", "are public", "say nothing about", "public endpoint", "no authentication", "not enough", "do not use", "don't use", "don't take", "must not", "false alarm", "proves nothing", "do not take", "would need a", "needs a real", "not `get", "fails for", "passes with a wrong", "ohne anmeldung", "ohne token", "sin token", "sin autenticación", "認証なし", "認証不要", "does not check", "only proves", "subscription", "fires", "destructive", "side effect", "deletes", "even when the", "even if the", "even with a wrong", "to anybody", "to anyone", "to everybody", "to everyone", "open to the public", "for monitoring", "always answers", "always returns 200", "answers 200 to", "answers everybody", "works unauthenticated", "unauthenticated", "works without", "no key needed", "no token needed", "no login needed", "anonymously", "regardless of", "tells nothing about", "whatever the key", "any key", "no credentials needed", "jedem, ohne", "jedem", "a cualquiera", "誰でも");
    private static readonly PhraseTable Pick = new("use this", "connection test", "connection check", "to test", "test with", "to check", "right way", "cheapest", "call it first", "to verify", "verbindungstest", "comprobación", "probar", "safest", "接続テスト", "確認", "best test", "is what the connector calls", "whether settings are right", "whether the settings are right", "smallest", "verify a connection", "verify that", "does not count against", "harmless", "check a key", "test a key", "prüfen");

    private sealed class Candidate
    {
        public required string Method;
        public required string Path;
        public required QuoteSpan Quote;
        public double Score;
        public double BestMention;
        public bool Refused;
        public int Position;
    }

    private readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);
    private readonly (string HostKey, string Path)[] _bases = [.. baseUrls.Select(b => (UrlText.HostKey(b.Url), UrlText.Path(b.Url)))];

    private static readonly PhraseTable OnlyPost = new("everything is a post", "all calls are post", "all requests are post", "every call is a post", "only post", "each method is a post", "alle aufrufe sind post", "siempre post", "すべてpost");
    private bool _everythingPosts;
    private List<(string Url, string Method)>? _samples;

    public List<VerificationCall> Find()
    {
        _everythingPosts = facts.Text.Units.Any(u => OnlyPost.In(u.Lower)) || OnlyPostsShown();
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            FromUnit(unit);
        }

        foreach (var request in facts.Requests)
            FromRequest(request);
        foreach (var operation in facts.Text.Document.Api?.Operations ?? [])
        {
            if (operation is { Method: "GET" or "HEAD" } && operation.RequiredParameters == 0)
                Add(operation.Method, operation.Path, operation.IsPublic ? -10 : 1, operation.IsPublic, facts.LineAt(operation.Offset));
        }

        foreach (var candidate in _candidates.Values)
            candidate.Score += PathScore(candidate.Method, candidate.Path);
        var text = facts.Text.Document;
        return [.. _candidates.Values
            .Where(c => !c.Refused && c.Score > 0 && IsSound(c.Path))
            .OrderByDescending(c => c.Score).ThenBy(c => c.Position)
            .Take(Most)
            .Select(c => new VerificationCall(c.Method, c.Path, c.Quote.Text(facts.Source), text.LineAt(c.Quote.Start)))];
    }

    // "GET /settings answers 401 without a login. Use that."
    private static readonly PhraseTable PickThat = new("use that", "use it", "use that one", "use this one", "take that", "take this one", "that's the one", "that is the one", "this is the one", "we use that", "we call that", "nehmen wir", "den nehmen wir", "usa ese", "これを使");
    private (DocumentBlock Block, string Method, string Path, QuoteSpan Quote)? _before;

    // Remote procedure calls: samples of POST and none of GET.
    private bool OnlyPostsShown()
    {
        var calls = facts.Requests.Where(r => r.Url.Length > 0 && r.Method.Length > 0 && !TokenRequest.Is(r) && (r.Context & (UnitContext.Foreign | UnitContext.Inbound)) == 0).ToList();
        return calls.Count >= 2 && calls.TrueForAll(r => r.Method == "POST") && !facts.Text.Units.Any(u => u.CodeSpans.Exists(s => s.StartsWith("GET /", StringComparison.Ordinal)) && !u.Is(UnitContext.Foreign | UnitContext.Inbound));
    }

    private void FromUnit(TextUnit unit)
    {
        if (_before is { } before && ReferenceEquals(before.Block, unit.Block) && unit.End - unit.Start < 80 && PickThat.In(unit.Lower))
            Add(before.Method, before.Path, 5, false, before.Quote);
        // Every path has a slash.
        if (!unit.Has(UnitMarks.Slash) || unit.Is(UnitContext.Foreign | UnitContext.Inbound))
            return;
        var first = true;
        foreach (var (spelled, path, explicitMethod, at) in Calls(unit))
        {
            var method = explicitMethod ? spelled : Sampled(path) ?? spelled;
            var score = path.Contains("://", StringComparison.Ordinal) && !explicitMethod ? -0.5 : 1.0;
            var refused = IsRefused(unit, at, out var picked);
            if (unit.Is(UnitContext.Testing) && !refused)
                score += first ? 4 : 3;
            if (picked && !refused)
                score += first ? 4 : 2;
            if (unit.Is(UnitContext.Errors))
                score -= 2;
            if (unit.Is(UnitContext.Rejected) && !picked)
                score -= 3;
            if (unit.Is(UnitContext.Writing))
                score -= 1;
            if (!explicitMethod)
                score -= 0.3;
            first = false;
            var quote = facts.QuoteOf(unit, path);
            _before = (unit.Block, method, path, quote);
            Add(method, path, score, refused, quote);
        }
    }

    // What is left of a sample that was garbled is no path.
    private static bool IsSound(string path) => UrlText.IsPlain(path) && path.LastIndexOf("://", StringComparison.Ordinal) < "https://".Length;

    private static string WithoutQuery(string url) => url.Split('?')[0].TrimEnd('/');

    // The method that a sample uses for the same path.
    private string? Sampled(string path)
    {
        _samples ??= [.. facts.Requests.Take(MostSamples).Where(r => r.Method.Length > 0).Select(r => (WithoutQuery(r.Url), r.Method))];
        var tail = WithoutQuery(path);
        foreach (var (url, method) in _samples)
        {
            if (tail.Length > 2 && url.EndsWith(tail, StringComparison.Ordinal))
                return method;
        }

        return _everythingPosts ? "POST" : null;
    }

    // What is said right around the call counts for it: "GET /a is fine. Not GET /b."
    private static bool IsRefused(TextUnit unit, int at, out bool picked)
    {
        picked = Pick.In(unit.Lower);
        if (!Public.In(unit.Lower))
            return false;
        if (unit.Block.Kind == BlockKind.TableRow)
            return true;
        var clauseStart = Math.Max(unit.Lower.LastIndexOf(", but", at, StringComparison.Ordinal), unit.Lower.LastIndexOf("; ", at, StringComparison.Ordinal));
        var clauseEnd = unit.Lower.IndexOf("; ", at, StringComparison.Ordinal);
        var clause = unit.Lower[Math.Max(0, clauseStart)..(clauseEnd < 0 ? unit.Lower.Length : clauseEnd)];
        var refused = Public.In(clause);
        picked &= !refused;
        return refused;
    }

    private static IEnumerable<(string Method, string Path, bool Explicit, int At)> Calls(TextUnit unit)
    {
        foreach (var span in unit.CodeSpans)
        {
            var at = Math.Max(0, unit.Plain.IndexOf(span, StringComparison.Ordinal));
            var method = Array.Find(Methods, m => span.StartsWith(m + " ", StringComparison.Ordinal));
            var path = method is null ? span : span[(method.Length + 1)..].Trim();
            if (IsPath(path))
                yield return (method ?? RowMethod(unit) ?? "GET", path, method is not null, at);
        }

        if (unit.Block.Kind is BlockKind.Heading || unit.CodeSpans.Count == 0)
        {
            foreach (var method in Methods)
            {
                var at = unit.Plain.IndexOf(method + " /", StringComparison.Ordinal);
                if (at < 0)
                    continue;
                var end = unit.Plain.IndexOf(' ', at + method.Length + 1);
                var path = unit.Plain[(at + method.Length + 1)..(end < 0 ? unit.Plain.Length : end)].TrimEnd('.', ',', ';', ':', ')', '|');
                if (IsPath(path))
                    yield return (method, path, true, at);
            }
        }
    }

    private static string? RowMethod(TextUnit unit)
    {
        foreach (var cell in unit.Block.Cells)
        {
            var text = PlainText.Of(cell).Trim('`', ' ');
            if (text is "POST" or "PUT" or "DELETE" or "PATCH")
                return text;
        }

        return unit.Lower.Contains("everything is a post", StringComparison.Ordinal) ? "POST" : null;
    }

    private static bool IsPath(string path) =>
        (path.StartsWith('/') || path.StartsWith("https://", StringComparison.Ordinal) || (path.StartsWith('{') && path.Contains("}/", StringComparison.Ordinal))) && path.Length is > 2 and < 160 && !path.Contains(' ', StringComparison.Ordinal) && !path.StartsWith("//", StringComparison.Ordinal) && !path.Contains('*', StringComparison.Ordinal) && !path.Contains("...", StringComparison.Ordinal) && path.IndexOfAny(['\\', '^', '(', '`', '"']) < 0;

    private void FromRequest(SampleRequest request)
    {
        if (request.Url.Length == 0 || TokenRequest.Is(request) || (request.Context & (UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected)) != 0 || !Methods.Contains(request.Method))
            return;
        var score = 1.5;
        if ((request.Context & UnitContext.Testing) != 0)
            score += 3;
        if ((request.Context & UnitContext.Writing) != 0)
            score -= 2;
        if (request.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name)) || request.Login is not null)
            score += 0.5;
        Add(request.Method, request.Url, score, false, facts.QuoteOf(request, UrlText.Path(request.Url.Split('?')[0]), "http"));
    }

    private void Add(string method, string url, double score, bool refused, QuoteSpan quote)
    {
        if (method is not ("GET" or "POST" or "HEAD"))
            return;
        if (method == "POST" && score < 4 && !_everythingPosts)
            score -= 3;
        var path = Relative(url);
        if (path is null || (path.Length < 2 && !url.EndsWith('/')) || IsBase(url))
            return;
        var key = method + " " + Key(path);
        if (!_candidates.TryGetValue(key, out var candidate))
            _candidates[key] = candidate = new Candidate { Method = method, Path = path, Quote = quote, Position = quote.Start };
        candidate.Refused |= refused;
        if (score > candidate.BestMention)
        {
            candidate.BestMention = score;
            candidate.Quote = quote;
        }

        candidate.Score = Math.Max(candidate.Score, score) + (candidate.Score > 0 ? 0.3 : 0);
    }

    // The base URL itself is no call.
    private bool IsBase(string url)
    {
        ReadOnlySpan<char> path = UrlText.Path(url);
        var query = path.IndexOf('?');
        path = (query < 0 ? path : path[..query]).TrimEnd('/');
        foreach (var (_, below) in _bases)
        {
            if (below.Length > 1 && path.SequenceEqual(below))
                return true;
        }

        return false;
    }

    private string? Relative(string url)
    {
        var (path, query) = UrlText.Normalize(url);
        var kept = query.Length == 0 ? "" : string.Join('&', query.Split('&').Where(q => q.StartsWith("action=", StringComparison.Ordinal) || q.StartsWith("method=", StringComparison.Ordinal) || q.StartsWith("op=", StringComparison.Ordinal) || q.StartsWith("cmd=", StringComparison.Ordinal)));
        if (path.StartsWith('{') && !path.Contains("://", StringComparison.Ordinal))
            path = UrlText.Path(path);
        if (path.Contains("://", StringComparison.Ordinal))
        {
            var host = UrlText.HostKey(path);
            var match = Array.FindIndex(_bases, b => UrlText.HostMatches(b.HostKey, host));
            if (match < 0)
                return null;
            var below = UrlText.Path(path);
            var prefix = _bases[match].Path.TrimEnd('/');
            path = Starts(below, prefix) ? below : prefix.Length == 0 ? below : path;
        }

        if (_bases.Length > 0 && path.StartsWith('/'))
        {
            var prefix = _bases[0].Path.TrimEnd('/');
            if (prefix.Length > 1 && Starts(path, prefix) && path.Length > prefix.Length)
                path = path[prefix.Length..];
        }

        path = path.TrimEnd('.', ',');
        return path.Length < 2 && _bases.Length == 0 ? null : kept.Length > 0 ? path + "?" + kept : path;
    }

    private static bool Starts(string path, string prefix) => prefix.Length > 0 && path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static string Key(string path)
    {
        foreach (var hole in Template.Holes(path))
            path = path.Replace("{" + hole + "}", "{}", StringComparison.Ordinal);
        return path.TrimEnd('/').ToLowerInvariant();
    }

    private static double PathScore(string method, string path)
    {
        var lower = path.ToLowerInvariant();
        if (Array.Exists(Unsafe, w => lower.Contains(w, StringComparison.Ordinal)))
            return -20;
        var score = method == "GET" ? 1.0 : method == "HEAD" ? 0 : -1;
        var segments = UrlText.Path(lower).Split('?')[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (segments.Length > 0 && Array.Exists(Self, s => segments[^1] == s))
            score += segments[^1] is "users" or "user" or "info" or "account" ? 1.5 : 2.5;
        score -= Template.Holes(path).Count(h => !CredentialNames.IsSecret(CredentialNames.Snake(h))) * 1.5;
        score -= segments.Count(s => s[0] == ':') * 1.5;
        score -= Math.Max(0, segments.Length - 3) * 0.3;
        return score;
    }
}
