using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>OAuth 2.0 grants: in token requests of samples, in text that names a grant.</summary>
internal sealed class GrantEvidence : IEvidenceSource
{
    private static readonly (AuthKind Kind, PhraseTable Phrases)[] Names =
    [
        (AuthKind.OAuth2AuthorizationCode, new("authorization code", "authorisation code", "authorization code flow", "authorization code grant", "authorization_code", "web server flow", "3lo", "three-legged", "3-legged", "oauth 2.0 (authorization code)", "consent screen", "autorisierungscode", "código de autorización", "認可コード", "認可コードフロー", "response_type=code", "code_challenge", "redirect, code, exchange")),
        (AuthKind.OAuth2ClientCredentials, new("client credentials", "client_credentials", "client credentials grant", "machine-to-machine", "machine to machine", "two-legged", "2-legged", "credenciales de cliente", "クライアントクレデンシャル", "クライアント認証情報")),
        (AuthKind.OAuth2DeviceCode, new("device authorization", "device code", "device flow", "device authorization grant", "device code flow", "device_code", "gerätecode", "código de dispositivo", "デバイスコード", "デバイスフロー", "デバイス認可")),
        (AuthKind.OAuth2Password, new("resource owner password", "password grant", "grant_type=password", "grant_type = password", "grant_type: password", "ropc", "username-password flow", "password credentials grant", "passwort-grant")),
        (AuthKind.OAuth2JwtBearer, new("jwt bearer flow", "jwt bearer grant", "jwt-bearer grant", "grant-type:jwt-bearer", "jwt bearer", "jwt assertion", "signed jwt", "sign a jwt", "signs a jwt", "write a jwt", "mint a jwt", "mints a jwt", "build a jwt", "create a jwt", "create a json web token", "sign a json web token", "make a jwt", "makes a jwt", "make a json web token", "makes a json web token", "generate a json web token", "creates a json web token", "build a json web token", "builds a jwt", "sign the jwt with", "sign your own jwt", "creates a jwt", "signing a jwt", "generate a jwt", "self-signed jwt", "jwt signed with", "jwt is signed", "jwt grant", "json web token signed", "signed json web token", "es256", "jwt with rs256", "jwt, rs256")),
    ];

    /// <summary>Least weight of a grant that a sample shows.</summary>
    public const double Shown = 3;

    private static readonly PhraseTable ServiceAccountKey = new("service account key");
    private static readonly PhraseTable NotAGrant = new("card", "data field", "payment", "merchant", "receipt", "print", "issuer");

    private static readonly PhraseTable GrantType = new("grant_type");
    private static readonly PhraseTable OldProtocol = new("oauth 1", "oauth1");
    private static readonly PhraseTable NewProtocol = new("oauth 2", "oauth2");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var request in facts.Requests)
        {
            if (request.Parameter("grant_type") is { } grant && TokenRequest.GrantOf(grant) is { } kind)
                claims.Kinds.Add(new KindClaim(kind, 4, request.Context & ~UnitContext.Data, facts.QuoteOf(request, grant, "grant_type")));
            else if (request.Parameter("response_type") is "code")
                claims.Kinds.Add(new KindClaim(AuthKind.OAuth2AuthorizationCode, 3, request.Context, facts.QuoteOf(request, "response_type")));
            else if ((request.Parameter("code") is not null && request.Parameter("client_secret") is not null) || (request.Parameter("grant_type") is null && ClientParameters.Redeems(request)))
                claims.Kinds.Add(new KindClaim(AuthKind.OAuth2AuthorizationCode, 3, request.Context & ~UnitContext.Data, facts.QuoteOf(request, "code")));
            // Where there is one grant only, some servers don't ask for its name.
            else if (IsClientAlone(request) || TokenRequest.HasClient(request))
                claims.Kinds.Add(new KindClaim(AuthKind.OAuth2ClientCredentials, 3, request.Context & ~UnitContext.Data, facts.QuoteOf(request, "client_id")));
        }

        // `https://…/grant/?grant_type=password&…`, written out where no client sends it
        foreach (var mention in facts.Urls)
        {
            if (mention.Query.Length > 0 && mention.Unit is null && mention.FillsCode() && FormFields.Parse(mention.Query).FirstOrDefault(field => field.Name == "grant_type") is { } given && TokenRequest.GrantOf(given.Value) is { } shown)
                claims.Kinds.Add(new KindClaim(shown, Shown, mention.Context & ~UnitContext.Data, QuoteSpan.OfLine(facts.Source, mention.Start, mention.End)));
        }

        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            foreach (var span in GrantType.In(unit.Lower) ? unit.CodeSpans : [])
            {
                var equals = span.IndexOf("grant_type=", StringComparison.Ordinal);
                if (equals >= 0 && TokenRequest.GrantOf(span[(equals + 11)..].Split('&')[0]) is { } named)
                    claims.Kinds.Add(new KindClaim(named, 2, unit.Context, facts.QuoteOf(unit, span)));
            }

            foreach (var (kind, phrases) in Names)
            {
                var at = phrases.IndexIn(unit.Lower);
                // The key of a service account signs a JWT where the document speaks of one.
                if (at < 0 && kind == AuthKind.OAuth2JwtBearer)
                    at = ServiceAccountKey.IndexIn(unit.Lower) is >= 0 and var account && (facts.Says("jwt") || facts.Says("json web token")) ? account : -1;
                // "Three-legged" was said of OAuth 1.0 first.
                if (at < 0 || NotAGrant.In(unit.Lower) || (OldProtocol.In(unit.Lower) && !NewProtocol.In(unit.Lower)))
                    continue;
                var weight = unit.Block.Kind == BlockKind.Heading ? 2 : 1.2;
                claims.Kinds.Add(new KindClaim(kind, weight, facts.Text.ContextAt(unit, at), facts.QuoteOf(unit, unit.Lower[at..Math.Min(unit.Lower.Length, at + 8)])));
            }
        }

        FromRefresh(facts, claims);
    }

    // A console hands out the refresh token that the code grant would have ended in (RFC 6749 section 6): the grant of a document that names no other.
    private static void FromRefresh(DocumentFacts facts, ClaimSet claims)
    {
        if (claims.Kinds.Exists(k => k.Kind.IsOAuth2() && k.Kind != AuthKind.OAuth2AuthorizationCode && k.Context.Counts))
            return;
        foreach (var request in facts.Requests)
        {
            if (request.Parameter("grant_type") == "refresh_token" && request.Context.Counts && (request.Parameter("client_id") is not null || request.Login is not null || request.Headers.Exists(h => h.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))))
                claims.Kinds.Add(new KindClaim(AuthKind.OAuth2AuthorizationCode, Shown, request.Context & ~UnitContext.Data, facts.QuoteOf(request, "refresh_token", "grant_type")));
        }
    }

    private const int LongestTitle = 200;

    /// <summary>The one grant that the title of a section names, or of the section around it; null where it names none or several.</summary>
    public static AuthKind? OfSection(DocumentText text, DocumentSection? section)
    {
        for (; section is { Level: > 0 }; section = section.Parent)
        {
            // A title as long as a paragraph names nothing.
            if (section.Heading.Length > LongestTitle)
                continue;
            var heading = text.HeadingOf(section);
            AuthKind? only = null;
            foreach (var (kind, phrases) in Names)
            {
                if (!phrases.In(heading))
                    continue;
                if (only is not null)
                    return null;
                only = kind;
            }

            if (only is not null)
                return only;
        }

        return null;
    }

    private static bool IsClientAlone(SampleRequest request) =>
        request.Parameter("client_id") is not null && request.Parameter("client_secret") is not null && request.Parameter("grant_type") is null && request.Parameter("refresh_token") is null && request.Parameter("username") is null && request.Parameter("token") is null
        && TokenRequest.IsTokenPath(LowerText.Of(UrlText.Path(UrlText.WithoutQuery(request.Url))));
}
