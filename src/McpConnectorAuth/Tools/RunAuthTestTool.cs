using System.ComponentModel;
using System.Globalization;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>run_auth_test</c>: proves the stored credentials.</summary>
internal sealed class RunAuthTestTool(ConnectorAuthServices services) : ConnectorTool<RunAuthTestTool.Arguments, ConnectionTest>(
    services,
    new ToolDefinition(
        "run_auth_test",
        "Prove the connection",
        "Makes the verification call with the stored credentials and two negative controls, and runs the written test. "
        + "Needs a confirmed connection.",
        ReadOnly: false, Destructive: false, Idempotent: true, OpenWorld: true),
    ServerJsonContext.Default.RunAuthTestArguments,
    ServerJsonContext.Default.ConnectionTest)
{
    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("account, if several")] string? Account = null,
        [property: Description("as written")] TestLanguage? Language = null,
        [property: Description("seconds for the written test, 1 to 240")] int TimeoutSeconds = 60);

    protected override async Task<ToolReply<ConnectionTest>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        if (arguments.TimeoutSeconds is < 1 or > 240)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument, $"timeout_seconds is {arguments.TimeoutSeconds}.", "Use 1 to 240.");
        }

        var result = await Services.Workflow.TestAsync(
            arguments.Source,
            arguments.Account,
            arguments.Language,
            edited: false,
            TimeSpan.FromSeconds(arguments.TimeoutSeconds),
            call.TimeLeft,
            call.ReportProgressAsync,
            cancellationToken).ConfigureAwait(false);
        var run = result.Test is { } test
            ? string.Create(CultureInfo.InvariantCulture, $"written test {test.Path}: {(test.Outcome is { } o ? JsonName.Of(o) : "no outcome")}, exit code {test.ExitCode}\n")
            : "";
        var verdict = $"{arguments.Source}: {JsonName.Of(result.Outcome)}{(result.Identity is { } caller ? $" as {caller}" : "")}. {result.Explanation}{(result.Cause is { } cause ? $" Likely cause: {JsonName.Of(cause)}." : "")}\n";
        var proposals = string.Concat(result.Proposals?.Select(proposal => $"- proposed: {proposal.Fact} = {proposal.Value} (\"{proposal.Quote}\")\n") ?? []);
        return new(result, $"{verdict}{string.Concat(result.Probes.Select(probe => $"- {probe}\n"))}{run}{proposals}{result.NextStep}");
    }
}
