using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>await_user_confirmation</c>: waits until the person is done with the portal.</summary>
internal sealed class AwaitUserConfirmationTool(ConnectorAuthServices services) : ConnectorTool<AwaitUserConfirmationTool.Arguments, Confirmation>(
    services,
    new ToolDefinition(
        "await_user_confirmation",
        "Wait for the person",
        "Waits until the person has confirmed or declined; while pending, call again. "
        + "Do not continue before state is confirmed. Next: write_auth_test.",
        ReadOnly: true, Destructive: false, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.AwaitUserConfirmationArguments,
    ServerJsonContext.Default.Confirmation)
{
    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("account, if several")] string? Account = null,
        [property: Description("0 to 240")] int MaxWaitSeconds = 50);

    protected override async Task<ToolReply<Confirmation>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        if (arguments.MaxWaitSeconds is < 0 or > 240)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"max_wait_seconds is {arguments.MaxWaitSeconds}.",
                $"Use 0 to 240 and call again while the state is pending.");
        }

        var result = await Services.Workflow.AwaitConfirmationAsync(
            arguments.Source,
            arguments.Account,
            TimeSpan.FromSeconds(Math.Min(arguments.MaxWaitSeconds, call.TimeLeft.TotalSeconds)),
            call.ReportProgressAsync,
            cancellationToken).ConfigureAwait(false);
        var outcome = result.Outcome is { } verdict ? $", check: {JsonName.Of(verdict)}" : "";
        var stored = result.Stored.Count > 0 ? $", stored {ToolText.List(result.Stored)}" : "";
        return new(result, $"{arguments.Source}: {result.State}{stored}{outcome}. {result.NextStep}");
    }
}
