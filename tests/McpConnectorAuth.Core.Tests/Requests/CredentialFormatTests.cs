using System.Text;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class CredentialFormatTests
{
    [Theory]
    [InlineData("{key}", "CANARY-1")]
    [InlineData("Bearer {key}", "Bearer CANARY-1")]
    [InlineData("Token token=\"{key}\"", "Token token=\"CANARY-1\"")]
    [InlineData("constant", "constant")]
    [InlineData("Scheme (v2) {key}", "Scheme (v2) CANARY-1")]
    public void Renders_literals_and_holes(string format, string expected) =>
        CredentialFormat.Parse(format).Render(TestSpec.Values(("key", "CANARY-1"))).ShouldBe(expected);

    [Theory]
    [InlineData("Basic base64({email}/token:{api_token})", "ada@x.example/token:CANARY-2")]
    [InlineData("Basic base64({api_token}:)", "CANARY-2:")]
    [InlineData("Basic base64({api_token}:X)", "CANARY-2:X")]
    [InlineData("Basic base64(:{api_token})", ":CANARY-2")]
    public void Renders_base64_of_what_is_inside(string format, string inside) =>
        CredentialFormat.Parse(format).Render(TestSpec.Values(("email", "ada@x.example"), ("api_token", "CANARY-2")))
            .ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(inside)));

    [Fact]
    public void Nests_base64()
    {
        var inner = Convert.ToBase64String("CANARY-3"u8);
        CredentialFormat.Parse("base64(base64({k}):x)").Render(TestSpec.Values(("k", "CANARY-3")))
            .ShouldBe(Convert.ToBase64String(Encoding.UTF8.GetBytes(inner + ":x")));
    }

    [Fact]
    public void Encodes_characters_outside_ASCII_as_UTF8() =>
        CredentialFormat.Parse("Basic base64({u}:{p})").Render(TestSpec.Values(("u", "zoë"), ("p", "пароль")))
            .ShouldBe("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes("zoë:пароль")));

    [Fact]
    public void Names_its_parameters_once_in_order() =>
        CredentialFormat.Parse("{b} base64({a}:{b})").ParameterNames.ShouldBe(["b", "a"]);

    [Theory]
    [InlineData("{")]
    [InlineData("Bearer {token")]
    [InlineData("Bearer token}")]
    [InlineData("{}")]
    [InlineData("{a b}")]
    [InlineData("{9}")]
    [InlineData("base64({a}")]
    [InlineData("base64()")]
    [InlineData("md5({a}:{b})")]
    [InlineData("a\r\nb")]
    [InlineData("base64(base64(base64(base64(base64({a})))))")]
    public void Refuses_broken_syntax(string format)
    {
        Should.Throw<ConnectorAuthException>(() => CredentialFormat.Parse(format)).Code.ShouldBe(ErrorCodes.SpecInvalid);
        CredentialFormat.TryParse(format, out _).ShouldBeFalse();
    }

    [Fact]
    public void Refuses_an_endless_format() =>
        Should.Throw<ConnectorAuthException>(() => CredentialFormat.Parse(new string('(', 100_000))).Code.ShouldBe(ErrorCodes.SpecInvalid);

    [Theory]
    [InlineData("CANARY-4\r\nX-Injected: 1")]
    [InlineData("CANARY-4\n")]
    [InlineData("CANARY-4\0")]
    [InlineData("CANARY-4\u0085")]
    [InlineData("CANARY-4\u2028")]
    public void Refuses_control_characters_and_names_only_the_field(string value)
    {
        foreach (var format in new[] { "Bearer {token}", "Basic base64({token}:)" })
        {
            var error = Should.Throw<ConnectorAuthException>(() => CredentialFormat.Parse(format).Render(TestSpec.Values(("token", value))));
            error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
            error.Explanation.ShouldContain("token");
            error.ToString().ShouldNotContain("CANARY-4");
        }
    }

    [Theory]
    [InlineData("other", "x")]
    [InlineData("token", "")]
    public void Refuses_a_missing_value(string name, string value) =>
        Should.Throw<ConnectorAuthException>(() => CredentialFormat.Parse("Bearer {token}").Render(TestSpec.Values((name, value))))
            .Code.ShouldBe(ErrorCodes.InvalidCredentialField);

    [Fact]
    public void Refuses_a_colon_in_a_user_name()
    {
        var format = CredentialFormat.Parse("Basic base64({user}:{password})");
        Should.Throw<ConnectorAuthException>(() => format.Render(TestSpec.Values(("user", "a:b"), ("password", "c")))).Message.ShouldContain("user");
        format.Render(TestSpec.Values(("user", "a"), ("password", "b:c"))).ShouldBe("Basic " + Convert.ToBase64String("a:b:c"u8));
    }

    [Theory]
    [InlineData("Bearer {token}", "Bearer abc", "Bearer abc")]
    [InlineData("Bearer {token}", "bearer  abc", "Bearer abc")]
    [InlineData("Bearer {token}", "bearerabc", "Bearer bearerabc")]
    [InlineData("Bearer {token}", "Bearer", "Bearer Bearer")]
    [InlineData("Bearer {token}", "abc", "Bearer abc")]
    [InlineData("key={token}", "key=abc", "key=abc")]
    [InlineData("bot{token}", "bottle", "botbottle")]
    [InlineData("{token}", "Bearer abc", "Bearer abc")]
    public void Does_not_double_a_typed_prefix(string format, string typed, string expected) =>
        CredentialFormat.Parse(format).Render(TestSpec.Values(("token", typed))).ShouldBe(expected);
}
