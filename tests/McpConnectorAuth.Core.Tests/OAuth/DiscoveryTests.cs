using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.OAuth;

public sealed class DiscoveryTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("", "/.well-known/oauth-authorization-server")]
    [InlineData("", "/.well-known/openid-configuration")]
    [InlineData("/realms/a", "/.well-known/oauth-authorization-server/realms/a")]
    [InlineData("/realms/a", "/realms/a/.well-known/openid-configuration")]
    [InlineData("/realms/a/", "/realms/a/.well-known/openid-configuration")]
    public async Task Finds_the_endpoints_by_either_rule(string issuerPath, string place)
    {
        await using var api = await StartAsync(place, url => Metadata(url + issuerPath, url));
        (await ObtainAsync(api, api.Url + issuerPath)).Issued().ShouldBe("CANARY-access");
    }

    [Fact]
    public async Task Asks_once()
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, url));
        var oauth = new OAuthClient(_api, _clock);
        await ObtainAsync(api, api.Url, oauth);
        await ObtainAsync(api, api.Url, oauth);
        api.Received.Count(request => request.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(1);
        _clock.Advance(TimeSpan.FromHours(1));
        await ObtainAsync(api, api.Url, oauth);
        api.Received.Count(request => request.StartsWith("GET", StringComparison.Ordinal)).ShouldBe(2);
    }

    [Fact]
    public async Task Asks_nobody_where_the_spec_says_everything()
    {
        await using var api = await StartAsync("/none", _ => "");
        (await ObtainAsync(api, api.Url, tokenUrl: api.Url + "/token")).Issued().ShouldBe("CANARY-access");
        api.Received.ShouldHaveSingleItem().ShouldStartWith("POST /token");
    }

    [Theory]
    [InlineData("https://evil.invalid")]
    [InlineData("{url}/")]
    [InlineData("{url}/other")]
    public async Task The_issuer_has_to_be_the_one_that_was_asked(string issuer)
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(issuer.Replace("{url}", url, StringComparison.Ordinal), url));
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(api, api.Url));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.Message.ShouldContain("another issuer");
        api.Received.ShouldAllBe(request => request.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Endpoints_on_another_host_are_named_for_the_person_to_approve()
    {
        await using var other = await StartAsync("/none", _ => "");
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, other.Url));
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => ObtainAsync(api, api.Url));
        error.Code.ShouldBe(ErrorCodes.HostNotApproved);
        error.Message.ShouldContain(other.Host);
        other.Received.ShouldBeEmpty();
        (await ObtainAsync(api, api.Url, hosts: [api.Host, other.Host])).Issued().ShouldBe("CANARY-access");
    }

    [Theory]
    [InlineData("http://other.example.org/token")]
    [InlineData("ftp://127.0.0.1/token")]
    [InlineData("/token")]
    [InlineData("javascript:alert(1)")]
    public async Task Endpoints_are_https(string endpoint)
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => $$"""{"issuer":"{{url}}","token_endpoint":"{{endpoint}}"}""");
        (await Should.ThrowAsync<ConnectorAuthException>(() => ObtainAsync(api, api.Url))).Code.ShouldBe(ErrorCodes.OAuthResponseFormat);
    }

    [Theory]
    [InlineData("http://issuer.example.org")]
    [InlineData("issuer.example.org")]
    public async Task The_issuer_is_https(string issuer)
    {
        await using var api = await StartAsync("/none", _ => "");
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => ObtainAsync(api, issuer, hosts: [api.Host, "issuer.example.org"]));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
    }

    [Fact]
    public async Task Metadata_without_end_is_refused()
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, url)[..^1] + ",\"x\":\"" + new string('x', 300_000) + "\"}");
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(api, api.Url));
        error.Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_server_without_metadata_is_a_typed_error()
    {
        await using var api = await StartAsync("/none", _ => "");
        (await Should.ThrowAsync<OAuthException>(() => ObtainAsync(api, api.Url))).Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(404);
    }

    [Fact]
    public async Task Without_an_endpoint_and_an_issuer_the_spec_is_incomplete()
    {
        await using var api = await StartAsync("/none", _ => "");
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => ObtainAsync(api, null));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        error.Message.ShouldContain("token endpoint");
    }

    [Theory]
    [InlineData(true, "{issuer}", null)]
    [InlineData(true, null, "does not say")]
    [InlineData(true, "https://evil.invalid", "another server")]
    [InlineData(false, null, null)]
    [InlineData(false, "{issuer}", null)]
    [InlineData(false, "https://evil.invalid", "another server")]
    public async Task The_callback_comes_from_the_server_that_was_asked(bool promised, string? stated, string? expected)
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, url)[..^1] + $",\"authorization_response_iss_parameter_supported\":{(promised ? "true" : "false")}}}");
        var oauth = new OAuthClient(_api, _clock);
        var spec = SpecOf(api, api.Url, AuthKind.OAuth2AuthorizationCode);
        var request = await oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [api.Host], new Uri(OAuthSpec.Redirect), default);
        request.Url.OriginalString.ShouldStartWith(api.Url + "/authorize?");
        var callback = new Dictionary<string, string> { ["state"] = request.State, ["code"] = "CANARY-code" };
        if (stated is not null) callback["iss"] = stated.Replace("{issuer}", api.Url, StringComparison.Ordinal);
        if (expected is null)
        {
            (await oauth.CompleteAuthorizationAsync(request, callback, default)).Issued().ShouldBe("CANARY-access");
            return;
        }

        var error = await Should.ThrowAsync<OAuthException>(() => oauth.CompleteAuthorizationAsync(request, callback, default));
        error.Code.ShouldBe(ErrorCodes.OAuthCallback);
        error.Message.ShouldContain(expected);
        api.Received.ShouldAllBe(sent => sent.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Requests_are_pushed_where_the_server_requires_it()
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, url)[..^1] + $$""","require_pushed_authorization_requests":true,"pushed_authorization_request_endpoint":"{{url}}/par"}""");
        var oauth = new OAuthClient(_api, _clock);
        var spec = SpecOf(api, api.Url, AuthKind.OAuth2AuthorizationCode);
        var request = await oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [api.Host], new Uri(OAuthSpec.Redirect), default);
        PretendBrowser.QueryOf(request.Url).Keys.ShouldBe(["client_id", "request_uri"], ignoreOrder: true);
    }

    [Fact]
    public async Task Revocation_is_discovered()
    {
        await using var api = await StartAsync("/.well-known/oauth-authorization-server", url => Metadata(url, url)[..^1] + $$""","revocation_endpoint":"{{url}}/revoke"}""");
        var oauth = new OAuthClient(_api, _clock);
        var spec = SpecOf(api, api.Url, AuthKind.OAuth2ClientCredentials);
        var token = await ObtainAsync(api, api.Url, oauth);
        (await oauth.RevokeAsync(spec, spec.Method(), OAuthSpec.Client, token, [api.Host], default)).ShouldBeTrue();
        api.Received[^1].ShouldStartWith("POST /revoke");
    }

    private static string Metadata(string issuer, string url) =>
        $$"""{"issuer":"{{issuer}}","authorization_endpoint":"{{url}}/authorize","token_endpoint":"{{url}}/token"}""";

    private static Task<LoopbackApi> StartAsync(string place, Func<string, string> metadata) => LoopbackApi.StartAsync(async context =>
    {
        var path = context.Request.Path.Value;
        var url = $"http://{context.Request.Host}";
        if (path == place) await context.Response.WriteAsync(metadata(url));
        else if (path == "/token") await context.Response.WriteAsync("""{"access_token":"CANARY-access"}""");
        else if (path == "/par") await context.Response.WriteAsync("""{"request_uri":"urn:example:1","expires_in":60}""");
        else if (path != "/revoke") context.Response.StatusCode = 404;
    });

    private static ConnectorSpec SpecOf(LoopbackApi api, string? issuer, AuthKind kind, string? tokenUrl = null) =>
        OAuthSpec.For(api.Url, kind, own => own with { AuthorizationUrl = null, TokenUrl = tokenUrl, Issuer = issuer });

    private Task<TokenState> ObtainAsync(LoopbackApi api, string? issuer, OAuthClient? oauth = null, string? tokenUrl = null, IReadOnlyList<string>? hosts = null)
    {
        var spec = SpecOf(api, issuer, AuthKind.OAuth2ClientCredentials, tokenUrl);
        return (oauth ?? new OAuthClient(_api, _clock)).ObtainAsync(spec, spec.Method(), OAuthSpec.Client, hosts ?? [api.Host], default);
    }
}
