using System.Diagnostics;
using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Packaging;

/// <summary>
/// What packaging/build makes of this checkout, made once for all tests. The short form has the executable compiled when it runs, which takes half of the time;
/// CONNECTOR_AUTH_STRESS=1 has it compiled ahead, as it is shipped.
/// </summary>
public sealed partial class BuiltPackages : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mca-packages-").FullName;

    /// <summary>The version that every package has to bear.</summary>
    public static string Version { get; } = VersionElement().Match(File.ReadAllText(Path.Combine(Repository.Root, "Directory.Build.props"))).Groups[1].Value;

    /// <summary>The folder of the packages, which is a NuGet feed, too.</summary>
    public string Feed => Path.Combine(_folder, "artifacts");

    /// <summary>The executable that needs no .NET.</summary>
    public string Executable => Path.Combine(Feed, $"mcp-connector-auth-{Version}-linux-x64");

    /// <summary>The MCP bundle.</summary>
    public string Bundle => Executable + ".mcpb";

    public async Task InitializeAsync()
    {
        string[] form = Environment.GetEnvironmentVariable("CONNECTOR_AUTH_STRESS") == "1" ? [] : ["--quick"];
        var (code, output) = await RunAsync(
            "bash", ["packaging/build", .. form, "binary", "tool", "bundle"], Repository.Root, new Dictionary<string, string> { ["CONNECTOR_AUTH_ARTIFACTS"] = Feed });
        code.ShouldBe(0, output);
    }

    public Task DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }

    /// <summary>Runs a program to its end, with the environment of the tests and what is given.</summary>
    internal static async Task<(int Code, string Output)> RunAsync(string program, string[] arguments, string directory, IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in environment) start.Environment[name] = value;

        // A build that leaves a server behind would hold the pipes open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(8));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} did not end.");
        }

        return (process.ExitCode, await output + await error);
    }

    [GeneratedRegex("<Version>(.+)</Version>")]
    private static partial Regex VersionElement();
}
