namespace McpConnectorAuth.Core.OAuth;

/// <summary>The endpoint refused the request. The grant may well be alive: stored tokens are kept.</summary>
/// <param name="Status">HTTP status; 200 where the provider reports errors in successful replies.</param>
/// <param name="Code">Error code (RFC 6749 section 5.2, RFC 8628 section 3.5) or the provider's own, such as <c>invalid_client</c>; empty where none is stated.</param>
/// <param name="Detail">What happened.</param>
public sealed record OAuthRequestError(int Status, string Code, string Detail) : OAuthError(Status, Detail)
{
    /// <summary>Whether the settings or the client's credentials are wrong, which waiting or signing in again does not mend.</summary>
    public bool IsConfigurationFault => Code is "invalid_client" or "unauthorized_client" or "invalid_request" or "unsupported_grant_type" or "invalid_scope";
}
