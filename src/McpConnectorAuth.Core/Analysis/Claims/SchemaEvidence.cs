using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Security schemes of an OpenAPI description.</summary>
internal sealed class SchemaEvidence : IEvidenceSource
{
    // A scheme that no operation asks for, and that is not for whoever reads this.
    private static readonly PhraseTable Internal = new("not available to integrations", "not for integrations", "not available to third parties", "not for third parties", "internal use only", "for internal use", "used by our own", "only used by our", "our own web application", "our own web app", "our own apps", "first-party only", "first-party apps only", "nur für interne", "nur intern", "uso interno", "usage interne");

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        if (facts.Text.Document.Api is not { } api)
            return;
        if (api.OpenStart >= 0 && api.Schemes.Count == 0)
            claims.Kinds.Add(new KindClaim(AuthKind.None, 3, UnitContext.None, facts.LineAt(api.OpenStart)));
        var together = Together(api, claims);
        foreach (var scheme in api.Schemes)
            Scheme(facts, claims, api, scheme, together.TryGetValue(scheme.Key, out var number) ? number : claims.NewRequest());
    }

    // Schemes in one requirement are sent together.
    private static Dictionary<string, int> Together(ApiDescription api, ClaimSet claims)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var requirement in api.Requirements.Where(r => r.Count > 1))
        {
            var number = requirement.Select(key => numbers.GetValueOrDefault(key)).FirstOrDefault(n => n != 0);
            number = number == 0 ? claims.NewRequest() : number;
            foreach (var key in requirement)
                numbers.TryAdd(key, number);
        }

        return numbers;
    }

    private static void Scheme(DocumentFacts facts, ClaimSet claims, ApiDescription api, ApiSecurityScheme scheme, int number)
    {
        var uses = api.Requirements.Count(r => r.Contains(scheme.Key));
        if (uses == 0 && Internal.In(scheme.Description.ToLowerInvariant()))
            return;
        var weight = api.Requirements.Count == 0 || uses > 0 ? 3 + Math.Min(2, uses * 0.02) : 1.2;
        var context = UnitContext.Auth | (DocumentText.ContextOfWords(scheme.Description.ToLowerInvariant()) & UnitContext.Deprecated);
        var quote = facts.LineAt(scheme.Start);
        switch (scheme.Type.ToLowerInvariant())
        {
            case "apikey" when scheme.Name.Length > 0:
                ApiKey(claims, scheme, weight, context, quote, number);
                break;
            case "basic":
            case "http" when scheme.Scheme.Equals("basic", StringComparison.OrdinalIgnoreCase):
                Add(claims, AuthKind.Basic, PlacementLocation.Header, "Authorization", "Basic base64({username}:{password})", weight, context, quote, number);
                break;
            case "http" when scheme.Scheme.Equals("bearer", StringComparison.OrdinalIgnoreCase):
                Add(claims, AuthKind.Bearer, PlacementLocation.Header, "Authorization", "Bearer {}", weight, context, quote, number);
                break;
            case "http" when scheme.Scheme.Equals("digest", StringComparison.OrdinalIgnoreCase):
                claims.Kinds.Add(new KindClaim(AuthKind.Digest, weight, context, quote));
                break;
            case "http" when scheme.Scheme.Length > 0:
                Http(claims, scheme.Scheme, weight, context, quote, number);
                break;
            case "mutualtls":
                claims.Kinds.Add(new KindClaim(AuthKind.Mtls, weight + 2, context, quote));
                break;
            case "openidconnect":
                // Which grants the provider takes stands in its metadata; the code grant is the one that all of them have.
                claims.Kinds.Add(new KindClaim(AuthKind.OAuth2AuthorizationCode, weight, context, quote));
                break;
            case "oauth2":
                foreach (var flow in scheme.Flows)
                    Flow(facts, claims, flow, weight, context);
                break;
        }
    }

    // Schemes of the HTTP registry that sign, and prefixes of an API's own.
    private static void Http(ClaimSet claims, string scheme, double weight, UnitContext context, QuoteSpan quote, int number)
    {
        var value = scheme.ToLowerInvariant() switch
        {
            "oauth1" => "OAuth oauth_consumer_key=\"{consumer_key}\", oauth_token=\"{token}\", oauth_signature=\"{signature}\"",
            "hawk" => "Hawk {signature}",
            "edgegrid" => "EG1-HMAC-SHA256 {signature}",
            _ when scheme.Contains("HMAC", StringComparison.OrdinalIgnoreCase) || scheme.Contains("signature", StringComparison.OrdinalIgnoreCase) => scheme + " {signature}",
            "hoba" or "mutual" or "negotiate" or "privatetoken" or "vapid" or "dpop" or "gnap" or "concealed" => "",
            _ when scheme.StartsWith("scram-", StringComparison.OrdinalIgnoreCase) => "",
            _ => scheme + " {}",
        };
        if (value.Length == 0 || value.Count(c => c == ' ') > 3)
            return;
        var kind = scheme.Equals("oauth1", StringComparison.OrdinalIgnoreCase) ? AuthKind.OAuth1 : value.EndsWith("{signature}", StringComparison.Ordinal) ? AuthKind.SignedRequest : AuthKind.ApiKey;
        Add(claims, kind, PlacementLocation.Header, "Authorization", value, weight, context, quote, number);
        if (kind != AuthKind.ApiKey)
            claims.Kinds.Add(new KindClaim(kind, weight, context, quote));
    }

    private static void ApiKey(ClaimSet claims, ApiSecurityScheme scheme, double weight, UnitContext context, QuoteSpan quote, int number)
    {
        var location = scheme.In switch
        {
            "query" => PlacementLocation.Query,
            "cookie" => PlacementLocation.Cookie,
            _ => PlacementLocation.Header,
        };
        // A key in Authorization is often a prefix away from what the schema can say.
        if (location == PlacementLocation.Header && scheme.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
        {
            var words = scheme.Description + " " + scheme.Key;
            if (Example(scheme.Description) is { } value)
                Add(claims, value.Kind, location, "Authorization", value.Format, weight, context, quote, number);
            else if (words.Contains("bearer", StringComparison.OrdinalIgnoreCase))
                Add(claims, AuthKind.Bearer, location, "Authorization", "Bearer {}", weight, context, quote, number);
            else if (words.Contains("basic", StringComparison.OrdinalIgnoreCase))
                Add(claims, AuthKind.Basic, location, "Authorization", "Basic base64({username}:{password})", weight, context, quote, number);
            else
                Add(claims, AuthKind.ApiKey, location, "Authorization", "{}", weight / 2, context, quote, number);
            return;
        }

        var kind = HeaderNames.IsSignature(scheme.Name) ? AuthKind.SignedRequest : AuthKind.ApiKey;
        Add(claims, kind, location, scheme.Name, kind == AuthKind.SignedRequest ? "{signature}" : "{}", weight, context, quote, number);
    }

    // The value as the description spells it: `Token <key>`, "Bearer {token}", Authorization: Acme YOUR_KEY.
    private static (AuthKind Kind, string Format)? Example(string description)
    {
        var text = Template.Normalize(description);
        for (var open = text.IndexOf(" {", StringComparison.Ordinal); open > 1; open = text.IndexOf(" {", open + 1, StringComparison.Ordinal))
        {
            var start = open;
            while (start > 0 && (char.IsAsciiLetterOrDigit(text[start - 1]) || text[start - 1] is '-' or '_'))
                start--;
            var close = text.IndexOf('}', open);
            var introduced = start > 0 && text[start - 1] is '`' or '"' or '\'' || text.AsSpan(0, start).EndsWith("authorization: ", StringComparison.OrdinalIgnoreCase);
            if (introduced && open - start is > 1 and <= 20 && close > 0 && CredentialValue.OfAuthorization(text[start..(close + 1)]) is { } value)
                return value;
        }

        return null;
    }

    private static void Flow(DocumentFacts facts, ClaimSet claims, ApiOAuthFlow flow, double weight, UnitContext context)
    {
        AuthKind? kind = flow.Name switch
        {
            "authorizationCode" or "accessCode" => AuthKind.OAuth2AuthorizationCode,
            "clientCredentials" or "application" => AuthKind.OAuth2ClientCredentials,
            "password" => AuthKind.OAuth2Password,
            "deviceAuthorization" => AuthKind.OAuth2DeviceCode,
            _ => null,
        };
        // The implicit grant is withdrawn (RFC 9700 section 2.1.2); its authorization endpoint serves the code grant.
        if (kind is null && flow.Name != "implicit")
            return;
        var quote = facts.LineAt(flow.Start);
        claims.Kinds.Add(new KindClaim(kind ?? AuthKind.OAuth2AuthorizationCode, weight, context, quote));
        Endpoint(facts, claims, EndpointRole.Authorize, flow.Authorize, context, null);
        Endpoint(facts, claims, EndpointRole.Token, flow.Token, context, kind);
        Endpoint(facts, claims, EndpointRole.Device, flow.Device, context, kind);
    }

    private static void Endpoint(DocumentFacts facts, ClaimSet claims, EndpointRole role, ApiUrl url, UnitContext context, AuthKind? grant)
    {
        if (url.Url is { Length: > 0 } spelled && UrlText.IsPlain(spelled) && (spelled.Contains("://", StringComparison.Ordinal) || role != EndpointRole.Authorize))
            claims.Endpoints.Add(new EndpointClaim(role, spelled, 4, context, facts.LineAt(url.Start), grant));
    }

    private static void Add(ClaimSet claims, AuthKind kind, PlacementLocation location, string name, string format, double weight, UnitContext context, QuoteSpan quote, int number) =>
        claims.Placements.Add(new PlacementClaim(kind, new Placement(location, name, format), weight, context, quote, number));
}
