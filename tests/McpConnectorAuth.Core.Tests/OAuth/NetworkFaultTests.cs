using System.Net;
using System.Net.Sockets;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>What a network can do to a token request: each its typed error, none hanging, none quoting a secret.</summary>
public sealed class NetworkFaultTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(10));

    public void Dispose() => _api.Dispose();

    [Fact]
    public async Task Refused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        var error = await FailAsync("http://" + host);
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.NotConnected);
        _clock.Waits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_refused_code_exchange_is_sent_again_because_nobody_has_seen_it()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        var spec = OAuthSpec.For("http://" + host, AuthKind.OAuth2AuthorizationCode);
        var oauth = new OAuthClient(_api, _clock);
        var request = await oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [host], new Uri(OAuthSpec.Redirect), default);
        var error = await Should.ThrowAsync<OAuthException>(() => oauth.CompleteAuthorizationAsync(
            request, new Dictionary<string, string> { ["state"] = request.State, ["code"] = "CANARY-code" }, default));
        error.Error.ShouldBeOfType<OAuthNetworkError>();
        _clock.Waits.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_code_exchange_whose_reply_was_lost_is_not_sent_again()
    {
        await using var api = await ScriptedEndpoint.StartAsync((0, ""));
        var spec = OAuthSpec.For(api.Url, AuthKind.OAuth2AuthorizationCode);
        var oauth = new OAuthClient(_api, _clock);
        var request = await oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [api.Host], new Uri(OAuthSpec.Redirect), default);
        var error = await Should.ThrowAsync<OAuthException>(() => oauth.CompleteAuthorizationAsync(
            request, new Dictionary<string, string> { ["state"] = request.State, ["code"] = "CANARY-code" }, default));
        error.Error.ShouldBeOfType<OAuthNetworkError>();
        api.Received.Count.ShouldBe(1);
        _clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task Reset_in_the_middle_of_the_body()
    {
        await using var api = await LoopbackApi.StartAsync(async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.WriteAsync("{\"access_token\":\"CANARY-half");
            await context.Response.Body.FlushAsync();
            context.Abort();
        });
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.NotConnected);
        error.ToString().ShouldNotContain("CANARY");
        api.Received.Count.ShouldBe(3);
    }

    [Fact]
    public async Task Silence()
    {
        using var hurried = new ApiClient(timeout: TimeSpan.FromMilliseconds(300));
        await using var api = await LoopbackApi.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        var error = await FailAsync(api.Url, hurried);
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.TimedOut);
        error.Message.ShouldContain("did not answer in time");
    }

    [Fact]
    public async Task Tls_failure_is_not_tried_again()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("{}"), selfSigned: true);
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.Tls);
        api.Received.ShouldBeEmpty();
        _clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_name_that_does_not_resolve()
    {
        var error = await FailAsync("https://no-such-host.invalid");
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.NameNotResolved);
    }

    [Fact]
    public async Task Truncated_json()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, "{\"access_token\":\"CANARY-half"));
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.ToString().ShouldNotContain("CANARY");
        api.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ten_megabytes()
    {
        var body = Encoding.UTF8.GetBytes("{\"access_token\":\"CANARY-" + new string('x', 10 * 1024 * 1024) + "\"}");
        await using var api = await LoopbackApi.StartAsync(context => context.Response.Body.WriteAsync(body).AsTask());
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.Message.ShouldContain("256 KiB");
    }

    [Fact]
    public async Task Redirects_without_end()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.Redirect("/again");
            return Task.CompletedTask;
        });
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthResponseFormatError>().Status.ShouldBe(302);
        error.Message.ShouldContain("redirects without end");
        api.Received.Count.ShouldBeLessThanOrEqualTo(6);
    }

    [Fact]
    public async Task A_redirect_to_another_origin_gets_nothing()
    {
        await using var other = await ScriptedEndpoint.StartAsync((200, """{"access_token":"stolen"}"""));
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers.Location = other.Url + "/token";
            return Task.CompletedTask;
        });
        var error = await FailAsync(api.Url);
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        other.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_speaks_no_http()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            using var connection = await listener.AcceptTcpClientAsync();
            await connection.GetStream().ReadAtLeastAsync(new byte[4096], 64);
            await connection.GetStream().WriteAsync("SSH-2.0-made_up\r\n"u8.ToArray());
        });
        var error = await FailAsync("http://" + listener.LocalEndpoint);
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.NotHttp);
        await serving;
    }

    private async Task<OAuthException> FailAsync(string url, ApiClient? api = null)
    {
        var spec = OAuthSpec.For(url, AuthKind.OAuth2AuthorizationCode);
        var current = new TokenState(new CredentialValues([]), new Secret("CANARY-rt"), null, _clock.GetUtcNow(), null, null);
        var error = await Should.ThrowAsync<OAuthException>(() => new OAuthClient(api ?? _api, _clock)
            .RefreshAsync(spec, spec.Method(), OAuthSpec.Client, current, [url.Split("://")[1]], default));
        error.Explanation.ShouldNotContain("CANARY");
        return error;
    }
}
