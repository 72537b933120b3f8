using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>No usable answer came: refused, reset, silent, TLS, or a server fault (5xx) that outlasted the retries. Stored tokens are kept.</summary>
/// <param name="Status">HTTP status of a server fault, else 0.</param>
/// <param name="Failure">What the network did, or null for a server fault.</param>
/// <param name="Detail">What happened.</param>
public sealed record OAuthNetworkError(int Status, ApiFailure? Failure, string Detail) : OAuthError(Status, Detail);
