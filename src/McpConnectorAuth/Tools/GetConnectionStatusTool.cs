using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>get_connection_status</c>: what exists and what to do next.</summary>
internal sealed class GetConnectionStatusTool(ConnectorAuthServices services) : ConnectorTool<GetConnectionStatusTool.Arguments, ProjectStatus>(
    services,
    new ToolDefinition(
        "get_connection_status",
        "Show connection status",
        "What exists: document, spec, stored credentials (names only), test, last outcome, next step. Call it first when you come back.",
        ReadOnly: true, Destructive: false, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.GetConnectionStatusArguments,
    ServerJsonContext.Default.ProjectStatus)
{
    internal sealed record Arguments(
        [property: Description("source name; default: all")] string? Source = null,
        [property: Description("account; default: all")] string? Account = null);

    protected override async Task<ToolReply<ProjectStatus>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var status = await Services.Workflow.StatusAsync(arguments.Source, arguments.Account, cancellationToken).ConfigureAwait(false);
        Services.RehearsePortal();
        var lines = status.Connections.Select(c =>
            $"- {c.Source}{(c.Account == ConnectionId.DefaultAccount ? "" : $" ({c.Account})")}: {(c.Spec is null ? "no spec" : "spec")}, "
            + $"{(c.Stored.Count > 0 ? $"stored {ToolText.List(c.Stored)}" : "no credentials")}, "
            + $"last outcome {(c.LastOutcome is { } o ? JsonName.Of(o) : "none")}. "
            + $"{((c.SpecProblem ?? c.StoreProblem) is { } problem ? $"{problem} " : "")}{c.NextStep}{string.Concat(c.Findings.Select(finding => $"\n  note: {finding}"))}");
        var text = status.Connections.Count == 0 ? status.NextStep : string.Join("\n", lines);
        return new(status, text);
    }
}
