using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Methods whose requests carry what was issued, not what the person entered.</summary>
public sealed class IssuedCredentialTests
{
    private static readonly SpecMethodOAuth Endpoints = new() { AuthorizationUrl = "https://a.example/authorize", TokenUrl = "https://a.example/token" };
    private static readonly SpecMethodOAuth Discovered = new() { Issuer = "https://id.example" };
    private static readonly SpecMethodOAuth Device = Endpoints with { DeviceAuthorizationUrl = "https://a.example/device" };
    private static readonly SpecMethodOAuth Signed = Endpoints with { Assertion = new SpecAssertion { Key = "client_secret" } };

    public static TheoryData<AuthKind, SpecMethodOAuth?, bool> Grants => new()
    {
        { AuthKind.OAuth2AuthorizationCode, Endpoints, true },
        { AuthKind.OAuth2AuthorizationCode, Discovered, true },
        { AuthKind.OAuth2AuthorizationCode, Endpoints with { AuthorizationUrl = null }, false },
        { AuthKind.OAuth2AuthorizationCode, Endpoints with { TokenUrl = null }, false },
        { AuthKind.OAuth2ClientCredentials, Endpoints, true },
        { AuthKind.OAuth2ClientCredentials, null, false },
        { AuthKind.OAuth2Password, Endpoints, true },
        { AuthKind.OAuth2DeviceCode, Device, true },
        { AuthKind.OAuth2DeviceCode, Discovered, true },
        { AuthKind.OAuth2DeviceCode, Endpoints, false },
        { AuthKind.OAuth2JwtBearer, Signed, true },
        { AuthKind.OAuth2JwtBearer, Signed with { TokenUrl = null }, true },
        { AuthKind.OAuth2JwtBearer, Endpoints, false },
    };

    [Theory]
    [MemberData(nameof(Grants))]
    public void A_grant_is_supported_when_its_endpoints_are_known(AuthKind kind, SpecMethodOAuth? oauth, bool expected)
    {
        var spec = OAuth(kind).With(method => method with { OAuth = oauth });
        RequestFactory.Supports(spec, spec.Authentication.Methods[0]).ShouldBe(expected, RequestFactory.WhyUnsupported(spec, spec.Authentication.Methods[0]));
    }

    [Fact]
    public void Endpoints_of_the_section_that_other_readers_know_count()
    {
        var spec = OAuth(AuthKind.OAuth2AuthorizationCode).With(method => method with { OAuth = null });
        spec = spec with
        {
            Connection = spec.Connection with
            {
                OAuth = new SpecOAuth("u2m", true, "", "https://a.example/authorize", "https://a.example/token", new Dictionary<string, string>()),
            },
        };
        RequestFactory.Supports(spec, spec.Authentication.Methods[0]).ShouldBeTrue();
    }

    [Fact]
    public void Nothing_but_the_token_goes_onto_a_request()
    {
        var spec = OAuth(AuthKind.OAuth2ClientCredentials);
        var values = Values(("client_id", "CANARY-id"), ("client_secret", "CANARY-secret"), ("access_token", "CANARY-token1"));
        var real = Text(spec, values);
        real.ShouldContain("Authorization: Bearer CANARY-token1");
        real.ShouldNotContain("CANARY-id");
        real.ShouldNotContain("CANARY-secret");
        Text(spec, values, ControlVariant.NoCredential).ShouldNotContain("CANARY");
        var changed = Text(spec, values, ControlVariant.ChangedCredential);
        changed.ShouldContain("Authorization: Bearer CANARY-");
        changed.ShouldNotContain("CANARY-token1");
    }

    [Theory]
    [InlineData("client_secret")]
    [InlineData("ClientSecret")]
    [InlineData("signing_key")]
    public void A_spec_that_puts_a_secret_of_the_token_endpoint_on_requests_is_refused(string hole)
    {
        var spec = Of(
                "https://a.example", AuthKind.OAuth2JwtBearer, [Header("Authorization", "Bearer {access_token}"), Header("X-Leak", $"{{{hole}}}")],
                [Plain("client_id"), Secret("client_secret"), Secret("signing_key")], [Get("/me")])
            .With(method => method with { OAuth = Endpoints with { Assertion = new SpecAssertion { Key = "signing_key" } } });
        RequestFactory.WhyUnsupported(spec, spec.Authentication.Methods[0]).ShouldNotBeNull().ShouldContain(hole);
    }

    [Fact]
    public void Without_a_token_a_person_has_to_sign_in()
    {
        var error = Should.Throw<ConnectorAuthException>(() => Text(OAuth(AuthKind.OAuth2AuthorizationCode), Values(("client_id", "c"))));
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        error.NextStep.ShouldContain("sign in");
    }

    [Theory]
    [InlineData("https://{instance_url}/api")]
    [InlineData("{instance_url}/api")]
    public void A_fact_of_the_reply_is_the_host(string baseUrl)
    {
        var spec = Of(
                baseUrl, AuthKind.OAuth2ClientCredentials, [Header("Authorization", "Bearer {access_token}")], [Plain("client_id"), Secret("client_secret")], [Get("/me")],
                ["{instance_url}"])
            .With(method => method with { OAuth = Endpoints with { ReplyFacts = new Dictionary<string, string> { ["instance_url"] = "instance_url" } } });
        using var request = Make(spec, Values(("access_token", "t"), ("instance_url", "eu7.a.example")));
        request.RequestUri!.AbsoluteUri.ShouldBe("https://eu7.a.example/api/me");
        Should.Throw<ConnectorAuthException>(() => Make(spec, Values(("access_token", "t")))).Code.ShouldBe(ErrorCodes.LoginRequired);
    }

    [Fact]
    public void What_a_login_returned_travels_and_its_password_does_not()
    {
        var login = new SpecLogin("POST", "/login", "json", [], [new SpecReturned("session_id", "cookie", "SID"), new SpecReturned("csrf", "header", "X-CSRF"), new SpecReturned("user_id", "body", "user.id")]);
        var spec = Of(
                "https://a.example", AuthKind.SessionLogin,
                [new Placement(PlacementLocation.Cookie, "SID", "{session_id}"), Header("X-CSRF", "{csrf}")],
                [Plain("username"), Secret("password")], [Get("/users/{user_id}")])
            .With(method => method with { Login = login });
        var values = Values(("username", "CANARY-user"), ("password", "CANARY-pass"), ("session_id", "CANARY-sid1"), ("csrf", "CANARY-csrf"), ("user_id", "77"));
        var real = Text(spec, values);
        real.ShouldContain("GET https://a.example/users/77");
        real.ShouldContain("Cookie: SID=CANARY-sid1");
        real.ShouldContain("X-CSRF: CANARY-csrf");
        real.ShouldNotContain("CANARY-pass");
        Text(spec, values, ControlVariant.NoCredential).ShouldNotContain("CANARY");
        Text(spec, values, ControlVariant.NoCredential).ShouldContain("/users/77");

        RequestFactory.Supports(spec, spec.Authentication.Methods[0] with { Login = null }).ShouldBeFalse();
    }

    [Theory]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.c2lnbmF0dXJlc2lnbmF0dXJl")]
    [InlineData("eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ4In0.abc")]
    public void A_changed_jwt_keeps_its_header_and_claims(string jwt)
    {
        var changed = ChangedSecret.Of(jwt);
        changed.ShouldNotBe(jwt);
        changed.Split('.')[..2].ShouldBe(jwt.Split('.')[..2]);
    }

    private static ConnectorSpec OAuth(AuthKind kind) => Of(
            "https://a.example", kind, [Header("Authorization", "Bearer {access_token}")], [Plain("client_id"), Secret("client_secret")], [Get("/me")])
        .With(method => method with { OAuth = Endpoints });

    private static HttpRequestMessage Make(ConnectorSpec spec, CredentialValues values, ControlVariant control = ControlVariant.Credential) =>
        RequestFactory.Create(spec, spec.Authentication.Methods[0], spec.Authentication.Verification[0], values, control);

    private static string Text(ConnectorSpec spec, CredentialValues values, ControlVariant control = ControlVariant.Credential)
    {
        using var request = Make(spec, values, control);
        var text = new StringBuilder().AppendLine($"{request.Method} {request.RequestUri!.AbsoluteUri}");
        foreach (var (name, value) in request.Headers.NonValidated) text.AppendLine($"{name}: {value}");
        return text.ToString();
    }
}
