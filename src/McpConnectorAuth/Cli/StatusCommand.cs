using System.CommandLine;
using McpConnectorAuth.Server;

namespace McpConnectorAuth.Cli;

/// <summary><c>status [SOURCE]</c>: what exists and what to do next.</summary>
internal static class StatusCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Optional("SOURCE", "Name of the source; all where left out.");
        var command = new Command("status", "Show documents, specs, stored credentials (names only) and last outcomes.") { source };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var name = arguments.GetValue(source);
            var status = await session.Services.Workflow.StatusAsync(name, account: null, cancellationToken);
            status = status with
            {
                Connections = [.. status.Connections.Select(connection => connection with { NextStep = TerminalGuidance.Next(connection) })],
                NextStep = TerminalGuidance.Say(status.NextStep),
            };
            session.Answer(status, ServerJsonContext.Default.ProjectStatus, name is null ? StatusView.ShowAll : StatusView.ShowOne);
            return ExitCodes.Success;
        }));
        return command;
    }
}
