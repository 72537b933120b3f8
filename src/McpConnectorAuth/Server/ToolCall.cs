using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>The circumstances of one tool call: who calls, and how to report progress.</summary>
internal sealed class ToolCall(RequestContext<CallToolRequestParams> context)
{
    private int _progress;

    /// <summary>The server as this request sees it (client capabilities are per request since protocol 2026-07-28).</summary>
    public McpServer Server { get; } = context.Server;

    /// <summary>The client's name for people, such as its product name.</summary>
    public string ClientName => Server.ClientInfo?.Title ?? Server.ClientInfo?.Name ?? "An MCP client";

    /// <summary>Tells the client that work goes on; nothing where the client did not ask for progress.</summary>
    public async Task ReportProgressAsync(string message, CancellationToken cancellationToken)
    {
        if (context.Params?.ProgressToken is not { } token) return;
        var value = new ProgressNotificationValue { Progress = Interlocked.Increment(ref _progress), Message = message };
        await Server.NotifyProgressAsync(token, value, cancellationToken: cancellationToken).ConfigureAwait(false);
    }
}
