using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>What a caller settles about tokens, logins and signatures becomes a spec that is read back, with quotes where the document has them.</summary>
public sealed class SpecGrantOverrideTests
{
    private const string Text = """
        # Acme API

        The base URL is https://api.acme.example/v1 for everyone.
        Sign in with POST /session and keep data.token; it is good for an hour.
        Tokens are renewed at https://login.acme.example/renew, as JSON.
        Sign with HMAC-SHA256 and your api secret.
        """;

    [Fact]
    public void A_login_is_settled_step_by_step_and_its_holes_become_parameters()
    {
        var spec = Build(
            new SpecOverride("session.kind", "session_login"),
            new SpecOverride("session.placement", "header X-Session: {session_token}"),
            new SpecOverride("session.login", "POST /session json", "Sign in with POST /session"),
            new SpecOverride("session.login_placement", "body user={username}"),
            new SpecOverride("session.login_placement", "body pass={password}"),
            new SpecOverride("session.login_returns", "session_token body data.token", "keep data.token"),
            new SpecOverride("session.logout", "DELETE /session"),
            new SpecOverride("base_url", "https://api.acme.example/v1"));
        var method = spec.Authentication.Methods.ShouldHaveSingleItem();
        method.Login.ShouldNotBeNull();
        method.Login.Path.ShouldBe("/session");
        method.Login.LogoutMethod.ShouldBe("DELETE");
        method.Login.Placements.Select(placement => placement.Name).ShouldBe(["user", "pass"]);
        method.Parameters.ShouldBe(["username", "password"]);
        spec.ParametersOf(method).Single(parameter => parameter.Name == "password").Secret.ShouldBeTrue();
        method.Evidence.Select(evidence => (evidence.Fact, evidence.Line)).ShouldBe([("login", 4), ("login_returns", 4)], ignoreOrder: true);
        spec.Authentication.Unverified.ShouldContain("session.logout");
        spec.Authentication.Unverified.ShouldNotContain("session.login");
    }

    [Fact, Trait("case", "X8")]
    public void A_code_that_is_good_once_is_recognised_or_said_to_be()
    {
        SpecOverride[] login =
        [
            new("session.kind", "session_login"),
            new("session.placement", "header X-Session: {session_token}"),
            new("session.login", "POST /session json"),
            new("session.login_placement", "body user={username}"),
            new("session.login_placement", "body code={verification_code}"),
            new("session.login_placement", "body word={daily_word}"),
            new("session.login_returns", "session_token body data.token"),
            new("base_url", "https://api.acme.example/v1"),
        ];
        Build(login).Authentication.Methods.ShouldHaveSingleItem().OneTime.ShouldBe(["verification_code"]);
        Build([.. login, new SpecOverride("session.parameter", "daily_word, one_time")]).Authentication.Methods.ShouldHaveSingleItem().OneTime.ShouldBe(["daily_word", "verification_code"]);
    }

    [Theory, Trait("case", "X8")]
    [InlineData("otp", true)]
    [InlineData("one_time_password", true)]
    [InlineData("user_verification_code", true)]
    [InlineData("login_code", true)]
    [InlineData("mfa", true)]
    [InlineData("totp_secret", false)]
    [InlineData("password", false)]
    [InlineData("country_code", false)]
    public void The_name_says_whether_a_value_is_good_once(string name, bool expected) =>
        OneTimeCode.IsOne(new AuthParameter(name, true, true, null)).ShouldBe(expected);

    [Fact]
    public void OAuth_settings_are_settled_and_their_hosts_are_listed()
    {
        var spec = Build(
            new SpecOverride("app.kind", "oauth2_authorization_code"),
            new SpecOverride("oauth.authorize_url", "https://login.acme.example/authorize"),
            new SpecOverride("oauth.token_url", "https://login.acme.example/token"),
            new SpecOverride("oauth.refresh_url", "https://login.acme.example/renew", "renewed at https://login.acme.example/renew"),
            new SpecOverride("oauth.device_url", "https://device.acme.example/start"),
            new SpecOverride("oauth.token_body", "json", "as JSON"),
            new SpecOverride("oauth.scope_separator", "comma"),
            new SpecOverride("oauth.pkce", "rejected"),
            new SpecOverride("oauth.reply_fact", "instance=instance_url"),
            new SpecOverride("oauth.extra_token_param", "audience=api"),
            new SpecOverride("oauth.extra_token_param", "resource=x"),
            new SpecOverride("base_url", "https://{instance}/v1"));
        var oauth = spec.Authentication.Methods.ShouldHaveSingleItem().OAuth.ShouldNotBeNull();
        oauth.TokenUrl.ShouldBeNull("connection.oauth says it");
        spec.Connection.OAuth!.TokenUrl.ShouldBe("https://login.acme.example/token");
        oauth.RefreshUrl.ShouldBe("https://login.acme.example/renew");
        oauth.DeviceAuthorizationUrl.ShouldBe("https://device.acme.example/start");
        oauth.ScopeSeparator.ShouldBe(",");
        oauth.Pkce.ShouldBe("rejected");
        oauth.TokenBody.ShouldBe("json");
        oauth.ExtraTokenParams.Count.ShouldBe(2);
        spec.Authentication.Hosts.ShouldBe(["{instance}", "login.acme.example", "device.acme.example"], ignoreOrder: true);
        spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldNotContain("instance");
        spec.Authentication.Unverified.ShouldNotContain("oauth.refresh_url");
    }

    [Fact]
    public void A_second_oauth_method_keeps_its_own_endpoints()
    {
        var spec = Build(
            new SpecOverride("app.kind", "oauth2_authorization_code"),
            new SpecOverride("app.token_url", "https://login.acme.example/token"),
            new SpecOverride("machine.kind", "oauth2_client_credentials"),
            new SpecOverride("machine.token_url", "https://machines.acme.example/token"),
            new SpecOverride("machine.scopes", "read"),
            new SpecOverride("base_url", "https://api.acme.example/v1"));
        spec.Authentication.Methods[0].OAuth.ShouldBeNull();
        var own = spec.Authentication.Methods[1].OAuth.ShouldNotBeNull();
        own.TokenUrl.ShouldBe("https://machines.acme.example/token");
        own.Scopes.ShouldBe(["read"]);
    }

    [Fact]
    public void A_signature_is_settled_and_its_key_is_asked_from_the_person()
    {
        var spec = Build(
            new SpecOverride("signed.kind", "signed_request"),
            new SpecOverride("signed.placement", "header X-Signature: {timestamp}:{signature}"),
            new SpecOverride("signed.signature", "hmac-sha256", "Sign with HMAC-SHA256"),
            new SpecOverride("signed.signature_key", "{api_secret}", "your api secret"),
            new SpecOverride("signed.signature_message", "{timestamp}{method}{path}{body}"),
            new SpecOverride("base_url", "https://api.acme.example/v1"));
        var method = spec.Authentication.Methods.ShouldHaveSingleItem();
        method.Signature.ShouldNotBeNull().Message.ShouldBe("{timestamp}{method}{path}{body}");
        method.Parameters.ShouldBe(["api_secret"]);
        spec.Authentication.Unverified.ShouldNotContain("signed.signature");
        spec.Authentication.Unverified.ShouldContain("signed.signature_message");
    }

    [Theory]
    [InlineData("oauth.token_body", "xml", "one of form, json")]
    [InlineData("oauth.redirect_uri", "https://acme.example/callback", "a URL on this machine")]
    [InlineData("oauth.reply_fact", "instance", "instance_url=instance_url")]
    [InlineData("oauth.scope_separator", ",", "comma, blank, plus or semicolon")]
    [InlineData("app.login_placement", "body user={username}", "the call first")]
    [InlineData("app.login", "/session", "POST /session json")]
    [InlineData("app.signature_key", "{api_secret}", "the algorithm first")]
    [InlineData("app.assertion_issuer", "{client_id}", "the key first")]
    [InlineData("app.signature", "hmac", "one of hmac-sha256")]
    public void A_value_that_does_not_follow_the_grammar_is_refused_with_the_form(string fact, string value, string expected)
    {
        var error = Should.Throw<ConnectorAuthException>(() => Build(new SpecOverride("app.kind", "oauth2_authorization_code"), new SpecOverride(fact, value)));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.NextStep.ShouldContain(expected);
    }

    private static ConnectorSpec Build(params SpecOverride[] overrides)
    {
        var info = new DocumentInfo("docs/acme_api_doc.md", "markdown", Text.Length, SpecSamples.Sha);
        var analysis = new AuthAnalysis("acme", info, AnalysisOutcome.NotDocumented, [], [], [], [], [], []);
        var spec = SpecBuilder.Build(analysis, new AuthDocument(info, Text, [], []), overrides, null).Spec;
        using var folder = new SpecFolder();
        folder.Save(spec);
        return folder.Load();
    }
}
