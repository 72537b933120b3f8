using System.Text.Json;
using System.Text.RegularExpressions;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>HTTP archives tell how a credential travels, and hold live ones: none may get out.</summary>
public sealed class HarReaderTests
{
    [Theory]
    [InlineData("""{"name": "X-Crane-Key", "value": "CANARY-8d2f"}""", "", "ApiKey Header X-Crane-Key {}")]
    [InlineData("""{"name": "authorization", "value": "Bearer CANARY-8d2f"}""", "", "Bearer Header Authorization Bearer {}")]
    [InlineData("""{"name": "Authorization", "value": "Token CANARY-8d2f"}""", "", "ApiKey Header Authorization Token {}")]
    [InlineData("""{"name": "Authorization", "value": "CANARY-8d2f"}""", "", "ApiKey Header Authorization {}")]
    [InlineData("""{"name": "Authorization", "value": "Basic Q0FOQVJZLXVzZXI6Q0FOQVJZLXBhc3M="}""", "", "Basic Header Authorization Basic base64({}:{})")]
    [InlineData("", """{"name": "api_key", "value": "CANARY-8d2f"}""", "ApiKey Query api_key {}")]
    public void The_place_of_the_credential_is_found_and_its_value_is_not_shown(string header, string query, string expected)
    {
        foreach (var text in (string[])[Archive(header, query), Archive(header, query).Replace("\n", "", StringComparison.Ordinal)])
        {
            var document = DocumentReader.Parse(text, "crane.har");
            document.Info.Format.ShouldBe("har");
            document.Text.ShouldNotContain("CANARY");
            document.Text.ShouldNotContain("Q0FOQVJZ");
            document.Text.Length.ShouldBe(text.Length);
            var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("crane"));
            var method = analysis.Methods.ShouldHaveSingleItem();
            var placement = method.Placements.ShouldHaveSingleItem();
            $"{method.Kind} {placement.In} {placement.Name} {Regex.Replace(placement.Format, @"\{[^{}]*\}", "{}")}".ShouldBe(expected);
            analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://api.crane.example/v1");
            analysis.Verification[0].Path.ShouldBe("/me");
            var json = JsonSerializer.Serialize(analysis, CoreJsonContext.Default.AuthAnalysis);
            json.ShouldNotContain("CANARY");
            json.ShouldNotContain("jane");
            json.ShouldNotContain("4711");
            foreach (var evidence in method.Evidence)
                document.Text.ShouldContain(evidence.Quote, Case.Sensitive);
            document.LineAt(document.Text.Length - 1).ShouldBe(text.Count(c => c == '\n') + 1);
        }
    }

    [Fact]
    public void A_token_request_tells_the_grant()
    {
        var analysis = AuthAnalyzer.Analyze(DocumentReader.Parse(Archive("""{"name": "Authorization", "value": "Bearer CANARY-8d2f"}""", ""), "crane.har"), SourceName.Parse("crane"));
        analysis.Methods.ShouldNotContain(m => m.Kind == AuthKind.OAuth2ClientCredentials);
        var text = Archive("""{"name": "Authorization", "value": "Bearer CANARY-8d2f"}""", "").Replace("\"entries\": [", """
            "entries": [{"request": {"method": "POST", "url": "https://id.crane.example/oauth/token", "headers": [], "queryString": [], "cookies": [],
              "postData": {"mimeType": "application/x-www-form-urlencoded", "text": "grant_type=client_credentials&client_id=crane-app&client_secret=CANARY-5e1b"} },
              "response": {"content": {"mimeType": "application/json", "text": "{\"access_token\": \"CANARY-8d2f\"}"} } },
            """, StringComparison.Ordinal);
        analysis = AuthAnalyzer.Analyze(DocumentReader.Parse(text, "crane.har"), SourceName.Parse("crane"));
        analysis.Methods[0].Kind.ShouldBe(AuthKind.OAuth2ClientCredentials);
        analysis.Methods[0].OAuth!.TokenUrl.ShouldBe("https://id.crane.example/oauth/token");
        JsonSerializer.Serialize(analysis, CoreJsonContext.Default.AuthAnalysis).ShouldNotContain("CANARY");
    }

    [Theory, Trait("case", "X21")]
    [InlineData(401, "X-Crane-Key")]
    [InlineData(403, "X-Crane-Key")]
    [InlineData(200, "Authorization")]
    public void A_request_that_was_refused_tells_nothing_beside_one_that_was_let_in(int status, string header)
    {
        var accepted = Archive("""{"name": "X-Crane-Key", "value": "CANARY-8d2f"}""", "");
        var text = accepted.Replace("\"entries\": [", $$"""
            "entries": [{"request": {"method": "GET", "url": "https://api.crane.example/v1/me", "headers": [{"name": "Authorization", "value": "Bearer CANARY-old"}], "queryString": [], "cookies": [] },
              "response": {"status": {{status}}, "content": {"mimeType": "application/json"} } },
            """, StringComparison.Ordinal);
        var analysis = AuthAnalyzer.Analyze(DocumentReader.Parse(text, "crane.har"), SourceName.Parse("crane"));
        analysis.Methods.SelectMany(method => method.Placements).Select(placement => placement.Name).ShouldContain(header);
        analysis.Methods.SelectMany(method => method.Placements).Any(placement => placement.Name == "Authorization").ShouldBe(status == 200);
    }

    [Fact]
    public void A_session_cookie_is_the_credential_where_nothing_else_is()
    {
        var text = Archive("", "").Replace("\"cookies\": []", "\"cookies\": [{\"name\": \"_track\", \"value\": \"CANARY-1\"}, {\"name\": \"crane_session\", \"value\": \"CANARY-2\"}]", StringComparison.Ordinal);
        var document = DocumentReader.Parse(text, "crane.har");
        document.Text.ShouldNotContain("CANARY");
        AuthAnalyzer.Analyze(document, SourceName.Parse("crane")).Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("crane_session");
    }

    [Fact, Trait("case", "D5")]
    public void Nothing_is_left_of_values_wherever_they_stand()
    {
        var text = """
            {"log": {"version": "1.2", "creator": {"name": "CANARY-a"}, "pages": [{"title": "CANARY-b"}], "comment": "CANARY-c", "entries": [
              {"request": {"method": "GET", "url": "https://user:CANARY-d@api.crane.example/bot123456:CANARY-e/CANARY3f5g7h9j1k3l/getMe?k=CANARY-f#CANARY-g",
                "headers": [{"name": "Referer", "value": "https://CANARY-h.example/"}, {"name": "X-Api-Key", "value": "1234567890123456"}], "queryString": [{"name": "k", "value": "CANARY-i"}],
                "cookies": [], "postData": {"mimeType": "application/json", "text": "{\"password\": \"CANARY-j\"}"} },
               "response": {"content": {"mimeType": "application/json", "text": "CANARY-k"}, "headers": [{"name": "Set-Cookie", "value": "s=CANARY-l"}]} }]} }
            """;
        var document = DocumentReader.Parse(text, "crane.har");
        document.Text.ShouldNotContain("CANARY");
        document.Text.ShouldNotContain("1234567890123456");
        document.Text.ShouldContain("https://");
        document.Text.ShouldContain("api.crane.example/");
        document.Text.ShouldContain("getMe");
    }

    private static string Archive(string header, string query) => $$"""
        {
          "log": {
            "version": "1.2",
            "entries": [
              {
                "request": {
                  "method": "GET", "url": "https://api.crane.example/v1/me{{(query.Length > 0 ? "?api_key=CANARY-8d2f" : "")}}",
                  "headers": [
                    {"name": ":authority", "value": "api.crane.example"},
                    {"name": "User-Agent", "value": "jane's browser"}{{(header.Length > 0 ? ",\n" + header : "")}}
                  ],
                  "queryString": [{{query}}],
                  "cookies": []
                },
                "response": {"status": 200, "content": {"mimeType": "application/json", "text": "{\"name\": \"jane\"}"} }
              },
              {
                "request": {"method": "GET", "url": "https://api.crane.example/v1/birds/4711", "headers": [{{header}}], "queryString": [{{query}}], "cookies": []},
                "response": {"status": 200, "content": {"mimeType": "application/json"} }
              },
              {
                "request": {"method": "GET", "url": "https://cdn.crane.example/app.js", "headers": [], "queryString": [], "cookies": []},
                "response": {"status": 200, "content": {"mimeType": "application/javascript"} }
              }
            ]
          }
        }
        """;
}
