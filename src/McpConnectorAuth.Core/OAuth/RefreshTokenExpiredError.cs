namespace McpConnectorAuth.Core.OAuth;

/// <summary>The grant has ended (<c>invalid_grant</c>, RFC 6749 section 5.2): only a person who signs in again brings a new one.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Detail">What happened.</param>
public sealed record RefreshTokenExpiredError(int Status, string Detail) : OAuthError(Status, Detail);
