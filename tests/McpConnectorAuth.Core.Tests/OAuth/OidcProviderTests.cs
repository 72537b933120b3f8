using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Every grant against a certified server that is not ours, found by discovery.</summary>
public sealed class OidcProviderTests : IDisposable
{
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public OidcProviderTests() => _oauth = new OAuthClient(_api);

    public void Dispose() => _api.Dispose();

    [NodeFact("oidc-provider")]
    public async Task Code_with_pkce_refresh_rotation_iss_and_revocation()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode);
        var values = OAuthSpec.Values(("client_id", "web"), ("client_secret", "CANARY-web-secret"));
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), values, [server.Host], new Uri(OAuthSpec.Redirect), default);
        request.RequiresIssuer.ShouldBeTrue();
        using var browser = new FormBrowser();
        var callback = await browser.SignInAsync(request.Url, OAuthSpec.Redirect);
        callback["iss"].ShouldBe(server.Issuer);
        var first = await _oauth.CompleteAuthorizationAsync(request, callback, default);
        first.RefreshToken.ShouldNotBeNull();
        first.Scopes.ShouldBe(["openid", "offline_access", "read"], ignoreOrder: true);
        (await IsActiveAsync(server, first)).ShouldBeTrue();

        var token = first;
        for (var turn = 0; turn < 5; turn++)
        {
            var next = await RefreshAsync(server, spec, values, token);
            next.RefreshToken!.Reveal().ShouldNotBe(token.RefreshToken!.Reveal());
            next.Issued().ShouldNotBe(token.Issued());
            token = next;
        }

        server.Events.ShouldBeEmpty();
        (await IsActiveAsync(server, token)).ShouldBeTrue();
        (await _oauth.RevokeAsync(spec, spec.Method(), values, token, [server.Host], default)).ShouldBeTrue();
        (await IsActiveAsync(server, token)).ShouldBeFalse();
        var over = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(server, spec, values, token));
        over.Error.ShouldBeOfType<RefreshTokenExpiredError>();
    }

    [NodeFact("oidc-provider")]
    public async Task A_used_refresh_token_is_noticed_as_the_end_of_the_grant()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode);
        var values = OAuthSpec.Values(("client_id", "public"));
        var first = await SignInAsync(server, spec, values);
        await RefreshAsync(server, spec, values, first);
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(server, spec, values, first));
        error.Error.ShouldBeOfType<RefreshTokenExpiredError>();
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
    }

    [NodeFact("oidc-provider")]
    public async Task A_wrong_secret_leaves_the_grant_alone()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode);
        var values = OAuthSpec.Values(("client_id", "web"), ("client_secret", "CANARY-web-secret"));
        var token = await SignInAsync(server, spec, values);
        var wrong = values.With(OAuthSpec.Values(("client_secret", "CANARY-mistyped")));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(server, spec, wrong, token));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("invalid_client");
        error.Code.ShouldBe(ErrorCodes.OAuthConfiguration);
        (await RefreshAsync(server, spec, values, token)).Issued().ShouldNotBe(token.Issued());
    }

    [NodeFact("oidc-provider")]
    public async Task The_person_s_no_comes_back()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode);
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Values(("client_id", "public")), [server.Host], new Uri(OAuthSpec.Redirect), default);
        using var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var first = await client.GetAsync(request.Url);
        var page = new Uri(new Uri(server.Issuer), first.Headers.Location!);
        using var second = await client.GetAsync(page + "/abort");
        using var third = await client.GetAsync(new Uri(page, second.Headers.Location!));
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, PretendBrowser.QueryOf(third.Headers.Location!), default));
        error.Code.ShouldBe(ErrorCodes.OAuthCallback);
        error.Message.ShouldContain("access_denied");
    }

    [NodeFact("oidc-provider")]
    public async Task Client_secret_in_the_body()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode, "body");
        (await SignInAsync(server, spec, OAuthSpec.Values(("client_id", "posting"), ("client_secret", "CANARY-posting-secret")))).RefreshToken.ShouldNotBeNull();
    }

    [NodeFact("oidc-provider")]
    public async Task Pushed_authorization_requests()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2AuthorizationCode, change: own => own with { PushedAuthorizationRequestUrl = server.Issuer + "/request" });
        (await SignInAsync(server, spec, OAuthSpec.Values(("client_id", "pushing"), ("client_secret", "CANARY-pushing-secret")))).RefreshToken.ShouldNotBeNull();
    }

    [NodeFact("oidc-provider")]
    public async Task Device_code()
    {
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs");
        var spec = SpecOf(server, AuthKind.OAuth2DeviceCode);
        var clock = new InstantClock();
        var oauth = new OAuthClient(_api, clock);
        var device = await oauth.BeginDeviceAsync(spec, spec.Method(), OAuthSpec.Values(("client_id", "device")), [server.Host], default);
        device.UserCode.Length.ShouldBeGreaterThan(5);
        using var browser = new FormBrowser();
        await browser.ApproveAsync(device.VerificationUriComplete!);
        var token = await oauth.PollDeviceAsync(device, default);
        token.RefreshToken.ShouldNotBeNull();
        (await IsActiveAsync(server, token)).ShouldBeTrue();
    }

    [NodeFact("oidc-provider")]
    public async Task Client_credentials_with_each_authentication()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var point = key.ExportParameters(false).Q;
        var jwk = JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = "P-256",
            ["use"] = "sig",
            ["kid"] = "k1",
            ["x"] = Base64Url.EncodeToString(point.X),
            ["y"] = Base64Url.EncodeToString(point.Y),
        });
        await using var server = await NodeTool.StartAsync("oidc-provider.mjs", ("CLIENT_JWK", jwk));
        (await ObtainAsync(null, OAuthSpec.Values(("client_id", "machine"), ("client_secret", "CANARY-machine-secret")))).Scopes.ShouldBe(["read"]);
        (await ObtainAsync("client_secret_jwt", OAuthSpec.Values(("client_id", "hashing"), ("client_secret", "CANARY-hashing-secret-of-32-bytes-or-more")))).Scopes.ShouldBe(["read"]);
        (await ObtainAsync("private_key_jwt", OAuthSpec.Values(("client_id", "signing"), ("private_key", key.ExportECPrivateKeyPem())))).Scopes.ShouldBe(["read"]);

        Task<TokenState> ObtainAsync(string? tokenAuth, CredentialValues values)
        {
            var spec = SpecOf(server, AuthKind.OAuth2ClientCredentials, tokenAuth, own => own with { Scopes = ["read"], Assertion = new SpecAssertion { Algorithm = "ES256", Key = "private_key", KeyId = "k1" } });
            return _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default);
        }
    }

    private static ConnectorSpec SpecOf(NodeTool server, AuthKind kind, string? tokenAuth = null, Func<SpecMethodOAuth, SpecMethodOAuth>? change = null) => OAuthSpec.Of(
        server.Issuer,
        kind,
        (change ?? (own => own))(new SpecMethodOAuth { Issuer = server.Issuer, Scopes = ["openid", "offline_access", "read"], ExtraAuthParams = new Dictionary<string, string> { ["prompt"] = "consent" } }),
        tokenAuth,
        "Bearer {access_token}",
        [TestSpec.Plain("client_id"), new SpecParameter("client_secret", "string", false, true, ""), new SpecParameter("private_key", "string", false, true, "")]);

    private async Task<TokenState> SignInAsync(NodeTool server, ConnectorSpec spec, CredentialValues values)
    {
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), values, [server.Host], new Uri(OAuthSpec.Redirect), default);
        using var browser = new FormBrowser();
        return await _oauth.CompleteAuthorizationAsync(request, await browser.SignInAsync(request.Url, OAuthSpec.Redirect), default);
    }

    private Task<TokenState> RefreshAsync(NodeTool server, ConnectorSpec spec, CredentialValues values, TokenState token) =>
        _oauth.RefreshAsync(spec, spec.Method(), values, token, [server.Host], default);

    private static async Task<bool> IsActiveAsync(NodeTool server, TokenState token)
    {
        using var client = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Issuer + "/token/introspection")
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("token", token.Issued())]),
            Headers = { { "Authorization", "Basic " + Convert.ToBase64String("web:CANARY-web-secret"u8) } },
        };
        using var response = await client.SendAsync(request);
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return answer.RootElement.GetProperty("active").GetBoolean();
    }
}
