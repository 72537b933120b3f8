namespace McpConnectorAuth.Core.OAuth;

/// <summary>The endpoint asks to wait (429, or 503 with <c>Retry-After</c>) for longer than a call may take. Stored tokens are kept.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="RetryAfter">How long to wait, where the endpoint says so (RFC 9110 section 10.2.3).</param>
/// <param name="Detail">What happened.</param>
public sealed record RateLimitError(int Status, TimeSpan? RetryAfter, string Detail) : OAuthError(Status, Detail);
