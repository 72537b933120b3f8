using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Documents;

public sealed class OpenApiReaderTests
{
    [Theory]
    [InlineData("api.json", "{\n  \"openapi\": \"3.0.0\",\n  \"info\": {\"title\": \"x\"\n  \"paths\": {}\n}", "line 4")]
    [InlineData("api.yaml", "openapi: 3.0.0\ninfo:\n  title: x\n   bad: [1\npaths: {}\n", "line 4")]
    public void Broken_syntax_is_reported_with_its_place(string path, string text, string place)
    {
        var error = Should.Throw<ConnectorAuthException>(() => DocumentReader.Parse(text, path));
        error.Code.ShouldBe(ErrorCodes.DocumentMalformed);
        error.Message.ShouldContain(place);
        error.Message.ShouldContain("column");
        error.NextStep.ShouldNotBeEmpty();
    }

    [Fact]
    public void A_key_in_the_query_is_read_with_its_line()
    {
        var analysis = Analyze("api.yaml", """
            openapi: 3.0.0
            info: {title: Wren, version: "1"}
            servers:
              - url: https://wren.example/v1
            security: [{k: []}]
            paths:
              /nests: {get: {responses: {"200": {description: ok}}}}
              /open: {get: {security: [], responses: {"200": {description: ok}}}}
            components:
              securitySchemes:
                k: {type: apiKey, in: query, name: wren_key}
            """);
        analysis.Document.Format.ShouldBe("openapi");
        analysis.Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().ShouldBe(new Placement(PlacementLocation.Query, "wren_key", "{api_key}"));
        analysis.Methods[0].Evidence[0].Line.ShouldBe(11);
        analysis.BaseUrls[0].ShouldBe(new BaseUrl("https://wren.example/v1", "production", "- url: https://wren.example/v1", 4));
        analysis.Verification.Select(v => v.Path).ShouldBe(["/nests"]);
    }

    [Fact]
    public void A_file_without_schemes_is_settled_from_its_prose()
    {
        var analysis = Analyze("api.json", """{"swagger":"2.0","info":{"title":"Kea","description":"Put your API key in the `X-Kea-Key` header.\nKeys are made in the console."},"host":"kea.example","basePath":"/api","paths":{}}""");
        analysis.Methods.ShouldHaveSingleItem().Placements[0].Name.ShouldBe("X-Kea-Key");
        analysis.BaseUrls[0].Url.ShouldBe("https://kea.example/api");
    }

    [Theory]
    [InlineData("""{"info":{"title":"Kea"},"openapi":"3.0.0","paths":{},"servers":[{"url":"https://kea.example"}]}""")]
    [InlineData("""
        {
          // Made by hand.
          "openapi": "3.0.0", "paths": {}, "servers": [{"url": "https://kea.example"},],
        }
        """)]
    public void The_version_may_stand_anywhere_and_comments_and_last_commas_do_no_harm(string text)
    {
        var analysis = Analyze("api.json", text);
        analysis.Document.Format.ShouldBe("openapi");
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://kea.example");
    }

    [Fact]
    public void Shared_parameters_that_have_to_be_filled_in_make_a_call_no_proof()
    {
        var analysis = Analyze("api.json", """
            {"openapi":"3.0.0","paths":{"/eggs":{"get":{"parameters":[{"$ref":"#/components/parameters/park"}]}},"/nests":{"get":{"parameters":[{"$ref":"#/components/parameters/page"}]}},"/birds":{"get":{"parameters":[{"$ref":"#/components/parameters/park"}]}}},
             "servers":[{"url":"https://kea.example"}],"security":[{"k":[]}],
             "components":{"securitySchemes":{"k":{"type":"apiKey","in":"header","name":"X-Kea-Key"}},"parameters":{"park":{"in":"query","name":"park","required":true},"page":{"in":"query","name":"page"}}}}
            """);
        analysis.Verification.Select(call => call.Path).ShouldBe(["/nests"]);
    }

    [Fact]
    public void Non_ascii_text_before_a_fact_does_not_shift_its_quote()
    {
        var text = """{"openapi":"3.0.0","info":{"title":"日本語のAPI — ünïcödé 😀","version":"1"},"paths":{},"components":{"securitySchemes":{"k":{"type":"http","scheme":"bearer"}}}}""";
        var document = DocumentReader.Parse(text, "api.json");
        foreach (var evidence in AuthAnalyzer.Analyze(document, SourceName.Parse("a")).Methods.Single().Evidence)
            document.Text.ShouldContain(evidence.Quote, Case.Sensitive);
    }

    [Fact]
    public void Deep_nesting_is_an_error_and_no_crash() =>
        Should.Throw<ConnectorAuthException>(() => DocumentReader.Parse("{\"openapi\":" + new string('[', 5000), "a.json")).Code.ShouldBe(ErrorCodes.DocumentMalformed);

    private static AuthAnalysis Analyze(string path, string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, path), SourceName.Parse("demo"));
}
