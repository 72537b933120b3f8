using System.CommandLine;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>refresh SOURCE</c>: fetches a new token now.</summary>
internal static class RefreshCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source.");
        var account = Operand.Account();
        var command = new Command("refresh", "Fetch a new token now; expired ones are renewed when they are used.") { source, account };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var name = arguments.GetRequiredValue(source);
            var which = arguments.GetValue(account);
            var refreshed = await session.Screen.WaitAsync(
                "Asking the provider", _ => session.Services.Workflow.RefreshAsync(name, which, cancellationToken));
            session.Answer(refreshed with { NextStep = $"Next: {TerminalGuidance.Command("test", name, which)}" }, ServerJsonContext.Default.RefreshedConnection, Show);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static void Show(Screen screen, RefreshedConnection refreshed)
    {
        screen.Heading($"{refreshed.Source} has a new token");
        screen.Facts([new Fact("token", StatusView.TokenWords(TokenStatus.Valid, refreshed.ExpiresAt, refreshed.RefreshesItself))]);
        screen.Space();
        screen.Paragraph(TerminalText.Literal(refreshed.NextStep), indent: 0);
    }
}
