using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>A desktop session of the tests' own: a session bus and a gnome-keyring with its own files, empty at first.</summary>
[UnsupportedOSPlatform("windows")]
internal sealed class KeychainSession : IDisposable
{
    private const string Unlocked = "printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1; exec \"$@\"";
    private const string Locked = "exec \"$@\"";

    private readonly TemporaryFolder _folder = new();

    public KeychainSession() => Directory.CreateDirectory(_folder.File("run"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>What is missing to start one, or null.</summary>
    public static string? Missing { get; } =
        !OperatingSystem.IsLinux() ? "Linux"
        : new[] { "dbus-run-session", "gnome-keyring-daemon" }.FirstOrDefault(program => !File.Exists($"/usr/bin/{program}"))
          ?? (NativeLibrary.TryLoad("libsecret-1.so.0", out _) ? null : "libsecret");

    /// <summary>Runs child programs one after another in one session; returns their output and fails where one fails.</summary>
    public Task<string> RunAsync(params string[][] programs) => SucceedAsync(Unlocked, "\n", "", programs);

    /// <summary>The same, all of them at once.</summary>
    public Task<string> RunTogetherAsync(params string[][] programs) => SucceedAsync(Unlocked, " & ", "\nwait", programs);

    /// <summary>The same one after another where nobody has unlocked the keyring, and nobody can.</summary>
    public Task<string> RunLockedAsync(params string[][] programs) => SucceedAsync(Locked, "\n", "", programs);

    /// <summary>Runs a program that has to fail, and returns what it wrote.</summary>
    public async Task<string> FailAsync(bool locked, params string[] program)
    {
        var (exitCode, output) = await RunAsync(locked ? Locked : Unlocked, "\n", "", [program]);
        exitCode.ShouldNotBe(0, output);
        return output;
    }

    private async Task<string> SucceedAsync(string session, string between, string end, string[][] programs)
    {
        var (exitCode, output) = await RunAsync(session, between, end, programs);
        exitCode.ShouldBe(0, output);
        return output;
    }

    private async Task<(int ExitCode, string Output)> RunAsync(string session, string between, string end, string[][] programs)
    {
        var lines = programs.Select(program => string.Join(' ', ChildProcess.CommandLine(program).Select(part => $"'{part}'")));
        using var process = ChildProcess.Start(
            ["dbus-run-session", "--", "sh", "-c", session, "sh", "sh", "-ec", string.Join(between, lines) + end],
            Environment);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var errors = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        return (process.ExitCode, process.ExitCode == 0 ? await output : await output + await errors);
    }

    public void Dispose() => _folder.Dispose();

    private void Environment(ProcessStartInfo start)
    {
        start.Environment.Remove("CONNECTOR_AUTH_KEY_STORE");
        start.Environment.Remove("DISPLAY");
        start.Environment.Remove("WAYLAND_DISPLAY");
        start.Environment["HOME"] = _folder.Path;
        start.Environment["XDG_DATA_HOME"] = _folder.File("data");
        start.Environment["XDG_RUNTIME_DIR"] = _folder.File("run");
    }
}
