using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Ends tokens at the provider (RFC 7009).</summary>
internal static class Revocation
{
    public static async Task<bool> RevokeAsync(OAuthEndpoint endpoint, GrantContext context, TokenState current, CancellationToken cancellationToken)
    {
        if (context.Method.Kind == AuthKind.SessionLogin) return await SessionLogin.LogoutAsync(endpoint, context, cancellationToken).ConfigureAwait(false);
        context = (await endpoint.Discovery.CompleteAsync(context, settings => [settings.RevocationUrl], cancellationToken).ConfigureAwait(false)).Context;
        if (context.Settings.RevocationUrl is null) return false;
        var url = context.Endpoint(context.Settings.RevocationUrl, "revocation endpoint");
        if (current.RefreshToken is not null) await EndAsync(current.RefreshToken, "refresh_token").ConfigureAwait(false);
        if (ParameterValues.Find(current.Issued, context.Settings.TokenHoles[0]) is { } accessToken) await EndAsync(new Secret(accessToken), "access_token").ConfigureAwait(false);
        return true;

        async Task EndAsync(Secret token, string kind)
        {
            try
            {
                await endpoint.PostAsync(
                    context, OAuthStep.Revocation, url, [new("token", token.Reveal()), new("token_type_hint", kind)], [token], cancellationToken).ConfigureAwait(false);
            }
            catch (OAuthException error) when (error.Error is OAuthRequestError { Code: "invalid_token" or "unsupported_token_type" } && (kind == "access_token" || error.Error is OAuthRequestError { Code: "invalid_token" }))
            {
                // What is not valid any more is what revocation is for; access tokens that can't be revoked end with their refresh token (RFC 7009 section 2.1).
            }
        }
    }
}
