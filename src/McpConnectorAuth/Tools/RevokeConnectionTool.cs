using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>revoke_connection</c>: ends a connection at the provider, then here.</summary>
internal sealed class RevokeConnectionTool(ConnectorAuthServices services) : ConnectorTool<RevokeConnectionTool.Arguments, LoggedOut>(
    services,
    new ToolDefinition(
        "revoke_connection",
        "Revoke a connection",
        "Ends the token at the provider and removes the stored credentials. Ask the person first.",
        ReadOnly: false, Destructive: true, Idempotent: false, OpenWorld: true),
    ServerJsonContext.Default.RevokeConnectionArguments,
    ServerJsonContext.Default.LoggedOut)
{
    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("account, if several")] string? Account = null);

    protected override async Task<ToolReply<LoggedOut>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(arguments.Source))
            throw new ConnectorAuthException(ErrorCodes.InvalidArgument, "The source is empty.", "Name one source.");
        await call.ReportProgressAsync("Asking the provider to end the token").ConfigureAwait(false);
        var removed = await Services.Workflow.LogoutAsync(arguments.Source, arguments.Account ?? ConnectionId.DefaultAccount, localOnly: false, cancellationToken).ConfigureAwait(false);
        return new(removed, $"Removed: {ToolText.List(removed.Removed)}. {removed.NextStep}");
    }
}
