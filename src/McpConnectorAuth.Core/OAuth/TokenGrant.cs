using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>One request to the token endpoint, and what it issued.</summary>
internal static class TokenGrant
{
    /// <summary>Asks for a token.</summary>
    /// <param name="endpoint">What sends.</param>
    /// <param name="context">What the grant is carried out with.</param>
    /// <param name="step">What the request is for.</param>
    /// <param name="url">The token endpoint.</param>
    /// <param name="parameters">Parameters of the grant.</param>
    /// <param name="secrets">Those of them that are secret.</param>
    /// <param name="facts">Facts that are known already, or null.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    public static async Task<TokenState> RequestAsync(
        OAuthEndpoint endpoint,
        GrantContext context,
        OAuthStep step,
        Uri url,
        IEnumerable<KeyValuePair<string, string>> parameters,
        IReadOnlyList<Secret> secrets,
        CredentialValues? facts,
        CancellationToken cancellationToken)
    {
        var all = parameters.Concat(context.Fill(context.Settings.ExtraTokenParams)).GroupBy(pair => pair.Key).Select(same => same.Last()).ToList();
        var reply = await endpoint.PostAsync(context, step, url, all, secrets, cancellationToken).ConfigureAwait(false);
        var now = endpoint.Clock.GetUtcNow();
        return TokenStates.Of(context, TokenReply.Parse(reply, context.Settings, step, url, now), now, facts);
    }
}
