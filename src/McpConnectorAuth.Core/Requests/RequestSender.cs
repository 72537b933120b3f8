using System.Collections.Concurrent;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// The one way by which a request leaves with a connection's credential, whatever the method: static values, issued tokens, signatures
/// (put onto each message of a redirect anew), the answer to a Digest challenge, a client certificate. Thread-safe.
/// </summary>
/// <param name="client">Client that sends.</param>
/// <param name="clock">Where signatures take the time from; the system's where null.</param>
public sealed class RequestSender(ApiClient client, TimeProvider? clock = null) : IVerificationSender
{
    private readonly TimeProvider _clock = clock ?? TimeProvider.System;

    // Nonces that servers gave out, by origin and user name, so that not every request costs two.
    private readonly ConcurrentDictionary<(string Origin, string UserName), DigestChallenge> _challenges = new();

    /// <summary>Makes a verification call, or one of its negative controls.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="call">One of its verification calls.</param>
    /// <param name="values">What the person supplied and what was issued (<see cref="Connections.Connection.RequestValues"/>).</param>
    /// <param name="control">Whether the credential goes along, is left out or is changed.</param>
    /// <param name="approvedHosts">Hosts that the person approved; nothing is sent to any other.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ConnectorAuthException">Those of <see cref="RequestFactory.Create"/> and of <see cref="ApiClient.SendAsync(HttpRequestMessage, IReadOnlyCollection{string}, CancellationToken)"/>.</exception>
    public async Task<ApiResponse> SendAsync(
        ConnectorSpec spec,
        SpecMethod method,
        SpecVerification call,
        CredentialValues values,
        ControlVariant control,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken)
    {
        using var request = RequestFactory.Create(spec, method, call, values, control);
        return await SendAsync(spec, method, request, values, control, approvedHosts, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Sends any request to the API with the credential put onto a copy of it.</summary>
    /// <param name="spec">The spec.</param>
    /// <param name="method">One of its methods.</param>
    /// <param name="request">The request without a credential; it stays as it is.</param>
    /// <param name="values">What the person supplied and what was issued.</param>
    /// <param name="approvedHosts">Hosts that the person approved; nothing is sent to any other.</param>
    /// <param name="cancellationToken">Ends the exchange.</param>
    /// <exception cref="ConnectorAuthException">Those of <see cref="RequestFactory.AuthorizeAsync"/> and of <see cref="ApiClient"/>.</exception>
    public async Task<ApiResponse> SendAsync(
        ConnectorSpec spec,
        SpecMethod method,
        HttpRequestMessage request,
        CredentialValues values,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken)
    {
        using var authorized = await RequestFactory.AuthorizeAsync(spec, method, request, values, cancellationToken).ConfigureAwait(false);
        return await SendAsync(spec, method, authorized, values, ControlVariant.Credential, approvedHosts, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApiResponse> SendAsync(
        ConnectorSpec spec,
        SpecMethod method,
        HttpRequestMessage request,
        CredentialValues values,
        ControlVariant control,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken)
    {
        if (control == ControlVariant.NoCredential || MethodSupport.IsStatic(method) || method.Kind.IsOAuth2())
            return await client.SendAsync(request, approvedHosts, cancellationToken).ConfigureAwait(false);
        if (method.Kind == AuthKind.Mtls) return await SendCertifiedAsync(method, request, values, control, approvedHosts, cancellationToken).ConfigureAwait(false);
        var plan = MethodPlan.Create(spec, method);
        var controlled = RequestFactory.ValuesOf(control, plan.Secrets, values);
        return method.Kind == AuthKind.Digest
            ? await SendDigestAsync(DigestNames.Of(method, spec.ParametersOf(method))!, request, controlled, control, approvedHosts, cancellationToken).ConfigureAwait(false)
            : await client.SendAsync(request, approvedHosts, plan.SealFor(controlled, _clock), null, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ApiResponse> SendCertifiedAsync(
        SpecMethod method, HttpRequestMessage request, CredentialValues values, ControlVariant control, IReadOnlyCollection<string> approvedHosts, CancellationToken cancellationToken)
    {
        using var certificate = ClientCertificate.Read(method, values);
        if (control == ControlVariant.Credential) return await client.SendAsync(request, approvedHosts, null, certificate, cancellationToken).ConfigureAwait(false);

        // A made-up certificate gets a connection of its own that nobody keeps.
        using var other = ClientCertificate.Other(certificate);
        using var once = client.Fresh();
        return await once.SendAsync(request, approvedHosts, null, other, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>
    /// Asks without a credential first, or with a nonce that served before, and answers the challenge once; once more where only the nonce
    /// had gone stale (RFC 7616 section 3.3). A password that is refused for a fresh nonce is not tried again.
    /// </summary>
    private async Task<ApiResponse> SendDigestAsync(
        DigestNames names,
        HttpRequestMessage request,
        CredentialValues values,
        ControlVariant control,
        IReadOnlyCollection<string> approvedHosts,
        CancellationToken cancellationToken)
    {
        var userName = ParameterValues.Require(values, names.UserName);
        var password = new Secret(ParameterValues.Require(values, names.Password));
        var place = (request.RequestUri!.GetLeftPart(UriPartial.Authority), userName);
        var known = control == ControlVariant.Credential ? _challenges.GetValueOrDefault(place) : null;
        var response = await SendAsync(known).ConfigureAwait(false);
        if (DigestChallenge.Of(response) is not { } challenge) return response;
        response = await SendAsync(challenge).ConfigureAwait(false);
        if (DigestChallenge.Of(response) is { IsStale: true } renewed)
        {
            challenge = renewed;
            response = await SendAsync(challenge).ConfigureAwait(false);
        }

        if (control != ControlVariant.Credential) return response;
        if (response.Status == 401) _challenges.TryRemove(place, out _);
        else if (response.Failure is null) _challenges[place] = challenge;
        return response;

        Task<ApiResponse> SendAsync(DigestChallenge? answered) => client.SendAsync(
            request, approvedHosts, answered is null ? null : new DigestSeal(answered, userName, password), null, cancellationToken);
    }
}
