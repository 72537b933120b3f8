using System.Diagnostics;
using System.Text;
using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A real MCP client on the standard input and output of a real server process, with the whole transcript kept.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    public const string Legacy = "2025-11-25";
    public const string Modern = "2026-07-28";

    private readonly MemoryStream _sent;
    private readonly MemoryStream _received;
    private readonly StringBuilder _log;

    private McpSession(Process process, McpClient client, MemoryStream sent, MemoryStream received, StringBuilder log)
    {
        Process = process;
        Client = client;
        _sent = sent;
        _received = received;
        _log = log;
    }

    public Process Process { get; }

    public McpClient Client { get; }

    /// <summary>All bytes in both directions and the server's log, as text.</summary>
    public string Transcript
    {
        get
        {
            lock (_log) return $"{TeeStream.Text(_sent)}\n{TeeStream.Text(_received)}\n{_log}";
        }
    }

    public static async Task<McpSession> StartAsync(
        TestProject project,
        string protocol = Modern,
        Func<ElicitRequestParams?, CancellationToken, ValueTask<ElicitResult>>? elicit = null,
        Action<ProcessStartInfo>? configure = null)
    {
        var start = ServerExecutable.StartInfo(project, "serve");
        configure?.Invoke(start);
        var process = Process.Start(start)!;
        var log = new StringBuilder();
        process.ErrorDataReceived += (_, line) =>
        {
            lock (log) log.AppendLine(line.Data);
        };
        process.BeginErrorReadLine();
        var (sent, received) = (new MemoryStream(), new MemoryStream());
        var transport = new StreamClientTransport(
            new TeeStream(process.StandardInput.BaseStream, sent), new TeeStream(process.StandardOutput.BaseStream, received));
        var options = new McpClientOptions
        {
            ProtocolVersion = protocol,
            // The era under test is the era asked for, however long a busy machine takes to start the process.
            DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
            ClientInfo = new Implementation { Name = "test-client", Version = "1.0", Title = "Test client" },
        };
        if (elicit is not null)
        {
            options.Capabilities = new ClientCapabilities { Elicitation = new ElicitationCapability { Url = new UrlElicitationCapability() } };
            options.Handlers.ElicitationHandler = elicit;
        }

        var client = await McpClient.CreateAsync(transport, options);
        return new McpSession(process, client, sent, received, log);
    }

    /// <summary>Calls a tool and returns its structured content; fails the test where the tool reports an error.</summary>
    public async Task<JsonElement> CallAsync(string tool, object? arguments = null, IProgress<ProgressNotificationValue>? progress = null)
    {
        var result = await CallRawAsync(tool, arguments, progress);
        result.IsError.ShouldNotBe(true, TextOf(result));
        TextOf(result).ShouldNotBeNullOrWhiteSpace();
        return result.StructuredContent!.Value;
    }

    /// <summary>Calls a tool and returns all that it answers, an error or not.</summary>
    public async Task<CallToolResult> CallRawAsync(string tool, object? arguments = null, IProgress<ProgressNotificationValue>? progress = null) =>
        await Client.CallToolAsync(tool, ToDictionary(arguments), progress);

    /// <summary>Calls a tool that has to fail, and returns what the model reads.</summary>
    public async Task<string> CallForErrorAsync(string tool, object? arguments = null)
    {
        var result = await CallRawAsync(tool, arguments);
        result.IsError.ShouldBe(true, TextOf(result));
        return TextOf(result);
    }

    public static string TextOf(CallToolResult result) => string.Concat(result.Content.OfType<TextContentBlock>().Select(block => block.Text));

    public async ValueTask DisposeAsync()
    {
        await Client.DisposeAsync();
        Process.StandardInput.Close();
        if (!Process.WaitForExit(5000)) Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private static Dictionary<string, object?>? ToDictionary(object? arguments) =>
        arguments is null
            ? null
            : JsonSerializer.SerializeToElement(arguments).EnumerateObject().ToDictionary(p => p.Name, p => (object?)p.Value);
}
