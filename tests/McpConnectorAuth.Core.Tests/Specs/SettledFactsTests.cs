using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>What an override or a person settled in a spec stays when the spec is made again, and nothing else does.</summary>
public sealed class SettledFactsTests : IDisposable
{
    private const string Text = """
        # Acme API

        The base URL is https://api.acme.example/v1 for everyone.
        Partners use https://eu.acme.example/v2 instead.
        Send your key in the header: `X-Acme-Key: YOUR_KEY`.
        Apps sign in at https://login.acme.example/authorize and get tokens at https://login.acme.example/token.
        """;

    private static readonly AuthMethod Key = new(
        "api_key", AuthKind.ApiKey, true, false,
        [new Placement(PlacementLocation.Header, "X-Acme-Key", "{api_key}")],
        [new AuthParameter("api_key", true, true, "Your key")],
        null,
        [new Evidence("kind", "Send your key", 5), new Evidence("placement", "`X-Acme-Key: YOUR_KEY`", 5)]);

    private static readonly AuthMethod App = new(
        "app", AuthKind.OAuth2AuthorizationCode, false, false,
        [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
        [new AuthParameter("client_id", true, false, null)],
        new OAuthFacts("https://login.acme.example/authorize", "https://login.acme.example/token", ["read"], null, "not_stated", "not_stated", null, null, new Dictionary<string, string> { ["access_type"] = "offline" }),
        [new Evidence("kind", "Apps sign in", 6)]);

    private readonly SpecFolder _folder = new();

    private string _sha = SpecSamples.Sha;

    private List<AuthMethod> _methods = [Key];

    private string? _baseUrl = "https://api.acme.example/v1";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Overrides_stay_until_they_are_overridden_anew_or_taken_back()
    {
        _baseUrl = null;
        Generate();
        Generate(new SpecOverride("base_url", "https://{tenant}.acme.example/v3"));
        var second = Generate(new SpecOverride("verification", "GET /me"));
        second.Kept.ShouldBe(["base_url: https://{tenant}.acme.example/v3"]);
        var text = _folder.Text;
        Generate().Kept.Count.ShouldBe(2);
        _folder.Text.ShouldBe(text, "nothing new was said");
        Spec.Authentication.Settled.ShouldBe(["base_url", "verification"]);
        Spec.Authentication.Unverified.ShouldBe(["base_url", "verification"]);
        Spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldContain("tenant");

        Generate(new SpecOverride("base_url", "https://api.acme.example/v4"));
        Spec.Authentication.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.acme.example/v4");
        Spec.Authentication.Hosts.ShouldBe(["api.acme.example"]);
        Spec.Connection.Parameters.Select(parameter => parameter.Name).ShouldBe(["api_key"], "nothing needs the tenant any more");

        Generate(new SpecOverride("verification", "as documented"));
        Spec.Authentication.Verification.ShouldBeEmpty();
        Spec.Authentication.Settled.ShouldBe(["base_url"]);
        Spec.Authentication.Unverified.ShouldBe(["base_url"]);
    }

    [Fact]
    public void A_line_that_is_removed_from_settled_follows_the_document_again()
    {
        Generate(new SpecOverride("base_url", "https://eu.acme.example/v9"));
        Edit("  settled:\n    - base_url\n", "");
        Edit("  # Facts settled by override or by hand; remove a line to follow the document again\n", "");
        Generate().Kept.ShouldBeEmpty();
        Spec.Authentication.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.acme.example/v1");
        Spec.Authentication.Unverified.ShouldBeEmpty();
    }

    [Fact]
    public void A_quoted_override_stays_verified_as_long_as_the_document_says_so()
    {
        Generate(
            new SpecOverride("base_url", "https://eu.acme.example/v2", "Partners use https://eu.acme.example/v2"),
            new SpecOverride("api_key.placement", "header X-Acme-Key: Token {api_key}", "`X-Acme-Key: YOUR_KEY`"));
        Spec.Authentication.Unverified.ShouldBe(["api_key.placement"], "the quote does not hold the scheme");
        Generate();
        Spec.Authentication.Unverified.ShouldBe(["api_key.placement"]);
        Spec.Authentication.BaseUrls.ShouldHaveSingleItem().Line.ShouldBe(4);

        _sha = new string('b', 64);
        Generate();
        Spec.Authentication.Unverified.ShouldBe(["api_key.placement"], "another document that still says so");
        Generate(document: Text.Replace("Partners use https://eu.acme.example/v2 instead.", "", StringComparison.Ordinal), sha: new string('c', 64));
        Spec.Authentication.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://eu.acme.example/v2");
        Spec.Authentication.Unverified.ShouldBe(["api_key.placement", "base_url"]);
    }

    [Fact]
    public void What_a_person_edits_stays_and_is_marked_as_unverified()
    {
        Generate();
        Edit("name: X-Acme-Key", "name: X-Our-Key");
        Edit("    - api.acme.example\n", "    - api.acme.example\n    - files.acme.example\n");
        Edit("description: Your key", "description: Ask Jo");
        var kept = Generate().Kept;
        kept.ShouldBe(["host: files.acme.example", "api_key.placement: header X-Our-Key: {api_key}", "parameter.api_key: Ask Jo"], ignoreOrder: true);
        var text = _folder.Text;
        Generate();
        _folder.Text.ShouldBe(text);
        Spec.Authentication.Methods[0].Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Our-Key");
        Spec.Authentication.Hosts.ShouldBe(["api.acme.example", "files.acme.example"]);
        Spec.Connection.Parameters[0].Description.ShouldBe("Ask Jo");
        Spec.Authentication.Unverified.ShouldBe(["api_key.placement", "host"], "a description is nobody's claim");

        Generate(new SpecOverride("api_key.placement", "as documented"));
        Spec.Authentication.Methods[0].Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Acme-Key");
        Spec.Authentication.Methods[0].Evidence.Select(evidence => evidence.Fact).ShouldBe(["kind", "placement"]);
    }

    [Fact]
    public void What_nobody_edited_follows_the_document()
    {
        Generate(new SpecOverride("verification", "GET /me"));
        _baseUrl = "https://api.acme.example/v2";
        _sha = new string('b', 64);
        _methods = [Key with { Placements = [new Placement(PlacementLocation.Header, "X-New-Key", "{api_key}")] }];
        Generate().Kept.ShouldBe(["verification: GET /me"]);
        Spec.Authentication.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.acme.example/v2");
        Spec.Authentication.Methods[0].Placements.ShouldHaveSingleItem().Name.ShouldBe("X-New-Key");
    }

    [Fact]
    public void The_flow_of_a_connector_can_be_chosen_and_edits_of_its_oauth_section_stay()
    {
        _methods = [App];
        Generate(new SpecOverride("oauth.flow", "u2m_per_user"));
        Generate();
        Spec.Connection.OAuth!.Flow.ShouldBe("u2m_per_user");
        Spec.Authentication.Unverified.ShouldBeEmpty("no document says how a connector is used");
        Edit("flow: u2m_per_user", "flow: u2m");
        Edit("scopes: read", "scopes: read write");
        Edit("access_type: offline", "access_type: online");
        Generate();
        var text = _folder.Text;
        Generate();
        _folder.Text.ShouldBe(text);
        Spec.Connection.OAuth!.Flow.ShouldBe("u2m");
        Spec.Connection.OAuth!.Scopes.ShouldBe("read write");
        Spec.Connection.OAuth!.ExtraAuthParams["access_type"].ShouldBe("online");
        Spec.Authentication.Unverified.ShouldBe(["app.extra_auth_param", "app.scopes"]);

        Generate(new SpecOverride("oauth.scopes", "admin"));
        Spec.Connection.OAuth!.Scopes.ShouldBe("admin");
        Generate(new SpecOverride("oauth.scopes", "as documented"), new SpecOverride("app.extra_auth_param", "as documented"));
        Spec.Connection.OAuth!.Scopes.ShouldBe("read");
        Spec.Connection.OAuth!.ExtraAuthParams["access_type"].ShouldBe("offline");
        Should.Throw<ConnectorAuthException>(() => Generate(new SpecOverride("oauth.flow", "m2m"))).NextStep.ShouldContain("u2m or u2m_per_user");
    }

    [Fact]
    public void A_method_that_the_document_does_not_state_stays_as_a_whole_and_goes_as_a_whole()
    {
        Generate(
            new SpecOverride("session.kind", "session_login"),
            new SpecOverride("session.placement", "header X-Session: {session_token}"),
            new SpecOverride("session.login", "POST /session json"),
            new SpecOverride("session.login_placement", "body user={username}"),
            new SpecOverride("session.login_placement", "body pass={password}"),
            new SpecOverride("session.login_returns", "session_token body data.token"),
            new SpecOverride("recommended_method", "session"));
        var text = _folder.Text;
        Generate();
        _folder.Text.ShouldBe(text);
        Generate(new SpecOverride("session.logout", "DELETE /session"));
        var method = Spec.Authentication.Methods[0];
        method.Name.ShouldBe("session");
        method.Login!.Placements.Count.ShouldBe(2);
        method.Login.LogoutPath.ShouldBe("/session");
        method.Parameters.ShouldBe(["username", "password"]);

        Generate(new SpecOverride("session.kind", "as documented"));
        Spec.Authentication.Methods.ShouldHaveSingleItem().Name.ShouldBe("api_key");
        Spec.Authentication.Settled.ShouldBeEmpty();
    }

    [Fact]
    public void Parameters_are_settled_one_by_one()
    {
        Generate(new SpecOverride("api_key.parameter", "email, public"));
        Generate(new SpecOverride("api_key.parameter", "region, public, optional"));
        Generate();
        Spec.Authentication.Methods[0].Parameters.ShouldBe(["api_key", "email", "region"]);
        Spec.Connection.Parameters.Single(parameter => parameter.Name == "region").Required.ShouldBeFalse();
    }

    [Fact]
    public void A_host_can_be_added()
    {
        Generate(new SpecOverride("host", "files.acme.example"), new SpecOverride("host", "{tenant}.acme.example"), new SpecOverride("base_url", "https://{tenant}.acme.example/v1"));
        Spec.Authentication.Hosts.ShouldBe(["{tenant}.acme.example", "files.acme.example"]);
        Should.Throw<ConnectorAuthException>(() => Generate(new SpecOverride("host", "https://files.acme.example"))).NextStep.ShouldContain("a host in lower case");
    }

    private ConnectorSpec Spec => _folder.Load();

    private void Edit(string part, string replacement)
    {
        _folder.Text.ShouldContain(part);
        _folder.With(_folder.Text.Replace(part, replacement, StringComparison.Ordinal));
    }

    private SpecBuildResult Generate(params SpecOverride[] overrides) => Generate(Text, _sha, overrides);

    private SpecBuildResult Generate(string document, string sha, params SpecOverride[] overrides)
    {
        var info = new DocumentInfo("docs/acme_api_doc.md", "markdown", document.Length, sha);
        var analysis = new AuthAnalysis(
            "acme", info, AnalysisOutcome.Documented, _methods, _baseUrl is null ? [] : [new BaseUrl(_baseUrl, "production", _baseUrl, 3)], [], [], [], []);
        var result = SpecBuilder.Build(analysis, [new AuthDocument(info, document, [], [])], overrides, null, ConnectorSpecFile.Find(_folder.SpecPath, SpecSamples.Display));
        _folder.Save(result.Spec);
        return result;
    }
}
