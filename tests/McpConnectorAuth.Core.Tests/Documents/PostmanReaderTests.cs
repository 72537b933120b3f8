using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>Postman collections: authentication is inherited, variables name the server, and no value gets out.</summary>
public sealed class PostmanReaderTests
{
    private const string V21 = "https://schema.example/json/collection/v2.1.0/collection.json";
    private const string V20 = "https://schema.example/json/collection/v2.0.0/collection.json";

    public static TheoryData<string, string> Kinds => new()
    {
        { """{"type":"apikey","apikey":[{"key":"key","value":"X-Ibis-Key"},{"key":"value","value":"{{key}}"},{"key":"in","value":"header"}]}""", "api_key Header X-Ibis-Key {}" },
        { """{"type":"apikey","apikey":[{"key":"value","value":"{{key}}"},{"key":"key","value":"ibis_key"},{"key":"in","value":"query"}]}""", "api_key Query ibis_key {}" },
        { """{"type":"apikey","apikey":[{"key":"key","value":"Authorization"},{"key":"value","value":"Ibis {{key}}"}]}""", "api_key Header Authorization Ibis {}" },
        { """{"type":"bearer","bearer":[{"key":"token","value":"{{token}}","type":"string"}]}""", "bearer Header Authorization Bearer {}" },
        { """{"type":"basic","basic":[{"key":"username","value":"{{user}}"},{"key":"password","value":"{{password}}"}]}""", "basic Header Authorization Basic base64({}:{})" },
        { """{"type":"basic","basic":[{"key":"username","value":"{{api_key}}"},{"key":"password","value":""}]}""", "basic Header Authorization Basic base64({}:)" },
        { """{"type":"digest","digest":[{"key":"username","value":"{{user}}"}]}""", "digest" },
        { """{"type":"hawk","hawk":[{"key":"authId","value":"{{id}}"}]}""", "signed_request" },
        { """{"type":"awsv4","awsv4":[{"key":"accessKey","value":"{{id}}"},{"key":"secretKey","value":"{{secret}}"}]}""", "signed_request" },
        { """{"type":"edgegrid","edgegrid":[{"key":"accessToken","value":"{{id}}"}]}""", "signed_request" },
        { """{"type":"oauth1","oauth1":[{"key":"consumerKey","value":"{{id}}"}]}""", "oauth1" },
        { """{"type":"oauth2","oauth2":[{"key":"grant_type","value":"client_credentials"},{"key":"accessTokenUrl","value":"https://id.ibis.example/token"}]}""", "oauth2_client_credentials" },
        { """{"type":"oauth2","oauth2":[{"key":"grant_type","value":"authorization_code_with_pkce"},{"key":"authUrl","value":"https://id.ibis.example/authorize"},{"key":"accessTokenUrl","value":"https://id.ibis.example/token"}]}""", "oauth2_authorization_code" },
        { """{"type":"oauth2","oauth2":[{"key":"grant_type","value":"password_credentials"},{"key":"accessTokenUrl","value":"https://id.ibis.example/token"}]}""", "oauth2_password" },
        { """{"type":"noauth"}""", "" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_collections_authentication_is_that_of_its_requests(string auth, string expected)
    {
        var analysis = Analyze($$"""
            {
              "info": {"name": "Ibis", "schema": "{{V21}}"},
              "item": [{"name": "Birds", "item": [{"name": "List birds", "request": {"method": "GET", "url": {"raw": "{{Braces("baseUrl")}}/birds", "host": ["{{Braces("baseUrl")}}"], "path": ["birds"]} } }] }],
              "auth": {{auth}},
              "variable": [{"key": "baseUrl", "value": "https://api.ibis.example/v3"}]
            }
            """);
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.ibis.example/v3");
        Facts(analysis).ShouldBe(expected.Length == 0 ? [] : [expected]);
        if (expected.StartsWith("oauth2", StringComparison.Ordinal))
            analysis.Methods[0].OAuth!.TokenUrl.ShouldBe("https://id.ibis.example/token");
    }

    [Fact]
    public void The_older_format_has_objects_for_lists_and_strings_for_urls()
    {
        var analysis = Analyze($$"""
            {"info": {"name": "Ibis", "schema": "{{V20}}", "description": "Reads birds."},
             "auth": {"type": "apikey", "apikey": {"key": "X-Ibis-Key", "value": "", "in": "header"} },
             "item": [{"name": "Who am I", "request": {"method": "GET", "header": [], "url": "https://api.ibis.example/v3/me"} },
                      {"name": "One bird", "request": {"method": "GET", "header": [], "url": "https://api.ibis.example/v3/birds/:id"} }]}
            """);
        Facts(analysis).ShouldBe(["api_key Header X-Ibis-Key {}"]);
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.ibis.example/v3");
        analysis.Verification[0].Path.ShouldBe("/me");
    }

    [Fact]
    public void A_folder_overrides_the_collection_and_a_public_call_verifies_nothing()
    {
        var analysis = Analyze($$"""
            {"info": {"name": "Ibis", "schema": "{{V21}}"},
             "auth": {"type": "bearer", "bearer": [{"key": "token", "value": ""}]},
             "item": [
               {"name": "Status", "auth": {"type": "noauth"}, "item": [{"name": "Ping", "request": {"method": "GET", "url": "https://api.ibis.example/v3/ping"} }]},
               {"name": "Birds", "item": [{"name": "List", "request": {"method": "GET", "url": "https://api.ibis.example/v3/birds"} }]}]}
            """);
        Facts(analysis).ShouldBe(["bearer Header Authorization Bearer {}"]);
        analysis.Verification.Select(v => v.Path).ShouldBe(["/birds"]);
    }

    [Fact]
    public void Headers_of_requests_and_prose_of_descriptions_count()
    {
        var analysis = Analyze($$"""
            {"info": {"name": "Ibis", "schema": "{{V21}}", "description": "# Ibis\n\n## Authentication\n\nSend the API key in the `X-Ibis-Key` header.\n\nBase URL: `https://api.ibis.example/v3`"},
             "item": [{"name": "List birds", "request": {"method": "GET", "header": [{"key": "X-Ibis-Key", "value": "{{Braces("key")}}"}, {"key": "X-Old-Key", "value": "x", "disabled": true}], "url": {"raw": "https://api.ibis.example/v3/birds"} } }]}
            """);
        Facts(analysis).ShouldBe(["api_key Header X-Ibis-Key {}"]);
        analysis.Methods[0].Evidence.ShouldContain(e => e.Quote.Contains("Send the API key in the `X-Ibis-Key` header.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_value_that_somebody_left_in_a_collection_is_never_shown(bool indented)
    {
        var text = $$"""
            {"info": {"name": "Ibis", "schema": "{{V21}}"},
             "auth": {"type": "basic", "basic": [{"key": "username", "value": "CANARY-u5r7x1k9"}, {"key": "password", "value": "CANARY-p2w8q4z6"}]},
             "item": [{"name": "List", "request": {"method": "POST",
                       "header": [{"key": "X-Ibis-Key", "value": "CANARY-h3d9f2k7"}, {"key": "Authorization", "value": "Bearer CANARY-b8t4n6m1"}],
                       "body": {"mode": "raw", "raw": "{\"api_key\": \"CANARY-j6s2v8c4\"}"},
                       "url": {"raw": "https://api.ibis.example/v3/birds?token=CANARY-r1l5y9e3", "query": [{"key": "token", "value": "CANARY-r1l5y9e3"}]} } },
                      {"name": "Form", "request": {"method": "POST", "body": {"mode": "urlencoded", "urlencoded": [{"key": "api_key", "value": "CANARY-f7a3g5o2"}]}, "url": "https://api.ibis.example/v3/form"} }],
             "variable": [{"key": "key", "value": "CANARY-v4i8n2t6"}]}
            """;
        if (!indented)
            text = text.Replace("\n", "", StringComparison.Ordinal);
        var document = DocumentReader.Parse(text, "ibis.postman_collection.json");
        document.Text.ShouldNotContain("CANARY");
        var json = JsonSerializer.Serialize(AuthAnalyzer.Analyze(document, SourceName.Parse("ibis")), CoreJsonContext.Default.AuthAnalysis);
        json.ShouldNotContain("CANARY");
        json.ShouldContain("X-Ibis-Key");
    }

    private static string Braces(string name) => "{{" + name + "}}";

    private static List<string> Facts(AuthAnalysis analysis) =>
        [.. analysis.Methods.Select(m => m.Kind is AuthKind.ApiKey or AuthKind.Bearer or AuthKind.Basic
            ? string.Join(", ", m.Placements.Select(p => $"{Name(m)} {p.In} {p.Name} {System.Text.RegularExpressions.Regex.Replace(p.Format, @"\{[^{}]*\}", "{}")}"))
            : Name(m))];

    private static string Name(AuthMethod method) => JsonSerializer.Serialize(method.Kind, CoreJsonContext.Default.AuthKind).Trim('"');

    private static AuthAnalysis Analyze(string text)
    {
        var document = DocumentReader.Parse(text, "ibis.json");
        document.Info.Format.ShouldBe("postman");
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("ibis"));
        foreach (var quote in analysis.Methods.SelectMany(m => m.Evidence).Select(e => e.Quote).Concat(analysis.BaseUrls.Select(b => b.Quote)).Concat(analysis.Verification.Select(v => v.Quote)))
            System.Text.RegularExpressions.Regex.Replace(text, @"\s+", " ").ShouldContain(quote);
        return analysis;
    }
}
