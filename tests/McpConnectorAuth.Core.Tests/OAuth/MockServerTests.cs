using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>A server from npm whose replies are forced: it ends a grant, errs, and is well again.</summary>
public sealed class MockServerTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public MockServerTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [NodeFact("oauth2-mock-server")]
    public async Task Tells_the_end_of_a_grant_from_every_other_failure()
    {
        await using var server = await NodeTool.StartAsync("mock-server.mjs");
        var spec = OAuthSpec.Of(
            server.Issuer,
            AuthKind.OAuth2AuthorizationCode,
            new SpecMethodOAuth { Issuer = server.Issuer, Scopes = ["read"] },
            null,
            "Bearer {access_token}",
            [TestSpec.Plain("client_id"), TestSpec.Secret("client_secret")]);
        var values = OAuthSpec.Values(("client_id", "id"), ("client_secret", "CANARY-secret"));
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), values, [server.Host], new Uri(OAuthSpec.Redirect), default);
        var token = await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default);
        token.RefreshToken.ShouldNotBeNull();

        await server.TellAsync("""{"status":401,"body":{"error":"invalid_client"}}""");
        (await FailAsync()).ShouldBeOfType<OAuthRequestError>().IsConfigurationFault.ShouldBeTrue();
        await server.TellAsync("""{"status":503,"body":{"error":"temporarily_unavailable"}}""");
        token = await RefreshAsync();
        _clock.Waits.Count.ShouldBe(1);
        await server.TellAsync("""{"status":400,"body":{"error":"invalid_grant"}}""");
        (await FailAsync()).ShouldBeOfType<RefreshTokenExpiredError>();
        (await RefreshAsync()).Issued().ShouldNotBeNullOrEmpty();

        Task<TokenState> RefreshAsync() => _oauth.RefreshAsync(spec, spec.Method(), values, token, [server.Host], default);
        async Task<OAuthError> FailAsync() => (await Should.ThrowAsync<OAuthException>(RefreshAsync)).Error;
    }
}
