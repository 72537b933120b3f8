using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>The three legs of OAuth 1.0 against a server built on Debian's python3-oauthlib, which checks signatures, nonces, callback and verifier.</summary>
public sealed class OAuth1GrantTests : IDisposable
{
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public OAuth1GrantTests() => _oauth = new OAuthClient(_api);

    public void Dispose() => _api.Dispose();

    [PythonFact("oauthlib")]
    public async Task Signs_in_and_the_token_s_signature_is_accepted()
    {
        await using var server = await PythonServer.StartAsync();
        foreach (var algorithm in new[] { null, "hmac-sha256", "plaintext" })
        {
            var spec = SpecOf(server.Url, algorithm);
            var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), Values, [server.Host], new Uri(OAuthSpec.Redirect), default);
            request.StateParameter.ShouldBe("oauth_token");
            request.Url.OriginalString.ShouldBe($"{server.Url}/authorize?oauth_token={request.State}&name=made-up");
            request.Url.OriginalString.ShouldNotContain("CANARY");
            var callback = await PretendBrowser.VisitAsync(request.Url);
            var token = await _oauth.CompleteAuthorizationAsync(request, callback, default);
            token.Issued.SecretNames.ShouldBe(["oauth_token", "oauth_token_secret"], ignoreOrder: true);
            token.Issued("user").ShouldBe("42");
            token.ExpiresAt.ShouldBeNull();

            var signer = new OAuth1Signer(OAuth1Names.Of(spec.Method()).CredentialsOf(Values.With(token.Issued)), algorithm ?? OAuth1Signer.DefaultAlgorithm);
            using var client = new HttpClient();
            using var call = new HttpRequestMessage(HttpMethod.Get, server.Url + "/me?a=b%20c");
            call.Headers.TryAddWithoutValidation("Authorization", signer.Authorization(HttpMethod.Get, call.RequestUri!));
            using var answer = await client.SendAsync(call);
            (await answer.Content.ReadAsStringAsync()).ShouldBe("hello 42");
        }
    }

    [PythonFact("oauthlib")]
    public async Task A_wrong_secret_is_refused_and_not_shown()
    {
        await using var server = await PythonServer.StartAsync();
        var spec = SpecOf(server.Url, null);
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.BeginAuthorizationAsync(
            spec, spec.Method(), OAuthSpec.Values(("consumer_key", "made-up-consumer"), ("consumer_secret", "CANARY-wrong")), [server.Host], new Uri(OAuthSpec.Redirect), default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(401);
        error.Explanation.ShouldNotContain("CANARY");
    }

    [PythonFact("oauthlib")]
    [Trait("case", "X11")]
    public async Task A_callback_for_another_request_or_without_consent_is_refused()
    {
        await using var server = await PythonServer.StartAsync();
        var spec = SpecOf(server.Url, null);
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), Values, [server.Host], new Uri(OAuthSpec.Redirect), default);
        foreach (var callback in new[]
        {
            new Dictionary<string, string> { ["oauth_token"] = "another", ["oauth_verifier"] = "v" },
            new Dictionary<string, string> { ["oauth_verifier"] = "v" },
            new Dictionary<string, string> { ["denied"] = request.State },
        })
        {
            (await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, callback, default))).Code.ShouldBe(ErrorCodes.OAuthCallback);
        }
    }

    [Fact]
    public void Tokens_that_a_person_has_need_no_sign_in()
    {
        var spec = OAuthSpec.Of(
            "https://api.example.org", AuthKind.OAuth1, new SpecMethodOAuth { RequestTokenUrl = "https://api.example.org/r" }, null, "OAuth", [TestSpec.Plain("consumer_key"), TestSpec.Secret("access_token")]);
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(GrantInteraction.None);
        OAuthClient.InteractionOf(SpecOf("https://api.example.org", null).Method()).ShouldBe(GrantInteraction.Browser);
    }

    private static CredentialValues Values { get; } = OAuthSpec.Values(("consumer_key", "made-up-consumer"), ("consumer_secret", "CANARY-consumer-secret-&="));

    private static ConnectorSpec SpecOf(string url, string? algorithm)
    {
        var spec = OAuthSpec.Of(
            url,
            AuthKind.OAuth1,
            new SpecMethodOAuth
            {
                RequestTokenUrl = url + "/request_token",
                AuthorizationUrl = url + "/authorize",
                TokenUrl = url + "/access_token",
                ExtraAuthParams = new Dictionary<string, string> { ["name"] = "made-up" },
                ReplyFacts = new Dictionary<string, string> { ["user"] = "user_id" },
            },
            null,
            "OAuth",
            [TestSpec.Plain("consumer_key"), TestSpec.Secret("consumer_secret")]);
        var method = spec.Method() with { Placements = [], Signature = algorithm is null ? null : new SpecSignature { Algorithm = algorithm, Key = "{consumer_secret}" } };
        return spec with { Authentication = spec.Authentication with { Methods = [method] } };
    }
}
