using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.OAuth;

public sealed class AuthorizationCodeTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public AuthorizationCodeTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Fact]
    [Trait("case", "P1")]
    public async Task Signs_in_with_pkce_and_reads_everything_that_the_reply_states()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var token = await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default);
        server.Refusals.ShouldBeEmpty();
        token.Issued().ShouldBe("CANARY-access-2");
        token.Issued.SecretNames.ShouldBe(["access_token"]);
        token.RefreshToken!.Reveal().ShouldBe("CANARY-refresh-2");
        token.TokenType.ShouldBe("Bearer");
        token.ObtainedAt.ShouldBe(_clock.GetUtcNow());
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddHours(1));
        token.Scopes.ShouldBe(["read", "write"]);
        request.Scopes.ShouldBe(["read", "write"]);
    }

    [Fact]
    [Trait("case", "U13")]
    public async Task Sends_the_verifier_in_the_body_and_the_secret_in_the_header_only()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        await SignInAsync(server);
        var sent = server.Received[^1];
        sent.ShouldContain("code_verifier=");
        sent.ShouldContain("Authorization: Basic ");
        sent.Split("\n\n")[1].ShouldNotContain("client_");
    }

    [Fact]
    public async Task The_address_of_the_page_holds_no_secret()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        request.Url.OriginalString.ShouldNotContain("CANARY");
        request.Url.OriginalString.ShouldNotContain(request.Verifier!.Reveal());
        request.Url.Query.ShouldContain("code_challenge=" + Pkce.ChallengeOf(request.Verifier.Reveal()));
    }

    [Fact]
    public async Task Sends_no_pkce_where_the_spec_says_that_it_is_rejected()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Pkce = "rejected" });
        await SignInAsync(server, own => own with { Pkce = "rejected" });
        server.Refusals.ShouldBeEmpty();
        server.Received[^1].ShouldNotContain("code_verifier");
    }

    [Fact]
    public async Task Uses_pkce_although_the_shared_section_says_nothing_of_it()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, _ => null!);
        spec = spec with
        {
            Connection = spec.Connection with
            {
                OAuth = new SpecOAuth("u2m", false, "read write", server.Url + "/{tenant}/authorize", server.Url + "/{tenant}/token", new Dictionary<string, string>()),
            },
        };
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], new Uri(OAuthSpec.Redirect), default);
        (await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default)).Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Keeps_the_redirect_uri_as_it_is_registered()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode);
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], new Uri("http://localhost:3000"), default);
        PretendBrowser.QueryOf(request.Url)["redirect_uri"].ShouldBe("http://localhost:3000");
    }

    [Theory]
    [Trait("case", "X11")]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("configId:userId")]
    public async Task Refuses_a_state_that_is_not_its_own_before_any_exchange(string? state)
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var callback = await PretendBrowser.VisitAsync(request.Url);
        if (state is null) callback.Remove("state");
        else callback["state"] = state;
        var before = server.Received.Count;
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, callback, default));
        error.Code.ShouldBe(ErrorCodes.OAuthCallback);
        server.Received.Count.ShouldBe(before);
    }

    [Fact]
    [Trait("case", "X11")]
    public async Task A_foreign_state_does_not_spoil_the_request_and_a_second_callback_is_refused()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var other = await BeginAsync(server);
        other.State.ShouldNotBe(request.State);
        var callback = await PretendBrowser.VisitAsync(request.Url);
        await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(other, callback, default));
        (await _oauth.CompleteAuthorizationAsync(request, callback, default)).Issued().ShouldStartWith("CANARY-access");
        var before = server.Received.Count;
        var again = await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, callback, default));
        again.Message.ShouldContain("completed already");
        server.Received.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Of_many_callbacks_at_once_one_is_exchanged()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var callback = await PretendBrowser.VisitAsync(request.Url);
        var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(async _ =>
        {
            try
            {
                await Task.Yield();
                await _oauth.CompleteAuthorizationAsync(request, callback, default);
                return true;
            }
            catch (OAuthException)
            {
                return false;
            }
        }));
        results.Count(good => good).ShouldBe(1);
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Ends_after_ten_minutes()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        request.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(10));
        var callback = await PretendBrowser.VisitAsync(request.Url);
        _clock.Advance(TimeSpan.FromMinutes(10));
        (await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, callback, default))).Code.ShouldBe(ErrorCodes.OAuthCallback);
    }

    [Fact]
    [Trait("case", "U18")]
    public async Task A_callback_without_a_code_is_an_error()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(request, new Dictionary<string, string> { ["state"] = request.State }, default));
        error.Message.ShouldContain("authorization code");
    }

    [Fact]
    public async Task A_refusal_comes_back_in_the_provider_s_words_without_secrets_and_on_one_short_line()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var request = await BeginAsync(server);
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.CompleteAuthorizationAsync(
            request,
            new Dictionary<string, string>
            {
                ["state"] = request.State,
                ["error"] = "access_denied",
                ["error_description"] = $"The user said no,\r\nsecret {StrictRules.Secret} " + new string('x', 5000),
            },
            default));
        error.Code.ShouldBe(ErrorCodes.OAuthCallback);
        error.Message.ShouldContain("access_denied");
        error.Message.ShouldContain("The user said no,");
        error.Explanation.ShouldNotContain("CANARY");
        error.Explanation.ShouldNotContain("\n");
        error.Explanation.Length.ShouldBeLessThan(600);
    }

    [Fact]
    public async Task Sends_the_browser_to_approved_hosts_only()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { AuthorizationUrl = "https://login.other.invalid/authorize" });
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], new Uri(OAuthSpec.Redirect), default));
        error.Code.ShouldBe(ErrorCodes.HostNotApproved);
        error.Message.ShouldContain("login.other.invalid");
    }

    [Fact]
    public async Task Sends_the_code_to_approved_hosts_only()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { TokenUrl = "https://tokens.other.invalid/token" });
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], new Uri(OAuthSpec.Redirect), default);
        var error = await Should.ThrowAsync<ConnectorAuthException>(async () => await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default));
        error.Code.ShouldBe(ErrorCodes.HostNotApproved);
    }

    [Theory]
    [InlineData("acme/../other", "acme%2F..%2Fother")]
    [InlineData("a b?c#d", "a%20b%3Fc%23d")]
    public async Task A_tenant_is_percent_encoded(string tenant, string expected)
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode);
        var values = OAuthSpec.Client.With(OAuthSpec.Values(("tenant", tenant)));
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), values, [server.Host], new Uri(OAuthSpec.Redirect), default);
        request.Url.OriginalString.ShouldStartWith($"{server.Url}/{expected}/authorize?");
    }

    [Theory]
    [InlineData("evil.invalid/")]
    [InlineData("evil.invalid#")]
    [InlineData("user@evil")]
    [InlineData("127.0.0.1:80/x")]
    public async Task A_tenant_in_the_host_stays_one(string tenant)
    {
        var spec = OAuthSpec.For("https://x.invalid", AuthKind.OAuth2AuthorizationCode, own => own with { AuthorizationUrl = "https://{tenant}.example.org/authorize" });
        var values = OAuthSpec.Client.With(OAuthSpec.Values(("tenant", tenant)));
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _oauth.BeginAuthorizationAsync(spec, spec.Method(), values, ["acme.example.org"], new Uri(OAuthSpec.Redirect), default));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
    }

    [Fact]
    public async Task A_templated_host_is_filled()
    {
        var spec = OAuthSpec.For("https://x.invalid", AuthKind.OAuth2AuthorizationCode, own => own with { AuthorizationUrl = "https://{tenant}.example.org/authorize?audience=api" });
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, ["acme.example.org"], new Uri(OAuthSpec.Redirect), default);
        request.Url.OriginalString.ShouldStartWith("https://acme.example.org/authorize?audience=api&response_type=code&");
    }

    [Fact]
    [Trait("case", "P5")]
    public async Task A_bare_400_is_a_request_error_with_its_status()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        await using var bad = await Requests.LoopbackApi.StartAsync(async context =>
        {
            context.Response.StatusCode = 400;
            await Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(context.Response, "Bad Request");
        });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { TokenUrl = bad.Url + "/token" });
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host, bad.Host], new Uri(OAuthSpec.Redirect), default);
        var error = await Should.ThrowAsync<OAuthException>(async () => await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Status.ShouldBe(400);
        bad.Received.Count.ShouldBe(1);
    }

    [Theory]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task A_code_that_the_server_may_have_seen_is_not_sent_again(int status)
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        await using var bad = await Requests.LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { TokenUrl = bad.Url + "/token" });
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host, bad.Host], new Uri(OAuthSpec.Redirect), default);
        await Should.ThrowAsync<OAuthException>(async () => await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default));
        bad.Received.Count.ShouldBe(1);
    }

    [Fact]
    [Trait("case", "U17")]
    public void Nothing_can_be_exchanged_that_was_not_begun()
    {
        // The exchange takes the request that only a beginning makes.
        typeof(AuthorizationRequest).GetConstructors().ShouldBeEmpty();
    }

    private async Task<AuthorizationRequest> BeginAsync(StrictAuthorizationServer server, Func<SpecMethodOAuth, SpecMethodOAuth>? change = null)
    {
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, change);
        return await _oauth.BeginAuthorizationAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], new Uri(OAuthSpec.Redirect), default);
    }

    private async Task<TokenState> SignInAsync(StrictAuthorizationServer server, Func<SpecMethodOAuth, SpecMethodOAuth>? change = null)
    {
        var request = await BeginAsync(server, change);
        return await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default);
    }
}
