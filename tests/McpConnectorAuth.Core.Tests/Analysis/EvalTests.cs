using McpConnectorAuth.Eval;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Scores the labelled documents in <c>eval/</c>, and proves that the scoring sees what is wrong.</summary>
public sealed class EvalTests
{
    [Fact]
    public async Task The_labelled_documents_score_at_least_their_floors()
    {
        var folder = Folder();
        var sheet = await ScoreSheet.OfAsync([folder], CancellationToken.None);
        Floors.Load(Path.Combine(folder, "floors.json")).Below(sheet).ShouldBeEmpty();
        sheet.Documents.Count.ShouldBeGreaterThanOrEqualTo(56);
        sheet.Documents.ShouldAllBe(d => d.Bytes < 6000);
    }

    [Fact]
    public async Task What_is_wrong_lowers_its_figure_and_what_is_invented_is_named()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(Path.Combine(folder.Path, "docs"));
        Directory.CreateDirectory(Path.Combine(folder.Path, "gold"));
        var document = """
            # Wren API

            Base URL: `https://api.wren.example/v1`. Send the API key in the `X-Wren-Key` header.

            ## Access with OAuth 2.0

            Token URL: `https://id.wren.example/oauth/token`

            ```
            curl -X POST https://id.wren.example/oauth/token -d grant_type=client_credentials -d client_id={client_id} -d client_secret={client_secret}
            curl https://api.wren.example/v1/account -H "Authorization: Bearer {access_token}"
            ```

            `GET /account` checks the key.
            """;
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "docs", "wren.md"), document);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "gold", "wren.json"), """
            {"id": "wren", "doc": "docs/wren.md", "kinds": ["digest"], "base_url": "https://api.finch.example",
             "placements": [{"in": "query", "name": "key", "format": "{key}", "kind": "digest"}],
             "params": {"required": ["user"], "optional": [], "secret": []},
             "verification": {"method": "GET", "path": "/me", "alternatives": ["GET /v1/account"]},
             "stated": {"base_url": true, "token_url": false, "verification": true}, "must_not_appear": ["X-WREN-key"]}
            """);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "gold", "zz_missing.json"), """{"id": "missing", "doc": "docs/missing.md", "kinds": ["basic"]}""");
        var floors = Path.Combine(folder.Path, "floors.json");
        await File.WriteAllTextAsync(floors, """{"base_url": 0.5, "verify_first": 1.0}""");

        var sheet = await ScoreSheet.OfAsync([folder.Path], CancellationToken.None);

        foreach (var name in (string[])["kind_first", "kind_found", "kind_all", "kind_precise", "placement", "params_f1", "base_url"])
            sheet.Figures[name].ShouldBe((0.0, 1), name);
        sheet.Figures["verify_first"].ShouldBe((1.0, 1));
        sheet.Documents[0].Invented.ShouldContain("poisoned: X-WREN-key");
        sheet.Documents[0].Invented.ShouldContain("token_url id.wren.example/oauth/token is not stated");
        sheet.Failed.ShouldBe(1);
        sheet.Table().ShouldContain("failed         1  of 2");
        var below = Floors.Load(floors).Below(sheet);
        below.ShouldContain("base_url is 0.000 of 1, below its floor 0.500");
        below.ShouldNotContain(line => line.StartsWith("verify_first", StringComparison.Ordinal));
        below.ShouldContain(line => line.StartsWith("missing: ", StringComparison.Ordinal));
        (await EvalCommand.Create().Parse([folder.Path, "--floors", floors]).InvokeAsync()).ShouldBe(1);
    }

    [Fact]
    public async Task A_corpus_is_counted_by_outcome_and_what_prose_alone_settles()
    {
        using var folder = new TemporaryFolder();
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "a.json"), """{"openapi": "3.0.0", "info": {"title": "a"}, "paths": {}, "components": {"securitySchemes": {"k": {"type": "http", "scheme": "basic"} } } }""");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "b.yaml"), "openapi: 3.0.0\ninfo: {title: b, description: 'Send the API key in the `X-B-Key` header.'}\npaths: {}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "c.yml"), "swagger: '2.0'\ninfo: {title: c}\npaths: {}\n");
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "d.json"), """{"swagger": "2.0", """);
        await File.WriteAllTextAsync(Path.Combine(folder.Path, "package.json"), """{"name": "x"}""");
        var table = (await Corpus.ReadAsync(folder.Path, CancellationToken.None)).Table();
        foreach (var line in (string[])["| `basic` | 1 | 0 |", "| `api_key` | 1 | 1 |", "| `not_documented` | 1 | 1 |", "| all | 3 | 2 |", "- 0 failed, 1 refused, 1 no API description", "- of 2 files without a security scheme 1 are settled from their prose", "- d.json: document_malformed"])
            table.ShouldContain(line);
    }

    [Theory]
    [InlineData("GET /users/me.json", "GET /api/v2/users/me.json", true)]
    [InlineData("GET /users/{id}", "GET https://{tenant}.wren.example/users/<user-id>", true)]
    [InlineData("GET /api?action=login", "GET /api?action=status", false)]
    [InlineData("GET /me?limit=1", "GET /me", true)]
    [InlineData("GET /me", "GET /theme", false)]
    [InlineData("GET /me", "POST /me", false)]
    public void Calls_are_compared_without_the_base_url_and_the_spelling_of_placeholders(string wanted, string found, bool same) =>
        Call.Of(wanted).IsMetBy(Call.Of(found)).ShouldBe(same);

    private static string Folder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (Directory.Exists(Path.Combine(folder.FullName, "eval", "gold")))
                return Path.Combine(folder.FullName, "eval");
        }

        throw new DirectoryNotFoundException("eval/gold is not above the test assembly.");
    }
}
