using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Log-in calls: a POST to a path such as <c>/auth/login</c> with user name and password.</summary>
internal sealed class LoginEvidence : IEvidenceSource
{
    private static readonly string[] Endings =
    [
        "/login", "/session", "/sessions", "/signin", "/sign-in", "/logon", "/authenticate", "/auth", "/login.json", "/login.do", "/auth/token", "/authorize_account", "_authorize_account", "/users/login", "-session", "-login", "/logins", "/access/token", "/auth.json", "/auth-token", "/auth_token", "/api-token-auth", "/token-auth", "/obtain-token", "/obtain_token", "/gettoken", "/get_token", "/get-token", "/auth/tokens", "createsession", "/initsession", "/jwt/token",
        "/anmelden", "/anmeldung", "/sitzung", "/sitzungen", "/sesion", "/sesiones", "/iniciar-sesion", "/acceso", "/connexion", "/sessao", "/sessoes", "/entrar", "/sessione", "/sessioni", "/accesso", "/inloggen", "/aanmelden", "/sessie", "/sessies",
    ];
    private const int Near = 700;
    private const int MostFields = 4;
    private const int LongestCall = 300;

    /// <summary>Weight of a log-in call that is shown or named.</summary>
    public const double Call = 3;

    private static readonly SearchValues<char> CallEnd = SearchValues.Create(" `,)|");

    private static readonly PhraseTable Post = new("post /", "post http", "post https", "post {");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        // "For set-ups without a browser there's a call that returns the same token": who has one already needs no log-in.
        var first = facts.Requests.FirstOrDefault(r => (r.Context & UnitContext.Dismissed) == 0 && r.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name)));
        var carried = first?.Block.Start ?? int.MaxValue;
        foreach (var request in facts.Requests)
        {
            // A key goes in as Basic, a token comes out for the calls after it.
            if (request.Login is not null && IsLogin(request) && request.Parameter("grant_type") is null)
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, request.Context, facts.QuoteOf(request, "login", "auth", "session")));
            // A key goes in as a header, a token comes out for the calls after it.
            if (SendsKeyAlone(request) && facts.CodeAfter(request.Block.End, Near) is { Code: { } answer } && answer.Raw.IndexOf("\"token\"", StringComparison.OrdinalIgnoreCase) >= 0)
            {
                claims.Logins.Add(request);
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, request.Context, facts.QuoteOf(request, "token")));
            }

            if (IsShown(request) || ((request.Block.Start < carried || CarriesAll(facts, request, first)) && BuysToken(facts, request)) || (IsCall(request) && request.Body.Count == 0 && AsksForSecret(facts, request.Block.End)))
            {
                if (HasPassword(request) || SendsKey(request))
                    claims.Logins.Add(request);
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, request.Context, facts.QuoteOf(request, "login", "session")));
            }
            else if (NamesLogin(request) && SendsPassword(request))
            {
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, request.Context, facts.QuoteOf(request, "\"method\"", "method")));
            }
        }

        foreach (var mention in facts.Urls)
            ByUrl(facts, claims, mention);
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (!unit.Has(UnitMarks.Slash) || !Post.In(unit.Lower) || Called(unit) is not { } call)
                continue;
            var described = DescribedLogin.Read(facts, unit, call);
            if (described is not null && !IsLogin(UrlText.Path(call)) && !(unit.Start < carried && BuysToken(facts, described)))
                continue;
            if (described is not null)
                claims.Logins.Add(described);
            if (described is not null || (IsLogin(UrlText.Path(call)) && AsksForPassword(facts, unit.Start)))
                claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, unit.Context & ~UnitContext.Writing, facts.QuoteOf(unit, call)));
        }

        if (claims.Kinds.Exists(k => k.Kind == AuthKind.SessionLogin && k.Weight >= Call && (k.Context & UnitContext.Dismissed) == 0))
        {
            SessionParameters(facts, claims);
            SessionCookies(facts, claims);
            CookieJar(facts, claims);
        }
    }

    // The application's key goes along with the log-in as well: it is not what the log-in gives.
    private static bool CarriesAll(DocumentFacts facts, SampleRequest request, SampleRequest? first) =>
        first is not null && HasPassword(request) && facts.Requests.Any(later => later.Block.Start >= request.Block.Start && later.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name) && !request.Headers.Exists(own => own.Name.Equals(h.Name, StringComparison.OrdinalIgnoreCase)))) && first.Headers.Where(h => HeaderNames.IsCredentialHeader(h.Name)).All(h => !h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && request.Headers.Exists(own => own.Name.Equals(h.Name, StringComparison.OrdinalIgnoreCase)));

    // `-b jar.txt` on the calls behind a log-in: whatever the cookie is called, it comes back.
    private static void CookieJar(DocumentFacts facts, ClaimSet claims)
    {
        if (facts.Requests.FirstOrDefault(r => !IsLogin(r) && (r.Context & UnitContext.Dismissed) == 0 && r.Headers.Exists(IsJar)) is { } request)
            claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, 1, request.Context, facts.QuoteOf(request, "-b", "--cookie")));

        // A file's name, for the name of a cookie goes with its value.
        static bool IsJar(SampleField header) => header.Name.Equals("Cookie", StringComparison.OrdinalIgnoreCase) && header.Value.Length > 0 && !header.Value.Contains('=', StringComparison.Ordinal);
    }

    /// <summary>Whether a request is a log-in call that shows what it sends.</summary>
    public static bool IsShown(SampleRequest request) => IsCall(request) && (HasPassword(request) || SendsKey(request) || SendsSecret(request) || SendsUser(request));

    // A call that sends a password and is answered with a token, wherever it goes: `POST /sesiones`.
    private static bool BuysToken(DocumentFacts facts, SampleRequest request) =>
        request.Method == "POST" && request.Body.Count is > 1 and <= MostFields && HasPassword(request) && request.Parameter("grant_type") is null && (request.Context & UnitContext.Dismissed) == 0
        && UrlText.Path(UrlText.WithoutQuery(request.Url)).TrimEnd('/') is { Length: > 0 } path && !Array.Exists(Joining, word => path.Contains(word, StringComparison.OrdinalIgnoreCase))
        && (HoldsToken(Rest(request)) || (facts.CodeAfter(request.Block.End, Near)?.Code is { Raw.Length: < LongestAnswer } answer && HoldsToken(answer.Content)));

    // What stands below the call in its own sample.
    private static string Rest(SampleRequest request) => request.Block.Code!.Content is { Length: < LongestAnswer } content && request.ContentEnd < content.Length ? content[Math.Max(0, request.ContentEnd)..] : "";

    private static bool HoldsToken(string answer) => answer.TrimStart() is ['{', ..] or ['<', ..] && Array.Exists(Bought, word => answer.Contains(word, StringComparison.OrdinalIgnoreCase));

    private const int LongestAnswer = 4000;

    // Who joins gives a password, too.
    private static readonly string[] Joining = ["register", "signup", "sign-up", "users", "accounts", "customers", "reset", "invit"];

    // `{"token": …`, `<ticket>…`
    private static readonly string[] Bought = ["token\"", "token>", "session\"", "session>", "sessionid", "session_id", "ticket\"", "ticket>", "\"jwt\"", "\"sid\"", "<sid>"];

    private static bool IsCall(SampleRequest request) => request.Method == "POST" && IsLogin(request) && request.Parameter("grant_type") is null;

    // `http://nas/cgi-bin/authLogin.cgi?user={user}&pwd={password}` on a line of its own: a log-in by GET.
    private static void ByUrl(DocumentFacts facts, ClaimSet claims, UrlMention mention)
    {
        if (mention.Query.Length == 0 || mention.Block.Code is not { } code || !mention.FillsCode() || (mention.Context & UnitContext.Dismissed) != 0)
            return;
        var fields = FormFields.Parse(mention.Query).ToList();
        if (!fields.Exists(f => IsPassword(f.Name)) || !fields.Exists(f => f.Name.StartsWith("user", StringComparison.OrdinalIgnoreCase) || f.Name.Equals("login", StringComparison.OrdinalIgnoreCase) || f.Name.Equals("account", StringComparison.OrdinalIgnoreCase)) || !LeadsToLogin(mention.Path))
            return;
        var login = new SampleRequest { Block = mention.Block, Method = "GET", Url = mention.Url, Context = mention.Context, ContentEnd = code.Content.Length };
        login.Query.AddRange(fields);
        claims.Logins.Add(login);
        claims.Kinds.Add(new KindClaim(AuthKind.SessionLogin, Call, mention.Context, facts.QuoteOf(login, mention.Path)));
    }

    // `&sid={sid}` on the calls of a document that speaks of sessions.
    private static void SessionParameters(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var request in facts.Requests)
        {
            foreach (var field in request.Query.Where(f => NamesSession(f.Name) && f.Value.Length > 0))
                claims.Placements.Add(new PlacementClaim(AuthKind.SessionLogin, new Placement(PlacementLocation.Query, field.Name, "{" + CredentialNames.Snake(field.Name) + "}"), 2, request.Context, facts.QuoteOf(request, field.Name + "="), claims.RequestOf(request), Sample: true));
        }
    }

    // "The response sets the cookie `acme_session`", in a document that describes a log-in.
    private static void SessionCookies(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.Has(UnitMarks.Code) || !Cookie.In(unit.Lower) || unit.Is(UnitContext.Dismissed | UnitContext.Errors))
                continue;
            foreach (var span in unit.CodeSpans)
            {
                if (IsCookie(unit, span) && (unit.Is(UnitContext.Auth) || NamesSessionWithin(span)))
                    claims.Placements.Add(new PlacementClaim(AuthKind.SessionLogin, new Placement(PlacementLocation.Cookie, span, "{}"), 1.5, unit.Context, facts.QuoteOf(unit, span), claims.NewRequest()));
            }
        }
    }

    // "the cookie `SID`", "a cookie named `SID`", "the `SID` cookie"
    private static bool IsCookie(TextUnit unit, string span)
    {
        if (span.Length < 2 || !span.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.') || span.Contains("csrf", StringComparison.OrdinalIgnoreCase) || span.Contains("xsrf", StringComparison.OrdinalIgnoreCase))
            return false;
        var at = unit.Plain.IndexOf("`" + span + "`", StringComparison.Ordinal);
        if (at < 0)
            return false;
        var before = unit.Lower.Text.AsSpan(Math.Max(0, at - LongestCookie), at - Math.Max(0, at - LongestCookie));
        var after = unit.Lower.Text.AsSpan(at + span.Length + 2).TrimStart("- ");
        // Between the two nothing but how it is called: "in a cookie with the name `SID`", "une cookie nommée `SID`".
        return StartsWithCookie(after) || (LastCookie(before) is >= 0 and var cookie && before[cookie..].IndexOfAny('`', '.', ';') < 0);
    }

    private static bool StartsWithCookie(ReadOnlySpan<char> text) => text.StartsWith("cookie") || text.StartsWith("クッキー");

    private static int LastCookie(ReadOnlySpan<char> text) => Math.Max(text.LastIndexOf("cookie"), text.LastIndexOf("クッキー"));

    private const int LongestCookie = 32;

    private static readonly PhraseTable Cookie = new("cookie", "cookies", "クッキー", "セッションクッキー", "session-cookie", "sitzungscookie", "sessiecookie");

    // ACMESESSION, PHPSESSID, wp_auth
    private static bool NamesSessionWithin(string cookie) => LowerText.Of(cookie) is var lower && Array.Exists(SessionNames, word => lower.Contains(word, StringComparison.Ordinal));

    private static readonly string[] SessionNames = ["sess", "sid", "auth", "token", "ticket", "login"];

    private static bool LeadsToLogin(string path) => IsLogin(path) || (LowerText.Of(path) is var lower && Array.Exists(LoginWords, word => lower.Contains(word, StringComparison.Ordinal)));

    private static bool NamesSession(string name) => LowerText.Of(name) is "sid" or "_sid" or "sessionid" or "session_id" or "sessionkey" or "session_key" or "sessiontoken" or "session_token";

    private static readonly string[] LoginWords = ["login", "logon", "signin", "session"];

    // `POST /auth/login`, as code, as a heading or in a sentence; else the first call that it names
    private static string? Called(TextUnit unit)
    {
        string? other = null;
        for (var at = unit.Plain.IndexOf("POST ", StringComparison.Ordinal); at >= 0; at = unit.Plain.IndexOf("POST ", at + 1, StringComparison.Ordinal))
        {
            var rest = unit.Plain.AsSpan(at + 5).TrimStart();
            rest = rest[..Math.Min(rest.Length, LongestCall)];
            var end = rest.IndexOfAny(CallEnd);
            var url = (end < 0 ? rest : rest[..end]).TrimEnd(".:").ToString();
            if (IsLogin(UrlText.Path(url)))
                return url;
            other ??= url.StartsWith('/') || url.Contains("://", StringComparison.Ordinal) ? url : null;
        }

        return other;
    }

    private static readonly SearchValues<string> Passwords = SearchValues.Create(["password", "passwort", "kennwort", "contraseña", "mot de passe", "senha", "wachtwoord", "パスワード", "密码"], StringComparison.OrdinalIgnoreCase);

    private static bool AsksForPassword(DocumentFacts facts, int from) =>
        facts.Source.AsSpan(from, Math.Min(facts.Source.Length - from, Near)).ContainsAny(Passwords);

    private static bool AsksForSecret(DocumentFacts facts, int from) =>
        AsksForPassword(facts, from) || facts.Source.AsSpan(from, Math.Min(facts.Source.Length - from, Near)).Contains("secret", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a line of a sample goes to a log-in call.</summary>
    public static bool IsLoginText(string lower) => Array.Exists(Endings, ending => lower.Contains(ending, StringComparison.Ordinal));

    private static bool SendsKeyAlone(SampleRequest request) =>
        request.Method == "POST" && request.Body.Count == 0 && request.Query.Count == 0 && UrlText.Path(request.Url).TrimEnd('/').EndsWith("/token", StringComparison.OrdinalIgnoreCase)
        && KeysOf(request).Any();

    /// <summary>The headers of a request that carry a key by name.</summary>
    public static IEnumerable<SampleField> KeysOf(SampleRequest request) => request.Headers.Where(h => !h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && h.Name.Contains("key", StringComparison.OrdinalIgnoreCase) && HeaderNames.IsCredentialHeader(h.Name));

    // A key goes in, a token comes out: only where the call is plainly a log-in.
    private static bool SendsKey(SampleRequest request) =>
        UrlText.Path(UrlText.WithoutQuery(request.Url)).TrimEnd('/') is var path && (path.EndsWith("/login", StringComparison.OrdinalIgnoreCase) || path.Contains("/session/", StringComparison.OrdinalIgnoreCase)) && request.Body.Exists(f => HeaderNames.IsCredentialParameter(f.Name));

    // {"method": "user.login", "params": {…}}: every call goes to one address (JSON-RPC 2.0 section 4).
    private static bool NamesLogin(SampleRequest request) =>
        request.Body.Find(f => f.Name == "method") is { Value: { Length: > 0 and < LongestProcedure } procedure }
        && procedure.ToLowerInvariant() is var name && (name.EndsWith("session_key", StringComparison.Ordinal) || name.Split('.', '/', ':', '_')[^1] is "login" or "authenticate" or "logon" or "signin");

    // `?cmd=Login`
    private static bool NamesLoginInQuery(SampleRequest request) => request.Query.Exists(field => Commands.Contains(field.Name) && LowerText.Of(field.Value) is "login" or "logon" or "signin" or "authenticate" or "auth");

    private static readonly HashSet<string> Commands = new(StringComparer.OrdinalIgnoreCase) { "cmd", "command", "action", "method", "op", "operation", "function", "request" };

    private static bool SendsPassword(SampleRequest request) => Sent(request).Contains("password", StringComparison.OrdinalIgnoreCase);

    private const int LongestProcedure = 60;

    // XML and nested JSON, which are no flat fields.
    private static bool SendsSecret(SampleRequest request)
    {
        var text = Sent(request);
        return text.Contains("password", StringComparison.OrdinalIgnoreCase) || text.Contains("secret", StringComparison.OrdinalIgnoreCase) || text.Contains("credentials", StringComparison.OrdinalIgnoreCase) || SendsPair(text);
    }

    private static ReadOnlySpan<char> Sent(SampleRequest request)
    {
        var content = request.Block.Code!.Content;
        var start = Math.Min(request.ContentStart, content.Length);
        return content.AsSpan(start, Math.Max(0, Math.Min(request.ContentEnd, content.Length) - start));
    }

    // A user's name goes nowhere without what proves it, whatever that is called.
    private static bool SendsUser(SampleRequest request) =>
        request.Body.Count is > 1 and <= MostFields && request.Body.Exists(f => f.Name.StartsWith("user", StringComparison.OrdinalIgnoreCase) && f.Name.EndsWith("name", StringComparison.OrdinalIgnoreCase));

    /// <summary>Whether a path is spelled like that of a log-in call.</summary>
    public static bool IsLogin(string path)
    {
        path = LowerText.Of(UrlText.WithoutQuery(path).TrimEnd('/'));
        // `/service/session/action/start`, and no session of a shopper's
        if (path.LastIndexOf('/') is > 0 and var last && Opening.Contains(path[(last + 1)..]) && path.Split('/') is [.., var before, _] segments && (before is "session" or "sessions" || (before == "action" && segments[^3] is "session")) && !Array.Exists(segments, Buying.Contains))
            return true;
        return Array.Exists(Endings, ending => path.EndsWith(ending, StringComparison.Ordinal));
    }

    private static readonly HashSet<string> Buying = new(StringComparer.Ordinal) { "checkout", "payment", "payments", "billing", "billing_portal", "portal", "pay", "charging", "training", "chat", "video" };
    private static readonly HashSet<string> Opening = new(StringComparer.Ordinal) { "start", "create", "open", "new", "begin" };

    /// <summary>Whether a request goes to a log-in call: one that is spelled like one, or that makes a token of a user's name and what proves it.</summary>
    public static bool IsLogin(SampleRequest request) =>
        IsLogin(UrlText.Path(request.Url)) || (request.Method == "POST" && NamesLoginInQuery(request) && SendsPassword(request)) || (request.Method == "POST" && UrlText.Path(request.Url).TrimEnd('/').EndsWith("/tokens", StringComparison.OrdinalIgnoreCase) && request.Parameter("grant_type") is null && SendsPair(Sent(request)) && (Sent(request).Contains("auth", StringComparison.OrdinalIgnoreCase) || Sent(request).Contains("credentials", StringComparison.OrdinalIgnoreCase)));

    private static bool SendsPair(ReadOnlySpan<char> sent) =>
        (sent.Contains("\"username\"", StringComparison.OrdinalIgnoreCase) || sent.Contains("\"user\"", StringComparison.OrdinalIgnoreCase)) && (sent.Contains("\"password\"", StringComparison.OrdinalIgnoreCase) || sent.Contains("\"apikey\"", StringComparison.OrdinalIgnoreCase) || sent.Contains("\"api_key\"", StringComparison.OrdinalIgnoreCase));

    private static bool HasPassword(SampleRequest request) => request.Body.Exists(f => IsPassword(f.Name));

    private static bool IsPassword(string name) => name.StartsWith("pass", StringComparison.OrdinalIgnoreCase) || name.Equals("pwd", StringComparison.OrdinalIgnoreCase) || name.Equals("pw", StringComparison.OrdinalIgnoreCase) || CredentialNames.Find(CredentialNames.Snake(name)) is { Name: "password" or "passcode" or "pin" };
}
