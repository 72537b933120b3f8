using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Security schemes of an OpenAPI description.</summary>
internal sealed class SchemaEvidence : IEvidenceSource
{
    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        if (facts.Text.Document.Api is not { } api)
            return;
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
            if (words.Contains("bearer", StringComparison.OrdinalIgnoreCase))
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
        if (flow.AuthorizeUrl.Contains("://", StringComparison.Ordinal))
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Authorize, flow.AuthorizeUrl, 4, context, quote, null));
        if (flow.TokenUrl.Length > 0)
            claims.Endpoints.Add(new EndpointClaim(EndpointRole.Token, flow.TokenUrl, 4, context, quote, kind));
    }

    private static void Add(ClaimSet claims, AuthKind kind, PlacementLocation location, string name, string format, double weight, UnitContext context, QuoteSpan quote, int number) =>
        claims.Placements.Add(new PlacementClaim(kind, new Placement(location, name, format), weight, context, quote, number));
}
