using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Core.Memory;

namespace McpConnectorAuth.Bench.Memory;

/// <summary>
/// Times recalling from 2,000 notes, and keeping one more among them: medians of all rounds, and processor time of one recall, to which
/// other load of the machine adds little.
/// </summary>
internal static class MemoryBench
{
    private const int Notes = 2000;
    private const int Topics = 40;
    private const int DefaultRounds = 50;

    private static readonly string[] Words =
        ["token", "refresh", "header", "scope", "sandbox", "account", "limit", "retry", "callback", "tenant", "signature", "clock", "page", "cursor", "admin", "expires"];

    /// <summary>Runs the bench: rounds.</summary>
    public static int Run(string[] args)
    {
        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultRounds;
        var folder = Directory.CreateTempSubdirectory("mca-memory-").FullName;
        try
        {
            var bytes = Fill(folder);
            var store = new MemoryStore(folder);
            var first = Time(() => store.Recall(null, "refresh token sandbox"));
            var (recall, topic, save) = (new List<double>(), new List<double>(), new List<double>());
            for (var round = 0; round < rounds; round++)
            {
                recall.Add(Time(() => store.Recall(null, $"{Words[round % Words.Length]} {Words[(round + 5) % Words.Length]} note")));
                topic.Add(Time(() => store.Recall($"topic{round % Topics}", "refresh token")));
                save.Add(Time(() => store.Save(new MemoryNote($"topic{round % Topics}", $"Another {round}", $"The {Words[round % Words.Length]} of case {round} differs."))));
            }

            var before = Environment.CpuUsage.TotalTime;
            for (var round = 0; round < rounds; round++) store.Recall(null, $"{Words[round % Words.Length]} {Words[(round + 5) % Words.Length]} note");
            var processor = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / rounds;

            var lines = File.ReadAllLines(Path.Combine(folder, MemoryStore.IndexFileName)).Length;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Notes} notes, {Topics} topics, {bytes / 1000} kB; {rounds} rounds, medians"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recall by words           {Median(recall),7:F1} ms, {processor:F1} ms of processor time"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"recall by words and topic {Median(topic),7:F1} ms"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"first recall of a process {first,7:F1} ms"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"save                      {Median(save),7:F1} ms"));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"lines of the index        {lines,7}"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static long Fill(string folder)
    {
        var random = new Random(20261121);
        for (var note = 0; note < Notes; note++)
        {
            var text = string.Join(' ', Enumerable.Range(0, 40).Select(_ => Words[random.Next(Words.Length)] + (random.Next(4) == 0 ? $" {random.Next(1000)}" : "")));
            File.AppendAllText(Path.Combine(folder, $"topic{note % Topics}.md"), $"## Note {note} on {Words[random.Next(Words.Length)]}\n\n_2026-11-21_\n\nThe {text}.\n\n");
        }

        return Directory.EnumerateFiles(folder).Sum(file => new FileInfo(file).Length);
    }

    private static double Time(Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(started).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
