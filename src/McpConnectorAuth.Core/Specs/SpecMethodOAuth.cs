namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// The section <c>authentication.methods[].oauth</c>: what <c>connection.oauth</c>, which other readers know, can't say. What is
/// absent here is taken from there. URLs are https with <c>{parameter}</c> holes.
/// </summary>
public sealed record SpecMethodOAuth
{
    private static readonly IReadOnlyDictionary<string, string> Nothing = new Dictionary<string, string>();

    /// <summary>Authorization endpoint (RFC 6749 section 3.1), where it differs from <c>connection.oauth</c>.</summary>
    public string? AuthorizationUrl { get; init; }

    /// <summary>Token endpoint (RFC 6749 section 3.2), where it differs from <c>connection.oauth</c>.</summary>
    public string? TokenUrl { get; init; }

    /// <summary>Token endpoint for refreshing, where it is another one.</summary>
    public string? RefreshUrl { get; init; }

    /// <summary>Device authorization endpoint (RFC 8628 section 3.1).</summary>
    public string? DeviceAuthorizationUrl { get; init; }

    /// <summary>Revocation endpoint (RFC 7009).</summary>
    public string? RevocationUrl { get; init; }

    /// <summary>Pushed authorization request endpoint (RFC 9126).</summary>
    public string? PushedAuthorizationRequestUrl { get; init; }

    /// <summary>OAuth 1.0: where temporary credentials are issued (RFC 5849 section 2.1).</summary>
    public string? RequestTokenUrl { get; init; }

    /// <summary>Issuer (RFC 8414 section 2): absent endpoints are discovered from it, and <c>iss</c> of a callback must equal it (RFC 9207).</summary>
    public string? Issuer { get; init; }

    /// <summary>Scopes to ask for; null for those of <c>connection.oauth</c>.</summary>
    public IReadOnlyList<string>? Scopes { get; init; }

    /// <summary>What stands between scopes; a blank where null.</summary>
    public string? ScopeSeparator { get; init; }

    /// <summary>PKCE (RFC 7636): <c>required</c>, <c>supported</c> or <c>rejected</c>. It is used unless rejected.</summary>
    public string? Pkce { get; init; }

    /// <summary>How token requests are encoded: <c>form</c> (RFC 6749 section 4.1.3) or <c>json</c>.</summary>
    public string? TokenBody { get; init; }

    /// <summary>Redirect URI that is registered with the provider, on 127.0.0.1, [::1] or localhost with a port; null for the portal's own with any port.</summary>
    public string? RedirectUri { get; init; }

    /// <summary>Further parameters of token requests.</summary>
    public IReadOnlyDictionary<string, string> ExtraTokenParams { get; init; } = Nothing;

    /// <summary>Further parameters of the authorization request; those of <c>connection.oauth</c> where empty.</summary>
    public IReadOnlyDictionary<string, string> ExtraAuthParams { get; init; } = Nothing;

    /// <summary>Where the token stands in the reply, member names joined by dots; <c>access_token</c> where null. Members beside it win over those at the top.</summary>
    public string? AccessTokenPath { get; init; }

    /// <summary>Facts that the token reply states: name of the hole to its path in the reply, such as <c>instance_url</c>.</summary>
    public IReadOnlyDictionary<string, string> ReplyFacts { get; init; } = Nothing;

    /// <summary>Facts that the callback states: name of the hole to the query parameter.</summary>
    public IReadOnlyDictionary<string, string> CallbackFacts { get; init; } = Nothing;

    /// <summary>The JWT that is signed with a key of the person (RFC 7523), as a grant, as client authentication or as the token itself.</summary>
    public SpecAssertion? Assertion { get; init; }
}
