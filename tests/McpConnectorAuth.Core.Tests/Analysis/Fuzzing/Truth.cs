using System.Net;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>What holds for the analysis of any text whatever.</summary>
internal static class Truth
{
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(60);

    /// <summary>Analyses a text and checks the result; a text that is refused with a reason is fine.</summary>
    public static void Check(string text, string path)
    {
        AuthAnalysis analysis;
        try
        {
            analysis = Analyze(text, path);
        }
        catch (ConnectorAuthException)
        {
            return;
        }

        Check(analysis, text);
    }

    public static AuthAnalysis Analyze(string text, string path)
    {
        using var limit = new CancellationTokenSource(Hang);
        return AuthAnalyzer.Analyze(DocumentReader.Parse(text, path, limit.Token), SourceName.Parse("fuzz"), limit.Token);
    }

    public static void Check(AuthAnalysis analysis, string text)
    {
        JsonSerializer.SerializeToUtf8Bytes(analysis, CoreJsonContext.Default.AuthAnalysis).Length.ShouldBeLessThan(6000);
        var lines = LineStarts(text);
        // A host may be spelled with character references.
        var decoded = WebUtility.HtmlDecode(text);
        foreach (var (quote, line) in Quotes(analysis))
            StandsAt(quote, line, text, lines).ShouldBeTrue($"line {line} has no \"{quote}\"");
        foreach (var url in Urls(analysis))
        {
            foreach (var part in HostParts(url))
                (text.Contains(part, StringComparison.OrdinalIgnoreCase) || decoded.Contains(part, StringComparison.OrdinalIgnoreCase)).ShouldBeTrue($"{part} of {url} is not in the document");
        }
    }

    private static IEnumerable<(string Quote, int Line)> Quotes(AuthAnalysis analysis) =>
        analysis.Methods.SelectMany(m => m.Evidence.Select(e => (e.Quote, e.Line)))
            .Concat(analysis.BaseUrls.Select(b => (b.Quote, b.Line)))
            .Concat(analysis.Verification.Select(v => (v.Quote, v.Line)));

    private static IEnumerable<string> Urls(AuthAnalysis analysis) =>
        analysis.BaseUrls.Select(b => b.Url)
            .Concat(analysis.Methods.SelectMany(m => new[] { m.OAuth?.AuthorizeUrl, m.OAuth?.TokenUrl, m.OAuth?.DeviceUrl, m.OAuth?.RevocationUrl }).OfType<string>())
            .Concat(analysis.Verification.Select(v => v.Path))
            .Where(url => url.Contains("://", StringComparison.Ordinal));

    // The host without its holes: a.{b}.example is "a." and ".example".
    private static IEnumerable<string> HostParts(string url)
    {
        var host = url[(url.IndexOf("://", StringComparison.Ordinal) + 3)..];
        var part = new StringBuilder();
        var depth = 0;
        foreach (var c in host)
        {
            if (depth == 0 && c is '/' or '?' or '#')
                break;
            depth += c == '{' ? 1 : c == '}' ? -1 : 0;
            if (c is '{' or '}')
            {
                if (part.Length > 0)
                    yield return part.ToString().Trim('.');
                part.Clear();
            }
            else if (depth == 0)
            {
                part.Append(c);
            }
        }

        if (part.Length > 0)
            yield return part.ToString().Trim('.');
    }

    private static List<int> LineStarts(string text)
    {
        var starts = new List<int> { 0 };
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n')
                starts.Add(i + 1);
        }

        return starts;
    }

    private static bool StandsAt(string quote, int line, string text, List<int> lines)
    {
        if (quote.Length == 0 || line < 1 || line > lines.Count)
            return false;
        var end = Math.Min(text.Length, (line < lines.Count ? lines[line] : text.Length) + quote.Length);
        return text.AsSpan(lines[line - 1], end - lines[line - 1]).Contains(quote, StringComparison.Ordinal);
    }
}
