using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>Requests with a connection's credential, over real HTTP.</summary>
public sealed class AuthenticatedClientTests : IAsyncLifetime
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly Dictionary<string, string> NoArguments = [];

    private readonly ApiClient _api = new();
    private LifecycleFixture _fixture = null!;
    private AuthenticatedClient _client = null!;

    public async Task InitializeAsync()
    {
        _fixture = await LifecycleFixture.StartAsync();
        _client = new AuthenticatedClient(_fixture.Lifecycle, new RequestSender(_api));
    }

    public async Task DisposeAsync()
    {
        await _fixture.DisposeAsync();
        _api.Dispose();
    }

    [Fact, Trait("case", "I1"), Trait("case", "I10"), Trait("case", "I6"), Trait("case", "R1")]
    public async Task The_token_goes_along_beside_the_caller_s_own_headers()
    {
        var (access, _) = _fixture.SignIn(Hour);
        using var request = Request("GET", "/api/me");
        request.Headers.Add("X-Client", "tool-1");

        (await SendAsync(request)).Status.ShouldBe(200);

        var received = _fixture.Provider.ApiRequests.ShouldHaveSingleItem();
        received.ShouldContain($"Authorization: Bearer {access}");
        received.ShouldContain("X-Client: tool-1");
        request.Headers.Contains("Authorization").ShouldBeFalse();
    }

    [Fact, Trait("case", "I3")]
    public async Task Without_a_token_nothing_is_sent()
    {
        _fixture.Vault().Save(LifecycleFixture.ConnectionOf(_fixture.Provider.Host, null));

        var error = await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync("GET", "/api/me"));

        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        error.NextStep.ShouldContain("login acme_billing");
        _fixture.Provider.ApiRequests.ShouldBeEmpty();
    }

    [Fact, Trait("case", "X2"), Trait("case", "P11")]
    public async Task A_refused_token_is_renewed_and_the_request_sent_again_with_its_body()
    {
        var (access, _) = _fixture.SignIn(null);
        _fixture.Provider.ForgetAccessToken();
        using var request = Request("POST", "/api/orders");
        request.Content = new StreamContent(new OneTimeStream("""{"amount":3}"""u8.ToArray())) { Headers = { { "Content-Type", "application/json" } } };

        (await SendAsync(request)).Status.ShouldBe(200);

        var received = _fixture.Provider.ApiRequests;
        received.Count.ShouldBe(2);
        received[0].ShouldContain($"Bearer {access}");
        received[1].ShouldContain($"Bearer {_fixture.Provider.AccessToken}");
        received.ShouldAllBe(text => text.EndsWith("""{"amount":3}""", StringComparison.Ordinal));
        _fixture.Provider.TokenRequests.Count.ShouldBe(1);
    }

    [Fact, Trait("case", "X2")]
    public async Task An_api_that_refuses_new_tokens_too_costs_one_renewal_and_not_one_with_every_request()
    {
        _fixture.SignIn(Hour);
        await using var strict = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        _fixture.Spec = With(_fixture.Spec, strict.Host);
        _fixture.Vault().Update(LifecycleFixture.Id, connection => connection with { ApprovedHosts = [.. connection.ApprovedHosts, strict.Host] });
        for (var count = 0; count < 4; count++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, strict.Url + "/x");
            (await SendAsync(request)).Status.ShouldBe(401);
        }

        _fixture.Provider.TokenRequests.Count.ShouldBe(1);
        strict.Received.Count.ShouldBe(5);
    }

    [Fact, Trait("case", "X2"), Trait("case", "X3")]
    public async Task Many_requests_that_are_refused_together_cost_one_renewal()
    {
        _fixture.SignIn(Hour);
        _fixture.Provider.ForgetAccessToken();

        var all = await Task.WhenAll(Enumerable.Range(0, 60).Select(_ => Task.Run(() => SendAsync("GET", "/api/me"))));

        all.ShouldAllBe(response => response.Status == 200);
        _fixture.Provider.TokenRequests.Count.ShouldBe(1);
        _fixture.Provider.Reused.ShouldBe(0);
    }

    [Fact]
    public async Task A_refused_token_whose_grant_has_ended_needs_a_person_and_asks_once()
    {
        _fixture.SignIn(Hour);
        _fixture.Provider.ForgetAccessToken();
        _fixture.Provider.EndGrant();

        for (var count = 0; count < 3; count++) (await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync("GET", "/api/me"))).Code.ShouldBe(ErrorCodes.LoginRequired);

        _fixture.Provider.TokenRequests.Count.ShouldBe(1);
        _fixture.Provider.ApiRequests.Count.ShouldBe(1);
    }

    [Theory, Trait("case", "P12"), Trait("case", "P13"), Trait("case", "P15"), Trait("case", "I5")]
    [InlineData(401)]
    [InlineData(403)]
    [InlineData(429)]
    [InlineData(503)]
    public async Task What_an_api_says_to_a_key_that_a_person_entered_is_the_caller_s_to_read(int status)
    {
        await using var api = await Enter(("key", "CANARY-key"), [TestSpec.Header("X-Key", "{key}")], status);

        var response = await SendAsync(api, "GET");

        response.Status.ShouldBe(status);
        api.Received.Count.ShouldBe(1);
    }

    [Theory, Trait("case", "X18"), Trait("case", "X19")]
    [InlineData("https://other.test/api/me")]
    [InlineData("http://127.0.0.1:9/api/me")]
    [InlineData("http://127.0.0.1.evil.test/api/me")]
    [InlineData("http://HOST@evil.test/api/me")]
    [InlineData("http://user@HOST/api/me")]
    public async Task Another_host_gets_nothing(string url)
    {
        _fixture.SignIn(Hour);
        using var request = new HttpRequestMessage(HttpMethod.Get, url.Replace("HOST", _fixture.Provider.Host, StringComparison.Ordinal));

        var error = await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync(request));

        error.Code.ShouldBeOneOf(ErrorCodes.HostNotApproved, ErrorCodes.InvalidArgument);
        error.ToString().ShouldNotContain("CANARY");
        _fixture.Provider.ApiRequests.ShouldBeEmpty();
    }

    [Fact, Trait("case", "X18")]
    public async Task A_host_that_only_the_spec_lists_and_no_person_approved_gets_nothing()
    {
        _fixture.SignIn(Hour);
        await using var other = await LoopbackApi.StartAsync(_ => Task.CompletedTask);
        _fixture.Spec = With(_fixture.Spec, other.Host);
        using var request = new HttpRequestMessage(HttpMethod.Get, other.Url + "/x");

        (await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync(request))).Code.ShouldBe(ErrorCodes.HostNotApproved);

        other.Received.ShouldBeEmpty();
    }

    [Theory, Trait("case", "I9")]
    [InlineData("Authorization")]
    [InlineData("proxy-authorization")]
    public async Task A_caller_can_t_pass_a_credential(string header)
    {
        await using var api = await Enter(("key", "CANARY-key"), [TestSpec.Header("X-Key", "{key}")]);
        using var request = new HttpRequestMessage(HttpMethod.Get, api.Url + "/x");
        request.Headers.TryAddWithoutValidation(header, "Bearer of-the-caller");

        (await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync(request))).Code.ShouldBe(ErrorCodes.InvalidArgument);

        api.Received.ShouldBeEmpty();
    }

    [Fact, Trait("case", "I9"), Trait("case", "I6")]
    public async Task The_connection_s_header_counts_before_the_caller_s()
    {
        var (access, _) = _fixture.SignIn(Hour);
        using var request = Request("GET", "/api/me");
        request.Headers.TryAddWithoutValidation("authorization", "Bearer of-the-caller");

        (await SendAsync(request)).Status.ShouldBe(200);

        _fixture.Provider.ApiRequests[0].ShouldContain($"Authorization: Bearer {access}");
        _fixture.Provider.ApiRequests[0].ShouldNotContain("of-the-caller");
    }

    [Theory, Trait("case", "I2"), Trait("case", "I7"), Trait("case", "X4"), Trait("case", "C6"), Trait("case", "S5")]
    [InlineData("application/json", """{"order":1,"user_token":"of the caller"}""", """{"order":1,"user_token":"CANARY-b c&d"}""")]
    [InlineData("application/x-www-form-urlencoded", "order=1&user_token=of+the+caller", "order=1&user_token=CANARY-b%20c%26d")]
    [InlineData(null, null, """{"user_token":"CANARY-b c\u0026d"}""")]
    public async Task Body_fields_of_the_credential_join_those_of_the_request(string? type, string? body, string expected)
    {
        await using var api = await Enter(("user_token", "CANARY-b c&d"), [new Placement(PlacementLocation.Body, "user_token", "{user_token}")]);
        using var request = new HttpRequestMessage(HttpMethod.Post, api.Url + "/x");
        if (body is not null) request.Content = new StringContent(body, Encoding.UTF8, type!);

        (await SendAsync(request)).Status.ShouldBe(200);

        var sent = api.Received[0].Split("\n\n")[1];
        if (type == "application/x-www-form-urlencoded") sent.ShouldBe(expected);
        else System.Text.Json.Nodes.JsonNode.DeepEquals(System.Text.Json.Nodes.JsonNode.Parse(sent), System.Text.Json.Nodes.JsonNode.Parse(expected)).ShouldBeTrue(sent);
    }

    [Fact, Trait("case", "I8")]
    public async Task Without_body_fields_a_request_without_a_body_stays_so()
    {
        await using var api = await Enter(("key", "CANARY-key"), [TestSpec.Header("X-Key", "{key}")]);

        await SendAsync(api, "DELETE");

        api.Received[0].ShouldNotContain("Content-Type");
        api.Received[0].ShouldEndWith("\n\n");
    }

    [Fact, Trait("case", "S1"), Trait("case", "S2"), Trait("case", "S3"), Trait("case", "S4")]
    public async Task Headers_and_cookies_that_a_person_entered_go_along_together()
    {
        await using var api = await Enter(
            [("token", "CANARY-tok"), ("session", "CANARY-abc"), ("csrf", "2")],
            [
                TestSpec.Header("Authorization", "Bearer {token}"), TestSpec.Header("X-Csrf", "{csrf}"),
                new Placement(PlacementLocation.Cookie, "a", "{session}"), new Placement(PlacementLocation.Cookie, "b", "{csrf}"),
            ]);

        await SendAsync(api, "GET");

        api.Received[0].ShouldContain("Authorization: Bearer CANARY-tok");
        api.Received[0].ShouldContain("X-Csrf: 2");
        api.Received[0].ShouldContain("Cookie: a=CANARY-abc; b=2");
    }

    [Theory, Trait("case", "S7"), Trait("case", "S8"), Trait("case", "X24")]
    [InlineData("mytoken")]
    [InlineData("Bearer mytoken")]
    [InlineData("bearer mytoken")]
    public async Task What_a_person_typed_along_with_a_token_is_not_there_twice(string typed)
    {
        await using var api = await Enter(("token", typed), [TestSpec.Header("Authorization", "Bearer {token}")]);

        await SendAsync(api, "GET");

        api.Received[0].ShouldContain("Authorization: Bearer mytoken\n");
    }

    [Theory, Trait("case", "S6"), Trait("case", "X24")]
    [InlineData("my\r\nX-Injected: 1")]
    [InlineData("my\ntoken")]
    public async Task A_line_break_in_a_value_is_refused_before_anything_is_sent(string value)
    {
        await using var api = await Enter(("token", value), [TestSpec.Header("Authorization", "Bearer {token}")]);

        (await Should.ThrowAsync<ConnectorAuthException>(() => SendAsync(api, "GET"))).Code.ShouldBe(ErrorCodes.InvalidCredentialField);

        api.Received.ShouldBeEmpty();
    }

    [Fact, Trait("case", "X20")]
    public async Task Arguments_stay_in_their_place_of_the_path_and_the_query()
    {
        _fixture.SignIn(Hour);
        var arguments = new Dictionary<string, string> { ["user"] = "../admin?x=1#", ["state"] = "a&b=c d" };

        await _client.SendAsync(LifecycleFixture.Id, _fixture.Spec, HttpMethod.Get, "/users/{user}/orders?state={state}", arguments, null, CancellationToken.None);

        _fixture.Provider.ApiRequests[0].Split('\n')[0].ShouldBe("GET /api/users/..%2Fadmin%3Fx%3D1%23/orders?state=a%26b%3Dc%20d");
    }

    [Theory, Trait("case", "X20")]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    [InlineData("a\nb")]
    public async Task An_argument_that_is_no_part_of_a_path_is_refused(string value)
    {
        _fixture.SignIn(Hour);

        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _client.SendAsync(
            LifecycleFixture.Id, _fixture.Spec, HttpMethod.Get, "/users/{user}", new Dictionary<string, string> { ["user"] = value }, null, CancellationToken.None));

        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        _fixture.Provider.ApiRequests.ShouldBeEmpty();
    }

    [Fact, Trait("case", "X20")]
    public async Task An_argument_never_fills_a_hole_of_the_host()
    {
        _fixture.SignIn(Hour);
        _fixture.Spec = _fixture.Spec with
        {
            Authentication = _fixture.Spec.Authentication with { BaseUrls = [new SpecBaseUrl("https://{region}.acme.test", "production", 0)], Hosts = ["{region}.acme.test"] },
        };

        await Should.ThrowAsync<ConnectorAuthException>(() => _client.SendAsync(
            LifecycleFixture.Id, _fixture.Spec, HttpMethod.Get, "/{region}", new Dictionary<string, string> { ["region"] = "evil" }, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_path_without_holes_needs_no_arguments()
    {
        _fixture.SignIn(Hour);

        (await _client.SendAsync(LifecycleFixture.Id, _fixture.Spec, HttpMethod.Post, "me", NoArguments, new StringContent("x"), CancellationToken.None)).Status.ShouldBe(200);

        _fixture.Provider.ApiRequests[0].ShouldStartWith("POST /api/me\n");
    }

    private static ConnectorSpec With(ConnectorSpec spec, string host) =>
        spec with { Authentication = spec.Authentication with { Hosts = [.. spec.Authentication.Hosts, host] } };

    private Task<LoopbackApi> Enter((string, string) value, IReadOnlyList<Placement> placements, int status = 200) => Enter([value], placements, status);

    /// <summary>An API, and a connection to it with values that a person entered.</summary>
    private async Task<LoopbackApi> Enter((string Name, string Value)[] values, IReadOnlyList<Placement> placements, int status = 200)
    {
        var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsync("""{"error":"from the API"}""");
        });
        _fixture.Spec = TestSpec.Of(api.Url, AuthKind.ApiKey, placements, [.. values.Select(value => TestSpec.Secret(value.Name))], []);
        _fixture.Vault().Save(LifecycleFixture.ConnectionOf(api.Host, null) with { Values = TestSpec.Values(values) });
        return api;
    }

    private HttpRequestMessage Request(string verb, string path) => new(new HttpMethod(verb), _fixture.Provider.Url + path);

    private async Task<ApiResponse> SendAsync(string verb, string path)
    {
        using var request = Request(verb, path);
        return await SendAsync(request);
    }

    private async Task<ApiResponse> SendAsync(LoopbackApi api, string verb)
    {
        using var request = new HttpRequestMessage(new HttpMethod(verb), api.Url + "/x");
        return await SendAsync(request);
    }

    private Task<ApiResponse> SendAsync(HttpRequestMessage request) => _client.SendAsync(LifecycleFixture.Id, _fixture.Spec, request, CancellationToken.None);

    /// <summary>A body that can be read once, as one from a pipe.</summary>
    private sealed class OneTimeStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }
    }
}
