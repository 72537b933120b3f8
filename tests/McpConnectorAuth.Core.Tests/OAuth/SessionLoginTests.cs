using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.OAuth;

public sealed class SessionLoginTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public SessionLoginTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("json", "{\"user\":\"ada\",\"secret\":\"CANARY p\\u0026w\"}")]
    [InlineData("form", "user=ada&secret=CANARY%20p%26w")]
    public async Task Logs_in_with_body_header_and_query_and_takes_the_token_from_the_reply(string body, string expected)
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("""{"data":{"session":{"token":"CANARY-session"},"shard":"https://s3.example.org/x"}}"""));
        var spec = SpecOf(
            api,
            new SpecLogin(
                "POST",
                "/v1/login",
                body,
                [
                    new Placement(PlacementLocation.Body, "user", "{username}"),
                    new Placement(PlacementLocation.Body, "secret", "{password}"),
                    new Placement(PlacementLocation.Header, "X-App", "app-{username}"),
                    new Placement(PlacementLocation.Query, "v", "2"),
                ],
                [new SpecReturned("session_token", "body", "data.session.token"), new SpecReturned("shard", "body", "data.shard")],
                Lifetime: 1200),
            "X-Session",
            "{session_token}",
            baseUrl: api.Url + "/v1");
        spec = spec with { Authentication = spec.Authentication with { Hosts = [.. spec.Authentication.Hosts, "{shard}"] } };
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(GrantInteraction.Unattended);
        var token = await ObtainAsync(api, spec);
        token.Issued("session_token").ShouldBe("CANARY-session");
        token.Issued("shard").ShouldBe("s3.example.org");
        token.Issued.SecretNames.ShouldBe(["session_token"]);
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(20));
        token.RefreshToken.ShouldBeNull();
        var sent = api.Received.ShouldHaveSingleItem();
        sent.ShouldStartWith("POST /v1/login?v=2\n");
        sent.ShouldContain("X-App: app-ada");
        sent.ShouldEndWith("\n\n" + expected);
    }

    [Fact]
    [Trait("case", "T4")]
    public async Task Takes_the_token_from_a_header()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.Headers["X-Key"] = "abc";
            return Task.CompletedTask;
        });
        var token = await ObtainAsync(api, SpecOf(api, Login([new SpecReturned("key", "header", "x-key")]), "X-Key", "{key}"));
        token.Issued("key").ShouldBe("abc");
        token.RefreshToken.ShouldBeNull();
        token.ExpiresAt.ShouldBeNull();
        token.ObtainedAt.ShouldBe(_clock.GetUtcNow());
    }

    [Fact]
    public async Task Takes_the_token_from_a_cookie()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.Headers.SetCookie = new(["lang=en; Expires=Thu, 01 Jan 2099 00:00:00 GMT; Path=/", "sid=\"CANARY=sid==\"; HttpOnly; Expires=Thu, 01 Jan 2099 00:00:00 GMT"]);
            return Task.CompletedTask;
        });
        (await ObtainAsync(api, SpecOf(api, Login([new SpecReturned("sid", "cookie", "sid")]), "X-Sid", "{sid}"))).Issued("sid").ShouldBe("CANARY=sid==");
    }

    [Theory]
    [Trait("case", "T8")]
    [InlineData("CANARY-plain\n")]
    [InlineData("\"CANARY-plain\"")]
    public async Task The_whole_body_may_be_the_token(string body)
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync(body));
        var spec = SpecOf(api, Login([new SpecReturned("token", "body", "")]), "token", "{token}", PlacementLocation.Body);
        (await ObtainAsync(api, spec)).Issued("token").ShouldBe("CANARY-plain");
    }

    [Theory]
    [Trait("case", "X5")]
    [InlineData(200, "{}")]
    [InlineData(200, "")]
    [InlineData(200, "<html>login</html>")]
    [InlineData(200, """{"session":{"token":null}}""")]
    [InlineData(200, """{"session":{"token":"a\nb"}}""")]
    public async Task A_login_that_brings_nothing_produced_no_credential(int status, string body)
    {
        await using var api = await ScriptedEndpoint.StartAsync((status, body));
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(api, SpecOf(api, Login([new SpecReturned("token", "body", "session.token")]), "X-S", "{token}")));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.Message.ShouldContain("no credential was produced");
    }

    [Theory]
    [InlineData(401, """{"message":"wrong password CANARY p&w"}""")]
    [InlineData(200, """{"success":false,"error":"wrong password CANARY p&w"}""")]
    public async Task A_refused_login_is_a_request_error_without_the_password(int status, string body)
    {
        await using var api = await ScriptedEndpoint.StartAsync((status, body));
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(api, SpecOf(api, Login([new SpecReturned("token", "body", "session.token")]), "X-S", "{token}")));
        error.Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(status);
        error.Explanation.ShouldContain("wrong password");
        error.Explanation.ShouldNotContain("CANARY");
        api.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Refreshing_is_logging_in_again_and_revoking_is_logging_out()
    {
        var turn = 0;
        await using var api = await LoopbackApi.StartAsync(context => context.Request.Path == "/logout"
            ? Task.CompletedTask
            : context.Response.WriteAsync($$"""{"token":"CANARY-{{Interlocked.Increment(ref turn)}}"}"""));
        var login = Login([new SpecReturned("token", "body", "token")]) with { LogoutMethod = "DELETE", LogoutPath = "/logout" };
        var spec = SpecOf(api, login, "X-S", "{token}");
        var first = await ObtainAsync(api, spec);
        var second = await _oauth.RefreshAsync(spec, spec.Method(), Values, first, [api.Host], default);
        second.Issued("token").ShouldBe("CANARY-2");
        (await _oauth.RevokeAsync(spec, spec.Method(), Values, second, [api.Host], default)).ShouldBeTrue();
        api.Received[^1].ShouldStartWith("DELETE /logout");
        api.Received[^1].ShouldContain("X-S: CANARY-2");
    }

    [Fact]
    public async Task A_login_goes_to_approved_hosts_only()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, "{}"));
        var login = Login([new SpecReturned("token", "body", "token")]) with { Path = "https://login.other.invalid/x" };
        (await Should.ThrowAsync<ConnectorAuthException>(() => ObtainAsync(api, SpecOf(api, login, "X-S", "{token}")))).Code.ShouldBe(ErrorCodes.HostNotApproved);
    }

    private static CredentialValues Values { get; } = OAuthSpec.Values(("username", "ada"), ("password", "CANARY p&w"));

    private static SpecLogin Login(IReadOnlyList<SpecReturned> returns) => new(
        "POST", "/login", "json", [new Placement(PlacementLocation.Body, "user", "{username}"), new Placement(PlacementLocation.Body, "password", "{password}")], returns);

    private static ConnectorSpec SpecOf(LoopbackApi api, SpecLogin login, string name, string format, PlacementLocation location = PlacementLocation.Header, string? baseUrl = null)
    {
        var spec = OAuthSpec.Of(api.Url, AuthKind.SessionLogin, null, null, "x", [TestSpec.Plain("username"), TestSpec.Secret("password")], baseUrl, login);
        var method = spec.Method() with { Placements = [new Placement(location, name, format)] };
        return spec with { Authentication = spec.Authentication with { Methods = [method], Hosts = [api.Host] } };
    }

    private Task<TokenState> ObtainAsync(LoopbackApi api, ConnectorSpec spec) => _oauth.ObtainAsync(spec, spec.Method(), Values, [api.Host], default);
}
