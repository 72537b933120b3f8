using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Bench.Analysis;

/// <summary>
/// Times the way from a file's bytes to the analysis next to a bare pass over the same bytes, both in turn in every round.
/// What counts is the least processor time of all rounds: a busy machine adds to it and never takes from it.
/// </summary>
internal static class AnalysisBench
{
    private const int DefaultRounds = 7;
    private const double ShortestMilliseconds = 20;
    private static readonly int[] Sizes = [10_000, 100_000, 1_000_000, 10_000_000, 50_000_000];

    /// <summary>Runs the bench: rounds, then files to add to the generated documents.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 && int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : DefaultRounds;
        Console.WriteLine($"{rounds} rounds, best processor time of each; ratio = analysis / bare pass (Markdown: decode and split lines; JSON: Utf8JsonReader)");
        Console.WriteLine($"{"document",-34} {"size",10} {"analysis",11} {"bare pass",11} {"ratio",7} {"MB/s",8} {"ns/byte",8}");
        WarmUp();
        foreach (var size in Sizes)
            Report($"Markdown, {Name(size)}", "manual.md", Encoding.UTF8.GetBytes(LargeDocuments.Markdown(size)), rounds);
        foreach (var size in Sizes)
            Report($"OpenAPI, {Name(size)}", "openapi.json", Encoding.UTF8.GetBytes(LargeDocuments.OpenApi(size)), rounds);
        foreach (var file in args.Where(File.Exists))
            Report(Path.GetFileName(file), file, File.ReadAllBytes(file), rounds);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"peak memory of the process {Process.GetCurrentProcess().PeakWorkingSet64 / 1e6:F0} MB"));
        return 0;
    }

    private static string Name(int size) => size < 1_000_000 ? $"{size / 1000} kB" : $"{size / 1_000_000} MB";

    // Until the compiler has settled on its best code.
    private static void WarmUp()
    {
        var markdown = Encoding.UTF8.GetBytes(LargeDocuments.Markdown(400_000));
        var json = Encoding.UTF8.GetBytes(LargeDocuments.OpenApi(400_000));
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < TimeSpan.FromSeconds(6))
        {
            Analyze(markdown, "manual.md");
            Analyze(json, "openapi.json");
            SplitLines(markdown);
            ReadJson(json);
        }
    }

    private static void Report(string name, string path, byte[] bytes, int rounds)
    {
        Action ours = () => Analyze(bytes, path);
        Action bare = path.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? () => ReadJson(bytes) : () => SplitLines(bytes);
        int oursRepeated = Repetitions(ours), bareRepeated = Repetitions(bare);
        var oursTaken = new List<double>();
        var bareTaken = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            bareTaken.Add(Time(bare, bareRepeated));
            oursTaken.Add(Time(ours, oursRepeated));
        }

        double us = oursTaken.Min(), them = bareTaken.Min();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{name,-34} {bytes.Length / 1e6,7:F2} MB {us,8:F2} ms {them,8:F2} ms {us / them,7:F2} {bytes.Length / us / 1e3,8:F1} {us * 1e6 / bytes.Length,8:F1}"));
    }

    private static int Repetitions(Action action) => (int)Math.Clamp(ShortestMilliseconds / Math.Max(0.001, Time(action, 1)), 1, 1000);

    private static double Time(Action action, int repetitions)
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        var start = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < repetitions; i++)
            action();
        return (Environment.CpuUsage.TotalTime - start).TotalMilliseconds / repetitions;
    }

    private static void Analyze(byte[] bytes, string path)
    {
        var analysis = AuthAnalyzer.Analyze(DocumentReader.Parse(bytes, path), SourceName.Parse("bench"));
        if (analysis.Document.Bytes != bytes.Length)
            throw new InvalidOperationException("The analysis is of another document.");
    }

    private static void SplitLines(byte[] bytes)
    {
        if (Encoding.UTF8.GetString(bytes).Split('\n').Length == 0)
            throw new InvalidOperationException("There is at least one line.");
    }

    private static void ReadJson(byte[] bytes)
    {
        var reader = new Utf8JsonReader(bytes);
        while (reader.Read())
        {
        }
    }
}
