using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>
/// Brings what a method's requests carry: every grant of OAuth 2.0 that documents ask for, OAuth 1.0, and login calls. All differences
/// between providers are data of the spec. It stores nothing; thread-safe, one per process is enough.
/// </summary>
/// <remarks>
/// Failures of a provider are <see cref="OAuthException"/>; wrong specs, values that don't fit and hosts that the person did not approve are
/// other <see cref="ConnectorAuthException"/>s. Neither holds a secret.
/// </remarks>
public sealed class OAuthClient
{
    private static readonly TimeSpan AuthorizationLifetime = TimeSpan.FromMinutes(10);

    private readonly OAuthEndpoint _endpoint;

    /// <summary>Creates it; nothing is opened before the first call.</summary>
    /// <param name="client">What sends requests.</param>
    /// <param name="clock">The time, for expiry and waiting; the system's where null.</param>
    public OAuthClient(ApiClient client, TimeProvider? clock = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _endpoint = new OAuthEndpoint(client, clock ?? TimeProvider.System);
    }

    private TimeProvider Clock => _endpoint.Clock;

    /// <summary>What the method needs beside stored values.</summary>
    public static GrantInteraction InteractionOf(SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(method);
        return method.Kind switch
        {
            // A person who has a refresh token already has signed in elsewhere.
            AuthKind.OAuth2AuthorizationCode or AuthKind.OAuth2DeviceCode when HasRefreshTokenParameter(method) => GrantInteraction.Unattended,
            AuthKind.OAuth2AuthorizationCode => GrantInteraction.Browser,
            AuthKind.OAuth2DeviceCode => GrantInteraction.Device,
            AuthKind.OAuth2ClientCredentials or AuthKind.OAuth2Password or AuthKind.OAuth2JwtBearer => GrantInteraction.Unattended,
            AuthKind.SessionLogin when method.Login is not null => GrantInteraction.Unattended,
            AuthKind.OAuth1 when method.OAuth is { RequestTokenUrl: not null } && !method.Parameters.Contains(OAuth1Names.Of(method).Token, ParameterNameComparer.Instance) => GrantInteraction.Browser,
            _ => GrantInteraction.None,
        };
    }

    /// <summary>Whether a token can be fetched again and again with what is stored: without a person, and with nothing that is good for one sign-in.</summary>
    public static bool IsRepeatable(SpecMethod method) => InteractionOf(method) == GrantInteraction.Unattended && method.OneTime.Count == 0;

    /// <summary>Begins a sign-in with the browser (RFC 6749 section 4.1 with PKCE, or RFC 5849 section 2).</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods, of <see cref="GrantInteraction.Browser"/>.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="approvedHosts">Hosts that the person approved; the browser is sent to none but these either.</param>
    /// <param name="redirectUri">Where the provider sends the browser back; sent as it is spelled.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ConnectorAuthException">See <see cref="OAuthClient"/>.</exception>
    public async Task<AuthorizationRequest> BeginAuthorizationAsync(
        ConnectorSpec spec, SpecMethod method, CredentialValues values, IReadOnlyList<string> approvedHosts, Uri redirectUri, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(redirectUri);
        var context = GrantContext.Of(spec, method, values, approvedHosts);
        var expiresAt = Clock.GetUtcNow() + AuthorizationLifetime;
        return method.Kind switch
        {
            AuthKind.OAuth2AuthorizationCode => await CodeGrant.BeginAsync(_endpoint, context, redirectUri.OriginalString, expiresAt, cancellationToken).ConfigureAwait(false),
            AuthKind.OAuth1 => await OAuth1Grant.BeginAsync(_endpoint, context, redirectUri.OriginalString, expiresAt, cancellationToken).ConfigureAwait(false),
            _ => throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"The method {method.Name} has no sign-in with the browser.",
                "Use a method of the kind oauth2_authorization_code or oauth1."),
        };
    }

    /// <summary>
    /// Completes a sign-in with what the provider put into the callback's query. A callback whose state is another one's changes nothing;
    /// with the right state, the request is used up whatever comes of it.
    /// </summary>
    /// <param name="request">What was begun.</param>
    /// <param name="callback">Query parameters of the callback.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="OAuthException">With <see cref="ErrorCodes.OAuthCallback"/> where the callback does not belong to the request or reports a refusal.</exception>
    public async Task<TokenState> CompleteAuthorizationAsync(
        AuthorizationRequest request, IReadOnlyDictionary<string, string> callback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(callback);
        var isOAuth1 = request.Context.Method.Kind == AuthKind.OAuth1;

        // Some providers of OAuth 1.0 name the token of a refused request "denied".
        var state = callback.GetValueOrDefault(request.StateParameter) ?? (isOAuth1 ? callback.GetValueOrDefault("denied") : null);
        if (!AuthorizationState.Matches(request.State, state))
            throw OAuthFailures.Callback("invalid_state", "the callback does not belong to this sign-in: its state is missing or another one's");
        if (!request.TryUse()) throw OAuthFailures.Callback("used_state", "this sign-in has been completed already");
        if (Clock.GetUtcNow() >= request.ExpiresAt) throw OAuthFailures.Callback("expired_state", "this sign-in took longer than ten minutes");
        return await (isOAuth1 ? OAuth1Grant.CompleteAsync(_endpoint, request, callback, cancellationToken) : CodeGrant.CompleteAsync(_endpoint, request, callback, cancellationToken))
            .ConfigureAwait(false);
    }

    /// <summary>Begins a sign-in on another device (RFC 8628 section 3.1).</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods, of <see cref="GrantInteraction.Device"/>.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="approvedHosts">Hosts that the person approved.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ConnectorAuthException">See <see cref="OAuthClient"/>.</exception>
    public Task<DeviceAuthorization> BeginDeviceAsync(
        ConnectorSpec spec, SpecMethod method, CredentialValues values, IReadOnlyList<string> approvedHosts, CancellationToken cancellationToken) =>
        DeviceGrant.BeginAsync(_endpoint, GrantContext.Of(spec, method, values, approvedHosts), cancellationToken);

    /// <summary>Polls until there is a token, the person refuses, or the code ends (RFC 8628 section 3.4).</summary>
    /// <param name="device">What was begun.</param>
    /// <param name="cancellationToken">Ends the polling.</param>
    /// <exception cref="OAuthException">
    /// An <see cref="OAuthRequestError"/> with the code <c>access_denied</c> or <c>expired_token</c>, or another failure; a network that is down for a while is not one.
    /// </exception>
    public Task<TokenState> PollDeviceAsync(DeviceAuthorization device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(device);
        return DeviceGrant.PollAsync(_endpoint, device, cancellationToken);
    }

    /// <summary>Fetches, or signs, a token without a person: client credentials, password, signed JWT, a refresh token that the person supplied, a login call.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods, of <see cref="GrantInteraction.Unattended"/>.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="approvedHosts">Hosts that the person approved.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ConnectorAuthException">See <see cref="OAuthClient"/>; <see cref="ErrorCodes.MethodNotSupported"/> for a method that needs a person.</exception>
    public Task<TokenState> ObtainAsync(
        ConnectorSpec spec, SpecMethod method, CredentialValues values, IReadOnlyList<string> approvedHosts, CancellationToken cancellationToken) =>
        UnattendedGrant.ObtainAsync(_endpoint, GrantContext.Of(spec, method, values, approvedHosts), cancellationToken);

    /// <summary>
    /// Fetches a new token: with the refresh token (RFC 6749 section 6), or, where there is none or it has ended and the method needs no
    /// person, from the start. What a reply leaves out stays as it was: refresh token, token type, scopes, facts and length of life.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="current">What was issued last.</param>
    /// <param name="approvedHosts">Hosts that the person approved.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="OAuthException">
    /// With <see cref="RefreshTokenExpiredError"/> only where a person has to sign in again; every other failure leaves the grant alone.
    /// </exception>
    public async Task<TokenState> RefreshAsync(
        ConnectorSpec spec, SpecMethod method, CredentialValues values, TokenState current, IReadOnlyList<string> approvedHosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        var context = GrantContext.Of(spec, method, values, approvedHosts, current);
        var isUnattended = IsRepeatable(method);
        if (current.RefreshToken is null)
        {
            if (!isUnattended) throw OAuthFailures.LoginRequired($"the sign-in of {spec.DisplayName} has ended and the provider gave no refresh token");
            return await ObtainAsync(spec, method, values, approvedHosts, cancellationToken).ConfigureAwait(false);
        }

        try
        {
            return await RefreshGrant.RefreshAsync(_endpoint, context, current, cancellationToken).ConfigureAwait(false);
        }
        catch (OAuthException error) when (isUnattended && error.Error is RefreshTokenExpiredError && !HasRefreshTokenParameter(method))
        {
            return await ObtainAsync(spec, method, values, approvedHosts, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Ends what was issued at the provider: its revocation endpoint (RFC 7009) for the refresh token and the access token, or the logout call of a login.
    /// </summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="values">What the person supplied.</param>
    /// <param name="current">What was issued last.</param>
    /// <param name="approvedHosts">Hosts that the person approved.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <returns>False where the provider has nothing to revoke with: neither the spec nor its metadata names an endpoint.</returns>
    /// <exception cref="ConnectorAuthException">See <see cref="OAuthClient"/>.</exception>
    public Task<bool> RevokeAsync(
        ConnectorSpec spec, SpecMethod method, CredentialValues values, TokenState current, IReadOnlyList<string> approvedHosts, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(current);
        return Revocation.RevokeAsync(_endpoint, GrantContext.Of(spec, method, values, approvedHosts, current), current, cancellationToken);
    }

    private static bool HasRefreshTokenParameter(SpecMethod method) => method.Parameters.Contains(RefreshGrant.Parameter, ParameterNameComparer.Instance);
}
