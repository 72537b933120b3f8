using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Several documents of one API: gaps are filled, contradictions named with both places, nothing averaged.</summary>
public sealed class SeveralDocumentsTests
{
    private const string Guide = "# Dunlin\n\n## Authentication\n\nSend the API key in the `X-Dunlin-Key` header.\n";
    private const string Silent = "# Dunlin\n\nBirds of the shore.\n";

    [Fact]
    public void One_document_fills_in_what_the_other_leaves_open()
    {
        var analysis = Analyze(("overview.md", Silent), ("guide.md", Guide), ("api.yaml", "openapi: 3.0.0\ninfo: {title: Dunlin}\nservers: [{url: 'https://api.dunlin.example/v1'}]\npaths: {/me: {get: {}}}\ncomponents:\n  securitySchemes:\n    k: {type: apiKey, in: header, name: X-Dunlin-Key}\n"));
        analysis.Document.Path.ShouldBe("guide.md");
        analysis.AlsoRead.ShouldBe(["overview.md", "api.yaml"]);
        analysis.Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Dunlin-Key");
        analysis.BaseUrls.ShouldHaveSingleItem().Document.ShouldBe("api.yaml");
        analysis.Verification.ShouldHaveSingleItem().ShouldSatisfyAllConditions(v => v.Path.ShouldBe("/me"), v => v.Document.ShouldBe("api.yaml"));
        analysis.NotStated.ShouldBeEmpty();
        analysis.Questions.ShouldBeEmpty();
        analysis.Warnings.ShouldNotContain(w => w.Code == "conflict");
    }

    [Theory]
    [InlineData("Send the API key in the `X-Shore-Key` header.", "placement: a.md:5 says header X-Dunlin-Key: {api_key}, b.md:5 says header X-Shore-Key: {api_key}.")]
    [InlineData("Use HTTP Basic with user name and password.\n\n    curl -u {username}:{password} https://api.dunlin.example/v1/birds", "kind: a.md:5 says api_key, b.md:5 says basic.")]
    public void A_contradiction_names_both_places(string statement, string message)
    {
        var analysis = Analyze(("a.md", Guide), ("b.md", $"# Dunlin\n\n## Authentication\n\n{statement}\n"));
        analysis.Warnings.ShouldContain(new AnalysisWarning("conflict", message, 5));
        analysis.Questions.ShouldContain(q => q.StartsWith(message, StringComparison.Ordinal));
        analysis.Methods[0].Placements[0].Name.ShouldBe("X-Dunlin-Key");
    }

    [Fact]
    public void Base_urls_and_endpoints_that_differ_are_conflicts()
    {
        var analysis = Analyze(("a.yaml", OAuth("api.dunlin.example", "id.dunlin.example")), ("b.yaml", OAuth("api.shore.example", "id.shore.example")));
        analysis.Warnings.Where(w => w.Code == "conflict").Select(w => w.Message).ShouldBe(
            ["token_url: a.yaml:9 says https://id.dunlin.example/token, b.yaml:9 says https://id.shore.example/token.", "base_url: a.yaml:3 says https://api.dunlin.example, b.yaml:3 says https://api.shore.example."], ignoreOrder: true);
        analysis.Methods.ShouldHaveSingleItem().OAuth!.TokenUrl.ShouldBe("https://id.dunlin.example/token");
        Analyze(("a.yaml", OAuth("api.dunlin.example", "id.dunlin.example")), ("b.yaml", OAuth("api.dunlin.example", "id.dunlin.example"))).Warnings.ShouldBeEmpty();
    }

    [Fact]
    public void Every_quote_occurs_in_the_document_that_it_names()
    {
        (string Path, string Text)[] documents = [("a.md", Guide), ("b.yaml", OAuth("api.dunlin.example", "id.dunlin.example"))];
        var analysis = Analyze(documents);
        analysis.Methods.Select(m => m.Kind).ShouldBe([AuthKind.ApiKey, AuthKind.OAuth2ClientCredentials]);
        analysis.Methods.Count(m => m.Recommended).ShouldBe(1);
        var quotes = analysis.Methods.SelectMany(m => m.Evidence).Select(e => (e.Document, e.Quote)).Concat(analysis.BaseUrls.Select(b => (b.Document, b.Quote))).ToList();
        quotes.ShouldContain(q => q.Document == "b.yaml");
        foreach (var (document, quote) in quotes)
            documents.Single(d => d.Path == (document ?? "a.md")).Text.ShouldContain(quote);
    }

    [Fact]
    public void Many_crowded_documents_stay_below_the_limit()
    {
        var text = new StringBuilder();
        for (var i = 0; i < 60; i++)
            text.Append($"## Access {i}\n\nBase URL: `https://{{t}}.dunlin{i}.example/api`. Put the API key into the `X-Dunlin-{i}-Key` header, {new string('x', 300)}.\n\n`GET /me/{i}` tests it.\n\n");
        var analysis = Analyze([.. Enumerable.Range(0, 12).Select(i => ($"{new string('d', 150)}{i}.md", text.ToString().Replace("dunlin", $"d{i}", StringComparison.OrdinalIgnoreCase)))]);
        JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis).Length.ShouldBeLessThan(6000);
    }

    private static string OAuth(string api, string id) =>
        $"openapi: 3.0.0\ninfo: {{title: Dunlin}}\nservers: [{{url: 'https://{api}'}}]\ncomponents:\n  securitySchemes:\n    o:\n      type: oauth2\n      flows: {{clientCredentials: {{scopes: {{}},\n        tokenUrl: 'https://{id}/token'}}}}\npaths: {{}}\n";

    private static AuthAnalysis Analyze(params (string Path, string Text)[] documents) =>
        AuthAnalyzer.Analyze([.. documents.Select(d => DocumentReader.Parse(d.Text, d.Path))], SourceName.Parse("dunlin"));
}
