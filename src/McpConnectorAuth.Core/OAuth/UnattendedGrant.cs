using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>The grants that need no person: each is one request, or none.</summary>
internal static class UnattendedGrant
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";

    public static async Task<TokenState> ObtainAsync(OAuthEndpoint endpoint, GrantContext context, CancellationToken cancellationToken)
    {
        if (context.Method.Kind == AuthKind.SessionLogin) return await SessionLogin.LoginAsync(endpoint, context, cancellationToken).ConfigureAwait(false);
        context = (await endpoint.Discovery.CompleteAsync(context, settings => [settings.TokenUrl], cancellationToken).ConfigureAwait(false)).Context;
        switch (context.Method.Kind)
        {
            case AuthKind.OAuth2JwtBearer when context.Settings.TokenUrl is null:
                return Signed(context, endpoint.Clock);
            case AuthKind.OAuth2JwtBearer:
                var url = context.Endpoint(context.Settings.TokenUrl, "token endpoint");
                var assertion = Assertion.ForGrant(context, url, endpoint.Clock);
                return await RequestAsync([new("grant_type", JwtBearer), new("assertion", assertion.Reveal())], [assertion]).ConfigureAwait(false);
            case AuthKind.OAuth2ClientCredentials:
                return await RequestAsync([new("grant_type", "client_credentials"), .. Scope(context)], []).ConfigureAwait(false);
            case AuthKind.OAuth2Password:
                var (user, password) = ClientIdentity.PersonOf(context.Method, context.Values);
                return await RequestAsync(
                    [new("grant_type", "password"), new("username", user), new("password", password), .. Scope(context)], [new Secret(password)]).ConfigureAwait(false);
            case AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2DeviceCode when ParameterValues.Find(context.Values, RefreshGrant.Parameter) is { } supplied:
                var start = new TokenState(new CredentialValues([]), new Secret(supplied), null, endpoint.Clock.GetUtcNow(), null, null);
                return await RefreshGrant.RefreshAsync(endpoint, context, start, cancellationToken).ConfigureAwait(false);
            default:
                throw new ConnectorAuthException(
                    ErrorCodes.MethodNotSupported,
                    $"The method {context.Method.Name} brings no token without a person.",
                    "Open the portal so that the person signs in, or use another method of the spec.");
        }

        Task<TokenState> RequestAsync(IEnumerable<KeyValuePair<string, string>> parameters, IReadOnlyList<Secret> secrets) => TokenGrant.RequestAsync(
            endpoint, context, OAuthStep.Obtain, context.Endpoint(context.Settings.TokenUrl, "token endpoint"), parameters, secrets, null, cancellationToken);
    }

    /// <summary>The scopes that are asked for, as a parameter; nothing where there are none.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Scope(GrantContext context) =>
        context.Settings.ScopeText.Length == 0 ? [] : [new("scope", context.Settings.ScopeText)];

    private static TokenState Signed(GrantContext context, TimeProvider clock)
    {
        var now = clock.GetUtcNow();
        var token = Assertion.ForGrant(context, null, clock);
        return TokenStates.Of(
            context,
            new TokenReply(token, null, null, now.AddSeconds(context.Settings.Assertion!.Lifetime), null, new CredentialValues([])),
            now);
    }
}
