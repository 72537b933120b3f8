using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A sign-in with the browser that has begun. It lives in memory only, can be completed once, and expires.</summary>
public sealed class AuthorizationRequest
{
    private int _used;

    internal AuthorizationRequest(GrantContext context, Uri url, string state, DateTimeOffset expiresAt)
    {
        Context = context;
        Url = url;
        State = state;
        ExpiresAt = expiresAt;
    }

    /// <summary>Where the browser goes.</summary>
    public Uri Url { get; }

    /// <summary>What the callback has to bring back in <see cref="StateParameter"/>: random, 256 bits (RFC 6749 section 10.12), or the temporary token of OAuth 1.0.</summary>
    public string State { get; }

    /// <summary>The callback's query parameter that brings <see cref="State"/> back: <c>state</c>, for OAuth 1.0 <c>oauth_token</c> (RFC 5849 section 2.2).</summary>
    public string StateParameter { get; internal init; } = "state";

    /// <summary>When it can no longer be completed, UTC.</summary>
    public DateTimeOffset ExpiresAt { get; }

    /// <summary>The scopes that are asked for.</summary>
    public IReadOnlyList<string> Scopes => Context.Settings.Scopes;

    internal GrantContext Context { get; }

    internal string RedirectUri { get; init; } = "";

    /// <summary>PKCE verifier (RFC 7636 section 4.1), or null where the provider rejects PKCE.</summary>
    internal Secret? Verifier { get; init; }

    /// <summary>Secret of the temporary credentials of OAuth 1.0 (RFC 5849 section 2.1), or null.</summary>
    internal Secret? TemporarySecret { get; init; }

    /// <summary>The issuer that <c>iss</c> of the callback must equal (RFC 9207), or null where it is not known.</summary>
    internal string? Issuer { get; init; }

    /// <summary>Whether the server promised to send <c>iss</c> (RFC 9207 section 3).</summary>
    internal bool RequiresIssuer { get; init; }

    /// <summary>True for the first caller only.</summary>
    internal bool TryUse() => Interlocked.Exchange(ref _used, 1) == 0;
}
