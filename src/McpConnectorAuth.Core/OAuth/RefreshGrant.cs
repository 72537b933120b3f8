using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A new token for a refresh token (RFC 6749 section 6).</summary>
internal static class RefreshGrant
{
    /// <summary>The parameter, where a person supplies a refresh token of a sign-in made elsewhere.</summary>
    public const string Parameter = "refresh_token";

    public static async Task<TokenState> RefreshAsync(OAuthEndpoint endpoint, GrantContext context, TokenState current, CancellationToken cancellationToken)
    {
        context = (await endpoint.Discovery.CompleteAsync(context, settings => [settings.RefreshUrl ?? settings.TokenUrl], cancellationToken).ConfigureAwait(false)).Context;
        var url = context.Endpoint(context.Settings.RefreshUrl ?? context.Settings.TokenUrl, "token endpoint");
        var refreshToken = current.RefreshToken!;
        var renewed = await TokenGrant.RequestAsync(
            endpoint,
            context,
            OAuthStep.Refresh,
            url,
            [new("grant_type", "refresh_token"), new("refresh_token", refreshToken.Reveal())],
            [refreshToken],
            null,
            cancellationToken).ConfigureAwait(false);
        return TokenStates.Keep(current, renewed);
    }
}
