using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class RequestFactoryTests
{
    private const string Key = "CANARY-k3y/+=&?#% é";
    private static readonly SpecParameter[] KeyOnly = [Secret("key")];

    [Theory]
    [InlineData(AuthKind.Bearer, "Bearer {key}", true)]
    [InlineData(AuthKind.ApiKey, "{key}", true)]
    [InlineData(AuthKind.Basic, "Basic base64({key}:)", true)]
    [InlineData(AuthKind.OAuth2ClientCredentials, "Bearer {key}", false)]
    [InlineData(AuthKind.SignedRequest, "{key}", false)]
    [InlineData(AuthKind.SessionLogin, "{key}", false)]
    [InlineData(AuthKind.None, "{key}", false)]
    [InlineData(AuthKind.ApiKey, "{signature}", false)]
    [InlineData(AuthKind.ApiKey, "hmac({key})", false)]
    [InlineData(AuthKind.ApiKey, "constant", false)]
    public void Says_what_it_supports(AuthKind kind, string format, bool expected)
    {
        var spec = Of("https://a.example", kind, [Header("X-Key", format)], KeyOnly, [Get("/me")]);
        RequestFactory.Supports(spec, spec.Authentication.Methods[0]).ShouldBe(expected);
        if (!expected) Refused(spec, Values(("key", "k")), ErrorCodes.MethodNotSupported);
    }

    [Fact]
    public void A_method_without_placements_is_not_supported()
    {
        var spec = Of("https://a.example", AuthKind.Bearer, [], KeyOnly, [Get("/me")]);
        RequestFactory.Supports(spec, spec.Authentication.Methods[0]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("https://a.example/api/v2", "/users/me", "https://a.example/api/v2/users/me")]
    [InlineData("https://a.example/api/v2/", "users/me", "https://a.example/api/v2/users/me")]
    [InlineData("https://a.example/api/v2", "/api/v2/users/me", "https://a.example/api/v2/users/me")]
    [InlineData("https://a.example/api/v2", "/api/v22/me", "https://a.example/api/v2/api/v22/me")]
    [InlineData("https://a.example/api", "/api", "https://a.example/api")]
    [InlineData("https://a.example", "/me?fields=id,name&x={key}#top", "https://a.example/me?fields=id,name&x=CANARY-k3y%2F%2B%3D%26%3F%23%25%20%C3%A9")]
    [InlineData("https://a.example/v1", "https://a.example/other", "https://a.example/other")]
    [InlineData("HTTPS://A.Example/v1", "/me", "https://a.example/v1/me")]
    [InlineData("https://a.example/v1", "//evil.example/x", "https://a.example/v1//evil.example/x")]
    public async Task Joins_base_url_and_path(string baseUrl, string path, string expected)
    {
        var spec = Of(baseUrl, AuthKind.ApiKey, [new(PlacementLocation.Query, "key", "{key}")], KeyOnly, [Get(path)], ["a.example"]);
        var (request, _) = await Make(spec, Values(("key", Key)));
        var separator = expected.Contains('?', StringComparison.Ordinal) ? "&" : "?";
        request.RequestUri!.AbsoluteUri.ShouldBe(expected + separator + "key=CANARY-k3y%2F%2B%3D%26%3F%23%25%20%C3%A9");
    }

    [Fact]
    public async Task A_query_placement_replaces_the_documents_placeholder()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Query, "api_key", "{key}")], KeyOnly, [Get("/me?api_key=YOUR_KEY&lang=en")]);
        (await Make(spec, Values(("key", "k")))).Request.RequestUri!.Query.ShouldBe("?lang=en&api_key=k");
    }

    [Theory]
    [InlineData("../admin?x=1#", "/users/..%2Fadmin%3Fx%3D1%23/orders")]
    [InlineData("a/b", "/users/a%2Fb/orders")]
    [InlineData("a:b@c", "/users/a:b@c/orders")]
    public async Task Encodes_values_in_the_path(string value, string expected)
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [Header("X-Key", "{key}")], [Secret("key"), Plain("account_id")], [Get("/users/{AccountId}/orders")]);
        (await Make(spec, Values(("key", "k"), ("account_id", value)))).Request.RequestUri!.PathAndQuery.ShouldBe(expected);
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public void Refuses_to_climb(string value)
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [Header("X-Key", "{key}")], [Secret("key"), Plain("account")], [Get("/users/{account}/orders")]);
        Refused(spec, Values(("key", "k"), ("account", value)), ErrorCodes.InvalidCredentialField);
    }

    [Theory]
    [InlineData("/bot{key}/getMe")]
    [InlineData("/getMe")]
    [InlineData("getMe")]
    public async Task Puts_a_key_into_the_path(string path)
    {
        var spec = Of("https://a.example/v1", AuthKind.ApiKey, [new(PlacementLocation.Path, "key", "bot{key}")], KeyOnly, [Get(path)]);
        (await Make(spec, Values(("key", "12:CANARY/5")))).Request.RequestUri!.AbsoluteUri.ShouldBe("https://a.example/v1/bot12:CANARY%2F5/getMe");
        (await Make(spec, Values(("key", "12:CANARY/5")), ControlVariant.NoCredential)).Request.RequestUri!.AbsoluteUri.ShouldBe("https://a.example/v1/bot/getMe");
    }

    [Fact]
    public async Task A_path_segment_that_is_only_the_key_disappears_without_it()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Path, "key", "{key}")], KeyOnly, [Get("/me")]);
        (await Make(spec, Values(("key", "k")), ControlVariant.NoCredential)).Request.RequestUri!.AbsoluteUri.ShouldBe("https://a.example/me");
    }

    [Trait("case", "I4")]
    [Fact]
    public async Task Puts_keys_into_headers_and_leaves_the_rest_to_the_controls()
    {
        var spec = Of(
            "https://{region}.a.example",
            AuthKind.ApiKey,
            [Header("X-App", "{app_id}"), Header("X-Key", "{key}"), Header("X-Version", "2026-01"), Header("X-Partner", "{partner}")],
            [Secret("key"), Plain("app_id"), Plain("region"), Plain("partner", required: false)],
            [Get("/me")],
            ["{region}.a.example"]);
        var values = Values(("key", "CANARY-abc1"), ("app_id", "app9"), ("region", "EU"));
        var (request, _) = await Make(spec, values);
        request.RequestUri!.Host.ShouldBe("eu.a.example");
        HeadersOf(request).ShouldBe(["Accept=application/json, */*;q=0.5", "X-App=app9", "X-Key=CANARY-abc1", "X-Version=2026-01"]);

        HeadersOf((await Make(spec, values, ControlVariant.NoCredential)).Request).ShouldBe(["Accept=application/json, */*;q=0.5", "X-App=app9", "X-Version=2026-01"]);
        var changed = HeadersOf((await Make(spec, values, ControlVariant.ChangedCredential)).Request).Single(header => header.StartsWith("X-Key", StringComparison.Ordinal));
        changed.Length.ShouldBe("X-Key=CANARY-abc1".Length);
        changed.Zip("X-Key=CANARY-abc1").Count(pair => pair.First != pair.Second).ShouldBe(1);
    }

    [Fact]
    public async Task The_parameters_of_a_method_without_secrets_count_as_its_credential()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [Header("X-Key", "{key}")], [Plain("key")], [Get("/me")]);
        HeadersOf((await Make(spec, Values(("key", "abc")), ControlVariant.NoCredential)).Request).ShouldNotContain(header => header.StartsWith("X-Key", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Puts_keys_into_cookies()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Cookie, "sid", "{key}"), new(PlacementLocation.Cookie, "lang", "en")], KeyOnly, [Get("/me")]);
        HeadersOf((await Make(spec, Values(("key", "abc")))).Request).ShouldContain("Cookie=sid=abc; lang=en");
        HeadersOf((await Make(spec, Values(("key", "abc")), ControlVariant.NoCredential)).Request).ShouldContain("Cookie=lang=en");
        Refused(spec, Values(("key", "a;b=c")), ErrorCodes.InvalidCredentialField);
    }

    [Fact]
    public async Task Puts_keys_into_a_json_body()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Body, "key", "{key}")], KeyOnly, [Get("/ping")]);
        var (request, body) = await Make(spec, Values(("key", "a\"b")));
        request.Method.ShouldBe(HttpMethod.Post);
        request.Content!.Headers.ContentType!.MediaType.ShouldBe("application/json");
        body.ShouldBe("{\"key\":\"a\\u0022b\"}");
        (await Make(spec, Values(("key", "a")), ControlVariant.NoCredential)).Body.ShouldBe("{}");
    }

    [Theory]
    [InlineData("curl -d 'key=YOUR_KEY' https://a.example/ping")]
    [InlineData("Content-Type: application/x-www-form-urlencoded")]
    public async Task Puts_keys_into_a_form_where_the_document_shows_one(string quote)
    {
        var spec = Of(
            "https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Body, "key", "{key}")], KeyOnly, [new("POST", "/ping", 3)], evidence: [new Evidence("placement", quote, 3)]);
        var (request, body) = await Make(spec, Values(("key", "a&b=c")));
        request.Content!.Headers.ContentType!.MediaType.ShouldBe("application/x-www-form-urlencoded");
        body.ShouldBe("key=a%26b%3Dc");
    }

    [Fact]
    public async Task A_content_header_of_the_document_is_kept()
    {
        var spec = Of("https://a.example", AuthKind.ApiKey, [new(PlacementLocation.Body, "key", "{key}"), Header("Content-Type", "application/vnd.x+json")], KeyOnly, [Get("/p")]);
        (await Make(spec, Values(("key", "a")))).Request.Content!.Headers.ContentType!.ToString().ShouldBe("application/vnd.x+json");
    }

    [Theory]
    [InlineData("CANARY–dash")]
    [InlineData("“CANARY”")]
    [InlineData("CANARY\r\nX: y")]
    public void Refuses_header_values_that_no_header_carries(string value)
    {
        var error = Refused(Bearer("https://a.example", Get("/me")), Values(("token", value)), ErrorCodes.InvalidCredentialField);
        error.Message.ShouldContain("token");
        error.ToString().ShouldNotContain("CANARY");
    }

    [Theory]
    [InlineData("Host")]
    [InlineData("Transfer-Encoding")]
    [InlineData("X Bad")]
    [InlineData("X-Bad:\r\n")]
    [InlineData("")]
    public void Refuses_header_names_that_would_change_the_message(string name) =>
        Refused(Of("https://a.example", AuthKind.ApiKey, [Header(name, "{key}")], KeyOnly, [Get("/me")]), Values(("key", "k")), ErrorCodes.SpecInvalid);

    [Fact]
    public void Refuses_two_values_for_one_header() =>
        Refused(
            Of("https://a.example", AuthKind.ApiKey, [Header("Authorization", "A {key}"), Header("authorization", "B {key}")], KeyOnly, [Get("/me")]),
            Values(("key", "k")),
            ErrorCodes.SpecInvalid);

    [Theory]
    [InlineData("https://a.example", "https://b.example/me", ErrorCodes.HostNotApproved)]
    [InlineData("http://a.example", "/me", ErrorCodes.HostNotApproved)]
    [InlineData("https://a.example.evil.example", "/me", ErrorCodes.HostNotApproved)]
    [InlineData("https://user@a.example", "/me", ErrorCodes.SpecInvalid)]
    [InlineData("https://{key}.a.example", "/me", ErrorCodes.SpecInvalid)]
    [InlineData("a.example", "/me", ErrorCodes.SpecInvalid)]
    [InlineData("https://a.example", "/m e", ErrorCodes.SpecInvalid)]
    [InlineData("https://a.example", "/m\\e", ErrorCodes.SpecInvalid)]
    [InlineData("https://a.example", "/{me", ErrorCodes.SpecInvalid)]
    [InlineData("https://a.example", "/{unknown}", ErrorCodes.InvalidCredentialField)]
    public void Refuses_urls_off_the_list(string baseUrl, string path, string code) =>
        Refused(Of(baseUrl, AuthKind.ApiKey, [Header("X-Key", "{key}")], KeyOnly, [Get(path)], ["a.example"]), Values(("key", "k")), code);

    [Theory]
    [InlineData("DELETE")]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public void Makes_no_call_that_changes_something(string verb) =>
        Refused(Of("https://a.example", AuthKind.ApiKey, [Header("X-Key", "{key}")], KeyOnly, [new(verb, "/me", 1)]), Values(("key", "k")), ErrorCodes.NothingToVerify);

    [Theory]
    [InlineData("deadbeef00ff")]
    [InlineData("F0F0F0F0F0F0F0F0")]
    [InlineData("999999999")]
    [InlineData("zzzz-zzzz-zzzz")]
    [InlineData("a")]
    [InlineData("--")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJl")]
    public void A_changed_secret_differs_in_one_character_and_keeps_its_alphabet(string secret)
    {
        var changed = ChangedSecret.Of(secret);
        changed.Length.ShouldBe(secret.Length);
        var (before, after) = secret.Zip(changed).Single(pair => pair.First != pair.Second);
        if (char.IsAsciiLetterOrDigit(before))
        {
            char.IsAsciiDigit(after).ShouldBe(char.IsAsciiDigit(before));
            char.IsAsciiLetterUpper(after).ShouldBe(char.IsAsciiLetterUpper(before));
            if (secret.All(char.IsAsciiHexDigit)) char.IsAsciiHexDigit(after).ShouldBeTrue();
        }
    }

    private static ConnectorAuthException Refused(ConnectorSpec spec, CredentialValues values, string code)
    {
        var error = Should.Throw<ConnectorAuthException>(
            () => RequestFactory.Create(spec, spec.Authentication.Methods[0], spec.Authentication.Verification[0], values, ControlVariant.Credential));
        error.Code.ShouldBe(code);
        return error;
    }

    private static async Task<(HttpRequestMessage Request, string Body)> Make(ConnectorSpec spec, CredentialValues values, ControlVariant control = ControlVariant.Credential)
    {
        var request = RequestFactory.Create(spec, spec.Authentication.Methods[0], spec.Authentication.Verification[0], values, control);
        return (request, request.Content is null ? "" : Encoding.UTF8.GetString(await request.Content.ReadAsByteArrayAsync()));
    }

    private static List<string> HeadersOf(HttpRequestMessage request) =>
        [.. request.Headers.NonValidated.Select(header => $"{header.Key}={header.Value}").Order(StringComparer.Ordinal)];
}
