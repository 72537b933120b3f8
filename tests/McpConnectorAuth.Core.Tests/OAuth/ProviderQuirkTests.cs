using System.Security.Cryptography;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>What real providers ask for beyond the standard, each said by spec data alone; and that the server notices where it is not said.</summary>
public sealed class ProviderQuirkTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new(timeout: TimeSpan.FromSeconds(20));
    private readonly OAuthClient _oauth;

    public ProviderQuirkTests() => _oauth = new OAuthClient(_api, _clock);

    public void Dispose() => _api.Dispose();

    [Theory]
    [InlineData("basic")]
    [InlineData("body")]
    [InlineData("query")]
    public async Task Authenticates_the_client_as_the_spec_says_and_in_no_other_way(string way)
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { TokenAuth = way });
        (await SignInAsync(server, tokenAuth: way)).Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
        foreach (var other in new[] { "basic", "body", "query", "none" }.Where(other => other != way))
        {
            var error = await Should.ThrowAsync<OAuthException>(() => SignInAsync(server, tokenAuth: other));
            error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("invalid_client");
            error.Code.ShouldBe(ErrorCodes.OAuthConfiguration);
        }

        server.Refusals.ShouldAllBe(refusal => !refusal.Contains("at once", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_public_client_sends_its_id_only()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { TokenAuth = "none" });
        var values = OAuthSpec.Values(("client_id", StrictRules.Id), ("tenant", "acme"));
        (await SignInAsync(server, values: values)).Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Basic_is_what_a_client_with_a_secret_uses_unasked()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        (await SignInAsync(server)).Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    [Trait("case", "U16")]
    public async Task Sends_json_with_basic_and_no_client_id_in_the_body()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Body = "json" });
        (await SignInAsync(server, own => own with { TokenBody = "json" }, "basic")).Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
        server.Received[^1].Split("\n\n")[1].ShouldNotContain("client_id");
        await Should.ThrowAsync<OAuthException>(() => SignInAsync(server));
        server.Refusals.ShouldHaveSingleItem().ShouldBe("a form where JSON is due");
    }

    [Fact]
    public async Task Sends_a_form_where_the_spec_does_not_ask_for_json()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        await Should.ThrowAsync<OAuthException>(() => SignInAsync(server, own => own with { TokenBody = "json" }));
        server.Refusals.ShouldHaveSingleItem().ShouldBe("JSON where a form is due");
    }

    [Theory]
    [InlineData(",", "read,write")]
    [InlineData("+", "read+write")]
    [InlineData(null, "read write")]
    public async Task Separates_scopes_as_the_spec_says(string? separator, string expected)
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Scope = expected });
        await SignInAsync(server, own => own with { ScopeSeparator = separator });
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wrong_scope_separator_is_noticed()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Scope = "read,write" });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2ClientCredentials);
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("invalid_request");
        server.Refusals.ShouldHaveSingleItem().ShouldBe("scope is not read,write");
    }

    [Fact]
    public async Task Scopes_of_the_shared_section_are_sent_as_they_stand_there()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Scope = "read,write" });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2ClientCredentials, own => own with { Scopes = null });
        spec = spec with { Connection = spec.Connection with { OAuth = new SpecOAuth("m2m", false, "read,write", null, null, new Dictionary<string, string>()) } };
        await _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], default);
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sends_no_scope_where_none_is_asked_for()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Scope = null });
        await SignInAsync(server, own => own with { Scopes = [] });
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Sends_further_parameters_to_both_endpoints()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules
        {
            ExtraAuth = new Dictionary<string, string> { ["access_type"] = "offline", ["owner"] = "acme" },
            ExtraToken = new Dictionary<string, string> { ["audience"] = "https://api.example.org/acme" },
        });
        await SignInAsync(server, own => own with
        {
            ExtraAuthParams = new Dictionary<string, string> { ["access_type"] = "offline", ["owner"] = "{tenant}", ["state"] = "fixed", ["redirect_uri"] = "https://evil.invalid" },
            ExtraTokenParams = new Dictionary<string, string> { ["audience"] = "https://api.example.org/{tenant}" },
        });
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_secret_never_becomes_part_of_a_page_s_address()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => SignInAsync(server, own => own with { ExtraAuthParams = new Dictionary<string, string> { ["key"] = "{client_secret}" } }));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        server.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_missing_tenant_is_noticed_before_anything_is_sent()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => SignInAsync(server, values: OAuthSpec.Values(("client_id", StrictRules.Id), ("client_secret", StrictRules.Secret))));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.Message.ShouldContain("tenant");
        server.Received.ShouldBeEmpty();
    }

    [Fact]
    [Trait("case", "U10")]
    [Trait("case", "X13")]
    public async Task Takes_the_token_from_where_it_stands_and_its_neighbours_with_it()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules
        {
            Reply = """{"ok":true,"access_token":"CANARY-bot","token_type":"bot","scope":"top","expires_in":10,"authed_user":{"id":"U1","access_token":"{access}","refresh_token":"{refresh}","expires_in":43200,"scope":"chat:write,users:read"}}""",
        });
        var token = await SignInAsync(server, own => own with { AccessTokenPath = "authed_user.access_token", ReplyFacts = new Dictionary<string, string> { ["user"] = "authed_user.id" } });
        token.Issued().ShouldStartWith("CANARY-access");
        token.RefreshToken!.Reveal().ShouldStartWith("CANARY-refresh");
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddHours(12));
        token.Scopes.ShouldBe(["chat:write", "users:read"]);
        token.TokenType.ShouldBe("bot");
        token.Issued("user").ShouldBe("U1");
    }

    [Fact]
    public async Task Facts_of_reply_and_callback_become_part_of_the_connection_and_hosts_lose_their_scheme()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules
        {
            CallbackFacts = new Dictionary<string, string> { ["realmId"] = "9341", ["location"] = "eu" },
            Reply = """{"access_token":"{access}","instance_url":"https://eu7.example.org/path?x=1","account":{"ids":["a-1"]},"token_type":"Bearer"}""",
        });
        var token = await SignInAsync(
            server,
            own => own with
            {
                CallbackFacts = new Dictionary<string, string> { ["realm"] = "realmId" },
                ReplyFacts = new Dictionary<string, string> { ["instance"] = "instance_url", ["account"] = "account.ids.0" },
            },
            baseUrl: "https://{instance}/v1/{realm}");
        token.Issued("realm").ShouldBe("9341");
        token.Issued("instance").ShouldBe("eu7.example.org");
        token.Issued("account").ShouldBe("a-1");
        token.Issued.SecretNames.ShouldBe(["access_token"]);
    }

    [Fact]
    public async Task A_fact_of_the_callback_fills_the_token_url()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { CallbackFacts = new Dictionary<string, string> { ["where"] = "acme" } });
        var token = await SignInAsync(server, own => own with
        {
            TokenUrl = server.Url + "/{region}/token",
            CallbackFacts = new Dictionary<string, string> { ["region"] = "where" },
        });
        token.Issued("region").ShouldBe("acme");

        // And still does when the token is refreshed later.
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { TokenUrl = server.Url + "/{region}/token", CallbackFacts = new Dictionary<string, string> { ["region"] = "where" } });
        (await _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, token, [server.Host], default)).Issued("region").ShouldBe("acme");
    }

    [Fact]
    public async Task The_token_fills_whatever_hole_the_placement_has()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        (await SignInAsync(server, placement: "OAuth {oauth_token}")).Issued("oauth_token").ShouldStartWith("CANARY-access");
    }

    [Fact]
    public async Task Refreshes_at_an_endpoint_of_its_own()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { RefreshPath = "/acme/refresh" });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { RefreshUrl = server.Url + "/{tenant}/refresh" });
        var token = await SignInAsync(server);
        (await _oauth.RefreshAsync(spec, spec.Method(), OAuthSpec.Client, token, [server.Host], default)).Issued().ShouldNotBe(token.Issued());
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    [Trait("case", "P3")]
    [Trait("case", "X27")]
    public async Task Revokes_at_the_provider_s_own_endpoint()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, own => own with { RevocationUrl = server.Url + "/{tenant}/revoke" });
        var token = await SignInAsync(server);
        (await _oauth.RevokeAsync(spec, spec.Method(), OAuthSpec.Client, token, [server.Host], default)).ShouldBeTrue();
        server.Revoked.ShouldBe([token.Issued(), token.RefreshToken!.Reveal()], ignoreOrder: true);
        server.Alive.ShouldBeEmpty();
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    [Trait("case", "X27")]
    public async Task Makes_no_revocation_endpoint_up()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode);
        var token = await SignInAsync(server);
        var before = server.Received.Count;
        (await _oauth.RevokeAsync(spec, spec.Method(), OAuthSpec.Client, token, [server.Host], default)).ShouldBeFalse();
        server.Received.Count.ShouldBe(before);
    }

    [Fact]
    public async Task Pushes_the_authorization_request()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { RequiresPush = true, Body = "form" });
        var token = await SignInAsync(server, own => own with { PushedAuthorizationRequestUrl = server.Url + "/{tenant}/par" });
        token.Issued().ShouldStartWith("CANARY-access");
        server.Refusals.ShouldBeEmpty();
        server.Received.Single(request => request.StartsWith("GET", StringComparison.Ordinal)).ShouldNotContain("code_challenge");
    }

    [Fact]
    public async Task A_token_reply_may_be_a_form()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Reply = "access_token={access}&scope=read%2Cwrite&token_type=bearer&expires_in=60", ReplyType = "application/x-www-form-urlencoded" });
        var token = await SignInAsync(server);
        token.Issued().ShouldStartWith("CANARY-access");
        token.Scopes.ShouldBe(["read", "write"]);
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddMinutes(1));
    }

    [Theory]
    [Trait("case", "X12")]
    [InlineData("""{"ok":false,"error":"invalid_code"}""", "invalid_code")]
    [InlineData("""{"error":"bad_verification_code","error_description":"The code passed is incorrect or expired."}""", "bad_verification_code")]
    [InlineData("error=bad_verification_code&error_description=The+code+passed+is+incorrect", "bad_verification_code")]
    [InlineData("""{"error":{"code":"E42","message":"no"}}""", "E42")]
    [InlineData("""{"status":"error","message":"not today"}""", "")]
    [InlineData("""{"success":false,"access_token":"CANARY-not-a-token"}""", "")]
    public async Task A_200_that_reports_an_error_is_one(string reply, string code)
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { Reply = reply });
        var error = await Should.ThrowAsync<OAuthException>(() => SignInAsync(server));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe(code);
        error.Error.Status.ShouldBe(200);
        error.Explanation.ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task Client_credentials()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2ClientCredentials);
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(GrantInteraction.Unattended);
        (await _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task Password()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2Password, more: [Requests.TestSpec.Plain("email"), Requests.TestSpec.Secret("password")]);
        var values = OAuthSpec.Client.With(OAuthSpec.Values(("email", StrictRules.User), ("password", StrictRules.Password)));
        (await _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
        server.Refusals.ShouldBeEmpty();

        var wrong = values.With(OAuthSpec.Values(("password", "CANARY-wrong")));
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.ObtainAsync(spec, spec.Method(), wrong, [server.Host], default));
        error.Error.ShouldBeOfType<OAuthRequestError>().Code.ShouldBe("invalid_grant");
        error.Explanation.ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task A_client_that_the_document_calls_otherwise()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        var spec = OAuthSpec.Of(
            server.Url,
            AuthKind.OAuth2ClientCredentials,
            new SpecMethodOAuth { TokenUrl = server.Url + "/acme/token", Scopes = ["read", "write"] },
            null,
            "Bearer {access_token}",
            [Requests.TestSpec.Plain("consumer_key"), Requests.TestSpec.Secret("made_up_passcode")]);
        var values = OAuthSpec.Values(("consumer_key", StrictRules.Id), ("made_up_passcode", StrictRules.Secret));
        (await _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
    }

    [Fact]
    public async Task A_signed_assertion_proves_the_client()
    {
        using var key = RSA.Create(2048);
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { TokenAuth = "private_key_jwt", ClientKey = key });
        var spec = OAuthSpec.For(
            server.Url,
            AuthKind.OAuth2ClientCredentials,
            own => own with { Assertion = new SpecAssertion { Key = "private_key", KeyId = "{key_id}" } },
            "private_key_jwt",
            more: [Requests.TestSpec.Secret("private_key"), Requests.TestSpec.Plain("key_id")]);
        var values = OAuthSpec.Values(("client_id", StrictRules.Id), ("tenant", "acme"), ("private_key", key.ExportPkcs8PrivateKeyPem()), ("key_id", "k1"));
        (await _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_assertion_made_with_the_secret_proves_the_client()
    {
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { TokenAuth = "client_secret_jwt" });
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2ClientCredentials, tokenAuth: "client_secret_jwt");
        (await _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Client, [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
        server.Received[^1].ShouldNotContain("client_secret=");
    }

    [Fact]
    public async Task A_key_file_is_all_that_a_service_account_needs()
    {
        using var key = RSA.Create(2048);
        await using var server = await StrictAuthorizationServer.StartAsync(new StrictRules { ClientKey = key });
        var spec = OAuthSpec.Of(
            server.Url,
            AuthKind.OAuth2JwtBearer,
            new SpecMethodOAuth
            {
                TokenUrl = server.Url + "/acme/token",
                Scopes = ["read"],
                Assertion = new SpecAssertion
                {
                    Key = "key_file",
                    KeyId = "{private_key_id}",
                    Issuer = "{client_email}",
                    Subject = "{client_email}",
                    Claims = new Dictionary<string, string> { ["scope"] = "{scope}" },
                },
            },
            null,
            "Bearer {access_token}",
            [Requests.TestSpec.Secret("key_file")]);
        var file = System.Text.Json.JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["type"] = "service_account",
            ["private_key_id"] = "k1",
            ["private_key"] = key.ExportPkcs8PrivateKeyPem(),
            ["client_email"] = StrictRules.Id,
        });
        (await _oauth.ObtainAsync(spec, spec.Method(), OAuthSpec.Values(("key_file", file)), [server.Host], default)).Issued().ShouldBe("CANARY-access-1");
        server.Refusals.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_refresh_token_that_a_person_has_needs_no_browser()
    {
        await using var server = await StrictAuthorizationServer.StartAsync();
        server.Alive["CANARY-supplied"] = true;
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, more: [Requests.TestSpec.Secret("refresh_token")]);
        OAuthClient.InteractionOf(spec.Method()).ShouldBe(GrantInteraction.Unattended);
        var values = OAuthSpec.Client.With(OAuthSpec.Values(("refresh_token", "CANARY-supplied")));
        var token = await _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default);
        token.Issued().ShouldBe("CANARY-access-1");
        token.RefreshToken!.Reveal().ShouldBe("CANARY-refresh-1");

        // A rotated token that has ended does not bring the supplied one back, which the provider would take for theft.
        server.Alive.Clear();
        var sent = server.Received.Count;
        await Should.ThrowAsync<OAuthException>(() => _oauth.RefreshAsync(spec, spec.Method(), values, token, [server.Host], default));
        server.Received.Count.ShouldBe(sent + 1);

        // It is used up now; another use of it ends with a request to sign in, without a second attempt.
        var before = server.Received.Count;
        var error = await Should.ThrowAsync<OAuthException>(() => _oauth.ObtainAsync(spec, spec.Method(), values, [server.Host], default));
        error.Code.ShouldBe(ErrorCodes.LoginRequired);
        server.Received.Count.ShouldBe(before + 1);
    }

    private async Task<TokenState> SignInAsync(
        StrictAuthorizationServer server,
        Func<SpecMethodOAuth, SpecMethodOAuth>? change = null,
        string? tokenAuth = null,
        CredentialValues? values = null,
        string placement = "Bearer {access_token}",
        string? baseUrl = null)
    {
        var spec = OAuthSpec.For(server.Url, AuthKind.OAuth2AuthorizationCode, change, tokenAuth, placement, baseUrl: baseUrl);
        var request = await _oauth.BeginAuthorizationAsync(spec, spec.Method(), values ?? OAuthSpec.Client, [server.Host], new Uri(OAuthSpec.Redirect), default);
        return await _oauth.CompleteAuthorizationAsync(request, await PretendBrowser.VisitAsync(request.Url), default);
    }
}
