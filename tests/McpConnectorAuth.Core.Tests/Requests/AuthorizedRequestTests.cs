using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>A credential put onto a request that an application made.</summary>
public sealed class AuthorizedRequestTests
{
    private const string Url = "https://a.example/v1/items";
    private static readonly CredentialValues Two = Values(("user_token", "CANARY-t"), ("user_id", "CANARY-u"));

    [Theory]
    [Trait("case", "I2")]
    [InlineData("{\"title\":\"a\",\"tags\":[1.50,null]}", "application/json", "{\"title\":\"a\",\"tags\":[1.50,null],\"userToken\":\"CANARY-t\",\"userId\":\"CANARY-u\"}")]
    [InlineData("{\"userToken\":\"from the caller\",\"a\":{}}", "application/vnd.x+json", "{\"a\":{},\"userToken\":\"CANARY-t\",\"userId\":\"CANARY-u\"}")]
    [InlineData("{}", "application/json; charset=utf-8", "{\"userToken\":\"CANARY-t\",\"userId\":\"CANARY-u\"}")]
    public async Task I2_fields_of_the_credential_stand_beside_those_of_the_call(string body, string type, string expected)
    {
        using var request = Post(body, type);
        using var sent = await Authorize(BodySpec(), request, Two);
        (await BodyOf(sent)).ShouldBe(expected);
        sent.Content!.Headers.NonValidated["Content-Type"].ToString().ShouldBe(type);
        (await BodyOf(request)).ShouldBe(body);
    }

    [Fact]
    [Trait("case", "I6")]
    public async Task I6_headers_of_both_are_sent_and_the_credential_counts()
    {
        using var request = new HttpRequestMessage(HttpMethod.Delete, Url + "?a=%2F&access_token=x");
        request.Headers.Add("X-Client", "mine");
        request.Headers.Add("Authorization", "Bearer from-the-caller");
        request.Headers.Add("Cookie", "lang=en; sid=old");
        var spec = Of(
            "https://a.example/v1", AuthKind.ApiKey,
            [Header("Authorization", "Bearer {token}"), new(PlacementLocation.Cookie, "sid", "{token}"), new(PlacementLocation.Query, "access_token", "{token}")], [Secret("token")], [Get("/me")]);
        using var sent = await Authorize(spec, request, Values(("token", "CANARY-t")));
        sent.Method.ShouldBe(HttpMethod.Delete);
        sent.RequestUri!.AbsoluteUri.ShouldBe(Url + "?a=%2F&access_token=CANARY-t");
        sent.Headers.NonValidated["X-Client"].ToString().ShouldBe("mine");
        sent.Headers.NonValidated["Authorization"].ToString().ShouldBe("Bearer CANARY-t");
        sent.Headers.NonValidated["Cookie"].ToString().ShouldBe("lang=en; sid=CANARY-t");
    }

    [Fact]
    [Trait("case", "I7")]
    public async Task I7_a_call_without_a_body_gets_one()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url);
        using var sent = await Authorize(BodySpec(), request, Two);
        (await BodyOf(sent)).ShouldBe("{\"userToken\":\"CANARY-t\",\"userId\":\"CANARY-u\"}");
        sent.Content!.Headers.ContentType!.ToString().ShouldBe("application/json");
    }

    [Fact]
    [Trait("case", "I8")]
    public async Task I8_a_credential_without_fields_leaves_no_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        using var sent = await Authorize(Bearer("https://a.example/v1", Get("/me")), request, Values(("token", "CANARY-t")));
        sent.Content.ShouldBeNull();
    }

    [Fact]
    [Trait("case", "X4")]
    public async Task X4_fields_are_merged_into_a_form()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new FormUrlEncodedContent([new("q", "a b&c"), new("q", "2"), new("userId", "theirs")]) };
        using var sent = await Authorize(BodySpec(), request, Two);
        FormFields.Parse(await BodyOf(sent)).ShouldBe([new("q", "a b&c"), new("q", "2"), new("userToken", "CANARY-t"), new("userId", "CANARY-u")]);
        sent.Content!.Headers.ContentType!.MediaType.ShouldBe("application/x-www-form-urlencoded");
    }

    [Theory]
    [Trait("case", "X24")]
    [InlineData("bearer CANARY-t", "Bearer CANARY-t")]
    [InlineData("Bearer CANARY-t", "Bearer CANARY-t")]
    [InlineData("CANARY-t", "Bearer CANARY-t")]
    public async Task X24_there_is_one_prefix(string typed, string expected)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        using var sent = await Authorize(Bearer("https://a.example/v1", Get("/me")), request, Values(("token", typed)));
        sent.Headers.NonValidated["Authorization"].ToString().ShouldBe(expected);
    }

    [Theory]
    [Trait("case", "X24")]
    [InlineData("Authorization:Bearer CANARY-t")]
    [InlineData("authorization: bearer CANARY-t")]
    public void X24_a_whole_header_that_was_pasted_is_its_value(string typed)
    {
        var field = CredentialForm.For(Bearer("https://a.example/v1", Get("/me")), "main").Fields.Single();
        CredentialFormCleaning.Clean(field, typed, []).ShouldBe("CANARY-t");
    }

    [Theory]
    [Trait("case", "X24")]
    [InlineData("CANARY\r\nX-Evil: 1")]
    [InlineData("CANARY\nX")]
    [InlineData("CANARY\0")]
    public async Task X24_a_line_break_is_refused(string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Url);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => Authorize(Bearer("https://a.example/v1", Get("/me")), request, Values(("token", value))));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.ToString().ShouldNotContain("CANARY");
    }

    [Theory]
    [InlineData("[1,2]", "application/json")]
    [InlineData("{\"CANARY-secret\":", "application/json")]
    [InlineData("CANARY", "text/plain")]
    [InlineData("CANARY", "multipart/form-data; boundary=x")]
    public async Task A_body_without_room_for_fields_is_refused_and_not_repeated(string body, string type)
    {
        using var request = Post(body, type);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => Authorize(BodySpec(), request, Two));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.ToString().ShouldNotContain("CANARY");
    }

    [Theory]
    [Trait("case", "X18")]
    [InlineData("https://b.example/v1/items")]
    [InlineData("https://a.example.evil.example/")]
    [InlineData("https://a.example@evil.example/")]
    [InlineData("http://a.example/v1")]
    public async Task X18_another_host_gets_nothing(string url)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => Authorize(Bearer("https://a.example/v1", Get("/me")), request, Values(("token", "CANARY-t"))));
        error.Code.ShouldBeOneOf(ErrorCodes.HostNotApproved, ErrorCodes.InvalidArgument);
    }

    [Theory]
    [InlineData("https://a.example/v1/items?x=1", "https://a.example/v1/botCANARY-t/items?x=1")]
    [InlineData("https://a.example/v1/botCANARY-t/items", "https://a.example/v1/botCANARY-t/items")]
    [InlineData("https://a.example/other", "https://a.example/botCANARY-t/other")]
    public async Task A_key_in_the_path_comes_behind_the_base(string url, string expected)
    {
        var spec = Of("https://a.example/v1", AuthKind.ApiKey, [new(PlacementLocation.Path, "key", "bot{token}")], [Secret("token")], [Get("/me")]);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        using var sent = await Authorize(spec, request, Values(("token", "CANARY-t")));
        sent.RequestUri!.AbsoluteUri.ShouldBe(expected);
    }

    private static ConnectorSpec BodySpec() => Of(
        "https://a.example/v1", AuthKind.ApiKey,
        [new(PlacementLocation.Body, "userToken", "{user_token}"), new(PlacementLocation.Body, "userId", "{user_id}")], [Secret("user_token"), Secret("user_id")], [Get("/me")]);

    private static HttpRequestMessage Post(string body, string type)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Url) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        return request;
    }

    private static Task<HttpRequestMessage> Authorize(ConnectorSpec spec, HttpRequestMessage request, CredentialValues values) =>
        RequestFactory.AuthorizeAsync(spec, spec.Authentication.Methods[0], request, values, CancellationToken.None);

    private static Task<string> BodyOf(HttpRequestMessage request) => request.Content!.ReadAsStringAsync();
}
