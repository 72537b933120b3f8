using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Sign-in by OAuth 1.0 (RFC 5849 section 2): temporary credentials, the person's consent, token credentials.</summary>
internal static class OAuth1Grant
{
    private const string TokenMember = "oauth_token";
    private const string SecretMember = "oauth_token_secret";

    public static async Task<AuthorizationRequest> BeginAsync(
        OAuthEndpoint endpoint, GrantContext context, string redirectUri, DateTimeOffset expiresAt, CancellationToken cancellationToken)
    {
        var page = context.Endpoint(context.Settings.AuthorizationUrl, "authorization endpoint");
        CodeGrant.RequireApproved(context, page);
        var url = context.Endpoint(context.Settings.RequestTokenUrl, "request token endpoint");
        var (token, secret, _) = await RequestAsync(
            endpoint,
            context,
            OAuthStep.TemporaryCredentials,
            url,
            OAuth1Names.Of(context.Method).CredentialsOf(context.Values),
            [new("oauth_callback", redirectUri)],
            cancellationToken).ConfigureAwait(false);
        return new AuthorizationRequest(
            context, EndpointUrl.WithQuery(page, CodeGrant.FurtherParameters(context).Prepend(new(TokenMember, token.Reveal()))), token.Reveal(), expiresAt)
        {
            StateParameter = TokenMember,
            TemporarySecret = secret,
        };
    }

    public static async Task<TokenState> CompleteAsync(
        OAuthEndpoint endpoint, AuthorizationRequest request, IReadOnlyDictionary<string, string> callback, CancellationToken cancellationToken)
    {
        var context = request.Context;
        if (callback.ContainsKey("denied")) throw CodeGrant.Refused(context, "access_denied", "");
        if (callback.GetValueOrDefault("oauth_problem") is { Length: > 0 } problem) throw CodeGrant.Refused(context, problem, "");
        if (callback.GetValueOrDefault("oauth_verifier") is not { Length: > 0 } verifier)
            throw OAuthFailures.Callback("missing_verifier", "the callback brings no oauth_verifier");
        var facts = CodeGrant.FactsOf(context, callback);
        context = context.With(facts);
        var names = OAuth1Names.Of(context.Method);
        var url = context.Endpoint(context.Settings.TokenUrl, "token endpoint");
        var (token, secret, reply) = await RequestAsync(
            endpoint,
            context,
            OAuthStep.CodeExchange,
            url,
            names.CredentialsOf(context.Values) with { Token = request.State, TokenSecret = request.TemporarySecret },
            [new("oauth_verifier", verifier)],
            cancellationToken).ConfigureAwait(false);
        var issued = TokenStates.Issue(
            context,
            [new(names.Token, token), new(names.TokenSecret, secret)],
            facts.With(TokenReply.FactsOf(reply.Root!.Value, context.Settings.ReplyFacts)));
        return new TokenState(issued, null, null, endpoint.Clock.GetUtcNow(), null, null);
    }

    private static async Task<(Secret Token, Secret Secret, EndpointReply Reply)> RequestAsync(
        OAuthEndpoint endpoint,
        GrantContext context,
        OAuthStep step,
        Uri url,
        OAuth1Credentials credentials,
        IReadOnlyList<KeyValuePair<string, string>> further,
        CancellationToken cancellationToken)
    {
        var signer = new OAuth1Signer(
            credentials, context.Method.Signature?.Algorithm ?? OAuth1Signer.DefaultAlgorithm, OAuth1Names.Of(context.Method).RealmOf(context.Values), endpoint.Clock);
        var reply = await endpoint.SendAsync(context, step, Create, cancellationToken).ConfigureAwait(false);
        endpoint.Require(context, step, url, reply, [.. credentials.TokenSecret is null ? [] : new[] { credentials.TokenSecret }, .. further.Select(pair => new Secret(pair.Value))]);
        if (reply.Root is not { } root || TokenReply.Fact(EndpointReply.Text(root, TokenMember)) is not { } token || TokenReply.Fact(EndpointReply.Text(root, SecretMember)) is not { } secret)
            throw OAuthFailures.Malformed(step, url, reply.Response, $"answered without {TokenMember} and {SecretMember}: no credential was produced");
        return (token, secret, reply);

        HttpRequestMessage Create()
        {
            var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent([]) };
            request.Headers.TryAddWithoutValidation("Authorization", signer.Authorization(HttpMethod.Post, url, further: further));
            request.Headers.TryAddWithoutValidation("Accept", "*/*");
            return request;
        }
    }
}
