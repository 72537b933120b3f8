using System.Diagnostics;
using System.Text.Json;

namespace McpConnectorAuth.Bench;

/// <summary>A server on standard input and output, spoken to by hand, so that nothing of a client library is measured.</summary>
internal sealed class McpProcess : IDisposable
{
    private readonly Process _process;
    private int _id;

    private McpProcess(Process process) => _process = process;

    /// <summary>Resident memory of the process.</summary>
    public long ResidentBytes
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>Starts a server and says hello.</summary>
    public static async Task<McpProcess> StartAsync(IReadOnlyList<string> command, string workingDirectory, IReadOnlyDictionary<string, string>? variables = null)
    {
        var start = new ProcessStartInfo(command[0], command.Skip(1))
        {
            WorkingDirectory = workingDirectory,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables ?? new Dictionary<string, string>()) start.Environment[name] = value;
        var server = new McpProcess(Process.Start(start)!);
        server._process.BeginErrorReadLine();
        using var hello = await server.AskAsync("initialize", """{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"bench","version":"1"}}""");
        await server.SendAsync("""{"jsonrpc":"2.0","method":"notifications/initialized"}""");
        return server;
    }

    /// <summary>Sends a request and waits for its whole answer.</summary>
    public async Task<JsonDocument> AskAsync(string method, string parameters)
    {
        var id = ++_id;
        await SendAsync($$"""{"jsonrpc":"2.0","id":{{id}},"method":"{{method}}","params":{{parameters}}}""");
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (await _process.StandardOutput.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0 || line[0] != '{') continue;
            var message = JsonDocument.Parse(line);
            if (message.RootElement.TryGetProperty("id", out var got) && got.ValueKind == JsonValueKind.Number && got.GetInt32() == id) return message;
            message.Dispose();
        }

        throw new InvalidOperationException("The server ended without an answer.");
    }

    /// <summary>Calls a tool.</summary>
    public Task<JsonDocument> CallAsync(string tool, string arguments) => AskAsync("tools/call", $$"""{"name":"{{tool}}","arguments":{{arguments}}}""");

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(2000)) _process.Kill(entireProcessTree: true);
        _process.Dispose();
    }

    private async Task SendAsync(string message)
    {
        await _process.StandardInput.WriteLineAsync(message);
        await _process.StandardInput.FlushAsync();
    }
}
