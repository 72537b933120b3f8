using System.Diagnostics;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Debian's httpbin under gunicorn on loopback: a server of HTTP authentication that others wrote.</summary>
public sealed partial class HttpbinServer : IAsyncLifetime
{
    private Process? _process;
    private Task<string> _log = Task.FromResult("");

    /// <summary>Scheme, host and port.</summary>
    public string Url { get; private set; } = "";

    public async Task InitializeAsync()
    {
        if (!Python.Has("httpbin") || !Python.Has("gunicorn")) return;
        var start = new ProcessStartInfo(Python.Path, ["-m", "gunicorn", "-b", "127.0.0.1:0", "--workers", "1", "httpbin:app"]) { RedirectStandardError = true };
        _process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Url.Length == 0)
        {
            var line = await _process.StandardError.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("gunicorn ended before it listened.");
            Url = Listening().Match(line).Value;
        }

        // Nobody reads on, and a full pipe would stop it.
        _log = _process.StandardError.ReadToEndAsync(CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (_process is null) return;
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        await _log;
        _process.Dispose();
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Listening();
}
