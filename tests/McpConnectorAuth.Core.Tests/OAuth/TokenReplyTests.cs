using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Token replies as they come, good and bad, over HTTP.</summary>
public sealed class TokenReplyTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public TokenReplyTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Fact]
    [Trait("case", "P7")]
    public async Task Reads_all_five_members()
    {
        var token = await ObtainAsync("""{"access_token":"foo","token_type":"Bearer","expires_in":1234,"refresh_token":"bar","scope":"email profile"}""");
        token.Issued().ShouldBe("foo");
        token.TokenType.ShouldBe("Bearer");
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddSeconds(1234));
        token.RefreshToken!.Reveal().ShouldBe("bar");
        token.Scopes.ShouldBe(["email", "profile"]);
    }

    [Fact]
    [Trait("case", "T4")]
    public async Task A_token_alone_is_enough()
    {
        var token = await ObtainAsync("""{"access_token":"abc"}""");
        token.RefreshToken.ShouldBeNull();
        token.ExpiresAt.ShouldBeNull();
        token.TokenType.ShouldBeNull();
        token.Scopes.ShouldBeNull();
        token.ObtainedAt.ShouldBe(_clock.GetUtcNow());
        token.Issued.Names.ShouldBe(["access_token"]);
    }

    [Theory]
    [Trait("case", "T5")]
    [InlineData("3600", 3600)]
    [InlineData("\"3600\"", 3600)]
    [InlineData("3599.9", 3599)]
    [InlineData("1e3", 1000)]
    public async Task A_lifetime_counts_from_now(string text, int seconds)
    {
        (await ObtainAsync($$"""{"access_token":"abc","expires_in":{{text}}}""")).ExpiresAt.ShouldBe(_clock.GetUtcNow().AddSeconds(seconds));
    }

    [Theory]
    [Trait("case", "U6")]
    [InlineData("null")]
    [InlineData("\"\"")]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("99999999999999999999")]
    [InlineData("1e300")]
    public async Task A_lifetime_that_says_nothing_or_never_is_no_end(string text)
    {
        (await ObtainAsync($$"""{"access_token":"abc","expires_in":{{text}}}""")).ExpiresAt.ShouldBeNull();
    }

    [Theory]
    [Trait("case", "X6")]
    [InlineData("""{"access_token":"abc","expires_in":"soon"}""")]
    [InlineData("""{"access_token":"abc","expires_in":true}""")]
    [InlineData("""{"access_token":"abc","expires_in":{"seconds":1}}""")]
    [InlineData("""{"access_token":"abc","expires_in":"NaN"}""")]
    [InlineData("""{"access_token":42}""")]
    [InlineData("""{"access_token":null}""")]
    [InlineData("""{"access_token":["abc"]}""")]
    [InlineData("""{"access_token":"a\r\nX-Evil: 1"}""")]
    [InlineData("""{"access_token":"abc","refresh_token":"a\nb"}""")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"abc\"")]
    public async Task What_is_no_token_reply_is_a_typed_error(string reply)
    {
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(reply));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.Code.ShouldBe(ErrorCodes.OAuthResponseFormat);
    }

    [Fact]
    [Trait("case", "T6")]
    public async Task A_refresh_token_is_kept() => (await ObtainAsync("""{"access_token":"abc","refresh_token":"rt_abc"}""")).RefreshToken!.Reveal().ShouldBe("rt_abc");

    [Theory]
    [Trait("case", "T7")]
    [Trait("case", "X5")]
    [InlineData("{}")]
    [InlineData("""{"token_type":"Bearer"}""")]
    [InlineData("""{"access_token":""}""")]
    public async Task A_reply_without_a_token_produced_no_credential(string reply)
    {
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(reply));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
        error.Message.ShouldContain("no credential was produced");
    }

    [Theory]
    [Trait("case", "P6")]
    [InlineData("Not JSON CANARY-body")]
    [InlineData("<html><title>CANARY-body</title></html>")]
    [InlineData("{\"access_token\":\"CANARY-body")]
    [InlineData("{\"access_token\":\"CANARY-body\",\"name\":\"\\ud800\"}")]
    [InlineData("{\"access_token\":\"CANARY-body\",\"\\udc00\":1}")]
    [InlineData("")]
    public async Task What_is_not_json_is_a_format_error_that_quotes_nothing(string reply)
    {
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(reply));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>().Status.ShouldBe(200);
        error.ToString().ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task A_byte_order_mark_is_passed_over() => (await ObtainAsync("\uFEFF{\"access_token\":\"abc\"}")).Issued().ShouldBe("abc");

    [Fact]
    [Trait("case", "D6")]
    public async Task Nesting_without_end_is_refused()
    {
        var error = await Should.ThrowAsync<OAuthException>(() => ObtainAsync(string.Concat(Enumerable.Repeat("{\"a\":", 5000)) + "1" + new string('}', 5000)));
        error.Error.ShouldBeOfType<OAuthResponseFormatError>();
    }

    [Theory]
    [InlineData("1700003600", 3600)]
    [InlineData("\"1700003600\"", 3600)]
    [InlineData("1700003600000", 3600)]
    [InlineData("\"2023-11-14T23:13:20Z\"", 3600)]
    public async Task An_end_may_be_stated_as_a_time(string text, int seconds)
    {
        (await ObtainAsync($$"""{"access_token":"abc","expires_at":{{text}}}""")).ExpiresAt.ShouldBe(_clock.GetUtcNow().AddSeconds(seconds));
    }

    [Fact]
    [Trait("case", "X23")]
    public async Task A_jwt_states_its_own_end()
    {
        var end = _clock.GetUtcNow().AddMinutes(7);
        (await ObtainAsync($$"""{"access_token":"{{Jwt($$"""{"sub":"1234","exp":{{end.ToUnixTimeSeconds()}}}""")}}"}""")).ExpiresAt.ShouldBe(end);
        (await ObtainAsync($$"""{"access_token":"{{Jwt($$"""{"exp":{{end.ToUnixTimeSeconds()}}}""")}}","expires_in":60}""")).ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(1));
        (await ObtainAsync($$"""{"access_token":"{{Jwt("""{"exp":"soon"}""")}}"}""")).ExpiresAt.ShouldBeNull();
        (await ObtainAsync($$"""{"access_token":"{{Jwt("""{"exp":1e99}""")}}"}""")).ExpiresAt.ShouldBeNull();
    }

    [Fact]
    [Trait("case", "D1")]
    public void A_jwt_is_read_without_its_signature()
    {
        var token = Jwt("""{"sub":"1234"}""");
        using var header = JsonWebToken.PartOf(token, 0);
        using var payload = JsonWebToken.PartOf(token, 1);
        header!.RootElement.GetProperty("alg").GetString().ShouldBe("HS256");
        payload!.RootElement.GetProperty("sub").GetString().ShouldBe("1234");
    }

    [Theory]
    [Trait("case", "D2")]
    [Trait("case", "D3")]
    [InlineData("not-a-jwt")]
    [InlineData("..")]
    [InlineData("a.b.c")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.aGVsbG8.x")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.!!!.x")]
    public void What_is_no_jwt_has_no_end(string text)
    {
        JsonWebToken.PartOf(text, 1).ShouldBeNull();
        JsonWebToken.ExpiryOf(text).ShouldBeNull();
    }

    [Fact]
    public async Task Scopes_may_be_a_list() => (await ObtainAsync("""{"access_token":"abc","scope":["a","b"]}""")).Scopes.ShouldBe(["a", "b"]);

    private static string Jwt(string payload)
    {
        static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
        return $"{Encode("""{"alg":"HS256","typ":"JWT"}""")}.{Encode(payload)}.fakesignature";
    }

    private async Task<TokenState> ObtainAsync(string reply)
    {
        await using var api = await ScriptedEndpoint.StartAsync((200, reply));
        var spec = OAuthSpec.Of(
            api.Url,
            AuthKind.OAuth2ClientCredentials,
            new SpecMethodOAuth { TokenUrl = api.Url + "/token" },
            null,
            "Bearer {access_token}",
            [TestSpec.Plain("client_id"), TestSpec.Secret("client_secret")]);
        return await _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Values(("client_id", "id"), ("client_secret", StrictRules.Secret)), [api.Host], default);
    }
}
