using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Time grows with the length of a document and never with its square.</summary>
[Collection(nameof(LinearTimeTests))]
public sealed class LinearTimeTests
{
    private const int Short = 20_000;
    private const int Factor = 8;

    // A quadratic reader would need 64 times as long for 8 times the length; what is left is for a busy machine.
    private const int Slack = 4;
    private static readonly TimeSpan Floor = TimeSpan.FromMilliseconds(400);

    public static TheoryData<string> Shapes => [.. HostileShapes.All.Select(shape => shape.Name)];

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Eight_times_the_length_takes_about_eight_times_as_long(string name)
    {
        var (_, path, make) = Array.Find(HostileShapes.All, shape => shape.Name == name);
        var (brief, lengthy) = (make(Short), make(Short * Factor));
        Time(path, brief);
        var one = Best(path, brief);
        var eight = Best(path, lengthy);
        eight.ShouldBeLessThan((one * Factor * Slack) + Floor, $"{one.TotalMilliseconds:F1} ms became {eight.TotalMilliseconds:F1} ms");
    }

    [Fact]
    public void Ten_thousand_fences_are_read_in_seconds() =>
        Time("a.md", string.Concat(Enumerable.Repeat("```\ncurl -H \"X-Api-Key: $KEY\" https://a.example/v1/x\n```\n\n", 10_000))).ShouldBeLessThan(TimeSpan.FromSeconds(10));

    [Fact]
    public void What_stands_late_in_fifty_megabytes_is_found()
    {
        const string endpoint = "### List things\n\nGives the things of a shop, oldest first. Large lists come in pages.\n\n| Field | Meaning |\n|---|---|\n| color | what it looks like |\n\n```json\n{ \"color\": \"red\" }\n```\n\n";
        var text = string.Concat(Enumerable.Repeat(endpoint, 50_000_000 / endpoint.Length)) + "## Authentication\n\nSend your API key in the `X-Late-Key` header with every request to the base URL `https://late.example/v1`.\n";
        var analysis = AuthAnalyzer.Analyze(DocumentReader.Parse(text, "large.md"), SourceName.Parse("large"));
        analysis.Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Late-Key");
        analysis.BaseUrls.ShouldHaveSingleItem().Url.ShouldBe("https://late.example/v1");
    }

    private static TimeSpan Best(string path, string text)
    {
        var first = Time(path, text);
        return first < Floor ? first : TimeSpan.FromTicks(Math.Min(first.Ticks, Time(path, text).Ticks));
    }

    // Processor time of this process, in which nothing else runs meanwhile.
    private static TimeSpan Time(string path, string text)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var start = Environment.CpuUsage.TotalTime;
        try
        {
            AuthAnalyzer.Analyze(DocumentReader.Parse(text, path, limit.Token), SourceName.Parse("hostile"), limit.Token);
        }
        catch (ConnectorAuthException)
        {
            // Some shapes are refused, which has to be fast as well.
        }

        return Environment.CpuUsage.TotalTime - start;
    }
}
