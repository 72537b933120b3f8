using System.Diagnostics;
using System.Text;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary>The executable on a pseudo-terminal (util-linux <c>script</c>), as a person has it before them.</summary>
internal sealed class PseudoTerminal : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _screen = new();
    private readonly Task _reading;
    private readonly CancellationTokenSource _limit = new(Limit);

    private PseudoTerminal(Process process)
    {
        _process = process;
        _reading = ReadAsync();
    }

    /// <summary>Everything shown so far, with its escape sequences.</summary>
    public string Shown
    {
        get
        {
            lock (_screen) return _screen.ToString();
        }
    }

    public static PseudoTerminal Start(TestProject project, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = ServerExecutable.StartInfo(project, arguments);
        var command = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(argument => $"'{argument}'"));
        start.FileName = "script";
        start.ArgumentList.Clear();
        foreach (var argument in new[] { "--quiet", "--flush", "--return", "--command", $"stty cols 80 rows 50; exec {command}", "/dev/null" }) start.ArgumentList.Add(argument);
        start.Environment["TERM"] = "xterm-256color";
        start.Environment.Remove("NO_COLOR");
        foreach (var (name, value) in environment) start.Environment[name] = value;
        return new PseudoTerminal(Process.Start(start)!);
    }

    /// <summary>Waits until a text has been shown as often as told.</summary>
    public async Task WaitForAsync(string text, int times = 1)
    {
        while (Shown.Split(text).Length <= times)
        {
            if (_reading.IsCompleted) throw new InvalidOperationException($"It ended without showing \"{text}\":\n{Shown}");
            if (_limit.IsCancellationRequested) throw new TimeoutException($"It did not show \"{text}\":\n{Shown}");
            await Task.WhenAny(_reading, Task.Delay(20));
        }
    }

    public async Task TypeAsync(string text)
    {
        await _process.StandardInput.WriteAsync(text);
        await _process.StandardInput.FlushAsync();
    }

    public async Task<int> WaitForExitAsync()
    {
        await _process.WaitForExitAsync(_limit.Token);
        await _reading;
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) _process.Kill(entireProcessTree: true);
        await _reading;
        _process.Dispose();
        _limit.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new char[4096];
        int count;
        while ((count = await _process.StandardOutput.ReadAsync(buffer)) > 0)
        {
            lock (_screen) _screen.Append(buffer, 0, count);
        }
    }
}
