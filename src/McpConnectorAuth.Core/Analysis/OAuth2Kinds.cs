namespace McpConnectorAuth.Core.Analysis;

/// <summary>The kinds that are grants of OAuth 2.0 (RFC 6749, RFC 7523, RFC 8628).</summary>
public static class OAuth2Kinds
{
    /// <summary>Whether a kind is one of them.</summary>
    public static bool IsOAuth2(this AuthKind kind) =>
        kind is AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2ClientCredentials or AuthKind.OAuth2DeviceCode or AuthKind.OAuth2Password or AuthKind.OAuth2JwtBearer;
}
