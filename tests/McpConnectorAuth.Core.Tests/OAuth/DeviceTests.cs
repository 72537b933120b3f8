using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Sign-in on another device (RFC 8628).</summary>
public sealed class DeviceTests : IDisposable
{
    private const string Start = """{"device_code":"CANARY-device","user_code":"WDJB-MJHT","verification_uri":"https://example.org/device","verification_uri_complete":"https://example.org/device?user_code=WDJB-MJHT","expires_in":900,"interval":5}""";
    private const string Token = """{"access_token":"CANARY-access","token_type":"bearer","scope":"read,write"}""";
    private const string Pending = """{"error":"authorization_pending"}""";
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public DeviceTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Fact]
    [Trait("case", "V1")]
    public async Task Says_where_to_enter_which_code()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start));
        var device = await BeginAsync(api);
        device.UserCode.ShouldBe("WDJB-MJHT");
        device.VerificationUri.OriginalString.ShouldBe("https://example.org/device");
        device.VerificationUriComplete!.OriginalString.ShouldEndWith("?user_code=WDJB-MJHT");
        device.Interval.ShouldBe(TimeSpan.FromSeconds(5));
        device.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(15));
        device.DeviceCode.Reveal().ShouldBe("CANARY-device");
        device.Scopes.ShouldBe(["read", "write"]);
        device.ToString().ShouldNotBeNull().ShouldNotContain("CANARY");
        api.Received[0].Split("\n\n")[1].ShouldBe("client_id=app-1&scope=read%20write");
    }

    [Theory]
    [Trait("case", "V2")]
    [InlineData("")]
    [InlineData(""","interval":null""")]
    [InlineData(""","interval":"often" """)]
    [InlineData(""","interval":-3""")]
    public async Task Five_seconds_where_no_interval_is_stated(string interval)
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, $$"""{"device_code":"d","user_code":"U","verification_url":"https://example.org/device","expires_in":900{{interval}}}"""));
        (await BeginAsync(api)).Interval.ShouldBe(TimeSpan.FromSeconds(5));
    }

    [Theory]
    [InlineData("""{"user_code":"U","verification_uri":"https://example.org"}""")]
    [InlineData("""{"device_code":"d","verification_uri":"https://example.org"}""")]
    [InlineData("""{"device_code":"d","user_code":"U"}""")]
    [InlineData("""{"device_code":"d","user_code":"U","verification_uri":"http://example.org/device"}""")]
    [InlineData("""{"device_code":"d","user_code":"U","verification_uri":"javascript:alert(1)"}""")]
    [InlineData("""{"device_code":"d","user_code":"U\n","verification_uri":"https://example.org"}""")]
    [InlineData("not json")]
    public async Task An_answer_that_no_person_can_follow_is_refused(string answer)
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, answer));
        (await Should.ThrowAsync<OAuthException>(() => BeginAsync(api))).Error.ShouldBeOfType<OAuthResponseFormatError>();
    }

    [Fact]
    [Trait("case", "V3")]
    public async Task The_first_poll_may_bring_the_token()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (200, Token));
        var token = await _oauth.PollDeviceAsync(await BeginAsync(api), default);
        token.Issued().ShouldBe("CANARY-access");
        token.Scopes.ShouldBe(["read", "write"]);
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(5)]);
        api.Received[1].Split("\n\n")[1].ShouldBe("grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Adevice_code&device_code=CANARY-device&client_id=app-1");
    }

    [Theory]
    [Trait("case", "V4")]
    [InlineData(400)]
    [InlineData(200)]
    [InlineData(428)]
    public async Task Goes_on_while_the_person_has_not_answered(int status)
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (status, Pending), (status, Pending), (200, Token));
        (await _oauth.PollDeviceAsync(await BeginAsync(api), default)).Issued().ShouldBe("CANARY-access");
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(5)]);
    }

    [Fact]
    [Trait("case", "V5")]
    public async Task Slows_down_for_good_when_it_is_asked_to()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (400, """{"error":"slow_down"}"""), (400, Pending), (200, Token));
        await _oauth.PollDeviceAsync(await BeginAsync(api), default);
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(10)]);
    }

    [Fact]
    [Trait("case", "V6")]
    public async Task An_expired_code_is_an_error()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (400, """{"error":"expired_token"}"""));
        var error = await Should.ThrowAsync<OAuthException>(async () => await _oauth.PollDeviceAsync(await BeginAsync(api), default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("expired_token");
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        error.Explanation.ShouldContain("expired");
    }

    [Fact]
    [Trait("case", "V7")]
    public async Task A_refusal_is_an_error()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (400, """{"error":"access_denied"}"""));
        var error = await Should.ThrowAsync<OAuthException>(async () => await _oauth.PollDeviceAsync(await BeginAsync(api), default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("access_denied");
        error.Explanation.ShouldContain("denied");
    }

    [Fact]
    [Trait("case", "X22")]
    public async Task Stops_when_the_code_is_over_whatever_the_server_says()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (400, Pending));
        var device = await BeginAsync(api);
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.PollDeviceAsync(device, default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("expired_token");
        _clock.GetUtcNow().ShouldBeLessThanOrEqualTo(device.ExpiresAt);
        api.Received.Count.ShouldBe(180);
    }

    [Fact]
    public async Task A_network_that_is_down_for_a_while_does_not_end_it()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Start), (0, ""), (503, ""), (400, Pending), (200, Token));
        (await _oauth.PollDeviceAsync(await BeginAsync(api), default)).Issued().ShouldBe("CANARY-access");
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(15)]);
    }

    [Fact]
    public async Task Ends_when_the_caller_gives_up()
    {
        using var source = new CancellationTokenSource();
        var turn = 0;
        await using var api = await LoopbackApi.StartAsync(async context =>
        {
            if (Interlocked.Increment(ref turn) == 3) await source.CancelAsync();
            context.Response.StatusCode = turn == 1 ? 200 : 400;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, turn == 1 ? Start : Pending);
        });
        var device = await BeginAsync(api);
        await Should.ThrowAsync<OperationCanceledException>(() => _oauth.PollDeviceAsync(device, source.Token));
    }

    private Task<DeviceAuthorization> BeginAsync(LoopbackApi api)
    {
        var spec = OAuthSpec.Of(
            api.Url,
            AuthKind.OAuth2DeviceCode,
            new SpecMethodOAuth { TokenUrl = api.Url + "/token", DeviceAuthorizationUrl = api.Url + "/device", Scopes = ["read", "write"] },
            null,
            "Bearer {access_token}",
            [TestSpec.Plain("client_id")]);
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(GrantInteraction.Device);
        return _oauth.BeginDeviceAsync(spec, spec.Method(), OAuthSpec.Values(("client_id", "app-1")), [api.Host], default);
    }
}
