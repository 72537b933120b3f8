using System.Collections.Concurrent;
using System.Diagnostics;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Debian's Python, whose libraries stand against ours.</summary>
internal static class Python
{
    public const string Path = "/usr/bin/python3";

    private static readonly ConcurrentDictionary<string, bool> Modules = new();

    public static bool Has(string module) => Modules.GetOrAdd(module, static name =>
    {
        if (!File.Exists(Path)) return false;
        using var process = Process.Start(new ProcessStartInfo(Path, ["-c", $"import {name}"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    });

    /// <summary>What a script prints; its input comes on stdin.</summary>
    public static async Task<string> RunAsync(string script, string input)
    {
        var start = new ProcessStartInfo(Path, ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        process.ExitCode.ShouldBe(0, await error);
        return await output;
    }
}
