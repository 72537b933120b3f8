namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>Reads the command lines of all processes over and over while a test runs, as any local user could.</summary>
internal sealed class ProcessListWatch : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _watching;
    private readonly HashSet<string> _seen = [];

    public ProcessListWatch() => _watching = Task.Run(WatchAsync);

    /// <summary>Every command line seen, once.</summary>
    public async Task<string> StopAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        return string.Join('\n', _seen);
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task WatchAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var process in Directory.EnumerateDirectories("/proc"))
            {
                if (!int.TryParse(Path.GetFileName(process), out _)) continue;
                try
                {
                    _seen.Add((await File.ReadAllTextAsync(Path.Combine(process, "cmdline"))).Replace('\0', ' '));
                }
                catch (IOException)
                {
                    // The process has ended meanwhile.
                }
            }

            await Task.Yield();
        }
    }
}
