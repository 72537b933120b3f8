using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Recognises requests to the token endpoint of an authorization server (RFC 6749 section 4).</summary>
internal static class TokenRequest
{
    /// <summary>The grant that a <c>grant_type</c> value names; null for refreshing and for values of other kinds.</summary>
    public static AuthKind? GrantOf(string? grantType)
    {
        if (string.IsNullOrEmpty(grantType))
            return null;
        if (grantType.Contains("authorization_code", StringComparison.Ordinal))
            return AuthKind.OAuth2AuthorizationCode;
        if (grantType.Contains("client_credentials", StringComparison.Ordinal) || grantType == "account_credentials")
            return AuthKind.OAuth2ClientCredentials;
        if (grantType.Contains("device_code", StringComparison.Ordinal))
            return AuthKind.OAuth2DeviceCode;
        if (grantType.Contains("jwt-bearer", StringComparison.Ordinal))
            return AuthKind.OAuth2JwtBearer;
        return grantType == "password" ? AuthKind.OAuth2Password : null;
    }

    /// <summary>Whether a request goes to a token, authorization, device or revocation endpoint rather than to the API.</summary>
    public static bool Is(SampleRequest request) => request.AsksForToken ??= Asks(request);

    private static bool Asks(SampleRequest request)
    {
        if (IsOfApplication(request))
            return false;
        // A number is no grant of RFC 6749.
        if (request.Parameter("grant_type") is { Length: > 1 } || request.Parameter("response_type") is not null || request.Parameter("client_secret") is not null
            || (request.Parameter("client_id") is not null && (request.Parameter("code") is not null || request.Parameter("scope") is not null)))
            return true;
        if (ClientParameters.Redeems(request))
            return true;
        var path = LowerText.Of(UrlText.Path(UrlText.WithoutQuery(request.Url)));
        return IsTokenPath(path) || HasClient(request) || path.EndsWith("/authorize", StringComparison.Ordinal) || path.Contains("/oauth2/revoke", StringComparison.Ordinal) || path.EndsWith("/device_authorize", StringComparison.Ordinal) || (request.Method == "POST" && path.Contains("oauth", StringComparison.Ordinal) && Array.Exists(Device, end => path.EndsWith(end, StringComparison.Ordinal)));
    }

    /// <summary>Whether a call of the API carries the identifier and the secret of the application in its query, for want of a user.</summary>
    public static bool IsOfApplication(SampleRequest request) =>
        request.Method == "GET" && request.Body.Count == 0 && Asked(request, "client_id") && Asked(request, "client_secret") && !request.Query.Exists(field => CredentialNames.Snake(field.Name) is "code" or "grant_type" or "response_type" or "refresh_token" or "token" or "redirect_uri" or "redirect_url" or "username")
        && LowerText.Of(UrlText.Path(UrlText.WithoutQuery(request.Url))) is { Length: > 1 } path && !Array.Exists(Authorizing, word => path.Contains(word, StringComparison.Ordinal));

    private static bool Asked(SampleRequest request, string name) => request.Query.Exists(field => CredentialNames.Snake(field.Name) == name && field.Value.Length > 0);

    private static readonly string[] Authorizing = ["oauth", "token", "auth", "login", "connect", "grant", "session"];

    // RFC 8628 section 3.1
    private static readonly string[] Device = ["/device", "/device/code", "/devicecode", "/device_authorization", "/device-authorization"];

    /// <summary>Whether a client signs in with its identifier and secret in headers of their own, at an address for tokens.</summary>
    public static bool HasClient(SampleRequest request) =>
        request.Method == "POST" && Array.Exists(LowerText.Of(UrlText.Path(UrlText.WithoutQuery(request.Url))).Split('/'), Issuing.Contains) && Sends(request, "client_id") && Sends(request, "client_secret")
        && request.Body.TrueForAll(f => f.Name is "grant_type" or "scope");

    private static readonly string[] Issuing = ["token", "gettoken", "get_token", "access_token", "accesstoken", "access-token"];

    private static bool Sends(SampleRequest request, string name) => request.Headers.Exists(h => CredentialNames.Snake(h.Name) == name);

    /// <summary>Whether a path in lower case is spelled like a token endpoint's.</summary>
    public static bool IsTokenPath(string path)
    {
        path = path.TrimEnd('/');
        // /oauth/token/v2
        if (path is [.., '/', 'v', >= '0' and <= '9'] && path.Contains("oauth", StringComparison.Ordinal))
            path = path[..^3];
        return path.Contains("oauth", StringComparison.Ordinal) && (path.EndsWith("/token", StringComparison.Ordinal) || path.EndsWith("access_token", StringComparison.Ordinal) || path.EndsWith("/tokens", StringComparison.Ordinal) || path.EndsWith("oauth_token", StringComparison.Ordinal) || path.EndsWith(".access", StringComparison.Ordinal) || path.EndsWith("oauth_token.do", StringComparison.Ordinal) || path.EndsWith("token.oauth2", StringComparison.Ordinal) || path.EndsWith("/bearer", StringComparison.Ordinal))
            || path.EndsWith("/access_token", StringComparison.Ordinal) || path.EndsWith("/connect/token", StringComparison.Ordinal) || path.EndsWith("/api/token", StringComparison.Ordinal) || path == "/token" || path.EndsWith("token.oauth2", StringComparison.Ordinal) || path.EndsWith("/v1/token", StringComparison.Ordinal) || path.EndsWith("/v2/token", StringComparison.Ordinal) || path.EndsWith("/auth/token", StringComparison.Ordinal);
    }
}
