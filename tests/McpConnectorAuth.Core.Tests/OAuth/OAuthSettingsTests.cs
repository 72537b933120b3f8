using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

public sealed class OAuthSettingsTests
{
    [Fact]
    [Trait("case", "P4")]
    public void What_the_method_says_goes_before_the_shared_section()
    {
        var shared = new SpecOAuth("u2m", true, "a b", "https://a.example.org/authorize", "https://a.example.org/token", new Dictionary<string, string> { ["x"] = "1" });
        var spec = SpecOf(new SpecMethodOAuth { TokenUrl = "https://b.example.org/token", AccessTokenPath = "data.token" }, shared);
        var settings = OAuthSettings.Of(spec, spec.Method());
        settings.AuthorizationUrl.ShouldBe("https://a.example.org/authorize");
        settings.TokenUrl.ShouldBe("https://b.example.org/token");
        settings.ScopeText.ShouldBe("a b");
        settings.Scopes.ShouldBe(["a", "b"]);
        settings.ExtraAuthParams.ShouldBe(shared.ExtraAuthParams);
        settings.AccessTokenPath.ShouldBe(["data", "token"]);
        settings.UsesPkce.ShouldBeTrue();
        settings.SendsJson.ShouldBeFalse();
        settings.TokenAuth.ShouldBeNull();
        settings.TokenHoles.ShouldBe(["access_token"]);
    }

    [Fact]
    public void The_shared_section_alone_is_enough()
    {
        var spec = SpecOf(null, new SpecOAuth("m2m", false, "", null, "https://a.example.org/token", new Dictionary<string, string>()));
        var settings = OAuthSettings.Of(spec, spec.Method());
        settings.TokenUrl.ShouldBe("https://a.example.org/token");
        settings.UsesPkce.ShouldBeTrue();
        settings.ScopeText.ShouldBeEmpty();
        settings.Scopes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("basic and body")]
    [InlineData("tls")]
    public void A_client_authentication_that_does_not_exist_is_refused(string tokenAuth)
    {
        var spec = OAuthSpec.Of("https://a.example.org", AuthKind.OAuth2ClientCredentials, new SpecMethodOAuth(), tokenAuth, "Bearer {access_token}", [TestSpec.Plain("client_id")]);
        Should.Throw<ConnectorAuthException>(() => OAuthSettings.Of(spec, spec.Method())).Code.ShouldBe(ErrorCodes.SpecInvalid);
    }

    [Theory]
    [InlineData(AuthKind.Bearer, GrantInteraction.None)]
    [InlineData(AuthKind.ApiKey, GrantInteraction.None)]
    [InlineData(AuthKind.Mtls, GrantInteraction.None)]
    [InlineData(AuthKind.SessionLogin, GrantInteraction.None)]
    [InlineData(AuthKind.OAuth1, GrantInteraction.None)]
    [InlineData(AuthKind.OAuth2AuthorizationCode, GrantInteraction.Browser)]
    [InlineData(AuthKind.OAuth2DeviceCode, GrantInteraction.Device)]
    [InlineData(AuthKind.OAuth2ClientCredentials, GrantInteraction.Unattended)]
    [InlineData(AuthKind.OAuth2Password, GrantInteraction.Unattended)]
    [InlineData(AuthKind.OAuth2JwtBearer, GrantInteraction.Unattended)]
    public void Says_who_is_needed(AuthKind kind, GrantInteraction expected)
    {
        var spec = OAuthSpec.Of("https://a.example.org", kind, null, null, "Bearer x", [TestSpec.Plain("client_id")]);
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(expected);
    }

    private static ConnectorSpec SpecOf(SpecMethodOAuth? own, SpecOAuth shared)
    {
        var spec = OAuthSpec.Of("https://a.example.org", AuthKind.OAuth2AuthorizationCode, own, null, "Bearer {access_token}", [TestSpec.Plain("client_id")]);
        return spec with { Connection = spec.Connection with { OAuth = shared } };
    }
}
