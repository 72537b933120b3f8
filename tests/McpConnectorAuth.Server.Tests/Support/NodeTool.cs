using System.Diagnostics;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>
/// A pinned command from npm (tests/tools), run in a home of its own, with nothing of the caller's environment and with our server on the path under the
/// name that clients are told.
/// </summary>
internal static class NodeTool
{
    private static readonly string Modules = Path.Combine(Repository.Root, "tests/tools/node_modules");

    /// <summary>Where the command is, whether installed or not.</summary>
    /// <remarks>The package of opencode that picks a platform names some that the registry lacks, which <c>npm ci</c> refuses; the platform's own is pinned instead.</remarks>
    public static string PathOf(string command) => Path.Combine(Modules, command == "opencode" ? "opencode-linux-x64-baseline/bin/opencode" : $".bin/{command}");

    /// <summary>Why the command can't be run; null where it can.</summary>
    public static string? Missing(string command) =>
        File.Exists(PathOf(command)) && File.Exists(InspectorTheoryAttribute.Node) ? null : $"{command} is not installed: run tests/run, or npm ci in tests/tools.";

    /// <summary>Runs the command to its end.</summary>
    /// <param name="project">Gives the home and, unless named, the working directory.</param>
    /// <param name="directory">Working directory, or null for the project.</param>
    /// <param name="command">Name of the command.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Task<(int Code, string Output)> RunAsync(TestProject project, string? directory, string command, params string[] arguments) =>
        RunAsync(project, directory, new Dictionary<string, string>(), command, arguments);

    /// <summary>Runs the command to its end with further environment variables.</summary>
    public static async Task<(int Code, string Output)> RunAsync(
        TestProject project, string? directory, IReadOnlyDictionary<string, string> environment, string command, IEnumerable<string> arguments)
    {
        var home = Directory.CreateDirectory(HomeOf(project)).FullName;
        var start = new ProcessStartInfo(PathOf(command), arguments)
        {
            WorkingDirectory = directory ?? project.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var path = Environment.GetEnvironmentVariable("PATH");
        var dotnet = Environment.GetEnvironmentVariable("DOTNET_ROOT");
        start.Environment.Clear();
        start.Environment["HOME"] = home;
        start.Environment["PATH"] = $"{WriteServerCommand(project)}:{Path.GetDirectoryName(InspectorTheoryAttribute.Node)}:{path}";
        if (dotnet is not null) start.Environment["DOTNET_ROOT"] = dotnet;

        // Nothing is fetched: the clients' own checks for updates, models and plug-ins would depend on the network.
        foreach (var off in (string[])["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC", "DISABLE_AUTOUPDATER", "OPENCODE_DISABLE_AUTOUPDATE", "OPENCODE_DISABLE_MODELS_FETCH", "OPENCODE_DISABLE_DEFAULT_PLUGINS", "OPENCODE_DISABLE_LSP_DOWNLOAD"])
            start.Environment[off] = "1";
        start.Environment["GEMINI_CLI_TRUST_WORKSPACE"] = "true";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["TMPDIR"] = Directory.CreateDirectory(Path.Combine(project.Home, "tmp")).FullName;
        foreach (var (name, value) in environment) start.Environment[name] = value;

        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(3));
        try
        {
            await process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{command} {string.Join(' ', arguments)} did not end: {await output}{await error}");
        }

        return (process.ExitCode, await output + await error);
    }

    /// <summary>The home in which clients keep their settings.</summary>
    public static string HomeOf(TestProject project) => Path.Combine(project.Home, "client");

    /// <summary>What our server wrote to its standard error, whatever the client does with it.</summary>
    public static string ServerLogOf(TestProject project) => Path.Combine(project.Home, "server.log");

    /// <summary>Writes the command under the name that clients are told, and says in which folder.</summary>
    internal static string WriteServerCommand(TestProject project)
    {
        var folder = Directory.CreateDirectory(Path.Combine(project.Home, "bin")).FullName;
        var script = Path.Combine(folder, "mcp-connector-auth");
        File.WriteAllText(script, $"#!/bin/sh\nCONNECTOR_AUTH_HOME='{project.Home}' CONNECTOR_AUTH_KEY_STORE=key_file exec dotnet '{ServerExecutable.Assembly}' \"$@\" 2>> '{ServerLogOf(project)}'\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        return folder;
    }
}
