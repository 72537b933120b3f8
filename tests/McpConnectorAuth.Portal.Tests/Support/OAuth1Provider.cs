using System.Diagnostics;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>The OAuth 1.0 provider of <c>tests/tools/oauth1_provider.py</c> as a child process; it agrees without asking.</summary>
internal sealed class OAuth1Provider : IAsyncDisposable
{
    public const string ConsumerKey = "made-up-consumer";
    public const string ConsumerSecret = "CANARY-consumer-secret-&=";

    private const string Python = "/usr/bin/python3";

    private readonly Process _process;

    private OAuth1Provider(Process process, Uri url) => (_process, Url) = (process, url);

    public Uri Url { get; }

    /// <summary>Whether Python and its library are there.</summary>
    public static bool Available { get; } = Find();

    public static async Task<OAuth1Provider> StartAsync()
    {
        var script = Path.Combine(OidcProvider.Tools!, "oauth1_provider.py");
        var process = Process.Start(new ProcessStartInfo(Python, [script]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(1)) ?? throw new InvalidOperationException("The provider ended at once.");
        return new OAuth1Provider(process, new Uri(line));
    }

    public ValueTask DisposeAsync()
    {
        _process.Kill();
        _process.Dispose();
        return ValueTask.CompletedTask;
    }

    private static bool Find()
    {
        if (OidcProvider.Tools is null || !File.Exists(Python)) return false;
        using var process = Process.Start(new ProcessStartInfo(Python, ["-c", "import oauthlib"]) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
