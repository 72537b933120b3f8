using System.Diagnostics;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>The OAuth 1.0 provider of <c>tests/tools/oauth1_provider.py</c> as a child process.</summary>
internal sealed class PythonServer : IAsyncDisposable
{
    private readonly Process _process;

    private PythonServer(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    public string Host => new Uri(Url).Authority;

    public static async Task<PythonServer> StartAsync()
    {
        var start = new ProcessStartInfo(Python.Path, [Path.Combine(Repository.Root, "tests", "tools", "oauth1_provider.py")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var process = Process.Start(start)!;
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        return new PythonServer(process, await process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException("The provider ended at once."));
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }
}
