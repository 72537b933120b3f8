using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Documents made to hurt: the analysis ends, stays small, and quotes what is there.</summary>
public sealed class HostileDocumentTests
{
    public static TheoryData<string, string> Documents => new()
    {
        { "a slash only behind a question mark", "Post to `token?next=a/oauth/token` and to `?a/b`." },
        { "a log-in call whose address does not end", "```\nPOST https://heron.example/" + new string('a', 9000) + "/login HTTP/1.1\n\n{\"username\": \"jo\", \"password\": \"example\"}\n```\n\n```json\n{\"session\": \"c0ffee0011223344\"}\n```\n\n```\nGET https://heron.example/me HTTP/1.1\nX-Session: c0ffee0011223344\n```" },
        { "fences", string.Concat(Enumerable.Repeat("```\ncurl -H \"X-Api-Key: $K\" https://a.example/v1/x\n```\n\n", 10_000)) },
        { "quotes in quotes", new string('>', 20_000) + " x\n\n" + string.Concat(Enumerable.Repeat("- ", 5_000)) },
        { "open brackets", new string('[', 100_000) + new string('{', 100_000) + new string('<', 100_000) + new string('`', 100_001) },
        { "one long line", string.Concat(Enumerable.Repeat("Use the `X-Key` header with your API key at https://h.example/a?api_key={k} ", 10_000)) },
        { "many hosts", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"Base URL: `https://{{t}}.h{i}.example/api`. Header `X-K{i}-Key` holds the API key.\n\n")) },
        { "open tags", "<html>" + string.Concat(Enumerable.Repeat("<a ", 50_000)) + string.Concat(Enumerable.Repeat("<tr><td>x", 20_000)) },
        { "unclosed string", "```python\nx = \"" + new string('a', 200_000) + "\n```" },
        { "lone surrogates of emoji", string.Concat(Enumerable.Repeat("API key 😀 `X-😀-Key` header ", 3_000)) },
    };

    [Theory]
    [MemberData(nameof(Documents))]
    public async Task It_ends_and_stays_small(string name, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var analysis = await Task.Run(
            () =>
            {
                var document = DocumentReader.Parse(text, "hostile.md", limit.Token);
                var result = AuthAnalyzer.Analyze(document, SourceName.Parse("hostile"), limit.Token);
                foreach (var evidence in result.Methods.SelectMany(m => m.Evidence))
                    document.Text.ShouldContain(evidence.Quote, Case.Sensitive);
                return result;
            },
            limit.Token);
        JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis).Length.ShouldBeLessThan(6000, name);
    }

    [Fact]
    public void A_cancelled_analysis_stops() =>
        Should.Throw<OperationCanceledException>(() => DocumentReader.Parse("# a\n\ntext\n", "a.md", new CancellationToken(canceled: true)));
}
