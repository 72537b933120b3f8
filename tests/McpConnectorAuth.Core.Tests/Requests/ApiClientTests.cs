using System.Net;
using System.Net.Sockets;
using System.Text;
using McpConnectorAuth.Core.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class ApiClientTests : IDisposable
{
    private const string Key = "CANARY-client-7f3a";
    private readonly ApiClient _client = new(timeout: TimeSpan.FromSeconds(20));

    public void Dispose() => _client.Dispose();

    [Fact]
    public async Task Sends_the_request_and_reads_the_answer()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.Headers["X-A"] = new(["1", "2"]);
            context.Response.ContentType = "application/json; charset=utf-8";
            return context.Response.WriteAsync("{\"id\":1}");
        });
        var response = await Send(api, "/me");
        response.Failure.ShouldBeNull();
        response.Status.ShouldBe(200);
        response.MediaType.ShouldBe("application/json");
        response.Header("x-a").ShouldBe("1, 2");
        Encoding.UTF8.GetString(response.Body.Span).ShouldBe("{\"id\":1}");
        var sent = api.Received.ShouldHaveSingleItem();
        sent.ShouldContain($"X-Key: {Key}");
        sent.ShouldContain("User-Agent: McpConnectorAuth/0.");
        sent.ShouldNotContain("traceparent");
    }

    [Theory]
    [InlineData("https://not-approved.invalid/me", "approved.invalid")]
    [InlineData("https://approved.invalid.evil.invalid/me", "approved.invalid")]
    [InlineData("https://approved.invalid@evil.invalid/me", "approved.invalid")]
    [InlineData("http://approved.invalid/me", "approved.invalid")]
    [InlineData("https://approved.invalid:8443/me", "approved.invalid")]
    [InlineData("http://0x7f.1/me", "127.0.0.1")]
    [InlineData("http://127.0.0.1/me", "")]
    public async Task Refuses_a_host_that_is_not_approved_before_it_is_looked_up(string url, string approved)
    {
        // A lookup of a name below .invalid would come back as a failure of the network, not as this error.
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _client.SendAsync(request, approved.Length == 0 ? [] : [approved], CancellationToken.None));
        error.Code.ShouldBe(ErrorCodes.HostNotApproved);
    }

    [Fact]
    public async Task Follows_a_redirect_on_the_same_origin_with_the_credential()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (context.Request.Path == "/new") return context.Response.WriteAsync("here");
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/new?x=1";
            return Task.CompletedTask;
        });
        var response = await Send(api, "/old");
        response.Status.ShouldBe(200);
        response.Url.AbsolutePath.ShouldBe("/new");
        api.Received[1].ShouldContain(Key);
    }

    [Fact]
    public async Task Never_carries_a_credential_to_another_origin()
    {
        await using var other = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("stolen"));
        foreach (var status in new[] { 301, 302, 303, 307, 308 })
        {
            await using var api = await LoopbackApi.StartAsync(context =>
            {
                context.Response.StatusCode = status;
                context.Response.Headers.Location = other.Url + "/collect";
                return Task.CompletedTask;
            });

            // The other origin is approved, too, and still gets nothing.
            using var request = Request(api.Url + "/me");
            var response = await _client.SendAsync(request, [api.Host, other.Host], CancellationToken.None);
            response.RedirectEnd.ShouldBe(RedirectEnd.OtherOrigin);
            response.RedirectTarget!.Port.ShouldBe(new Uri(other.Url).Port);
            response.Status.ShouldBe(status);
        }

        other.Received.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("//evil.invalid/x", RedirectEnd.OtherOrigin)]
    [InlineData("https://evil.invalid/", RedirectEnd.OtherOrigin)]
    [InlineData("ftp://127.0.0.1/", RedirectEnd.OtherOrigin)]
    [InlineData("file:///etc/passwd", RedirectEnd.OtherOrigin)]
    [InlineData("javascript:alert(1)", RedirectEnd.OtherOrigin)]
    [InlineData("", RedirectEnd.NoTarget)]
    public async Task Stops_at_odd_targets(string location, RedirectEnd expected)
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = location;
            return Task.CompletedTask;
        });
        (await Send(api, "/me")).RedirectEnd.ShouldBe(expected);
        api.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Stops_after_five_redirects()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = "/again";
            return Task.CompletedTask;
        });
        (await Send(api, "/me")).RedirectEnd.ShouldBe(RedirectEnd.TooMany);
        api.Received.Count.ShouldBe(6);
    }

    [Theory]
    [InlineData(303, "GET", "")]
    [InlineData(302, "GET", "")]
    [InlineData(307, "POST", "{\"key\":\"k\"}")]
    [InlineData(308, "POST", "{\"key\":\"k\"}")]
    public async Task Keeps_or_drops_the_body_as_the_status_says(int status, string verb, string body)
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (context.Request.Path == "/new") return Task.CompletedTask;
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/new";
            return Task.CompletedTask;
        });
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Url + "/old") { Content = new StringContent("{\"key\":\"k\"}", Encoding.UTF8, "application/json") };
        (await _client.SendAsync(request, [api.Host], CancellationToken.None)).Status.ShouldBe(200);
        api.Received[1].ShouldStartWith($"{verb} /new");
        api.Received[1].ShouldEndWith("\n\n" + body);
    }

    [Fact]
    public async Task Keeps_no_cookies()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.Cookies.Append("session", "1");
            return Task.CompletedTask;
        });
        await Send(api, "/a");
        await Send(api, "/b");
        api.Received[1].ShouldNotContain("Cookie:");
    }

    [Fact]
    public async Task Keeps_256_KiB_of_an_endless_body()
    {
        await using var api = await LoopbackApi.StartAsync(async context =>
        {
            var chunk = new byte[64 * 1024];
            while (!context.RequestAborted.IsCancellationRequested) await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        var response = await Send(api, "/endless");
        response.Status.ShouldBe(200);
        response.Truncated.ShouldBeTrue();
        response.Body.Length.ShouldBe(ApiClient.MaximumBodyBytes);
    }

    [Fact]
    public async Task Gives_up_at_the_time_limit()
    {
        using var hurried = new ApiClient(timeout: TimeSpan.FromMilliseconds(200));
        await using var api = await LoopbackApi.StartAsync(context => Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default));
        using var request = Request(api.Url + "/slow");
        (await hurried.SendAsync(request, [api.Host], CancellationToken.None)).Failure.ShouldBe(ApiFailure.TimedOut);
    }

    [Fact]
    public async Task Ends_when_the_caller_gives_up()
    {
        using var source = new CancellationTokenSource();
        await using var api = await LoopbackApi.StartAsync(async context =>
        {
            await source.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        using var request = Request(api.Url + "/slow");
        await Should.ThrowAsync<OperationCanceledException>(() => _client.SendAsync(request, [api.Host], source.Token));
    }

    [Fact]
    public async Task Does_not_trust_a_self_signed_certificate()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("secret"), selfSigned: true);
        var response = await Send(api, "/me");
        response.Failure.ShouldBe(ApiFailure.Tls);
        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Says_tls_where_the_port_speaks_plain_http()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("plain"));
        using var request = Request(api.Url.Replace("http://", "https://", StringComparison.Ordinal) + "/me");
        (await _client.SendAsync(request, [api.Host], CancellationToken.None)).Failure.ShouldBe(ApiFailure.Tls);
    }

    [Fact]
    public async Task Says_that_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        using var request = Request($"http://{host}/me");
        (await _client.SendAsync(request, [host], CancellationToken.None)).Failure.ShouldBe(ApiFailure.NotConnected);
    }

    [Fact]
    public async Task Says_that_a_name_does_not_resolve()
    {
        using var request = Request("https://no-such-host.invalid/me");
        (await _client.SendAsync(request, ["no-such-host.invalid"], CancellationToken.None)).Failure.ShouldBe(ApiFailure.NameNotResolved);
    }

    [LoopbackNameFact]
    public async Task Sends_nothing_where_a_name_leads_to_this_machine()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = $"{LoopbackNameFactAttribute.Name}:{((IPEndPoint)listener.LocalEndpoint).Port}";
        using var request = Request($"https://{host}/me");
        (await _client.SendAsync(request, [host], CancellationToken.None)).Failure.ShouldBe(ApiFailure.UnsafeAddress);
        listener.Pending().ShouldBeFalse();
    }

    [Theory]
    [InlineData("SSH-2.0-made_up\r\n", ApiFailure.NotHttp)]
    [InlineData("", ApiFailure.NotConnected)]
    public async Task Says_what_is_wrong_with_a_server_that_speaks_no_http(string greeting, ApiFailure expected)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var serving = Task.Run(async () =>
        {
            // HttpClient may try again on a new connection.
            while (true)
            {
                using var connection = await listener.AcceptTcpClientAsync();
                var stream = connection.GetStream();
                await stream.ReadAtLeastAsync(new byte[4096], 64);
                await stream.WriteAsync(Encoding.ASCII.GetBytes(greeting));
            }
        });
        var host = listener.LocalEndpoint.ToString()!;
        using var request = Request($"http://{host}/me");
        (await _client.SendAsync(request, [host], CancellationToken.None)).Failure.ShouldBe(expected);
        listener.Stop();
        await Should.ThrowAsync<Exception>(() => serving);
    }

    [Fact]
    public async Task Takes_no_proxy_to_this_machine()
    {
        // HttpClient.DefaultProxy is what a proxy variable in the environment sets.
        var before = HttpClient.DefaultProxy;
        await using var proxy = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("proxied"));
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("direct"));
        try
        {
            HttpClient.DefaultProxy = new WebProxy(proxy.Url);
            (await Send(api, "/me")).Status.ShouldBe(200);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }

        proxy.Received.ShouldBeEmpty();
        api.Received.Count.ShouldBe(1);
    }

    private static HttpRequestMessage Request(string url) => new(HttpMethod.Get, url) { Headers = { { "X-Key", Key }, { "Authorization", "Bearer " + Key } } };

    private async Task<ApiResponse> Send(LoopbackApi api, string path)
    {
        using var request = Request(api.Url + path);
        return await _client.SendAsync(request, [api.Host], CancellationToken.None);
    }
}
