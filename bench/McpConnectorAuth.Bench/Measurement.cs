using System.Diagnostics;
using System.Text.Json;

namespace McpConnectorAuth.Bench;

/// <summary>One cold start.</summary>
/// <param name="Milliseconds">From starting the process to the complete answer to <c>tools/list</c>.</param>
/// <param name="ResidentBytes">Resident memory of the process right after that answer.</param>
/// <param name="Tools">Number of tools listed, so that a broken contestant shows.</param>
internal sealed record Measurement(double Milliseconds, long ResidentBytes, int Tools)
{
    private const string Initialize =
        """{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}}""";

    private const string Initialized = """{"jsonrpc":"2.0","method":"notifications/initialized"}""";

    private const string ListTools = """{"jsonrpc":"2.0","id":2,"method":"tools/list","params":{}}""";

    public static async Task<Measurement> TakeAsync(Contestant contestant, string workingDirectory)
    {
        var start = new ProcessStartInfo(contestant.Command[0])
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in contestant.Command.Skip(1)) start.ArgumentList.Add(argument);
        var clock = Stopwatch.GetTimestamp();
        using var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        await process.StandardInput.WriteLineAsync(Initialize);
        await process.StandardInput.FlushAsync();
        await AnswerAsync(process, 1);
        await process.StandardInput.WriteLineAsync(Initialized);
        await process.StandardInput.WriteLineAsync(ListTools);
        await process.StandardInput.FlushAsync();
        using var answer = await AnswerAsync(process, 2);
        var elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        process.Refresh();
        var resident = process.WorkingSet64;
        process.StandardInput.Close();
        if (!process.WaitForExit(2000)) process.Kill(entireProcessTree: true);
        return new Measurement(elapsed, resident, answer.RootElement.GetProperty("result").GetProperty("tools").GetArrayLength());
    }

    private static async Task<JsonDocument> AnswerAsync(Process process, int id)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0 || line[0] != '{') continue;
            var message = JsonDocument.Parse(line);
            if (message.RootElement.TryGetProperty("id", out var got) && got.ValueKind == JsonValueKind.Number && got.GetInt32() == id) return message;
            message.Dispose();
        }

        throw new InvalidOperationException("The server ended without an answer.");
    }
}
