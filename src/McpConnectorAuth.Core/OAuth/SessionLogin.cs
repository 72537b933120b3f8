using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Login calls whose reply carries what later calls send.</summary>
internal static class SessionLogin
{
    public static Task<TokenState> LoginAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        _ = endpoint;
        cancellationToken.ThrowIfCancellationRequested();
        throw new ConnectorAuthException(ErrorCodes.MethodNotSupported, $"The method {context.Method.Name} can't be carried out yet.", "Use another method of the spec.");
    }
}
