using System.Text.Json;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Scores the labelled documents in <c>eval/</c>; the floors only rise.</summary>
public sealed class EvalTests
{
    private static readonly Dictionary<string, double> Floors = new()
    {
        ["kind_first"] = 0.97,
        ["kind_found"] = 1.0,
        ["kind_precise"] = 0.95,
        ["placement"] = 0.97,
        ["params_f1"] = 0.92,
        ["base_url"] = 0.97,
        ["authorize_url"] = 0.8,
        ["token_url"] = 0.9,
        ["verify_first"] = 0.95,
        ["secret_flag"] = 1.0,
    };

    [Fact]
    public async Task The_labelled_documents_score_at_least_their_floors()
    {
        var folder = Folder();
        var sums = new Dictionary<string, (double Sum, int Count)>();
        var invented = new List<string>();
        foreach (var file in Directory.GetFiles(Path.Combine(folder, "gold"), "*.json").Order(StringComparer.Ordinal))
        {
            var gold = JsonNode.Parse(await File.ReadAllTextAsync(file))!;
            var document = await DocumentReader.ReadAsync(Path.Combine(folder, gold["doc"]!.GetValue<string>()), gold["id"]!.GetValue<string>(), default);
            var bytes = JsonSerializer.SerializeToUtf8Bytes(AuthAnalyzer.Analyze(document, SourceName.Parse("eval")), CoreJsonContext.Default.AuthAnalysis);
            bytes.Length.ShouldBeLessThan(6000, file);
            var score = EvalScore.Of(gold, JsonNode.Parse(bytes)!, document);
            invented.AddRange(score.Invented.Select(i => $"{gold["id"]}: {i}"));
            foreach (var (name, value) in score.Figures)
                sums[name] = (sums.GetValueOrDefault(name).Sum + value, sums.GetValueOrDefault(name).Count + 1);
        }

        invented.ShouldBeEmpty();
        sums["kind_first"].Count.ShouldBeGreaterThanOrEqualTo(56);
        foreach (var (name, floor) in Floors)
            (sums[name].Sum / sums[name].Count).ShouldBeGreaterThanOrEqualTo(floor, $"{name} of {sums[name].Count}");
    }

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
