using System.Diagnostics;

namespace McpConnectorAuth.Bench;

/// <summary>One cold start.</summary>
/// <param name="Milliseconds">From starting the process to the complete answer to <c>tools/list</c>.</param>
/// <param name="ResidentBytes">Resident memory of the process right after that answer.</param>
/// <param name="Tools">Number of tools listed, so that a broken contestant shows.</param>
internal sealed record Measurement(double Milliseconds, long ResidentBytes, int Tools)
{
    public static async Task<Measurement> TakeAsync(Contestant contestant, string workingDirectory)
    {
        var clock = Stopwatch.GetTimestamp();
        using var server = await McpProcess.StartAsync(contestant.Command, workingDirectory);
        using var answer = await server.AskAsync("tools/list", "{}");
        var elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        var resident = server.ResidentBytes;
        return new Measurement(elapsed, resident, answer.RootElement.GetProperty("result").GetProperty("tools").GetArrayLength());
    }
}
