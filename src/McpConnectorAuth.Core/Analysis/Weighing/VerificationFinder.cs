using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Ranks the documented calls by how well they prove a credential: cheap, read-only, about the caller itself.</summary>
internal sealed class VerificationFinder(DocumentFacts facts, IReadOnlyList<BaseUrl> baseUrls, IEnumerable<string> scopes)
{
    private const int Most = 4;
    // Each is read for all phrases; who the caller is stands in some of the first.
    private const int MostSummaries = 300;
    private const int MostSamples = 300;
    private const int MostCalls = 2000;
    private const int MostPatterns = 60;
    private const int MostNeeded = 3;
    private const int MostSentences = 6;
    private const int FarthestIntroduction = 60;
    private const int Slack = 12;
    private const int LongestName = 60;
    private static readonly SearchValues<char> InNames = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_.-{}");
    // "`GET /ping` answers with or without token", "ohne Schlüssel abrufbar"
    private static readonly string[] Without = [
        .. from article in (string[])["", "a ", "any ", "a valid "] from what in (string[])["token", "key", "api key", "api token", "access token", "api-key", "log-in", "signature"] select $"without {article}{what}",
        .. from article in (string[])["", "einen ", "gültigen "] from what in (string[])["schlüssel", "api-schlüssel", "zugangsschlüssel", "token", "zugangsdaten"] select $"ohne {article}{what}",
        .. from without in (string[])["sin", "sans", "sem", "senza", "zonder"] from what in (string[])["token", "clave", "clé", "jeton", "chave", "chiave", "sleutel", "credenciales", "identifiants", "credenciais", "credenziali"] select $"{without} {what}"];
    private static readonly PhraseTable Public = new([.. Without, "without a token", "without any token", "*without*", "without one", "without credentials", "without a credential", "without a key", "without authentication", "without login", "without any login", "answers anybody", "answer anybody", "answers without", "answers 200 without", "no credential needed", "needs no credential", "needs no key", "needs no token", "is public", "are public", "say nothing about", "public endpoint", "no authentication", "not enough", "do not use", "don't use", "do not test", "don't test", "don't take", "must not", "false alarm", "proves nothing", "do not take", "would need a", "needs a real", "not `get", "fails for", "passes with a wrong", "ohne anmeldung", "ohne token", "sin token", "sin autenticación", "認証なし", "認証不要", "does not check", "only proves", "subscription", "fires", "destructive", "side effect", "deletes", "even when the", "even if the", "even with a wrong", "to anybody", "to anyone", "to everybody", "to everyone", "open to the public", "for monitoring", "always answers", "always returns 200", "answers 200 to", "answers everybody", "works unauthenticated", "unauthenticated", "works without", "no key needed", "no token needed", "no login needed", "anonymously", "regardless of", "tells nothing about", "whatever the key", "any key", "no credentials needed", "jedem, ohne", "jedem", "same warning", "only once", "answer anyone", "answers anyone", "prove nothing", "never read", "never call", "never use", "never touch", "do not call", "don't call", "leave it alone", "not a proof", "no proof", "needs no signature", "need no signature", "without a signature", "not require authentication", "not require auth", "not require an api key", "not require a token", "require no authentication", "requires no authentication", "no auth needed", "need no authentication", "needs no authentication", "without an api key", "without auth", "needs nothing", "need nothing", "keine anmeldung", "keine authentifizierung", "no requiere autenticación", "sans authentification", "sem autenticação", "zonder authenticatie", "a cualquiera", "誰でも"]);

    // "fails without a token"
    private static readonly PhraseTable Closed = new([.. from what in (string[])["a token", "a key", "one", "it", "credentials", "authentication"] from answer in (string[])["it gives", "it answers", "it returns", "it is", "you get", "the answer is", "the response is", "there is", "there's"] from article in (string[])["", "a "] from code in (string[])["401", "403"] select $"without {what} {answer} {article}{code}", "fails without", "fail without", "401 without", "refused without", "error without", "errors without", "rejected without", "works only with", "not without", "impossible without", "nothing without", "cannot be used anonymously", "can't be used anonymously", "cannot be called anonymously", "can't be called anonymously", "not available anonymously", "not anonymously", "never without"]);
    private static readonly PhraseTable Pick = new("use this", "connection test", "connection check", "to test", "test with", "to check", "right way", "cheapest", "call it first", "to verify", "verbindungstest", "comprobación", "probar", "safest", "接続テスト", "確認", "best test", "is what the connector calls", "whether settings are right", "whether the settings are right", "smallest", "verify a connection", "verify that", "good test", "tells you whether", "tells you that", "tells whether", "does not count against", "harmless", "test button", "check button", "test connection", "smoke test", "try out", "check a key", "test a key", "prüfen", "good first request", "good first call", "first request to make", "gute erste anfrage");

    private static readonly PhraseTable Checks = new(ContextPhrases.Checking);
    // "GET /user returns the authenticated user"
    private static readonly PhraseTable Caller = new([.. ContextPhrases.Owners, .. from owner in (string[])["dona do", "dono do", "titular do", "titular da", "dueño del", "dueña del", "dueño de la", "titular del", "titular de la", "propriétaire du", "propriétaire de la", "liée à la", "lié à la", "liée au", "lié au", "associée à la", "associé au", "vinculada a la", "vinculado al", "asociada a la", "asociado al", "vinculada à", "ligada à", "ligada ao", "inhaber des", "eigentümer des", "legata alla", "collegata alla", "titolare della", "titolare del", "eigenaar van de", "eigenaar van het"] from what in (string[])["token", "tokens", "jeton", "clé", "clave", "chave", "chiave", "schlüssels", "sleutel"] select $"{owner} {what}", "who you are", "who is calling", "who the caller is", .. from verb in (string[])["returns", "return", "get", "gets", "shows", "show", "fetches", "retrieves", "retrieve", "reads", "about", "of"] from who in (string[])["the authenticated user", "the authenticated account", "the current user", "the calling user", "the logged-in user", "the logged in user", "the owner of the token", "the owner of the key", "your own account", "your own user"] select $"{verb} {who}",
        .. from about in (string[])["of", "about", "behind"] from whose in (string[])["the", "your", "this"] from what in (string[])["token", "key", "api key", "api token", "access token"] from use in (string[])["in use", "itself", "used", "you use", "you sent", "being used"] select $"{about} {whose} {what} {use}"]);
    // "All endpoints except `/ping` and `/plans` require the header": what stands right behind these words is left out.
    private static readonly PhraseTable Except = new("except for", "except", "apart from", "other than", "with the exception of", "außer", "excepto", "salvo", "sauf");
    private static readonly PhraseTable Require = new("require", "requires", "required", "need", "needs", "must", "have to", "authenticated", "protected", "erfordern", "brauchen", "requieren", "necesitan", "nécessitent");
    private static readonly PhraseTable NoOne = new("no", "none", "nothing", "not", "don't", "doesn't", "nor", "kein", "keine", "ningún", "aucun");
    private static readonly HashSet<string> InLists = new(StringComparer.OrdinalIgnoreCase) { "and", "or", "und", "oder", "y", "o", "et", "ou", "the", "endpoint", "endpoints", "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD" };

    private sealed class Candidate
    {
        public required string Method;
        public required string Path;
        public required QuoteSpan Quote;
        public double Score;
        public double BestMention;
        public bool Refused;
        public bool Authenticated;
        public bool Shown;
        public bool Proves;
        public int Position;
        private CallPath? _call;

        public CallPath Call => _call ??= new CallPath(Path);
    }

    private readonly Dictionary<string, Candidate> _candidates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _matches = new(StringComparer.Ordinal);
    private readonly (string HostKey, string Path)[] _bases = [.. baseUrls.Select(b => (UrlText.HostKey(b.Url), UrlText.Path(b.Url)))];

    private static readonly PhraseTable OnlyPost = new("all operations are post", "all operations are `post`", "tudo é post", "tudo é `post`", "todo es post", "todo es `post`", "alles ist post", "alles ist `post`", "tout est post", "tout est `post`", "all methods are post", "all methods are `post`", "everything is a post", "everything is `post`", "all calls are post", "all requests are post", "requests are post", "requests are `post`", "every call is a post", "is an http post", "are http posts", "http post requests only", "made via the post method", "made via the `post` method", "made with the post method", "made with the `post` method", "must use the post method", "must use the `post` method", "only post", "only `post` is accepted", "only `post` is allowed", "only `post` requests", "post only", "`post` only", "all http post", "chamadas post", "chamadas `post`", "llamadas post", "llamadas `post`", "requêtes post", "requêtes `post`", "post-anfragen", "post-verzoeken", "uses post for", "always post", "accepts post requests", "accepts `post` requests", "form posts", "one post endpoint", "each method is a post", "alle aufrufe sind post", "siempre post", "すべてpost");
    private static readonly PhraseTable Shunned = new("do not sync", "don't sync", "do not call", "don't call", "never call");
    private static readonly PhraseTable OpenPart = new("public endpoints", "public methods", "public calls", "unauthenticated", "no authentication", "without authentication", "öffentlich", "ohne anmeldung", "認証不要");
    private static readonly PhraseTable AuthColumn = new("auth", "authentication", "authorization", "key", "token", "login", "signed", "credential", "credentials", "security", "access", "anmeldung", "autenticación", "認証", "鉴权", "認可");
    private static readonly HashSet<string> Open = new(StringComparer.OrdinalIgnoreCase) { "n", "no", "none", "public", "open", "not required", "not needed", "anonymous", "nein", "keine", "ninguna", "✗", "✘", "❌", "不要" };
    private static readonly HashSet<string> Paging = new(StringComparer.OrdinalIgnoreCase) { "limit", "page", "per_page", "perpage", "page_size", "pagesize", "size", "offset", "count", "start", "cursor", "sort", "order", "order_by", "fields", "format", "pretty", "output_mode", "top", "skip", "$top", "max", "maxresults", "v", "version", "api-version", "alt" };
    private static readonly PhraseTable Page = new("browser", "web page", "web interface", "frontend", "dashboard", "profile page", "settings page", "log in to", "logging in", "sign up", "click", "navigate to", "im browser", "navegador", "navigateur", "ブラウザ");
    // Parameters whose value says what is called.
    private static readonly string[] Naming = ["action=", "method=", "op=", "cmd=", "command="];
    private VerificationCall? _only;
    private bool _everythingPosts;
    private bool _saysPost;
    private ILookup<string, (string Url, string Method)>? _samples;

    public List<VerificationCall> Find()
    {
        _saysPost = facts.Text.Units.Any(u => (OnlyPost.In(u.Lower) || IsEveryPost(u)) && ShownCall.In(u).Count == 0 && !u.Is(UnitContext.Elsewhere));
        _everythingPosts = _saysPost || OnlyPostsShown();
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            FromUnit(unit);
        }

        var parsed = new HashSet<DocumentBlock>(ReferenceEqualityComparer.Instance);
        foreach (var request in facts.Requests)
        {
            if (ShownCall.IsPath(request.Url))
                parsed.Add(request.Block);
            FromRequest(request);
        }

        FromUrls(parsed);
        FromLines(parsed);
        var summaries = 0;
        foreach (var operation in facts.Text.Document.Api?.Operations ?? [])
        {
            if (operation is { Method: "GET" or "HEAD" } && operation.RequiredParameters == 0)
                Add(operation.Method, operation.Path, operation.IsPublic ? -10 : summaries++ < MostSummaries && Caller.In(operation.Summary.ToLowerInvariant()) ? 3 : 1, operation.IsPublic, facts.LineAt(operation.Offset));
        }

        return Rank();
    }

    // "Every function expects a form POST": all of them, and nothing that parts some from the others
    private static bool IsEveryPost(TextUnit unit) => Post.In(unit.Lower) && Every.In(unit.Lower) && Functions.In(unit.Lower) && !Some.In(unit.Lower) && !NoOne.In(unit.Lower);

    private static readonly PhraseTable Post = new("post");
    private static readonly PhraseTable Every = new("every", "each", "all", "alle", "jede", "jeder", "jeden", "todas", "todos", "cada", "toutes", "tous", "chaque", "tutte", "tutti", "ogni", "elke", "すべて", "全て");
    private static readonly PhraseTable Functions = new("function", "functions", "call", "calls", "request", "requests", "method", "methods", "operation", "operations", "command", "commands", "endpoint", "endpoints", "funktion", "funktionen", "aufruf", "aufrufe", "anfrage", "anfragen", "función", "funciones", "llamada", "llamadas", "petición", "peticiones", "operación", "operaciones", "fonction", "fonctions", "appel", "appels", "requête", "requêtes", "função", "funções", "chamada", "chamadas", "funzione", "funzioni", "chiamata", "chiamate", "richiesta", "richieste", "functie", "functies", "aanroep", "aanroepen", "リクエスト", "メソッド");
    private static readonly PhraseTable Some = new("get", "put", "patch", "delete", "post requests", "post request", "post calls", "post endpoints", "post methods", "post operations", "post-anfragen", "that", "which", "who", "change", "changes", "changing", "write", "writes", "writing", "create", "creates", "creating", "update", "updates", "when", "if", "die etwas", "schreibenden", "que modifican", "escritura", "for post", "on post", "signed", "webhook", "webhooks");

    // A scope may be spelled as a URL (RFC 6749 section 3.3), which nobody calls.
    private readonly HashSet<string> _scopes = [.. scopes];

    private List<VerificationCall> Rank()
    {
        MergeInstances();
        // Where every call has a hole, one that has a hole is as good as it gets.
        var known = LeastUnknown();
        var closed = _candidates.Values.Any(c => c.Path.Contains("/private/", StringComparison.OrdinalIgnoreCase));
        var prefixes = Prefixes();
        // Where some samples carry the credential and others do not, the others may be open.
        var apart = _candidates.Values.Any(c => c is { Authenticated: true, Method: "GET" });
        foreach (var candidate in _candidates.Values)
        {
            if (apart && candidate.Authenticated)
                candidate.Score += 1;
            // "/teams" that no sentence calls, and below it "GET /teams/list".
            if (!candidate.Shown && prefixes.Contains(Key(candidate.Path)))
                candidate.Score -= 2;
            if (Named(candidate.Path) is { } action && CallPath.IsWriting(action))
                candidate.Refused = true;
            candidate.Score += candidate.Call.Score(candidate.Proves, _everythingPosts && candidate.Method == "POST" ? "GET" : candidate.Method) - ((candidate.Call.Unknowns() - known) * 1.5) - (known * 0.3);
            if ((candidate.Authenticated || candidate.Proves) && candidate.Call.IsAlive)
                candidate.Score += 5.5;
            candidate.Refused |= closed && candidate.Path.Contains("/public/", StringComparison.OrdinalIgnoreCase);
        }

        var text = facts.Text.Document;
        List<VerificationCall> ranked = [.. _candidates.Values
            .Where(c => !c.Refused && c.Score > 0 && IsSound(c.Path))
            .OrderByDescending(c => c.Score).ThenBy(c => c.Position)
            .Take(Most)
            .Select(c => new VerificationCall(c.Method, c.Path, c.Quote.Verbatim(facts.Source), text.LineAt(c.Quote.Start)))];
        return ranked.Count == 0 && _only is not null ? [_only] : ranked;
    }

    // ?action=factory.create
    private static string? Named(string path) =>
        path.IndexOf('?', StringComparison.Ordinal) is > 0 and var mark && path[(mark + 1)..].Split('&').FirstOrDefault(q => Array.Exists(Naming, name => q.StartsWith(name, StringComparison.Ordinal))) is { } field ? field[(field.IndexOf('=', StringComparison.Ordinal) + 1)..] : null;

    private double LeastUnknown()
    {
        var least = double.PositiveInfinity;
        foreach (var candidate in _candidates.Values)
        {
            if (least > 0 && candidate is { Refused: false, Method: "GET" })
                least = Math.Min(least, candidate.Call.Unknowns());
        }

        return double.IsPositiveInfinity(least) ? 0 : least;
    }

    // What stands in front of calls that are shown with their methods.
    private HashSet<string> Prefixes()
    {
        var prefixes = new HashSet<string>(StringComparer.Ordinal);
        foreach (var candidate in _candidates.Values.Where(c => c.Shown && c.Path.Length <= ShownCall.Longest))
        {
            var key = Key(candidate.Path);
            for (var at = key.LastIndexOf('/'); at > 0; at = key.LastIndexOf('/', at - 1))
                prefixes.Add(key[..at]);
        }

        return prefixes;
    }

    // A sample's own values stand for what the reader has to fill in.
    private void MergeInstances()
    {
        var patterns = _candidates.Values.Where(c => c.Path.Contains('{', StringComparison.Ordinal)).Take(MostPatterns).Select(c => (Candidate: c, c.Call.Segments)).ToList();
        if (patterns.Count == 0 || _candidates.Count > MostSamples)
            return;
        foreach (var (key, instance) in _candidates.ToList())
        {
            var segments = instance.Call.Segments;
            foreach (var (pattern, shape) in patterns)
            {
                if (pattern.Method != instance.Method || !CallPath.IsInstance(shape, segments))
                    continue;
                pattern.Score = Math.Max(pattern.Score, instance.Score) + 0.3;
                pattern.Refused |= instance.Refused;
                _candidates.Remove(key);
                break;
            }
        }
    }

    // "GET /settings answers 401 without a login. Use that."
    private static readonly PhraseTable PickThat = new("use that", "use it", "use that one", "use this one", "take that", "take this one", "that's the one", "that is the one", "this is the one", "we use that", "we call that", "nehmen wir", "den nehmen wir", "usa ese", "これを使");
    private static readonly PhraseTable KeepAway = new("must not use it", "must not call it", "must not be called", "should not use it", "should not call it", "do not use it", "don't use it", "do not call it", "don't call it", "never use it", "never call it", "keep away from it", "stay away from it", "leave it alone");
    private static readonly PhraseTable It = new("it", "this", "that one", "this call", "the call", "the endpoint", "here", "this endpoint", "this one", "them", "these");
    private static readonly PhraseTable Proved = new("key", "keys", "token", "tokens", "connection", "connections", "credential", "credentials", "call it", "use it", "calls it", "uses it", "this call", "take it", "for testing", "as a test");
    private (DocumentBlock Block, string Method, string Path, QuoteSpan Quote, bool Testing)? _before;
    private readonly List<Candidate> _shown = [];
    private TextUnit? _question;

    // Remote procedure calls: POST is shown and GET is not.
    private bool OnlyPostsShown()
    {
        var posts = 0;
        foreach (var request in facts.Requests)
        {
            if (request.Url.Length == 0 || request.Method.Length == 0 || TokenRequest.Is(request) || (request.Context & UnitContext.Elsewhere) != 0)
                continue;
            if (request.Method != "POST")
                return false;
            posts += new CallPath(request.Url).IsProcedureCall ? 2 : 1;
        }

        return posts >= 2 && !facts.Text.Units.Any(u => u.CodeSpans.Exists(s => s.StartsWith("GET /", StringComparison.Ordinal)) && !u.Is(UnitContext.Elsewhere));
    }

    // The paragraph below a line that is nothing but the call, or below the title that is one.
    private static bool IsAbout(DocumentBlock call, TextUnit unit) =>
        unit.Block.Kind == BlockKind.Paragraph && call.Kind is BlockKind.Heading or BlockKind.Paragraph && call.End - call.Start < ShownCall.Longest && unit.Block.Start >= call.End && unit.Block.Start - call.End < Slack && ReferenceEquals(call.Section, unit.Block.Section);

    private void FromUnit(TextUnit unit)
    {
        if (_before is { } before && (ReferenceEquals(before.Block, unit.Block) || IsAbout(before.Block, unit)))
        {
            // "These need no authentication." "A connector must not use it."
            if (KeepAway.In(unit.Lower) || (Public.In(unit.Lower) && !Closed.In(unit.Lower) && ContextPhrases.PointsBack(unit.Lower.Text)))
                _shown.ForEach(shown => shown.Refused = true);
            else if (unit.End - unit.Start < 80 && PickThat.In(unit.Lower))
                Add(before.Method, before.Path, 5, false, before.Quote);
            // "We call it for testing a connection."
            else if (!before.Testing && !unit.Has(UnitMarks.Slash) && It.In(unit.Lower) && Proved.In(unit.Lower) && !unit.Lower.Contains("first", StringComparison.Ordinal) && (Pick.In(unit.Lower) || unit.Is(UnitContext.Testing)))
                Add(before.Method, before.Path, 5, false, before.Quote);
        }

        // "Which call for a test? GET /me."
        var asked = _question is { } question && ReferenceEquals(question.Block, unit.Block) && (Pick.In(question.Lower) || question.Is(UnitContext.Testing));
        _question = facts.Source[unit.End - 1] == '?' ? unit : null;
        if (unit.Block.Kind == BlockKind.Heading && !unit.Is(UnitContext.Elsewhere) && FunctionOf(unit) is { } function)
        {
            _before = (unit.Block, function.Method, function.Path, facts.QuoteOf(unit), unit.Is(UnitContext.Testing));
            _shown.Clear();
            if (Add(function.Method, function.Path, 1, false, facts.QuoteOf(unit)) is { } titled)
                _shown.Add(titled);
            return;
        }

        // Every path has a slash; of very many calls only those matter that somebody says something of.
        if (!unit.Has(UnitMarks.Slash) || unit.Is(UnitContext.Elsewhere) || (_candidates.Count >= MostCalls && !IsSingledOut(unit)))
            return;
        _shown.Clear();
        var first = true;
        var open = OpenPart.In(facts.Text.HeadingOf(unit.Block.Section)) || IsOpenRow(unit);
        var except = Exceptions(unit);
        foreach (var (spelled, path, at) in ShownCall.In(unit))
        {
            var method = spelled ?? Sampled(path) ?? "GET";
            var score = spelled is null ? path.Contains("://", StringComparison.Ordinal) ? -0.8 : 0.5 : 1.0;
            // The list of exceptions ends with the first word that is none of a list's.
            var excepted = except >= 0 && at >= except && IsListed(unit.Plain.AsSpan(except, at - except));
            except = excepted ? at + path.Length : except;
            var refused = IsRefused(unit, at, out var picked) || open || excepted;
            picked |= asked && !refused;
            if (unit.Is(UnitContext.Testing) && !refused)
                score += first && spelled is not null ? 4 : 3;
            if (picked && !refused)
                score += first ? 4 : 2;
            if (first && !refused && Caller.In(unit.Lower))
                score += 3;
            if (unit.Is(UnitContext.Errors))
                score -= 2;
            if ((unit.Is(UnitContext.Rejected) || Shunned.In(unit.Lower)) && !picked)
                score -= 3;
            if (unit.Is(UnitContext.Writing))
                score -= 1;
            if (unit.Is(UnitContext.Deprecated))
                score -= 2;
            if (spelled is null && Page.In(unit.Lower))
                score -= 3;
            first = false;
            var quote = facts.QuoteOf(unit, path);
            _before = (unit.Block, method, path, quote, unit.Is(UnitContext.Testing));
            if (Add(method, path, score, refused, quote) is { } added)
            {
                added.Shown |= spelled is not null;
                added.Proves |= !refused && Checks.In(unit.Lower);
                _shown.Add(added);
            }
        }
    }

    private static bool IsSingledOut(TextUnit unit) => unit.Is(UnitContext.Testing) || Pick.In(unit.Lower) || Caller.In(unit.Lower) || Checks.In(unit.Lower) || Public.In(unit.Lower) || KeepAway.In(unit.Lower) || Shunned.In(unit.Lower);

    // ### account/status, where everything is POST; ### getProfile and below it "A GET request", where calls end in `/<method>`
    private (string Method, string Path)? FunctionOf(TextUnit title)
    {
        var name = title.Plain.AsSpan().Trim("# `*");
        if (name.Length is < 3 or > LongestName || !char.IsAsciiLetterLower(name[0]) || name.IndexOfAnyExcept(InFunctions) >= 0 || name.IndexOf("//") >= 0 || name[^1] == '/')
            return null;
        if (_saysPost && name.Contains('/'))
            return ("POST", "/" + name.ToString());
        if (!(_namesFunctions ??= facts.Urls.Any(mention => mention.Path.LastIndexOf('/') is >= 0 and var last && FunctionHoles.Contains(mention.Path[(last + 1)..]))))
            return null;
        var next = facts.UnitFrom(title.End);
        return next < facts.Text.Units.Count && ReferenceEquals(facts.Text.Units[next].Block.Section, title.Block.Section) && ShownCall.OnlyMethod(facts.Text.Units[next].Plain) is { } method ? (method, "/" + name.ToString()) : null;
    }

    private bool? _namesFunctions;
    private static readonly SearchValues<char> InFunctions = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-/");
    private static readonly HashSet<string> FunctionHoles = new(StringComparer.OrdinalIgnoreCase) { "{method}", "{method_name}", "{methodName}", "{function}", "{function_name}", "{command}", "{action}", "{operation}", "METHOD_NAME", "METHOD" };

    // Where the list begins of what needs no credential, -1 where a sentence has none.
    private static int Exceptions(TextUnit unit)
    {
        if (!Except.In(unit.Lower) || !Require.In(unit.Lower) || NoOne.In(unit.Lower))
            return -1;
        foreach (var phrase in Except.Phrases)
        {
            if (PhraseTable.IndexOf(unit.Lower.Text, phrase, 0) is >= 0 and var at)
                return at + phrase.Length;
        }

        return -1;
    }

    private static bool IsListed(ReadOnlySpan<char> between)
    {
        var listed = InLists.GetAlternateLookup<ReadOnlySpan<char>>();
        foreach (var word in between.SplitAny(' ', ',', '`', '(', ')', '\n'))
        {
            if (!between[word].IsEmpty && !listed.Contains(between[word]))
                return false;
        }

        return true;
    }

    // A column on authentication says "no".
    private bool IsOpenRow(TextUnit unit)
    {
        if (unit.Block.Kind != BlockKind.TableRow || unit.Block.Header.Count == 0)
            return false;
        var header = facts.Text.HeaderOf(unit.Block);
        for (var i = 0; i < unit.Block.Cells.Count && i < header.Count; i++)
        {
            if (AuthColumn.In(header[i]) && Open.Contains(PlainText.Of(unit.Block.Cells[i]).Trim('`', ' ', '.')))
                return true;
        }

        return false;
    }

    // What is left of a sample that was garbled is no path.
    private static bool IsSound(string path) => UrlText.IsPlain(path) && !path.Contains(":{", StringComparison.Ordinal) && !path.Contains('<', StringComparison.Ordinal) && path.LastIndexOf("://", StringComparison.Ordinal) < "https://".Length;

    // The method that a sample uses for the same path.
    private string? Sampled(string path)
    {
        _samples ??= facts.Requests.Take(MostSamples).Where(r => r.Method.Length > 0).Select(r => (Url: UrlText.WithoutQuery(r.Url).TrimEnd('/'), r.Method)).ToLookup(sample => LastOf(sample.Url), StringComparer.Ordinal);
        var tail = UrlText.WithoutQuery(path).TrimEnd('/');
        foreach (var (url, method) in tail.Length > 2 ? _samples[LastOf(tail)] : [])
        {
            if (url.EndsWith(tail, StringComparison.Ordinal))
                return method;
        }

        return _saysPost ? "POST" : null;
    }

    private static string LastOf(string path) => path[(path.LastIndexOf('/') + 1)..];

    // What is said right around the call counts for it: "GET /a is fine. Not GET /b."
    private static bool IsRefused(TextUnit unit, int at, out bool picked)
    {
        picked = Pick.In(unit.Lower);
        if (!Public.In(unit.Lower))
            return false;
        // "403 | `/nests` without a token"
        if (unit.Block.Kind == BlockKind.TableRow)
            return !Closed.In(unit.Lower) && !unit.Lower.Text.StartsWith("401 ", StringComparison.Ordinal) && !unit.Lower.Text.StartsWith("403 ", StringComparison.Ordinal);
        var clauseStart = Math.Max(unit.Lower.LastIndexOf(", but", at, StringComparison.Ordinal), unit.Lower.LastIndexOf("; ", at, StringComparison.Ordinal));
        var clauseEnd = unit.Lower.IndexOf("; ", at, StringComparison.Ordinal);
        var clause = unit.Lower[Math.Max(0, clauseStart)..(clauseEnd < 0 ? unit.Lower.Length : clauseEnd)];
        var refused = Public.In(clause) && !Closed.In(clause);
        picked &= !refused;
        return refused;
    }

    private void FromRequest(SampleRequest request)
    {
        if (!IsWhole(request.Url) || TokenRequest.Is(request) || (request.Context & UnitContext.Dismissed) != 0)
            return;
        var score = 1.5;
        if ((request.Context & UnitContext.Testing) != 0 || (request.Method == "GET" && IsCalledTest(request.Block)))
            score += 3;
        else if (IsIntroducedAsTest(request.Block))
            score += 2;
        // "### The practice this token belongs to", right above the request
        if (facts.UnitFrom(request.Block.Start) is > 0 and var after && facts.Text.Units[after - 1] is var title && request.Block.Start - title.End <= FarthestIntroduction && request.ContentStart <= FarthestIntroduction && Caller.In(title.Lower))
            score += 2;
        if ((request.Context & UnitContext.Writing) != 0)
            score -= 2;
        var authenticated = request.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name)) || request.Login is not null;
        if (authenticated)
            score += 0.5;
        // What has to be asked for by name may not be there.
        score -= Math.Min(MostNeeded, request.Query.Count(q => !Paging.Contains(q.Name) && !HeaderNames.IsCredentialParameter(q.Name))) * 0.4;
        if (Add(request.Method, request.Url, score, false, facts.QuoteOf(request, UrlText.Path(UrlText.WithoutQuery(request.Url)), "http"), true) is { } added)
        {
            added.Authenticated |= authenticated;
            added.Shown = true;
        }
    }

    // https://api.example/v1/... leaves out what is called.
    private static bool IsWhole(string url) => url.Length > 0 && !url.Contains("...", StringComparison.Ordinal) && !url.Contains('…', StringComparison.Ordinal);

    // The paragraph above a sample says what it is for, in whichever of its sentences.
    private bool IsIntroducedAsTest(DocumentBlock block)
    {
        var units = facts.Text.Units;
        var after = facts.UnitFrom(block.Start);
        if (after == 0 || block.Start - units[after - 1].End > FarthestIntroduction)
            return false;
        var paragraph = units[after - 1].Block;
        for (var i = after - 1; i >= 0 && after - i <= MostSentences && ReferenceEquals(units[i].Block, paragraph); i--)
        {
            if (units[i].Is(UnitContext.Testing))
                return true;
        }

        return false;
    }

    // "That call is a good test of the whole chain", right below the sample.
    private bool IsCalledTest(DocumentBlock block)
    {
        var next = facts.UnitFrom(block.End);
        return next < facts.Text.Units.Count && facts.Text.Units[next] is var unit && unit.Start - block.End <= FarthestIntroduction && unit.Block.Kind == BlockKind.Paragraph && Pick.In(unit.Lower) && !Public.In(unit.Lower) && !Denied.In(unit.Lower) && ContextPhrases.BeginsWith(unit.Lower.Text, ThisCall);
    }

    private static readonly PhraseTable Denied = new("not", "no good", "don't", "doesn't", "isn't", "never", "kein", "keine", "nicht", "no es", "n'est pas");
    private static readonly string[] ThisCall = ["that call", "this call", "the call above", "that request", "this request", "the request above", "this is a good", "that is a good", "dieser aufruf", "esta llamada", "cet appel"];

    // URLs that are written out with their query or stand apart, and requests in samples of no language that is read.
    private void FromUrls(HashSet<DocumentBlock> parsed)
    {
        foreach (var mention in facts.Urls)
        {
            if (mention.IsLink || (mention.Context & (UnitContext.Dismissed | UnitContext.Data)) != 0 || (mention.Unit is null && parsed.Contains(mention.Block)))
                continue;
            var alone = mention.End - mention.Start + Slack >= mention.Block.End - mention.Block.Start;
            if (mention.Query.Length == 0 && !alone && !FollowsGet(mention))
                continue;
            var quote = mention.Unit is { } unit ? QuoteSpan.Around(facts.Source, unit.Start, unit.End, mention.Start) : QuoteSpan.OfLine(facts.Source, mention.Start, mention.End);
            Add(Sampled(mention.Url) ?? (new CallPath(mention.Url).IsProcedureCall ? "POST" : "GET"), mention.Query.Length > 0 ? mention.Url + "?" + mention.Query : mention.Url, 0.7, false, quote);
        }
    }

    // "GET https://{Your Domain}.example/me" in a sample that is no request of RFC 9112.
    private void FromLines(HashSet<DocumentBlock> parsed)
    {
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || parsed.Contains(block) || code.Raw.IndexOf("GET ") < 0 && code.Raw.IndexOf("POST ") < 0)
                continue;
            facts.Cancellation.ThrowIfCancellationRequested();
            if ((facts.Text.ContextOf(block.Section) & UnitContext.Dismissed) != 0)
                continue;
            var content = code.Content.AsSpan();
            foreach (var line in content.Split('\n'))
            {
                if (ShownCall.OfLine(content[line].TrimEnd('\r')) is { } call)
                    Add(call.Method!, call.Path, 1, false, facts.QuoteOf(block, line.Start.Value));
            }
        }
    }

    private bool FollowsGet(UrlMention mention) => facts.Source.AsSpan(0, mention.Start).EndsWith("GET ");

    private Candidate? Add(string method, string url, double score, bool refused, QuoteSpan quote, bool sample = false)
    {
        if (method is not ("GET" or "POST" or "HEAD") || _scopes.Contains(url))
            return null;
        if (method == "POST" && score < 4 && !_everythingPosts && new CallPath(url) is { IsProcedureCall: false } call)
            score -= call.IsRead ? 1.5 : 3;
        var path = Relative(url, sample);
        if (path is null || (path.Length < 2 && !UrlText.WithoutQuery(url).EndsWith('/')))
            return null;
        // One address takes all calls, and its query names the call.
        if (path.StartsWith('?'))
            path = UrlText.Path(UrlText.WithoutQuery(url)) + path;
        if (IsBase(url) && (!path.Contains('?', StringComparison.Ordinal) || !IsSound(path)))
        {
            // One address takes all calls, and their bodies say what is wanted.
            if (method == "POST" && !refused && score > 0 && new CallPath(url).IsProcedureCall)
                _only ??= new VerificationCall(method, UrlText.Path(UrlText.WithoutQuery(url)), quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start));
            // One address takes all calls, and its parameters say what is wanted.
            if (method == "GET" && !refused && score > 0 && url.Contains('?', StringComparison.Ordinal) && new CallPath(url.Replace('=', '/').Replace('&', '/').Replace('?', '/')).Score("GET") > CallPath.Never)
                _only ??= new VerificationCall(method, UrlText.Path(UrlText.WithoutQuery(url)), quote.Verbatim(facts.Source), facts.Text.Document.LineAt(quote.Start));
            return null;
        }

        var key = method + " " + Key(path);
        if (!_candidates.TryGetValue(key, out var candidate))
            _candidates[key] = candidate = new Candidate { Method = method, Path = path, Quote = quote, Position = quote.Start, Score = score, BestMention = score };
        else
            candidate.Score = Math.Max(candidate.Score, score) + (score > 0 ? 0.3 : 0);
        candidate.Refused |= refused;
        if (score > candidate.BestMention)
        {
            candidate.BestMention = score;
            candidate.Quote = quote;
        }

        return candidate;
    }

    // The base URL itself is no call, nor what stands in front of it.
    private bool IsBase(string url)
    {
        ReadOnlySpan<char> path = UrlText.Path(url);
        var query = path.IndexOf('?');
        var own = (query < 0 ? path : path[..query]).TrimEnd('/');
        foreach (var (_, below) in _bases)
        {
            if (below.Length > 1 && (own.SequenceEqual(below) || (query < 0 && below.AsSpan().StartsWith(own) && below[own.Length] == '/')))
                return true;
        }

        return false;
    }

    private string? Relative(string url, bool sample)
    {
        var (path, query) = UrlText.Normalize(url);
        var kept = query.Length == 0 ? "" : string.Join('&', query.Split('&').Where(q => Array.Exists(Naming, name => q.StartsWith(name, StringComparison.Ordinal)) && IsName(q.AsSpan(q.IndexOf('=', StringComparison.Ordinal) + 1))));
        if (path.StartsWith('{') && !path.Contains("://", StringComparison.Ordinal))
            path = UrlText.Path(path);
        if (path.Contains("://", StringComparison.Ordinal))
        {
            var host = UrlText.HostKey(path);
            if (!_matches.TryGetValue(host, out var match))
                _matches[host] = match = Array.FindIndex(_bases, b => UrlText.HostMatches(b.HostKey, host));
            // Where everybody has a host of his own, samples show somebody's.
            if (match < 0 && sample)
                match = Array.FindIndex(_bases, b => b.HostKey.Split(':')[0] == "{}");
            if (match < 0)
                return null;
            var below = UrlText.Path(path);
            var prefix = _bases[match].Path.TrimEnd('/');
            path = Starts(below, prefix) || CallPath.TailOf(prefix, below) is not null ? below : prefix.Length == 0 ? below : path;
        }

        if (_bases.Length > 0 && path.StartsWith('/'))
        {
            var prefix = _bases[0].Path.TrimEnd('/');
            if (prefix.Length > 1 && Starts(path, prefix) && path.Length > prefix.Length)
                path = path[prefix.Length..];
            // Samples are somebody's.
            else if (CallPath.TailOf(prefix, path) is { Length: > 1 } tail)
                path = tail;
        }

        path = path.TrimEnd('.', ',');
        return path.Length < 2 && _bases.Length == 0 ? null : kept.Length > 0 ? path + "?" + kept : path;
    }

    // The name of a call, no value that somebody's example has: listUsers, user.list
    private static bool IsName(ReadOnlySpan<char> value) =>
        value.Length is > 0 and <= LongestName && value.ContainsAnyInRange('a', 'z') && value.IndexOfAnyExcept(InNames) < 0;

    private static bool Starts(string path, string prefix) => prefix.Length > 0 && path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    private static string Key(string path)
    {
        foreach (var hole in Template.Holes(path))
            path = path.Replace("{" + hole + "}", "{}", StringComparison.Ordinal);
        return LowerText.Of(path.TrimEnd('/'));
    }
}
