using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Refreshing: what is kept, what ends a grant, what is tried again.</summary>
public sealed class RefreshTests : IDisposable
{
    private const string Renewed = """{"access_token":"CANARY-new","refresh_token":"CANARY-rt-new","expires_in":1800}""";
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public RefreshTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Fact]
    [Trait("case", "P2")]
    public async Task Brings_a_new_token_for_exactly_the_refresh_token()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Renewed));
        var token = await RefreshAsync(api);
        token.Issued().ShouldBe("CANARY-new");
        token.RefreshToken!.Reveal().ShouldBe("CANARY-rt-new");
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(30));
        api.Received.ShouldHaveSingleItem().Split("\n\n")[1].ShouldBe("grant_type=refresh_token&refresh_token=CANARY-rt-old");
    }

    [Fact]
    [Trait("case", "U9")]
    [Trait("case", "X1")]
    public async Task Keeps_what_the_reply_leaves_out()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, """{"access_token":"CANARY-new"}"""));
        var before = Current();
        _clock.Advance(TimeSpan.FromDays(1));
        var token = await RefreshAsync(api, before);
        token.Issued().ShouldBe("CANARY-new");
        token.Issued("instance").ShouldBe("eu7.example.org");
        token.Issued.SecretNames.ShouldBe(["access_token"]);
        token.RefreshToken!.Reveal().ShouldBe("CANARY-rt-old");
        token.Scopes.ShouldBe(["a", "b"]);
        token.TokenType.ShouldBe("Bearer");
        token.ObtainedAt.ShouldBe(_clock.GetUtcNow());
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddHours(1));
    }

    [Theory]
    [Trait("case", "U1")]
    [Trait("case", "X16")]
    [InlineData(400, """{"error":"invalid_grant","error_description":"Token has been expired or revoked."}""")]
    [InlineData(401, """{"error":"invalid_grant"}""")]
    [InlineData(403, """{"error":"invalid_grant"}""")]
    [InlineData(400, "error=invalid_grant")]
    [InlineData(200, """{"ok":false,"error":"invalid_refresh_token"}""")]
    [InlineData(200, """{"ok":false,"error":"token_revoked"}""")]
    [InlineData(200, """{"error":"bad_refresh_token","error_description":"The refresh token passed is incorrect or expired."}""")]
    [InlineData(401, """{"message":"The refresh token is invalid or has expired"}""")]
    [InlineData(400, """{"errors":[{"code":"E7","message":"refresh_token not found"}]}""")]
    public async Task Only_a_word_that_the_grant_is_over_ends_it(int status, string body)
    {
        await using var api = await ScriptedEndpoint.StartAsync((status, body));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
        error.Error.ShouldBeOfType<RefreshTokenExpiredError>().Status.ShouldBe(status);
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        api.Received.Count.ShouldBe(1);
    }

    [Theory]
    [Trait("case", "X14")]
    [InlineData(401, """{"error":"invalid_client","error_description":"Client authentication failed"}""", "invalid_client", ErrorCodes.OAuthConfiguration)]
    [InlineData(400, """{"error":"invalid_request","error_description":"The refresh token is invalid"}""", "invalid_request", ErrorCodes.OAuthConfiguration)]
    [InlineData(400, """{"error":"unauthorized_client"}""", "unauthorized_client", ErrorCodes.OAuthConfiguration)]
    [InlineData(400, """{"error":"invalid_scope"}""", "invalid_scope", ErrorCodes.OAuthConfiguration)]
    [InlineData(400, """{"error":"unsupported_grant_type"}""", "unsupported_grant_type", ErrorCodes.OAuthConfiguration)]
    [InlineData(400, "Bad Request", "", ErrorCodes.OAuthRequest)]
    [InlineData(401, "", "", ErrorCodes.OAuthRequest)]
    [InlineData(401, "<html><title>Sign in to the hotel's network</title></html>", "", ErrorCodes.OAuthRequest)]
    [InlineData(404, """{"message":"no such route"}""", "", ErrorCodes.OAuthRequest)]
    public async Task Every_other_refusal_leaves_the_grant_alone(int status, string body, string code, string errorCode)
    {
        await using var api = await ScriptedEndpoint.StartAsync((status, body));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
        var request = error.Error.ShouldBeOfType<OAuthRequestError>();
        request.Status.ShouldBe(status);
        request.Code.ShouldBe(code);
        error.Code.ShouldBe(errorCode);
        api.Received.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("case", "U2")]
    public async Task A_403_is_a_request_error_that_is_not_tried_again()
    {
        await using var api = await ScriptedEndpoint.StartAsync((403, """{"error":"access_denied"}"""));
        (await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api))).Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(403);
        api.Received.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("case", "U3")]
    public async Task After_two_network_failures_the_third_try_counts()
    {
        await using var api = await ScriptedEndpoint.StartAsync((0, ""), (0, ""), (200, Renewed));
        (await RefreshAsync(api)).Issued().ShouldBe("CANARY-new");
        api.Received.Count.ShouldBe(3);
        _clock.Waits.Count.ShouldBe(2);
        _clock.Waits[0].TotalSeconds.ShouldBeInRange(1, 1.25);
        _clock.Waits[1].TotalSeconds.ShouldBeInRange(2, 2.5);
    }

    [Fact]
    [Trait("case", "U4")]
    public async Task Three_network_failures_are_a_network_error()
    {
        await using var api = await ScriptedEndpoint.StartAsync((0, ""));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
        error.Error.ShouldBeOfType<OAuthNetworkError>().Failure.ShouldBe(ApiFailure.NotConnected);
        error.Code.ShouldBe(ErrorCodes.OAuthNetwork);
        api.Received.Count.ShouldBe(3);
    }

    [Theory]
    [Trait("case", "U2")]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_server_fault_is_tried_three_times_and_is_a_network_error(int status)
    {
        await using var api = await ScriptedEndpoint.StartAsync((status, "CANARY-page"));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
        error.Error.ShouldBeOfType<OAuthNetworkError>().Status.ShouldBe(status);
        error.Explanation.ShouldNotContain("CANARY");
        api.Received.Count.ShouldBe(3);
    }

    [Theory]
    [Trait("case", "X17")]
    [InlineData(429, "3")]
    [InlineData(503, "3")]
    [InlineData(429, "date")]
    public async Task Waits_as_long_as_it_is_asked_to(int status, string retryAfter)
    {
        var turn = 0;
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (Interlocked.Increment(ref turn) == 2) return Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, Renewed);
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = retryAfter == "date" ? _clock.GetUtcNow().AddSeconds(3).ToString("r", CultureInfo.InvariantCulture) : retryAfter;
            return Task.CompletedTask;
        });
        (await RefreshAsync(api)).Issued().ShouldBe("CANARY-new");
        _clock.Waits.ShouldBe([TimeSpan.FromSeconds(3)]);
    }

    [Theory]
    [Trait("case", "X17")]
    [InlineData(429)]
    [InlineData(503)]
    public async Task Does_not_wait_for_longer_than_a_call_may_take(int status)
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "3600";
            return Task.CompletedTask;
        });
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
        error.Error.ShouldBeOfType<RateLimitError>().RetryAfter.ShouldBe(TimeSpan.FromHours(1));
        error.Code.ShouldBe(ErrorCodes.RateLimited);
        error.NextStep.ShouldContain("3600 seconds");
        api.Received.Count.ShouldBe(1);
        _clock.Waits.ShouldBeEmpty();
    }

    [Fact]
    [Trait("case", "C11")]
    [Trait("case", "X15")]
    public async Task Without_a_refresh_token_a_person_has_to_sign_in()
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, Renewed));
        var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api, Current() with { RefreshToken = null }));
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_needs_no_person_starts_again_where_there_is_no_refresh_token_or_it_has_ended()
    {
        await using var api = await ScriptedEndpoint.StartAsync((400, """{"error":"invalid_grant"}"""), (200, Renewed));
        var spec = SpecOf(api, AuthKind.OAuth2ClientCredentials);
        (await _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, Current(), [api.Host], default)).Issued().ShouldBe("CANARY-new");
        (await _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, Current() with { RefreshToken = null }, [api.Host], default)).Issued().ShouldBe("CANARY-new");
        api.Received.Select(request => request.Split("\n\n")[1].Split('&')[0]).ShouldBe(["grant_type=refresh_token", "grant_type=client_credentials", "grant_type=client_credentials"]);
    }

    [Fact]
    public async Task A_call_that_is_given_up_ends_at_once()
    {
        using var source = new CancellationTokenSource();
        await using var api = await LoopbackApi.StartAsync(async context =>
        {
            await source.CancelAsync();
            context.Abort();
        });
        var spec = SpecOf(api, AuthKind.OAuth2AuthorizationCode);
        await Should.ThrowAsync<OperationCanceledException>(() => _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, Current(), [api.Host], source.Token));
    }

    [Fact]
    [Trait("case", "X26")]
    public async Task No_error_quotes_a_secret_that_the_server_sends_back()
    {
        foreach (var form in new[]
        {
            """{"error":"invalid_request","error_description":"refresh_token CANARY-rt-old of client CANARY-client-secret:/%+&= at eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.c2lnbmF0dXJl"}""",
            """{"error":"CANARY-rt-old"}""",
            """{"error":"server_error","message":"access_token=CANARY-access-old"}""",
            """{"error_description":"CANARY-client-secret%3A%2F%25%2B%26%3D"}""",
        })
        {
            await using var api = await ScriptedEndpoint.StartAsync((400, form));
            var error = await Should.ThrowAsync<OAuthException>(() => RefreshAsync(api));
            (error + error.Explanation + error.Error).ShouldNotContain("CANARY");
            error.Explanation.ShouldNotContain("eyJ");
        }
    }

    private static ConnectorSpec SpecOf(LoopbackApi api, AuthKind kind) => OAuthSpec.For(api.Url, kind, own => own with
    {
        Scopes = [],
        ReplyFacts = new Dictionary<string, string> { ["instance"] = "instance_url" },
    });

    private TokenState Current() => new(
        new CredentialValues(
            [
                KeyValuePair.Create("access_token", new Secret("CANARY-access-old")),
                KeyValuePair.Create("instance", new Secret("eu7.example.org")),
            ],
            ["access_token"]),
        new Secret("CANARY-rt-old"),
        "Bearer",
        _clock.GetUtcNow(),
        _clock.GetUtcNow().AddHours(1),
        ["a", "b"]);

    private Task<TokenState> RefreshAsync(LoopbackApi api, TokenState? current = null)
    {
        var spec = SpecOf(api, AuthKind.OAuth2AuthorizationCode);
        return _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, current ?? Current(), [api.Host], default);
    }
}
