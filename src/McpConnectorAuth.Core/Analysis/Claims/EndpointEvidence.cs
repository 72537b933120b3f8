using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Endpoints of the authorization server: by their label, by the request that goes there, by their path.</summary>
internal sealed class EndpointEvidence : IEvidenceSource
{
    private static readonly PhraseTable Authorize = new("authorize url", "authorization url", "authorization endpoint", "authorize endpoint", "authorization page", "authorisation url", "authorize page", "authorise url", "consent screen", "consent page", "send the user", "send users", "send the browser", "send the person", "sending the user", "direct the user", "direct users", "directs the user", "directing the user", "forward the user", "take the user to", "user approves", "redirect the user", "redirect users", "redirect your users", "redirect to", "opened in a browser", "autorisierungs-url", "autorisierungsendpunkt", "url de autorización", "認可エンドポイント", "認可url", "authorize");

    private static readonly (EndpointRole Role, PhraseTable Labels)[] Labels =
    [
        (EndpointRole.Device, new("device authorization", "device endpoint", "device code endpoint", "device url", "device_authorize", "device authorization endpoint", "device code url")),
        (EndpointRole.Revocation, new("revoke", "revocation", "disconnect", "disconnecting", "revoking", "to drop everything", "widerruf", "revocar", "失効")),
        (EndpointRole.Token, new("token url", "token endpoint", "access token url", "token-url", "token-endpoint", "token uri", "token-adresse", "token address", "access token", "token request", "exchange", "swap", "tokenendpunkt", "url del token", "url de token", "punto de token", "トークンエンドポイント", "トークンurl", "obtain a token", "request a token", "get a token", "ask for a token", "servidor de token", "post the code", "token")),
        (EndpointRole.Authorize, Authorize),
    ];

    private static readonly PhraseTable Consent = new("authorization", "authorisation", "authorize", "authorise", "consent", "autorisierung", "autorización", "autorisation", "autorização", "認可");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var request in facts.Requests)
            FromRequest(facts, claims, request);
        // Whatever its path is called, what takes a grant is a token endpoint.
        var token = claims.Endpoints.Where(e => e.Role == EndpointRole.Token).Select(e => e.Url).ToHashSet(StringComparer.Ordinal);
        foreach (var mention in facts.Urls)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (mention.Query.Length > 0 || !token.Contains(mention.Url) || ByPath(LowerText.Of(mention.Path)) != EndpointRole.Authorize)
                FromMention(facts, claims, mention);
        }

        foreach (var unit in facts.Text.Units)
            Relative(facts, claims, unit);
    }

    // What stands in the chapter on one grant is that grant's.
    private static AuthKind? Described(DocumentFacts facts, DocumentBlock block) => GrantEvidence.OfSection(facts.Text, block.Section);

    private static void FromRequest(DocumentFacts facts, ClaimSet claims, SampleRequest request)
    {
        var url = UrlText.WithoutQuery(request.Url);
        // A lone hole is an expression of the sample's language.
        if (url.Length == 0 || (url[0] == '{' && !url.Contains('/', StringComparison.Ordinal)) || !TokenRequest.Is(request))
            return;
        var grantType = request.Parameter("grant_type");
        var path = LowerText.Of(UrlText.Path(url));
        // The redemption of a code that repeats the request for consent; `response_type=device_code`, from before RFC 8628
        if (request.Parameter("client_secret") is not null && request.Parameter("code") is not null && grantType is null && request.Parameter("response_type") is not null)
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, url, 3, request.Context, facts.QuoteOf(request, url), AuthKind.OAuth2AuthorizationCode));
        else if (grantType is null && request.Parameter("response_type") == "device_code")
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Device, url, 3, request.Context, facts.QuoteOf(request, url), AuthKind.OAuth2DeviceCode));
        else if (request.Parameter("response_type") is not null && grantType is null && !path.Contains("device", StringComparison.Ordinal))
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, url, 3, request.Context, facts.QuoteOf(request, url), null));
        else if (grantType is null && ((path.Contains("device", StringComparison.Ordinal) && !path.TrimEnd('/').EndsWith("token", StringComparison.Ordinal)) || (request.Method == "POST" && request.Parameter("client_id") is not null && request.Parameter("scope") is not null && request.Parameter("client_secret") is null && request.Parameter("code") is null)))
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Device, url, 3, request.Context, facts.QuoteOf(request, url), AuthKind.OAuth2DeviceCode));
        else if (path.Contains("revo", StringComparison.Ordinal))
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Revocation, url, 2, request.Context, facts.QuoteOf(request, url), null));
        else if (grantType is not null || request.Parameter("code") is not null || ClientParameters.Redeems(request) || TokenRequest.HasClient(request) || TokenRequest.IsTokenPath(path))
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, url + FixedQuery(request), grantType is null ? 2.5 : grantType == "refresh_token" ? 2 : 4, request.Context, facts.QuoteOf(request, url, path), TokenRequest.GrantOf(grantType)) { Chapter = Described(facts, request.Block) });
    }

    // `/token.php?request=token`: what the server dispatches on is part of the endpoint (RFC 6749 section 3.2).
    private static string FixedQuery(SampleRequest request)
    {
        var asked = request.Url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var at ? FormFields.Parse(request.Url[(at + 1)..]).ToList() : request.Query;
        return asked.Count == 1 && asked[0] is { Name: var name, Value: { Length: > 0 } value } && value.Length <= LongestOperation && value.All(c => char.IsAsciiLetterLower(c) || c == '_') && Dispatchers.Contains(name) ? $"?{name}={value}" : "";
    }

    // What people look at or listen to.
    private static readonly string[] Files = [".m3u8", ".mpd", ".mp4", ".mp3", ".png", ".jpg", ".jpeg", ".gif", ".svg", ".pdf", ".zip", ".csv", ".xlsx"];

    private const int Above = 600;
    private const int LongestOperation = 20;
    private static readonly string[] Dispatchers = ["request", "action", "method", "op", "cmd", "route"];

    private static void FromMention(DocumentFacts facts, ClaimSet claims, UrlMention mention)
    {
        var path = LowerText.Of(mention.Path);
        // The browser comes back to the reader's own server; links lead to pages for people, and an endpoint among them is spelled as one.
        if (path.EndsWith("callback", StringComparison.Ordinal) || (mention.IsLink && ByPath(path) is null) || Array.Exists(Files, file => path.EndsWith(file, StringComparison.Ordinal)) || path.Contains("grant_type", StringComparison.Ordinal) || path.Contains("grant-type", StringComparison.Ordinal))
            return;
        var quote = Quote(facts, mention);
        if (mention.Unit is null && ByMember(facts, mention) is { } member)
        {
            claims.Endpoints.Add(new EndpointClaim(member, mention.Url, 3, mention.Context & ~UnitContext.Data, quote, null));
            return;
        }

        // The implicit grant (RFC 6749 section 4.2) ends in a token that a person copies.
        if (mention.Query.Contains("response_type=token", StringComparison.Ordinal))
            return;
        // `?client_id=…&client_secret=…&code=…`: the redemption of a code by GET, whatever else it repeats
        if (mention.Query.Contains("client_secret=", StringComparison.Ordinal) && FormFields.Parse(mention.Query).Any(field => field.Name == "code"))
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, mention.Url, 3, mention.Context, quote, AuthKind.OAuth2AuthorizationCode));
            return;
        }

        if (mention.Query.Contains("response_type=code", StringComparison.Ordinal) || (mention.Query.Length > 0 && mention.Query.Contains("client_id=", StringComparison.Ordinal) && AsksConsent(mention.Query, path) && !path.Contains("device", StringComparison.Ordinal) && !mention.Query.Contains("grant_type=", StringComparison.Ordinal) && !mention.Query.Contains("client_secret", StringComparison.Ordinal)) || ClientParameters.AsksForConsent(mention.Query))
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, mention.Url, 3, mention.Context, quote, null));
            return;
        }

        if (mention.Query.Contains("grant_type=", StringComparison.Ordinal))
        {
            var grant = FormFields.Parse(mention.Query).FirstOrDefault(f => f.Name == "grant_type")?.Value;
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, mention.Url, 3, mention.Context, quote, TokenRequest.GrantOf(grant)));
            return;
        }

        var role = ByPath(path);
        // RFC 5849 section 2.2: the user's browser carries the temporary credentials there.
        if (mention.Query.Contains("oauth_token=", StringComparison.Ordinal) && !mention.Query.Contains("oauth_signature", StringComparison.Ordinal) && !mention.Query.Contains("oauth_verifier", StringComparison.Ordinal)
            && (mention.Query.Contains("oauth_callback", StringComparison.Ordinal) || role == EndpointRole.Authorize || path.EndsWith("/authenticate", StringComparison.Ordinal)) && !TokenRequest.IsTokenPath(path) && !IsRequestToken(path) && (facts.Spells("request_token") || facts.Spells("requesttoken") || facts.Spells("oauth_consumer_key")))
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, mention.Url, 3, mention.Context, quote, AuthKind.OAuth1));
            return;
        }

        // "Browser to `https://…/oauth` with `client_id`, `redirect_uri` and `state`" (RFC 6749 section 4.1.1)
        if (role is null && mention is { IsLink: false, Unit: { } told } && (Authorize.In(told.Lower) || Consent.In(told.Lower) || Browser.In(told.Lower)) && mention.Query.Length == 0 && told.Has(UnitMarks.Code) && facts.Source.AsSpan(told.Start, told.End - told.Start).Contains("redirect_uri", StringComparison.Ordinal) && told.CodeSpans.Contains("client_id") && told.CodeSpans.Contains("redirect_uri") && !Exchanged.Exists(told.CodeSpans.Contains) && facts.UrlsIn(told.Start, told.End).Take(2).Count() == 1)
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, mention.Url, 2, mention.Context, quote, null) { Chapter = Described(facts, mention.Block) });
            return;
        }

        // What a reader sees counts more than where it leads.
        var seen = mention.IsLink ? 0.4 : 1;
        if (mention.Unit is { } unit)
        {
            var label = ByLabel(facts, unit, mention);
            // Temporary credentials (RFC 5849 section 2.1) are no tokens.
            if (label == EndpointRole.Token && IsRequestToken(path))
                return;
            if (label is { } known && path.Length > 1 && !(known == EndpointRole.Authorize && path.Contains("device", StringComparison.Ordinal)) && (role is null || role == known || known == EndpointRole.Revocation))
                claims.Endpoints.Add(new EndpointClaim(known, mention.Url, (role is null ? 1.5 : 3) * seen, mention.Context, quote, null) { Chapter = Described(facts, mention.Block) });
            else if (role is { } spelled)
                claims.Endpoints.Add(new EndpointClaim(spelled, mention.Url, 1.5 * seen, mention.Context, quote, null) { Chapter = Described(facts, mention.Block) });
        }
        else if (role != EndpointRole.Token && path.Length > 1 && IsTokenAddress(facts, mention))
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, mention.Url, 1.5, mention.Context, quote, null) { Chapter = Described(facts, mention.Block) });
        }
        else if (role is { } inCode && (!mention.Context.HasFlag(UnitContext.Data) || facts.AsksForCode(mention.Block) || (inCode == EndpointRole.Authorize && facts.HasAuthorizeParameters(mention.Block))))
        {
            // A URL that stands alone in a block, parameters on the lines below it.
            claims.Endpoints.Add(new EndpointClaim(inCode, mention.Url, inCode == EndpointRole.Authorize && facts.HasAuthorizeParameters(mention.Block) ? 3 : 1, mention.Context, quote, null) { Chapter = Described(facts, mention.Block) });
        }
        else if (mention.Block.Code is not null && role is null && facts.AsksForCode(mention.Block))
        {
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, mention.Url, 2, mention.Context, quote, null));
        }
    }

    private static readonly PhraseTable Browser = new("browser", "navegador", "navigateur", "ブラウザ");

    // What the redemption of a code sends and the request for consent does not.
    private static readonly List<string> Exchanged = ["client_secret", "grant_type", "code", "access_token", "refresh_token"];

    // "token_endpoint": "https://…", as RFC 8414 section 2 calls them
    private static EndpointRole? ByMember(DocumentFacts facts, UrlMention mention)
    {
        var before = facts.Source.AsSpan(mention.PrefixStart, mention.Start - mention.PrefixStart).TrimEnd("\"' :=");
        foreach (var (name, role) in Metadata)
        {
            if (before.EndsWith(name, StringComparison.Ordinal) && !(before.Length > name.Length && (char.IsLetterOrDigit(before[^(name.Length + 1)]) || before[^(name.Length + 1)] == '_')))
                return role;
        }

        return null;
    }

    private static readonly (string Name, EndpointRole Role)[] Metadata =
    [
        ("device_authorization_endpoint", EndpointRole.Device), ("authorization_endpoint", EndpointRole.Authorize), ("token_endpoint", EndpointRole.Token), ("revocation_endpoint", EndpointRole.Revocation),
    ];

    // "POST these parameters:" and, below the list with grant_type, the URL alone.
    private static bool IsTokenAddress(DocumentFacts facts, UrlMention mention)
    {
        if (mention.Query.Length > 0 || (mention.Context & UnitContext.Dismissed) != 0 || !mention.FillsCode("POST "))
            return false;
        var from = Math.Max(0, mention.Block.Start - Above);
        var above = facts.Source.AsSpan(from, Math.Max(0, mention.Block.Start - from)).TrimEnd(" \r\n`*_");
        return above.EndsWith(":") && above.Contains("grant_type", StringComparison.Ordinal) && !above.Contains("response_type", StringComparison.Ordinal) && !above.Contains("://", StringComparison.Ordinal);
    }

    // A client id alone may be a key in the query.
    private static bool AsksConsent(string query, string path) =>
        query.Contains("redirect", StringComparison.Ordinal) || query.Contains("scope=", StringComparison.Ordinal) || query.Contains("state=", StringComparison.Ordinal) || query.Contains("response", StringComparison.Ordinal)
        || path.Contains("auth", StringComparison.Ordinal) || path.Contains("login", StringComparison.Ordinal) || path.Contains("connect", StringComparison.Ordinal) || path.Contains("install", StringComparison.Ordinal) || path.Contains("consent", StringComparison.Ordinal);

    private static EndpointRole? ByPath(string path)
    {
        path = path.TrimEnd('/');
        // access_token.ashx
        if (path.LastIndexOf('.') is > 0 and var dot && path.AsSpan(dot) is ".php" or ".ashx" or ".aspx")
            path = path[..dot];
        if (path.Contains("revo", StringComparison.Ordinal))
            return EndpointRole.Revocation;
        if (path.Contains("device", StringComparison.Ordinal) && path.Contains("oauth", StringComparison.Ordinal) && !path.EndsWith("/token", StringComparison.Ordinal))
            return path.EndsWith("/device", StringComparison.Ordinal) ? null : EndpointRole.Device;
        if (IsRequestToken(path))
            return null;
        if (path.EndsWith("getaccesstoken", StringComparison.Ordinal) || path.EndsWith("/access_token", StringComparison.Ordinal) || Last(path) == "accesstoken" && (path.Contains("oauth", StringComparison.Ordinal) || path.Contains("/+", StringComparison.Ordinal)))
            return EndpointRole.Token;
        if (path.EndsWith("/authorize", StringComparison.Ordinal) || path.EndsWith("authorizetoken", StringComparison.Ordinal) || path.EndsWith("/+authorize-token", StringComparison.Ordinal) || path.EndsWith("/oauth/authorize-token", StringComparison.Ordinal) || path.EndsWith("/oauth2/auth", StringComparison.Ordinal) || path.EndsWith("/o/oauth2/v2/auth", StringComparison.Ordinal) || path.EndsWith("/openid-connect/auth", StringComparison.Ordinal) || path.EndsWith("/connect/oauth2", StringComparison.Ordinal) || path.EndsWith("/authorizations/new", StringComparison.Ordinal) || path.EndsWith("/authorization/new", StringComparison.Ordinal) || path.EndsWith("/oauth/auth", StringComparison.Ordinal) || path.EndsWith("/oauth2/login", StringComparison.Ordinal) || path.EndsWith("/authorization", StringComparison.Ordinal) && path.Contains("oauth", StringComparison.Ordinal))
            return EndpointRole.Authorize;
        return TokenRequest.IsTokenPath(path) || path.EndsWith("/token", StringComparison.Ordinal) || path.EndsWith("/oauth_token", StringComparison.Ordinal) || path.EndsWith("/gettoken", StringComparison.Ordinal) ? EndpointRole.Token : null;
    }

    // AccessToken, access-token, +access-token
    private static string Last(string path) => string.Concat(path[(path.LastIndexOf('/') + 1)..].Where(char.IsAsciiLetter));

    private static bool IsRequestToken(string path) => path.Contains("requesttoken", StringComparison.Ordinal) || path.Contains("request_token", StringComparison.Ordinal) || path.Contains("request-token", StringComparison.Ordinal);

    private static EndpointRole? ByLabel(DocumentFacts facts, TextUnit unit, UrlMention mention)
    {
        var before = unit.Block.Kind == BlockKind.TableRow
            ? unit.Lower
            : Documents.PlainText.Of(Before(facts.Source.AsSpan(unit.Start, Math.Max(0, mention.Start - unit.Start)))).ToLowerInvariant();
        // The first cell names what the row is about in a word.
        if (unit.Block is { Kind: BlockKind.TableRow, Cells.Count: > 1 } && Consent.In(Documents.PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant()))
            return EndpointRole.Authorize;
        // "Authorization: https://…", and nothing else in front of it
        if (before.Length < LongestLabel && Consent.Phrases.Contains(before.Trim(' ', '*', '`', ':', '-', '–', '<', '(')))
            return EndpointRole.Authorize;
        foreach (var (role, labels) in Labels)
        {
            if (labels.In(before.Length > 120 && unit.Block.Kind != BlockKind.TableRow ? before[^120..] : before))
                return role;
        }

        return null;
    }

    // The words right before a URL, with room for markup.
    private static ReadOnlySpan<char> Before(ReadOnlySpan<char> text) => text.Length > 2000 ? text[^2000..] : text;

    private const int LongestLabel = 20;

    // "POST /oauth/token, relative to the tenant base URL"; "www.vendor.example/oauth2/authorize" without its scheme.
    private static void Relative(DocumentFacts facts, ClaimSet claims, TextUnit unit)
    {
        if (!unit.Has(UnitMarks.Slash))
            return;
        foreach (var span in unit.CodeSpans)
        {
            var spelled = span.StartsWith("POST ", StringComparison.Ordinal) || span.StartsWith("GET ", StringComparison.Ordinal) ? span[(span.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim() : span;
            var url = UrlText.WithoutQuery(spelled);
            var slash = url.IndexOf('/', StringComparison.Ordinal);
            if (slash < 0 || spelled.Contains(' ', StringComparison.Ordinal) || spelled.Contains("://", StringComparison.Ordinal))
                continue;
            var path = LowerText.Of(url[slash..]);
            if (slash == 0 && TokenRequest.IsTokenPath(path))
                claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, url, 1.5, unit.Context, facts.QuoteOf(unit, url), null));
            // "Authorization endpoint: `/oauth/authorize`"
            else if (slash == 0 && ByPath(path) == EndpointRole.Authorize && (Authorize.In(unit.Lower) || (unit.Block is { Kind: BlockKind.TableRow, Cells.Count: > 1 } && Consent.In(Documents.PlainText.Of(unit.Block.Cells[0]).ToLowerInvariant()))))
                claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, url, 3, unit.Context, facts.QuoteOf(unit, url), null));
            else if (slash > 0 && url.IndexOf('.', 0, slash) > 0 && UrlText.IsHost(url[..slash].ToLowerInvariant()) && path.Contains("oauth", StringComparison.Ordinal) && ByPath(path) is { } role)
                claims.Endpoints.Add(new EndpointClaim(role, "https://" + url, 1.5, unit.Context, facts.QuoteOf(unit, url), null));
        }
    }

    private static QuoteSpan Quote(DocumentFacts facts, UrlMention mention)
    {
        if (mention.Unit is { } unit)
            return QuoteSpan.Around(facts.Source, unit.Start, unit.End, mention.Start);
        return QuoteSpan.OfLine(facts.Source, mention.Start, mention.End);
    }
}
