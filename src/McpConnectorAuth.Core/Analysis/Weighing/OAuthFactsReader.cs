using System.Text;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Collects the facts of an OAuth method: endpoints, scopes, PKCE, client authentication.</summary>
internal sealed class OAuthFactsReader(DocumentFacts facts, ClaimSet claims, IReadOnlyList<BaseUrl> baseUrls)
{
    private const int MostScopes = 14;
    private const double Stated = 3;
    private const double Aside = 4;
    private const int MostRequests = 300;
    private Dictionary<string, string>? _values;
    private static readonly PhraseTable Pkce = new("pkce", "code_challenge", "code_verifier", "code challenge");
    private static readonly PhraseTable PkceRequired = new("pkce is mandatory", "pkce is required", "pkce required", "requires pkce", "must use pkce", "pkce mandatory", "pkce ist pflicht", "pkce es obligatorio", "pkceは必須", "pkce必須", "without `code_challenge` fails", "with pkce only", "pkce is enforced", "muss pkce", "pkce has to be used", "pkce must be");
    // "PKCE is mandatory for public clients and recommended for confidential ones."
    private static readonly PhraseTable OfSome = new("for public clients", "for public apps", "for public applications", "for mobile apps", "for native apps", "for mobile and desktop apps", "for single-page apps", "for confidential clients", "for confidential ones");
    private static readonly PhraseTable Mandatory = new("mandatory", "is required", "are required", "must be used", "verpflichtend", "obligatorio", "必須");
    private static readonly PhraseTable Qualified = new("can make", "not required", "optional", "if ", "only for", "supported", "for public clients", "not mandatory");
    private static readonly PhraseTable ScopeWords = new("scope", "scopes", "we request", "ámbitos", "スコープ");
    private static readonly PhraseTable BasicClient = new("http basic", "basic header", "basic auth", "authorization: basic", "basic by", "basic authentication", "with basic", "per basic", "client_secret_basic", "por http basic", "basic認証");
    private static readonly PhraseTable BodyClient = new("in the body", "into the body", "in the post body", "body of the token request", "body of the request", "form fields", "as form", "in the form", "request body", "body fields", "client_secret_post", "im rumpf", "en el cuerpo", "ボディ");
    private static readonly PhraseTable NoSecret = new("no client secret", "no secret exists", "ein client-secret gibt es nicht", "public client", "öffentlichen client", "without a client secret", "no secret", "sin client_secret", "cliente público", "パブリッククライアント");
    private static readonly PhraseTable ClientWords = new("client id", "client_id", "client-id", "secret", "client", "credentials of the application");

    /// <summary>The facts, with the quotes behind them.</summary>
    public OAuthFacts Read(MethodDraft draft)
    {
        var authorize = draft.Kind == AuthKind.OAuth2AuthorizationCode ? Endpoint(EndpointRole.Authorize, draft.Kind) : null;
        // A JWT that goes onto the calls themselves is exchanged for nothing.
        var direct = draft.Kind == AuthKind.OAuth2JwtBearer && !facts.Requests.Any(r => r.Parameter("assertion") is not null) && !facts.Says("assertion") && !facts.Says("jwt-bearer") && !facts.Says("jwt bearer flow") && !facts.Says("token endpoint") && !facts.Says("token url");
        var token = direct ? null : Endpoint(EndpointRole.Token, draft.Kind);
        var device = draft.Kind == AuthKind.OAuth2DeviceCode ? Endpoint(EndpointRole.Device, draft.Kind) : null;
        var revoke = Endpoint(EndpointRole.Revocation, draft.Kind);
        Note(draft, "authorize_url", authorize);
        Note(draft, "token_url", token);
        Note(draft, "device_url", device);
        var scopes = Scopes(draft);
        return new OAuthFacts(
            authorize is null ? null : Absolute(authorize.Url),
            token is null ? null : Absolute(token.Url),
            scopes.Values,
            scopes.Comma ? "," : null,
            draft.Kind == AuthKind.OAuth2AuthorizationCode ? PkceOf() : "not_stated",
            TokenAuth(draft),
            device is null ? null : Absolute(device.Url),
            revoke is null ? null : Absolute(revoke.Url),
            draft.Kind == AuthKind.OAuth2AuthorizationCode ? ExtraParameters() : draft.Kind == AuthKind.OAuth2ClientCredentials ? TokenParameters() : new Dictionary<string, string>());
    }

    /// <summary>Endpoints of OAuth 1.0, which share the names.</summary>
    public OAuthFacts? ReadOAuth1(MethodDraft draft)
    {
        var token = Endpoint(EndpointRole.Token, AuthKind.OAuth1, "oauth") ?? Endpoint(EndpointRole.Token, AuthKind.OAuth1, "access-token");
        var authorize = token is null ? null : Endpoint(EndpointRole.Authorize, AuthKind.OAuth1, "oauth") ?? Endpoint(EndpointRole.Authorize, AuthKind.OAuth1);
        if (authorize is null || token is null)
            return null;
        Note(draft, "authorize_url", authorize);
        Note(draft, "token_url", token);
        return new OAuthFacts(Absolute(authorize.Url), Absolute(token.Url), [], null, "not_stated", "not_stated", null, null, new Dictionary<string, string>());
    }

    private static void Note(MethodDraft draft, string fact, EndpointClaim? endpoint)
    {
        if (endpoint is not null)
            draft.Evidence.Add((fact, endpoint.Quote));
    }

    private EndpointClaim? Endpoint(EndpointRole role, AuthKind kind, string? spelled = null)
    {
        var found = claims.Endpoints
            .Where(e => e.Role == role && (e.Grant is null || e.Grant == kind || kind != AuthKind.OAuth1) && (spelled is null || e.Url.Contains(spelled, StringComparison.OrdinalIgnoreCase)))
            .GroupBy(e => Key(e.Url))
            .Select(g => (Score: g.Sum(e => e.Weight * e.Context.Factor * ((e.Grant ?? e.Chapter) is not { } own ? 1 : own == kind ? 1.5 : 0.7)), Best: g.MaxBy(e => (e.Url.Contains('{', StringComparison.Ordinal) ? 0.5 : 0) + (e.Weight * e.Context.Factor) - (IsStandIn(e.Url) ? Aside : 0))!))
            .Where(g => g.Score > 0.5)
            .OrderByDescending(g => g.Score)
            .ToList();
        if (found.Count == 0)
            return role == EndpointRole.Revocation || kind == AuthKind.OAuth1 ? null : OnlyOne(role);
        // The device grant has often an endpoint of its own.
        var best = kind == AuthKind.OAuth2DeviceCode && found.Find(g => UrlText.Path(g.Best.Url).Contains("device", StringComparison.OrdinalIgnoreCase)).Best is { } own ? own : found[0].Best;
        // A sample's test server, a variable in its code, a path alone: elsewhere the same path is given on the host itself.
        if (best.Url.StartsWith('/') || IsStandIn(best.Url))
            best = found.Find(g => !g.Best.Url.StartsWith('/') && !IsStandIn(g.Best.Url) && UrlText.Path(g.Best.Url).EndsWith(UrlText.Path(best.Url), StringComparison.Ordinal)).Best ?? best;
        // "In general {host}/oauth/{tenant}/token", of which a sample shows somebody's.
        var anywhere = baseUrls.Any(b => UrlText.HostKey(b.Url) == "{}");
        return found.Find(g => (anywhere || UrlText.HostKey(g.Best.Url) != "{}") && CallPath.IsInstance(g.Best.Url, best.Url)).Best ?? best;
    }

    // What is said about the method may speak against it, and still it is where its endpoint is given.
    private EndpointClaim? OnlyOne(EndpointRole role)
    {
        var named = claims.Endpoints.Where(e => e.Role == role && e.Weight >= Stated && (e.Context & UnitContext.Elsewhere) == 0).ToList();
        return named.Count > 0 && named.TrueForAll(e => Key(e.Url) == Key(named[0].Url)) ? named[0] : null;
    }

    private bool IsStandIn(string url)
    {
        var host = UrlText.HostKey(url);
        if (baseUrls.Count > 0 && host.Length > 2 && UrlText.HostKey(baseUrls[0].Url) == host)
            return false;
        return (host == "{}" && !baseUrls.Any(b => UrlText.HostKey(b.Url) == "{}")) || host.Split('.', '-', ':').Any(part => part is "sandbox" or "test" or "staging" or "demo" or "uat" or "preprod" or "dev");
    }

    // The same endpoint on the tenant's host, on an example host or relative.
    private string Key(string url)
    {
        var host = UrlText.HostKey(url);
        if (host.Length == 0 || host == "{}" || baseUrls.Any(b => UrlText.HostMatches(UrlText.HostKey(b.Url), host)))
            host = "";
        return host + UrlText.Path(url);
    }

    private static readonly string[] Central = ["login.", "auth.", "id.", "account.", "accounts.", "sso.", "identity.", "oauth.", "api."];

    // https://acme.vendor.example/rest/v11/oauth2/token, where all calls go to https://{instance}/rest/v11
    private static bool IsBelow(string known, string url) =>
        UrlText.HostKey(known) == "{}" && UrlText.HostKey(url) is var host && !Array.Exists(Central, label => host.StartsWith(label, StringComparison.Ordinal)) && UrlText.Path(known).TrimEnd('/') is { Length: > 1 } path && UrlText.Path(url).StartsWith(path + "/", StringComparison.Ordinal);

    // The host of `{base_uri}/v2` comes with an answer, which nobody's own server has to give.
    private bool IsAnywhere => baseUrls.Count > 0 && baseUrls[0].Url.Contains("://", StringComparison.Ordinal) && UrlText.HostKey(baseUrls[0].Url) == "{}";

    private string Absolute(string url) => Filled(OnHost(url));

    private string OnHost(string url)
    {
        var known = baseUrls.FirstOrDefault(b => UrlText.HostKey(b.Url).Contains("{}", StringComparison.Ordinal));
        var host = UrlText.HostKey(url);
        if (known is not null && (url.StartsWith('/') || (host == "{}" && !url.Contains("://", StringComparison.Ordinal)) || (host.Length > 0 && (UrlText.HostMatches(UrlText.HostKey(known.Url), host) || IsBelow(known.Url, url)))))
        {
            return UrlText.Root(known.Url) + UrlText.Path(url);
        }

        // A path alone is below the host that all calls go to.
        if (url.StartsWith('/') && baseUrls.Count > 0 && baseUrls[0].Url.Contains("://", StringComparison.Ordinal))
            return UrlText.Root(baseUrls[0].Url) + url;
        // The whole host is a setting, and the samples use one example host for everything: for calls, or for the paths that are given below the setting.
        if (IsAnywhere && host.Length > 2 && facts.Urls.Any(m => m.HostKey == "{}" && !m.IsLink && SharesPath(UrlText.Path(m.Url), UrlText.Path(url))))
            return UrlText.Root(baseUrls[0].Url) + UrlText.Path(url);
        if (IsAnywhere && host.Length > 2 && facts.Requests.Any(r => r.Url.Contains("://", StringComparison.Ordinal) && UrlText.HostKey(r.Url) == host && !TokenRequest.Is(r)))
            return UrlText.Root(baseUrls[0].Url) + UrlText.Path(url);
        // "auth.{region}.vendor.example" is the general form of the host in a sample.
        if (!host.Contains("{}", StringComparison.Ordinal) && url.Contains("://", StringComparison.Ordinal) && facts.Urls.FirstOrDefault(m => !m.IsLink && m.Url.StartsWith(url[..(url.IndexOf("://", StringComparison.Ordinal) + 3)], StringComparison.OrdinalIgnoreCase) && (m.Context & (UnitContext.Dismissed | UnitContext.Deprecated)) == 0 && !m.HostKey.StartsWith('{') && m.HostKey.Contains("{}", StringComparison.Ordinal) && UrlText.HostMatches(m.HostKey, host)) is { } general)
            url = UrlText.Root(general.Url) + UrlText.Path(url);
        foreach (var hole in Template.Holes(url))
            url = url.Replace("{" + hole + "}", "{" + UrlHole.Name(hole) + "}", StringComparison.Ordinal);
        return url;
    }

    private static bool SharesPath(string path, string other)
    {
        var (left, right) = (path.Split('/', 4), other.Split('/', 4));
        return left.Length == 4 && right.Length == 4 && left[1] == right[1] && left[2] == right[2] && !left[1].StartsWith('{') && !left[2].StartsWith('{') && !(CallPath.IsPrefix(left[1]) && CallPath.IsPrefix(left[2]));
    }

    // acme, where the base URL has {tenant} and a sample calls acme's.
    private string Filled(string url)
    {
        _values ??= Values();
        return _values.Count == 0 ? url : UrlText.Root(url) + string.Join('/', UrlText.Path(url).Split('/').Select(segment => _values.GetValueOrDefault(segment, segment)));
    }

    private Dictionary<string, string> Values()
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (host, pattern) in baseUrls.Select(b => (UrlText.HostKey(b.Url), UrlText.Path(b.Url).TrimEnd('/'))).Where(b => b.Item2.Contains("/{", StringComparison.Ordinal)))
        {
            // What asks for a token may stand beside the tenants.
            foreach (var path in facts.Requests.Take(MostRequests).Where(r => !TokenRequest.Is(r) && r.Context.Counts && (!r.Url.Contains("://", StringComparison.Ordinal) || host == "{}" || UrlText.HostMatches(host, UrlText.HostKey(r.Url)))).Select(r => UrlText.Path(r.Url)).Where(path => CallPath.TailOf(pattern, path) is not null))
            {
                foreach (var (hole, value) in pattern.Split('/').Zip(path.Split('/')).Where(pair => pair.First is ['{', .., '}'] && pair.Second.Length > 1 && !pair.Second.Contains('{', StringComparison.Ordinal)))
                    values.TryAdd(value, hole);
            }
        }

        return values;
    }

    private string PkceOf()
    {
        var result = "not_stated";
        foreach (var unit in facts.Text.Units)
        {
            if (!Pkce.In(unit.Lower) || unit.Is(UnitContext.Foreign))
                continue;
            if ((PkceRequired.In(unit.Lower) && !OfSome.In(unit.Lower)) || (Mandatory.In(unit.Lower) && !Qualified.In(unit.Lower)))
                return "required";
            if (unit.Lower.Contains("not supported", StringComparison.Ordinal) || unit.Lower.Contains("n't supported", StringComparison.Ordinal) || unit.Lower.Contains("no pkce", StringComparison.Ordinal) || unit.Lower.Contains("rejects pkce", StringComparison.Ordinal))
                result = "rejected";
            else if (result == "not_stated")
                result = "supported";
        }

        return result;
    }

    private string TokenAuth(MethodDraft draft)
    {
        double basic = 0, body = 0, query = 0, none = 0;
        foreach (var request in facts.Requests)
        {
            if (!TokenRequest.Is(request) || (request.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var grant = TokenRequest.GrantOf(request.Parameter("grant_type"));
            if (grant is not null && grant != draft.Kind)
                continue;
            var hasBasic = request.Login is not null || request.Headers.Exists(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && h.Value.StartsWith("Basic", StringComparison.OrdinalIgnoreCase));
            if (hasBasic)
                basic += 3;
            else if (request.Query.Exists(q => q.Name is "client_secret"))
                query += 3;
            else if (request.Body.Exists(b => b.Name is "client_secret" or "client_assertion" or "assertion"))
                body += 3;
            else if (request.Parameter("client_id") is not null && request.Parameter("grant_type") is not null)
                none += 1;
        }

        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Elsewhere) || !ClientWords.In(unit.Lower))
                continue;
            if (NoSecret.In(unit.Lower) && draft.Kind is AuthKind.OAuth2DeviceCode or AuthKind.OAuth2AuthorizationCode)
                none += 2;
            if (unit.Is(UnitContext.Rejected))
                continue;
            if (BasicClient.In(unit.Lower) && unit.Lower.Contains("secret", StringComparison.Ordinal))
                basic += 1.5;
            else if ((BodyClient.In(unit.Lower) || IsPosted(unit)) && unit.Lower.Contains("secret", StringComparison.Ordinal))
                body += 1.5;
        }

        var best = Math.Max(Math.Max(basic, body), Math.Max(query, none));
        if (best <= 0)
            return "not_stated";
        return best == query ? "query" : best == basic ? "basic" : best == body ? "body" : "none";
    }

    // "by posting `client_id`, `client_secret` and `code` to …" (RFC 6749 section 4.1.3), unless it says where else the secret goes
    private static bool IsPosted(TextUnit unit) =>
        Posted.In(unit.Lower) && !Otherwise.In(unit.Lower) && unit.CodeSpans.Contains("client_secret") && unit.CodeSpans.Exists(span => span == "code" || span.StartsWith("grant_type", StringComparison.Ordinal));

    private static readonly PhraseTable Posted = new("post", "posts", "posting", "posted");
    private static readonly PhraseTable Otherwise = new("header", "headers", "basic", "query", "query string", "in the url");

    private (List<string> Values, bool Comma) Scopes(MethodDraft draft)
    {
        string? best = null;
        var bestRank = 0.0;
        var comma = false;
        foreach (var request in facts.Requests)
        {
            if ((request.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var value = request.Parameter("user_scope") ?? request.Parameter("scope");
            var grant = TokenRequest.GrantOf(request.Parameter("grant_type"));
            Consider(value, grant == draft.Kind || (grant is null && draft.Kind is AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2DeviceCode) ? 3 : 1);
        }

        foreach (var mention in facts.Urls)
        {
            if (draft.Kind == AuthKind.OAuth2AuthorizationCode && (mention.Context & (UnitContext.Foreign | UnitContext.Rejected)) == 0)
            {
                foreach (var field in FormFields.Parse(mention.Query))
                {
                    if (field.Name is "scope" or "user_scope")
                        Consider(field.Value, field.Name == "user_scope" ? 3.5 : 3);
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
                    Consider(field.Value, field.Name == "user_scope" ? 3.5 : 3);
            }
        }

        foreach (var unit in facts.UnitsNaming(["scope"]))
        {
            if (unit.Block.Kind == BlockKind.TableRow && unit.Block.Cells.Count > 1 && PlainText.Of(unit.Block.Cells[0]).TrimStart('`').StartsWith("scope", StringComparison.OrdinalIgnoreCase) && !unit.Is(UnitContext.Foreign | UnitContext.Rejected))
            {
                foreach (var value in unit.Block.Cells.Skip(1).Select(Spelled))
                    Consider(value, 2);
            }
            else if (!unit.Is(UnitContext.Dismissed | UnitContext.Errors) && Enumerated(unit) is { } listed)
            {
                // Whoever lists them all lists those of the sample, too.
                Consider(listed, Contains(listed, best) ? Math.Max(2, bestRank + 0.1) : 2);
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
                    Consider(span["scope=".Length..], 1.5);
                else if (span.AsSpan().IndexOfAny(' ', ',') > 0 && !span.StartsWith("POST ", StringComparison.Ordinal) && !span.StartsWith("GET ", StringComparison.Ordinal) && span.IndexOfAny([':', '.', '_', '-']) > 0 && span.Split(' ', ',').All(s => s.Length > 3))
                    Consider(span, 1.5);
            }
        }

        if (best is null && facts.Text.Document.Api is { } api)
        {
            var declared = api.Schemes.SelectMany(s => s.Flows).FirstOrDefault(f => f.Scopes.Count > 0);
            return ([.. declared?.Scopes.Where(IsScope).Take(MostScopes) ?? []], false);
        }

        if (best is null && Column() is { Count: > 0 } column)
            return (column, SaysComma());
        if (best is null)
            return ([], SaysComma());
        comma = best.Contains(',', StringComparison.Ordinal) || SaysComma();
        return ([.. best.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries).Where(IsScope).Distinct().Take(MostScopes)], comma);

        void Consider(string? value, double rank)
        {
            if (value is null || value.Length is 0 or > 600 || value.Contains('{', StringComparison.Ordinal) || StandIns.Contains(value) || value.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries) is not { Length: > 0 } scopes || !scopes.All(IsScope) || rank <= bestRank)
                return;
            (best, bestRank) = (value, rank);
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
            if (open < 0 || !Between.Contains(text[(close + 1)..open].Trim()))
                break;
        }

        return found.ToString();
    }

    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase) { "", ",", ";", "+", "/", "and", ", and", "und", "y", "et" };

    private static bool Contains(string listed, string? known) =>
        known is not null && known.Split([' ', ',', '+'], StringSplitOptions.RemoveEmptyEntries) is var scopes && listed.Split(' ') is var all && all.Length > scopes.Length && Array.TrueForAll(scopes, all.Contains);

    // The first column of a table "Scope | Meaning".
    private List<string> Column() =>
        [.. !facts.UnitsNaming(["scope"]).Any() ? [] : facts.Text.Units
            .Where(unit => unit.Block is { Kind: BlockKind.TableRow, Header.Count: > 1, Cells.Count: > 1 } && !unit.Is(UnitContext.Dismissed | UnitContext.Errors) && PlainText.Of(unit.Block.Header[0]).Trim('*', ' ').ToLowerInvariant() is "scope" or "scopes" or "scope name" or "oauth scope")
            .Select(unit => Spelled(unit.Block.Cells[0])).OfType<string>().Where(scope => IsScope(scope) && !StandIns.Contains(scope)).Distinct().Take(MostScopes)];

    // "Scopes are comma separated."
    private bool SaysComma() => facts.UnitsNaming(["scope"]).Any(unit => CommaWords.In(unit.Lower) && ScopeWords.In(unit.Lower) && !unit.Is(UnitContext.Dismissed));

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

    private static readonly HashSet<string> Extra = new(StringComparer.Ordinal) { "access_type", "prompt", "audience", "duration", "approval_prompt", "token_access_type", "show_dialog" };

    // `-d audience=https://api.acme.example`: what a token request sends beside RFC 6749's own, the same for everybody.
    private Dictionary<string, string> TokenParameters()
    {
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var request in facts.Requests)
        {
            if (TokenRequest.GrantOf(request.Parameter("grant_type")) == AuthKind.OAuth2ClientCredentials && request.Context.Counts && request.Parameter("audience") is { Length: > 1 and < 100 } audience && !audience.Contains('{', StringComparison.Ordinal) && !audience.Contains("...", StringComparison.Ordinal) && !audience.Contains('<', StringComparison.Ordinal))
                extra.TryAdd("audience", audience);
        }

        return extra;
    }

    private Dictionary<string, string> ExtraParameters()
    {
        var extra = new Dictionary<string, string>(StringComparer.Ordinal);
        var seen = new HashSet<DocumentBlock>(ReferenceEqualityComparer.Instance);
        foreach (var mention in facts.Urls)
        {
            if ((mention.Context & (UnitContext.Foreign | UnitContext.Rejected)) != 0)
                continue;
            var query = mention.Query;
            if (query.Length == 0 && mention.Block.Code is { } code && seen.Add(mention.Block) && facts.AsksForCode(mention.Block))
                query = code.Content.Replace("\n", "", StringComparison.Ordinal).Replace("?", "&", StringComparison.Ordinal);
            if (!query.Contains("response_type=code", StringComparison.Ordinal))
                continue;
            foreach (var field in FormFields.Parse(query))
            {
                if (Extra.Contains(field.Name) && field.Value.Length < 60 && !field.Value.Contains('{', StringComparison.Ordinal))
                    extra.TryAdd(field.Name, field.Value);
            }
        }

        foreach (var unit in facts.Text.Units)
        {
            foreach (var span in unit.CodeSpans)
            {
                if (span.Length < 80 && span.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Extra.Contains(span[..equals]) && !unit.Is(UnitContext.Foreign | UnitContext.Rejected))
                    extra.TryAdd(span[..span.IndexOf('=', StringComparison.Ordinal)], span[(span.IndexOf('=', StringComparison.Ordinal) + 1)..]);
            }
        }

        return extra;
    }
}
