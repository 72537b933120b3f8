using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Sign-in with the browser: the authorization code grant (RFC 6749 section 4.1) with PKCE (RFC 7636), pushed requests (RFC 9126) and <c>iss</c> (RFC 9207).</summary>
internal static class CodeGrant
{
    private const int LongestCode = 16 * 1024;
    private static readonly string[] OwnParameters = ["response_type", "client_id", "redirect_uri", "state", "code_challenge", "code_challenge_method", "request_uri", "oauth_token"];

    public static async Task<AuthorizationRequest> BeginAsync(
        OAuthEndpoint endpoint, GrantContext context, string redirectUri, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var server = await endpoint.Discovery.CompleteAsync(context, settings => [settings.AuthorizationUrl, settings.TokenUrl], cancellationToken).ConfigureAwait(false);
        context = server.Context;
        var settings = context.Settings;
        var page = context.Endpoint(settings.AuthorizationUrl, "authorization endpoint");
        RequireApproved(context, page);
        var clientId = context.Client.Id ?? throw ParameterValues.Invalid("client_id", "has no value", "Fill it in on the portal page.");
        var state = AuthorizationState.Create();
        var pkce = settings.UsesPkce ? Pkce.Create() : null;
        List<KeyValuePair<string, string>> parameters =
        [
            new("response_type", "code"),
            new("client_id", clientId),
            new("redirect_uri", redirectUri),
            .. UnattendedGrant.Scope(context),
            new("state", state),
            .. pkce is null ? [] : new[] { KeyValuePair.Create("code_challenge", pkce.Challenge), KeyValuePair.Create("code_challenge_method", Pkce.Method) },
        ];
        foreach (var further in FurtherParameters(context))
        {
            parameters.RemoveAll(parameter => parameter.Key == further.Key);
            parameters.Add(further);
        }

        if (settings.PushUrl is not null)
        {
            var pushed = await PushAsync(endpoint, context, parameters, cancellationToken).ConfigureAwait(false);
            parameters = [new("client_id", clientId), new("request_uri", pushed)];
        }

        return new AuthorizationRequest(context, EndpointUrl.WithQuery(page, parameters), state, expiresAt)
        {
            RedirectUri = redirectUri,
            Verifier = pkce?.Verifier,
            Issuer = server.Issuer,
            RequiresIssuer = server.SendsIssuer,
        };
    }

    public static async Task<TokenState> CompleteAsync(
        OAuthEndpoint endpoint, AuthorizationRequest request, IReadOnlyDictionary<string, string> callback, CancellationToken cancellationToken)
    {
        var context = request.Context;
        RequireIssuer(request, callback);
        if (callback.GetValueOrDefault("error") is { Length: > 0 } error) throw Refused(context, error, callback.GetValueOrDefault("error_description") ?? "");
        if (callback.GetValueOrDefault("code") is not { Length: > 0 and <= LongestCode } code)
            throw OAuthFailures.Callback("missing_code", "the callback brings no authorization code");

        var facts = FactsOf(context, callback);
        context = context.With(facts);
        var secret = new Secret(code);
        return await TokenGrant.RequestAsync(
            endpoint,
            context,
            OAuthStep.CodeExchange,
            context.Endpoint(context.Settings.TokenUrl, "token endpoint"),
            [
                new("grant_type", "authorization_code"),
                new("code", code),
                new("redirect_uri", request.RedirectUri),
                .. request.Verifier is null ? [] : new[] { KeyValuePair.Create("code_verifier", request.Verifier.Reveal()) },
            ],
            [secret, .. request.Verifier is null ? [] : new[] { request.Verifier }],
            facts,
            cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The browser is sent to approved hosts only: a person types a password there.</summary>
    public static void RequireApproved(GrantContext context, Uri page)
    {
        if (context.ApprovedHosts.Any(host => HostAddress.TryParse(host, out var approved) && approved.Matches(page))) return;
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The sign-in page is on {page.Authority}, which is not among the hosts that the person approved.",
            "Add it to authentication.hosts of the spec, then open the portal again so that the person approves it.");
    }

    /// <summary>Facts that a callback states, by the holes that they fill.</summary>
    public static CredentialValues FactsOf(GrantContext context, IReadOnlyDictionary<string, string> callback) => TokenStates.Issue(context, [], new CredentialValues(
        context.Settings.CallbackFacts
            .Select(fact => (fact.Key, Value: TokenReply.Fact(callback.GetValueOrDefault(fact.Value))))
            .Where(fact => fact.Value is not null)
            .Select(fact => KeyValuePair.Create(fact.Key, fact.Value!))));

    /// <summary>What the spec adds to the page's address: never a secret, since addresses end up in histories and logs, and nothing that the grant itself sets.</summary>
    public static IEnumerable<KeyValuePair<string, string>> FurtherParameters(GrantContext context)
    {
        var secret = context.Spec.ParametersOf(context.Method).Where(parameter => parameter.Secret).Select(parameter => parameter.Name).ToHashSet(ParameterNameComparer.Instance);
        var leaking = context.Settings.ExtraAuthParams.FirstOrDefault(pair => SpecUrl.HolesOf(pair.Value).Any(secret.Contains));
        if (leaking.Key is null) return context.Fill(context.Settings.ExtraAuthParams).Where(pair => !OwnParameters.Contains(pair.Key));
        throw new ConnectorAuthException(
            ErrorCodes.SpecInvalid,
            $"The authorize parameter {leaking.Key} would put a secret into the address of a page.",
            "Remove it from extra_auth_params in the spec.");
    }

    /// <summary>A refusal that a callback reports, in the provider's words as far as they may be shown.</summary>
    public static OAuthException Refused(GrantContext context, string error, string description)
    {
        var code = OAuthFailures.Clean(context, error, []);
        var words = OAuthFailures.Clean(context, description, []);
        return OAuthFailures.Callback(code, $"the provider refused the sign-in with {(code.Length > 0 ? code : "an error")}{(words.Length > 0 ? $" ({words})" : "")}");
    }

    private static async Task<string> PushAsync(
        OAuthEndpoint endpoint, GrantContext context, IReadOnlyList<KeyValuePair<string, string>> parameters, CancellationToken cancellationToken)
    {
        var url = context.Endpoint(context.Settings.PushUrl, "pushed authorization request endpoint");
        var reply = await endpoint.PostAsync(context, OAuthStep.Push, url, parameters, [], cancellationToken).ConfigureAwait(false);
        return (reply.Root is { } root ? EndpointReply.Text(root, "request_uri") : null)
            ?? throw OAuthFailures.Malformed(OAuthStep.Push, url, reply.Response, "answered without a request_uri");
    }

    // RFC 9207 section 2.4: an answer of another server, or of none although one was promised, ends here, an error included.
    private static void RequireIssuer(AuthorizationRequest request, IReadOnlyDictionary<string, string> callback)
    {
        var stated = callback.GetValueOrDefault("iss");
        if (stated is null && !request.RequiresIssuer) return;
        if (stated is null) throw OAuthFailures.Callback("missing_iss", "the callback does not say which server it comes from (iss), although the server promises to");
        if (request.Issuer is not null && stated != request.Issuer) throw OAuthFailures.Callback("wrong_iss", "the callback comes from another server than the one that was asked (iss)");
    }
}
