using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Who signs a request by OAuth 1.0 (RFC 5849 section 1.1).</summary>
/// <param name="ConsumerKey">Client identifier (<c>oauth_consumer_key</c>).</param>
/// <param name="ConsumerSecret">Shared secret of the client; for RSA the private key as PEM.</param>
/// <param name="Token">Token (<c>oauth_token</c>), or null before one is issued and for requests on the client's own behalf.</param>
/// <param name="TokenSecret">Shared secret of the token, or null.</param>
public sealed record OAuth1Credentials(string ConsumerKey, Secret ConsumerSecret, string? Token = null, Secret? TokenSecret = null);
