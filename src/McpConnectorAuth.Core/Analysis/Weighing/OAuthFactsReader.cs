using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Collects the facts of an OAuth method: endpoints, scopes, PKCE, client authentication.</summary>
internal sealed class OAuthFactsReader(DocumentFacts facts, ClaimSet claims, IReadOnlyList<BaseUrl> baseUrls)
{
    private readonly OAuthEndpoints _endpoints = new(facts, claims, baseUrls);
    private readonly ScopeReader _scopes = new(facts);
    private readonly PkceReader _pkce = new(facts);
    private readonly ClientAuthenticationReader _client = new(facts);
    private readonly ExtraParameterReader _extra = new(facts);

    /// <summary>The facts, with the quotes behind them.</summary>
    public OAuthFacts Read(MethodDraft draft)
    {
        var authorize = draft.Kind == AuthKind.OAuth2AuthorizationCode ? _endpoints.Find(EndpointRole.Authorize, draft.Kind) : null;
        // A JWT that goes onto the calls themselves is exchanged for nothing.
        var direct = draft.Kind == AuthKind.OAuth2JwtBearer && !facts.Requests.Any(r => r.Parameter("assertion") is not null) && !facts.Says("assertion") && !facts.Says("jwt-bearer") && !facts.Says("jwt bearer flow") && !facts.Says("token endpoint") && !facts.Says("token url");
        var token = direct ? null : _endpoints.Find(EndpointRole.Token, draft.Kind);
        var device = draft.Kind == AuthKind.OAuth2DeviceCode ? _endpoints.Find(EndpointRole.Device, draft.Kind) : null;
        var revoke = _endpoints.Find(EndpointRole.Revocation, draft.Kind);
        Note(draft, "authorize_url", authorize);
        Note(draft, "token_url", token);
        Note(draft, "device_url", device);
        Note(draft, "revocation_url", revoke);
        var (scopes, separator) = _scopes.Read(draft);
        var pkce = draft.Kind == AuthKind.OAuth2AuthorizationCode ? _pkce.Read() : new("not_stated", default);
        var client = _client.Read(draft);
        draft.Evidence.AddRange([("scopes", scopes.Quote), ("scope_separator", separator.Quote), ("pkce", pkce.Quote), ("token_auth", client.Quote)]);
        var extra = draft.Kind == AuthKind.OAuth2AuthorizationCode ? _extra.OfAuthorization() : draft.Kind == AuthKind.OAuth2ClientCredentials ? _extra.OfToken() : [];
        draft.Evidence.AddRange(extra.Values.Select(each => ("extra_params", each.Quote)));
        return new OAuthFacts(
            authorize is null ? null : _endpoints.Absolute(authorize.Url),
            token is null ? null : _endpoints.Absolute(token.Url),
            scopes.Value,
            separator.Value,
            pkce.Value,
            client.Value,
            device is null ? null : _endpoints.Absolute(device.Url),
            revoke is null ? null : _endpoints.Absolute(revoke.Url),
            extra.ToDictionary(each => each.Key, each => each.Value.Value));
    }

    /// <summary>Endpoints of OAuth 1.0, which share the names.</summary>
    public OAuthFacts? ReadOAuth1(MethodDraft draft)
    {
        var token = _endpoints.Find(EndpointRole.Token, AuthKind.OAuth1, "oauth") ?? _endpoints.Find(EndpointRole.Token, AuthKind.OAuth1, "access-token");
        var authorize = token is null ? null : _endpoints.Find(EndpointRole.Authorize, AuthKind.OAuth1, "oauth") ?? _endpoints.Find(EndpointRole.Authorize, AuthKind.OAuth1);
        if (authorize is null || token is null)
            return null;
        Note(draft, "authorize_url", authorize);
        Note(draft, "token_url", token);
        return new OAuthFacts(_endpoints.Absolute(authorize.Url), _endpoints.Absolute(token.Url), [], null, "not_stated", "not_stated", null, null, new Dictionary<string, string>());
    }

    private static void Note(MethodDraft draft, string fact, EndpointClaim? endpoint)
    {
        if (endpoint is not null)
            draft.Evidence.Add((fact, endpoint.Quote));
    }
}
