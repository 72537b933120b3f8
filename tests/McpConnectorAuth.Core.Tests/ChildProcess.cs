using System.Diagnostics;

namespace McpConnectorAuth.Core.Tests;

/// <summary>Starts <see cref="ChildProgram"/> as a real process.</summary>
internal static class ChildProcess
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(Stress.Of(3, 45));

    /// <summary>Arguments that run this assembly as a program with the dotnet host.</summary>
    public static string[] CommandLine(params string[] args) => ["dotnet", typeof(ChildProcess).Assembly.Location, .. args];

    public static Process Start(params string[] commandLine) => Start(commandLine, null);

    public static Process Start(string[] commandLine, Action<ProcessStartInfo>? configure)
    {
        var start = new ProcessStartInfo(commandLine[0], commandLine[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_TieredPGO"] = "0";
        // The keychain of whoever runs the tests is none of theirs.
        start.Environment["CONNECTOR_AUTH_KEY_STORE"] = "key_file";
        start.Environment.Remove("CONNECTOR_AUTH_KEY");
        configure?.Invoke(start);
        return Process.Start(start)!;
    }

    /// <summary>Waits for the end and fails the test where the process did.</summary>
    public static async Task Finish(Process process)
    {
        using var deadline = new CancellationTokenSource(Longest);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        process.ExitCode.ShouldBe(0, await output + await error);
        process.Dispose();
    }

    public static Task RunAll(IEnumerable<string[]> arguments) =>
        Task.WhenAll(arguments.Select(args => Start(CommandLine(args))).ToList().Select(Finish));
}
