using System.Text.Json;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>Security schemes of every type, where they apply, and the servers that calls go to, in JSON and in YAML.</summary>
public sealed class OpenApiSecurityTests
{
    public static TheoryData<string, string, string> Schemes => new()
    {
        { "3.0.3", """{"type": "apiKey", "in": "header", "name": "X-Stilt-Key"}""", "api_key Header X-Stilt-Key {}" },
        { "3.0.3", """{"type": "apiKey", "in": "query", "name": "stilt_key"}""", "api_key Query stilt_key {}" },
        { "3.1.0", """{"type": "apiKey", "in": "cookie", "name": "stilt"}""", "api_key Cookie stilt {}" },
        { "3.0.3", """{"type": "apiKey", "in": "header", "name": "Authorization"}""", "api_key Header Authorization {}" },
        { "3.0.3", """{"type": "apiKey", "in": "header", "name": "Authorization", "description": "Send the key as `Authorization: Stilt <api key>`."}""", "api_key Header Authorization Stilt {}" },
        { "3.0.3", """{"type": "apiKey", "in": "header", "name": "Authorization", "description": "Format: `Token YOUR_API_KEY`"}""", "api_key Header Authorization Token {}" },
        { "3.0.3", """{"type": "apiKey", "in": "header", "name": "Authorization", "description": "The value is `Bearer`, a blank and the token."}""", "bearer Header Authorization Bearer {}" },
        { "3.0.3", """{"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}""", "bearer Header Authorization Bearer {}" },
        { "3.0.3", """{"type": "http", "scheme": "Basic"}""", "basic Header Authorization Basic base64({}:{})" },
        { "3.0.3", """{"type": "http", "scheme": "basic", "description": "The API key is the user name, the password stays empty."}""", "basic Header Authorization Basic base64({}:)" },
        { "3.0.3", """{"type": "http", "scheme": "digest"}""", "digest" },
        { "3.1.0", """{"type": "http", "scheme": "hawk"}""", "signed_request" },
        { "3.1.0", """{"type": "http", "scheme": "Token"}""", "api_key Header Authorization Token {}" },
        { "3.1.0", """{"type": "mutualTLS"}""", "mtls" },
        { "3.0.3", """{"type": "openIdConnect", "openIdConnectUrl": "https://id.stilt.example/.well-known/openid-configuration"}""", "oauth2_authorization_code" },
        { "3.0.3", """{"type": "oauth2", "flows": {"clientCredentials": {"tokenUrl": "https://id.stilt.example/token", "scopes": {"birds:read": "read"}}}}""", "oauth2_client_credentials token=https://id.stilt.example/token scopes=birds:read" },
        { "3.0.3", """{"type": "oauth2", "flows": {"authorizationCode": {"authorizationUrl": "https://id.stilt.example/authorize", "tokenUrl": "https://id.stilt.example/token", "scopes": {}}}}""", "oauth2_authorization_code authorize=https://id.stilt.example/authorize token=https://id.stilt.example/token" },
        { "3.0.3", """{"type": "oauth2", "flows": {"password": {"tokenUrl": "https://id.stilt.example/token", "scopes": {}}}}""", "oauth2_password token=https://id.stilt.example/token" },
        { "3.2.0", """{"type": "oauth2", "oauth2MetadataUrl": "https://id.stilt.example/.well-known/oauth-authorization-server", "flows": {"deviceAuthorization": {"deviceAuthorizationUrl": "https://id.stilt.example/device", "tokenUrl": "https://id.stilt.example/token", "scopes": {}}}}""", "oauth2_device_code token=https://id.stilt.example/token device=https://id.stilt.example/device" },
        { "2.0", """{"type": "basic"}""", "basic Header Authorization Basic base64({}:{})" },
        { "2.0", """{"type": "apiKey", "in": "header", "name": "X-Stilt-Key"}""", "api_key Header X-Stilt-Key {}" },
        { "2.0", """{"type": "oauth2", "flow": "application", "tokenUrl": "https://id.stilt.example/token", "scopes": {"birds:read": "read"}}""", "oauth2_client_credentials token=https://id.stilt.example/token scopes=birds:read" },
        { "2.0", """{"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://id.stilt.example/authorize", "tokenUrl": "https://id.stilt.example/token", "scopes": {}}""", "oauth2_authorization_code authorize=https://id.stilt.example/authorize token=https://id.stilt.example/token" },
    };

    [Theory]
    [MemberData(nameof(Schemes))]
    public void A_scheme_tells_kind_place_and_endpoints(string version, string scheme, string expected)
    {
        var definitions = version == "2.0" ? ("securityDefinitions", $$"""{"main": {{scheme}} }""") : ("components", $$"""{"securitySchemes": {"main": {{scheme}} } }""");
        foreach (var analysis in Both(version, definitions, ("security", """[{"main": []}]"""), ("paths", """{"/me": {"get": {"responses": {"200": {"description": "ok"}}}}}""")))
        {
            var method = analysis.Methods.ShouldHaveSingleItem();
            Facts(method).ShouldBe(expected);
            analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.stilt.example/v1");
            analysis.Verification.ShouldHaveSingleItem().Path.ShouldBe("/me");
        }
    }

    [Fact]
    public void Every_endpoint_is_quoted_where_it_stands()
    {
        var text = "openapi: 3.0.0\ninfo: {title: Stilt, version: '1'}\npaths: {}\ncomponents:\n  securitySchemes:\n    main:\n      type: oauth2\n      flows:\n        authorizationCode:\n          authorizationUrl: https://id.stilt.example/authorize\n          tokenUrl: https://id.stilt.example/token\n          scopes: {}\n";
        var evidence = Analyze("a.yaml", text).Methods.ShouldHaveSingleItem().Evidence;
        evidence.ShouldContain(e => e.Fact == "authorize_url" && e.Quote.Contains("/authorize", StringComparison.Ordinal) && e.Line == 10);
        evidence.ShouldContain(e => e.Fact == "token_url" && e.Quote.Contains("/token", StringComparison.Ordinal) && e.Line == 11);
    }

    [Fact]
    public void References_lead_to_the_scheme_and_to_the_parameter()
    {
        foreach (var analysis in Both(
            "3.1.0",
            ("components", """{"securitySchemes": {"main": {"$ref": "#/components/securitySchemes/real"}, "real": {"type": "apiKey", "in": "header", "name": "X-Stilt-Key"}}, "parameters": {"Flock": {"name": "flock", "in": "query", "required": true}}}"""),
            ("security", """[{"main": []}]"""),
            ("paths", """{"/birds": {"get": {"parameters": [{"$ref": "#/components/parameters/Flock"}]}}, "/nests": {"get": {}}}""")))
        {
            Facts(analysis.Methods.ShouldHaveSingleItem()).ShouldBe("api_key Header X-Stilt-Key {}");
            analysis.Verification.Select(v => v.Path).ShouldBe(["/nests"]);
        }
    }

    [Fact]
    public void Calls_that_need_no_credential_prove_none()
    {
        foreach (var analysis in Both(
            "3.0.3",
            ("components", """{"securitySchemes": {"main": {"type": "http", "scheme": "bearer"}}}"""),
            ("security", """[{"main": []}]"""),
            ("paths", """{"/ping": {"get": {"security": []}}, "/info": {"get": {"security": [{}, {"main": []}]}}, "/birds": {"get": {}}}""")))
        {
            analysis.Verification.Select(v => v.Path).ShouldBe(["/birds"]);
        }
    }

    [Fact]
    public void Two_schemes_of_one_requirement_are_sent_together()
    {
        foreach (var analysis in Both(
            "3.0.3",
            ("components", """{"securitySchemes": {"app": {"type": "apiKey", "in": "header", "name": "X-Stilt-App"}, "key": {"type": "apiKey", "in": "header", "name": "X-Stilt-Key"}}}"""),
            ("security", """[{"app": [], "key": []}]"""),
            ("paths", "{}")))
        {
            analysis.Methods.ShouldHaveSingleItem().Placements.Select(p => p.Name).ShouldBe(["X-Stilt-App", "X-Stilt-Key"], ignoreOrder: true);
        }
    }

    [Fact]
    public void An_api_that_says_that_it_needs_nothing_is_open()
    {
        foreach (var analysis in Both("3.0.3", ("security", "[]"), ("paths", """{"/birds": {"get": {}}}""")))
            analysis.Outcome.ShouldBe(AnalysisOutcome.NoAuth);
        foreach (var analysis in Both("3.0.3", ("paths", """{"/birds": {"get": {}}}""")))
            analysis.Outcome.ShouldBe(AnalysisOutcome.NotDocumented);
    }

    [Theory]
    [InlineData("""[{"url": "https://{region}.stilt.example/{version}", "variables": {"region": {"default": "eu", "enum": ["eu", "us"]}, "version": {"default": "v2"}}}]""", "https://{region}.stilt.example/v2")]
    [InlineData("""[{"url": "{scheme}://api.stilt.example:{port}/v1", "variables": {"scheme": {"default": "https"}, "port": {"default": "8443"}}}]""", "https://api.stilt.example:8443/v1")]
    [InlineData("""[{"url": "https://api.stilt.example/v1/"}, {"url": "https://sandbox.stilt.example/v1", "description": "Sandbox"}]""", "https://api.stilt.example/v1 https://sandbox.stilt.example/v1=sandbox")]
    [InlineData("""[{"url": "/v1"}]""", "")]
    public void Servers_keep_what_a_person_has_to_give(string servers, string expected)
    {
        foreach (var analysis in Both("3.0.3", ("components", """{"securitySchemes": {"main": {"type": "http", "scheme": "bearer"}}}"""), ("servers", servers), ("paths", "{}")))
            string.Join(' ', analysis.BaseUrls.Select(b => b.Url + (b.Environment == "production" ? "" : "=" + b.Environment))).ShouldBe(expected);
    }

    [Theory]
    [InlineData("""{"/me": {"servers": [{"url": "https://path.stilt.example"}], "get": {}}}""", "https://path.stilt.example")]
    [InlineData("""{"/me": {"get": {"servers": [{"url": "https://call.stilt.example"}]}}}""", "https://call.stilt.example")]
    public void Servers_of_paths_count_where_the_api_has_none(string paths, string expected)
    {
        foreach (var analysis in Both("3.0.3", ("components", """{"securitySchemes": {"main": {"type": "http", "scheme": "bearer"}}}"""), ("servers", "[]"), ("paths", paths)))
            analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe(expected);
    }

    [Theory]
    [InlineData("""["https"]""", "https://api.stilt.example/v1")]
    [InlineData("""["http", "https"]""", "https://api.stilt.example/v1")]
    [InlineData("""["http"]""", "http://api.stilt.example/v1")]
    public void Host_base_path_and_schemes_of_version_2_are_the_server(string schemes, string expected)
    {
        foreach (var analysis in Both("2.0", ("schemes", schemes), ("securityDefinitions", """{"main": {"type": "basic"}}"""), ("paths", "{}")))
            analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe(expected);
    }

    [Theory]
    [InlineData("info", """{"title": "Stilt", "version": "1", "description": "# Stilt\n\n## Authentication\n\nSend the API key in the `X-Stilt-Key` header."}""")]
    [InlineData("tags", """[{"name": "Authentication", "description": "Send the API key in the `X-Stilt-Key` header."}]""")]
    public void What_no_scheme_declares_is_read_from_the_prose(string member, string value)
    {
        foreach (var analysis in Both("3.0.3", (member, value), ("paths", "{}")))
            Facts(analysis.Methods.ShouldHaveSingleItem()).ShouldBe("api_key Header X-Stilt-Key {}");
    }

    // The same description in JSON and in YAML; the host or server is added where none is given.
    private static IEnumerable<AuthAnalysis> Both(string version, params (string Name, string Value)[] members)
    {
        var all = new Dictionary<string, string>
        {
            [version == "2.0" ? "swagger" : "openapi"] = $"\"{version}\"",
            ["info"] = """{"title": "Stilt", "version": "1"}""",
        };
        if (version == "2.0")
            (all["host"], all["basePath"]) = ("\"api.stilt.example\"", "\"/v1\"");
        else
            all["servers"] = """[{"url": "https://api.stilt.example/v1"}]""";
        foreach (var (name, value) in members)
            all[name] = value;
        yield return Analyze("stilt.json", "{" + string.Join(",\n", all.Select(m => $"\"{m.Key}\": {m.Value}")) + "}");
        yield return Analyze("stilt.yaml", string.Join('\n', all.Select(m => $"{m.Key}: {m.Value}")));
    }

    private static AuthAnalysis Analyze(string path, string text)
    {
        var document = DocumentReader.Parse(text, path);
        document.Info.Format.ShouldBe("openapi");
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("stilt"));
        foreach (var quote in analysis.Methods.SelectMany(m => m.Evidence).Select(e => e.Quote).Concat(analysis.BaseUrls.Select(b => b.Quote)).Concat(analysis.Verification.Select(v => v.Quote)))
            document.Text.ShouldContain(quote, Case.Sensitive);
        return analysis;
    }

    private static string Facts(AuthMethod method)
    {
        var kind = JsonSerializer.Serialize(method.Kind, CoreJsonContext.Default.AuthKind).Trim('"');
        if (method.Kind is AuthKind.ApiKey or AuthKind.Bearer or AuthKind.Basic)
            return string.Join(", ", method.Placements.Select(p => $"{kind} {p.In} {p.Name} {Regex.Replace(p.Format, @"\{[^{}]*\}", "{}")}"));
        foreach (var (name, value) in ((string, string?)[])[("authorize", method.OAuth?.AuthorizeUrl), ("token", method.OAuth?.TokenUrl), ("device", method.OAuth?.DeviceUrl), ("scopes", string.Join(',', method.OAuth?.Scopes ?? []))])
            kind += value is { Length: > 0 } ? $" {name}={value}" : "";
        return kind;
    }
}
