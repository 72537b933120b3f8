using System.ComponentModel;
using System.Globalization;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>refresh_connection</c>: fetches a new token now.</summary>
internal sealed class RefreshConnectionTool(ConnectorAuthServices services) : ConnectorTool<RefreshConnectionTool.Arguments, RefreshedConnection>(
    services,
    new ToolDefinition(
        "refresh_connection",
        "Refresh a token",
        "Fetches a new token now. Rarely needed: tokens renew when used. Error login_required: the person has to sign in again.",
        ReadOnly: false, Destructive: false, Idempotent: false, OpenWorld: true),
    ServerJsonContext.Default.RefreshConnectionArguments,
    ServerJsonContext.Default.RefreshedConnection)
{
    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("account, if several")] string? Account = null);

    protected override async Task<ToolReply<RefreshedConnection>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        await call.ReportProgressAsync("Asking the provider for a new token").ConfigureAwait(false);
        var refreshed = await Services.Workflow.RefreshAsync(arguments.Source, arguments.Account, cancellationToken).ConfigureAwait(false);
        var until = refreshed.ExpiresAt is { } end ? string.Create(CultureInfo.InvariantCulture, $"valid until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "without a stated end";
        return new(refreshed, $"{refreshed.Source}: new token, {until}. {refreshed.NextStep}");
    }
}
