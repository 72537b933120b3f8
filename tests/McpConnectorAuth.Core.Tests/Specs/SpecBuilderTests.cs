using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Specs;

public sealed class SpecBuilderTests
{
    private const string Text = """
        # Acme API

        The base URL is https://api.acme.example/v1 for everyone.
        Send your key in the header: `X-Acme-Key: YOUR_KEY`.
        GET /users/me returns the caller.
        Partners use https://eu.acme.example/v2 instead.
        Log in with OAuth 2.0 at https://login.acme.example/token.
        """;

    private static readonly AuthMethod KeyMethod = new(
        "api_key",
        AuthKind.ApiKey,
        Recommended: true,
        Deprecated: false,
        [new Placement(PlacementLocation.Header, "X-Acme-Key", "{api_key}")],
        [new AuthParameter("api_key", true, true, "Your key")],
        null,
        [new Evidence("kind", "Send your key", 4)]);

    private static readonly AuthMethod AppMethod = new(
        "app",
        AuthKind.OAuth2ClientCredentials,
        Recommended: false,
        Deprecated: false,
        [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
        [new AuthParameter("client_id", true, false, null), new AuthParameter("client_secret", true, true, null), new AuthParameter("access_token", true, true, null)],
        new OAuthFacts(null, "https://{tenant}.login.acme.example:8443/token", ["read", "write"], ",", "supported", "basic", null, null, new Dictionary<string, string> { ["audience"] = "api" }),
        []);

    private static AuthAnalysis Analysis(params AuthMethod[] methods) => new(
        "acme_billing",
        Info,
        methods.Length == 0 ? AnalysisOutcome.NotDocumented : AnalysisOutcome.Documented,
        methods,
        [new BaseUrl("https://api.acme.example/v1", "production", "https://api.acme.example/v1", 3)],
        [new VerificationCall("GET", "/users/me", "GET /users/me", 5)],
        [],
        [],
        []);

    private static DocumentInfo Info => new("docs/acme_api_doc.md", "markdown", Text.Length, SpecSamples.Sha);

    private static AuthDocument Document => new(Info, Text, [], []);

    private static SpecBuildResult Build(AuthAnalysis analysis, params SpecOverride[] overrides)
    {
        var result = SpecBuilder.Build(analysis, Document, overrides, null);

        // Whatever is built can be written and read back.
        using var folder = new SpecFolder();
        folder.Save(result.Spec);
        folder.Load().ShouldBeSpec(result.Spec);
        result.Unverified.ShouldBe(result.Spec.Authentication.Unverified);
        return result;
    }

    [Fact]
    public void A_documented_method_becomes_a_spec_with_its_lines()
    {
        var spec = Build(Analysis(KeyMethod)).Spec;
        spec.ShouldBeSpec(new ConnectorSpec(
            "Acme Billing",
            new ConnectionSection([new SpecParameter("api_key", "string", true, true, "Your key")], [], null),
            "",
            new AuthenticationSection(
                "docs/acme_api_doc.md",
                SpecSamples.Sha,
                [new SpecMethod("api_key", AuthKind.ApiKey, KeyMethod.Placements, ["api_key"], null, KeyMethod.Evidence)],
                [new SpecBaseUrl("https://api.acme.example/v1", "production", 3)],
                ["api.acme.example"],
                [new SpecVerification("GET", "/users/me", 5)],
                [],
                null)));
    }

    [Fact]
    public void Several_methods_share_what_all_of_them_need()
    {
        var spec = Build(Analysis(KeyMethod, AppMethod)).Spec;
        spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["tenant"]);
        spec.Connection.AuthMethods.Select(method => (method.Name, string.Join(",", method.Parameters.Select(parameter => parameter.Name))))
            .ShouldBe([("api_key", "api_key"), ("app", "client_id,client_secret")]);
        spec.Connection.AuthMethods[0].Description.ShouldBe("API key in the header X-Acme-Key");
        spec.ParametersOf(spec.RequireMethod("app")).Select(parameter => parameter.Name).ShouldBe(["client_id", "client_secret", "tenant"]);
    }

    [Fact]
    public void OAuth_facts_become_the_section_oauth_and_an_issued_token_is_not_asked_for()
    {
        var spec = Build(Analysis(AppMethod)).Spec;
        var oauth = spec.Connection.OAuth.ShouldNotBeNull();
        (oauth.Flow, oauth.Pkce, oauth.Scopes, oauth.TokenUrl).ShouldBe(("m2m", true, "read,write", "https://{tenant}.login.acme.example:8443/token"));
        oauth.ExtraAuthParams["audience"].ShouldBe("api");
        spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["client_id", "client_secret", "tenant"]);
        spec.Authentication.Methods[0].TokenAuth.ShouldBe("basic");
        spec.Authentication.Hosts.ShouldBe(["api.acme.example", "{tenant}.login.acme.example:8443"]);
    }

    [Fact]
    public void The_recommended_method_comes_first_and_a_deprecated_one_last()
    {
        var old = KeyMethod with { Name = "old", Deprecated = true, Recommended = false };
        Build(Analysis(old, AppMethod with { Recommended = true }, KeyMethod with { Recommended = false })).Spec
            .Authentication.Methods.Select(method => method.Name).ShouldBe(["app", "api_key", "old"]);
        Build(Analysis(KeyMethod, AppMethod), new SpecOverride("recommended_method", "app")).Spec
            .Authentication.Methods.Select(method => method.Name).ShouldBe(["app", "api_key"]);
    }

    [Theory]
    [InlineData("https://{yourTenant}.acme.example/v1/", "https://{your_tenant}.acme.example/v1", "{your_tenant}.acme.example")]
    [InlineData("HTTPS://API.Acme.Example:443/V1", "HTTPS://API.Acme.Example:443/V1", "api.acme.example")]
    [InlineData("https://api.acme.example:8443", "https://api.acme.example:8443", "api.acme.example:8443")]
    [InlineData("http://localhost:5000/api", "http://localhost:5000/api", "localhost:5000")]
    [InlineData("http://127.0.0.1:80", "http://127.0.0.1:80", "127.0.0.1")]
    [InlineData("api.acme.example/v1", "https://api.acme.example/v1", "api.acme.example")]
    [InlineData("https://api.acme.example{path}", "https://api.acme.example", "api.acme.example")]
    [InlineData("https://api-{region}.{domain}:{port}/x", "https://api-{region}.{domain}:{port}/x", "api-{region}.{domain}:{port}")]
    [InlineData("{instance_url}/services", "https://{instance_url}/services", "{instance_url}")]
    public void A_documented_base_url_gives_its_host_and_parameters(string documented, string url, string host)
    {
        var spec = Build(Analysis(KeyMethod) with { BaseUrls = [new BaseUrl(documented, "production", documented, 3)] }).Spec;
        spec.Authentication.BaseUrls.ShouldBe([new SpecBaseUrl(url, "production", 3)]);
        spec.Authentication.Hosts.ShouldBe([host]);
        spec.Authentication.Unverified.ShouldBeEmpty();
    }

    [Fact]
    public void A_base_url_without_tls_is_read_as_https_and_marked()
    {
        var result = Build(Analysis(KeyMethod) with { BaseUrls = [new BaseUrl("http://api.acme.example/v1", "production", "", 3)] });
        result.Spec.Authentication.BaseUrls[0].Url.ShouldBe("https://api.acme.example/v1");
        result.Unverified.ShouldBe(["base_url"]);
        result.Notes.ShouldHaveSingleItem().ShouldContain("line 3");
    }

    [Fact]
    public void A_hole_that_only_another_environment_needs_is_optional()
    {
        var spec = Build(Analysis(KeyMethod) with
        {
            BaseUrls = [new BaseUrl("https://api.acme.example", "production", "", 3), new BaseUrl("https://{region}.acme.example", "regional", "", 6)],
        }).Spec;
        spec.Connection.Parameters.ShouldContain(new SpecParameter("region", "string", false, false, "The part {region} of https://{region}.acme.example"));
        spec.Authentication.Methods[0].Parameters.ShouldBe(["api_key", "region"]);
    }

    [Fact]
    public void A_call_that_needs_an_unknown_id_gives_way_to_one_that_does_not()
    {
        var calls = Analysis(KeyMethod) with { Verification = [new VerificationCall("GET", "/orders/{OrderId}", "", 8), new VerificationCall("GET", "users/me", "", 5)] };
        Build(calls).Spec.Authentication.Verification.ShouldBe([new SpecVerification("GET", "/users/me", 5)]);

        var only = Build(calls with { Verification = [calls.Verification[0]] }).Spec;
        only.Authentication.Verification.ShouldBe([new SpecVerification("GET", "/orders/{order_id}", 8)]);
        only.RequireMethod(null).Parameters.ShouldBe(["api_key", "order_id"]);
    }

    [Fact]
    public void A_placement_that_can_not_be_read_is_left_out_and_said()
    {
        var broken = KeyMethod with { Name = "broken", Placements = [new Placement(PlacementLocation.Header, "X-Key", "base64({api_key)")] };
        var result = Build(Analysis(KeyMethod, broken));
        result.Spec.Authentication.Methods.ShouldHaveSingleItem().Name.ShouldBe("api_key");
        result.Notes.ShouldContain(note => note.Contains("broken.placement", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_document_goes_all_the_way_to_a_spec_without_findings()
    {
        using var folder = new SpecFolder();
        var path = Path.ChangeExtension(folder.SpecPath, ".md");
        await File.WriteAllTextAsync(path, """
            # Acme API

            ## Authentication

            The base URL is `https://api.acme.example/v1`. Send your API key in the `X-Acme-Key` header:

            ```
            curl https://api.acme.example/v1/users/me -H "X-Acme-Key: YOUR_API_KEY"
            ```
            """);
        var document = await DocumentReader.ReadAsync(path, "connectors/acme/acme_api_doc.md", CancellationToken.None);
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("acme"));
        var result = SpecBuilder.Build(analysis, document, [], null);
        folder.Save(result.Spec).ShouldBe(SpecSaveResult.Created);
        SpecLint.CheckFile(folder.SpecPath, SpecSamples.Display, analysis).ShouldBeEmpty();
        var method = folder.Load().RequireMethod(null);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Acme-Key");
        folder.Load().Authentication.Hosts.ShouldBe(["api.acme.example"]);
    }

    [Fact]
    public void A_lockout_warning_reaches_the_spec() =>
        Build(Analysis(KeyMethod) with { Warnings = [new AnalysisWarning("lockout", "Careful.", 9, Quote: "Five failures lock the account.")] })
            .Spec.Authentication.LockoutWarning.ShouldBe("Five failures lock the account. [line 9]");

    [Theory]
    [InlineData(AnalysisOutcome.NotDocumented, "does not say how")]
    [InlineData(AnalysisOutcome.NoAuth, "needs no authentication")]
    public void A_document_without_a_method_is_an_error_with_a_next_step(AnalysisOutcome outcome, string message)
    {
        var none = Analysis() with { Outcome = outcome };
        var error = Should.Throw<ConnectorAuthException>(() => Build(none));
        error.Code.ShouldBe(ErrorCodes.NoMethod);
        error.Message.ShouldContain(message);
        error.NextStep.ShouldContain(".placement");
    }

    [Fact]
    public void A_caller_can_supply_the_method_that_the_document_lacks()
    {
        var result = Build(
            Analysis(),
            new SpecOverride("key.placement", "header X-Acme-Key: {api_key}", "`X-Acme-Key: YOUR_KEY`"),
            new SpecOverride("key.placement", "query user={username}"));
        var method = result.Spec.RequireMethod(null);
        (method.Name, method.Kind).ShouldBe(("key", AuthKind.ApiKey));
        method.Placements.ShouldBe([new Placement(PlacementLocation.Header, "X-Acme-Key", "{api_key}"), new Placement(PlacementLocation.Query, "user", "{username}")]);
        result.Spec.ParametersOf(method).Select(parameter => (parameter.Name, parameter.Secret)).ShouldBe([("api_key", true), ("username", false)]);
        method.Evidence.ShouldBe([new Evidence("placement", "`X-Acme-Key: YOUR_KEY`", 4)]);
        result.Unverified.ShouldBe(["key.placement"]);
    }

    [Theory]
    [InlineData("header Authorization: Bearer {token}", AuthKind.Bearer)]
    [InlineData("header Authorization: Basic base64({user}:{password})", AuthKind.Basic)]
    [InlineData("header Authorization: Token {token}", AuthKind.ApiKey)]
    [InlineData("cookie sid={session}", AuthKind.ApiKey)]
    [InlineData("body key={key}", AuthKind.ApiKey)]
    [InlineData("path bot{token}", AuthKind.ApiKey)]
    public void The_kind_of_a_supplied_method_follows_from_its_placement(string placement, AuthKind kind) =>
        Build(Analysis(), new SpecOverride("mine.placement", placement)).Spec.RequireMethod("mine").Kind.ShouldBe(kind);

    [Fact]
    public void A_supplied_placement_takes_the_place_of_the_documented_one_and_of_its_parameter()
    {
        var spec = Build(Analysis(KeyMethod), new SpecOverride("api_key.placement", "header X-Acme-Token: {token}")).Spec;
        spec.RequireMethod(null).Placements.ShouldBe([new Placement(PlacementLocation.Header, "X-Acme-Token", "{token}")]);
        spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["token"]);
    }

    [Theory]
    [InlineData("base_url", "https://eu.acme.example/v2", "https://eu.acme.example/v2 instead", true)]
    [InlineData("base_url", "https://eu.acme.example/v2", "use   https://eu.acme.example/v2\ninstead", true)]
    [InlineData("base_url", "https://eu.acme.example/v2", "Partners use", false)]
    [InlineData("base_url", "https://eu.acme.example/v3", "https://eu.acme.example/v2 instead", false)]
    [InlineData("base_url", "https://evil.example/v2", "https://evil.example/v2", false)]
    [InlineData("base_url", "https://api.acme.example/v1", null, true)]
    [InlineData("base_url", "https://eu.acme.example/v2", null, false)]
    [InlineData("verification", "GET /users/me", null, true)]
    [InlineData("verification", "GET /orders", null, false)]
    [InlineData("api_key.placement", "header X-Acme-Key: {api_key}", null, true)]
    [InlineData("api_key.placement", "header X-Other: {api_key}", "Send your key in the header", false)]
    [InlineData("api_key.kind", "api_key", null, true)]
    [InlineData("api_key.parameter", "api_key, secret", null, true)]
    [InlineData("api_key.parameter", "region, public, optional", null, false)]
    [InlineData("api_key.parameter", "base_url, public", "The base URL is", true)]
    public void A_fact_is_verified_only_by_a_quote_that_holds_it(string fact, string value, string? quote, bool isVerified)
    {
        var result = Build(Analysis(KeyMethod), new SpecOverride(fact, value, quote));
        result.Unverified.ShouldBe(isVerified ? [] : [fact]);
        (result.Notes.Count > 0).ShouldBe(!isVerified && quote is not null);
    }

    [Fact]
    public void A_verified_override_carries_the_line_of_its_quote() =>
        Build(Analysis(KeyMethod), new SpecOverride("base_url", "https://eu.acme.example/v2", "https://eu.acme.example/v2")).Spec
            .Authentication.BaseUrls.ShouldBe([new SpecBaseUrl("https://eu.acme.example/v2", "production", 6)]);

    [Fact]
    public void A_parameter_goes_with_the_documented_base_url_that_alone_needed_it()
    {
        var tenant = Analysis(KeyMethod with { Parameters = [.. KeyMethod.Parameters, new AuthParameter("tenant", true, false, null)] }) with
        {
            BaseUrls = [new BaseUrl("https://{tenant}.acme.example", "production", "", 3)],
        };
        Build(tenant).Spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["api_key", "tenant"]);
        var spec = Build(tenant, new SpecOverride("base_url", "https://api.acme.example/v1")).Spec;
        spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["api_key"]);
        spec.Authentication.Hosts.ShouldBe(["api.acme.example"]);
    }

    [Fact]
    public void OAuth_facts_can_be_supplied_for_a_method_of_ones_own()
    {
        var result = Build(
            Analysis(),
            new SpecOverride("app.kind", "oauth2_client_credentials", "Log in with OAuth 2.0"),
            new SpecOverride("oauth.token_url", "https://login.acme.example/token", "https://login.acme.example/token"),
            new SpecOverride("oauth.scopes", "read write"),
            new SpecOverride("oauth.token_auth", "basic"));
        result.Spec.Connection.OAuth.ShouldNotBeNull().TokenUrl.ShouldBe("https://login.acme.example/token");
        result.Spec.Connection.OAuth.Scopes.ShouldBe("read write");
        result.Spec.Authentication.Hosts.ShouldContain("login.acme.example");
        result.Spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["client_id", "client_secret"]);
        result.Unverified.ShouldBe(["app.placement", "oauth.scopes", "oauth.token_auth"]);
    }

    [Theory]
    [InlineData("base_url", "http://api.acme.example")]
    [InlineData("base_url", "https://user:pass@api.acme.example")]
    [InlineData("base_url", "https://api.acme.example@evil.example")]
    [InlineData("base_url", "https://api.acme.example\\@evil.example")]
    [InlineData("base_url", "https://0x7f.1/")]
    [InlineData("base_url", "https://2130706433/")]
    [InlineData("base_url", "https://-acme.example")]
    [InlineData("base_url", "https://acme..example")]
    [InlineData("base_url", "https://acme.example:99999")]
    [InlineData("base_url", "https://acme.example/#x")]
    [InlineData("base_url", "https://{tenant.acme.example")]
    [InlineData("base_url", "https://")]
    [InlineData("base_url", "ftp://acme.example")]
    [InlineData("base_url", "https://acme.example/a b")]
    [InlineData("base_url", "http://{host}/")]
    [InlineData("base_url", "http://localhost.evil.example/")]
    [InlineData("base_url", "https://acme.example{path}")]
    [InlineData("base_url", "https://api.{a}{b}")]
    [InlineData("base_url", "")]
    [InlineData("verification", "users/me")]
    [InlineData("verification", "DELETE /users/me")]
    [InlineData("verification", "GET users/me")]
    [InlineData("verification", "GET http://acme.example/me")]
    [InlineData("recommended_method", "nope")]
    [InlineData("api_key.placement", "X-Acme-Key: {api_key}")]
    [InlineData("api_key.placement", "header X Acme: {api_key}")]
    [InlineData("api_key.placement", "header X-Acme-Key {api_key}")]
    [InlineData("api_key.placement", "header X-Acme-Key: {api_key")]
    [InlineData("api_key.placement", "query {api_key}")]
    [InlineData("api_key.placement", "path bot")]
    [InlineData("api_key.placement", "trailer X: {api_key}")]
    [InlineData("api_key.kind", "magic")]
    [InlineData("api_key.kind", "none")]
    [InlineData("api_key.parameter", "a b")]
    [InlineData("api_key.parameter", "a, secret, public")]
    [InlineData("api_key.parameter", "a, maybe")]
    [InlineData("apikey.parameter", "a")]
    [InlineData("oauth.token_url", "https://acme.example/token")]
    [InlineData("api_key.colour", "blue")]
    [InlineData("colour", "blue")]
    [InlineData("", "blue")]
    [InlineData("display_name", "two\nlines")]
    public void A_value_that_does_not_follow_the_grammar_is_refused_with_the_form(string fact, string value)
    {
        var error = Should.Throw<ConnectorAuthException>(() => Build(Analysis(KeyMethod), new SpecOverride(fact, value, null)));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.NextStep.ShouldStartWith("Expected: ");
        if (fact.Length > 0) error.Message.ShouldContain(fact);
    }

    [Fact]
    public void A_fact_given_twice_is_refused() => Should.Throw<ConnectorAuthException>(() => Build(
        Analysis(KeyMethod),
        new SpecOverride("base_url", "https://a.example"),
        new SpecOverride("base_url", "https://b.example"))).Code.ShouldBe(ErrorCodes.InvalidArgument);

    [Fact]
    public void The_name_for_people_is_that_of_the_override_then_of_the_caller_then_of_the_source()
    {
        SpecBuilder.Build(Analysis(KeyMethod), Document, [new SpecOverride("display_name", "One")], "Two").Spec.DisplayName.ShouldBe("One");
        SpecBuilder.Build(Analysis(KeyMethod), Document, [], "Two").Spec.DisplayName.ShouldBe("Two");
        SpecBuilder.Build(Analysis(KeyMethod), Document, [], " ").Spec.DisplayName.ShouldBe("Acme Billing");
    }

    [Fact]
    public void What_is_missing_is_said_with_the_override_that_supplies_it()
    {
        var result = Build(Analysis(KeyMethod) with { BaseUrls = [], Verification = [] });
        result.Notes.ShouldBe(
        [
            "The document states no base URL: call generate_spec again with the override base_url before anything can be verified.",
            "The document shows no call that proves a credential: call generate_spec again with the override verification, such as \"GET /me\".",
        ]);
    }
}
