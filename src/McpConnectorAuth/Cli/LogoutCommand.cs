using System.CommandLine;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>logout [SOURCE]</c>: removes stored credentials.</summary>
internal static class LogoutCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Optional("SOURCE", "Name of the source.");
        var account = new Option<string?>("--account") { Description = "One account only; else all of the source.", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "Everything that is stored for this project." };
        var command = new Command("logout", "Remove stored credentials from this machine.") { source, account, all };
        command.Validators.Add(result =>
        {
            var named = result.GetValue(source) is not null;
            if (named == result.GetValue(all)) result.AddError("Name a source, or pass --all for everything that this project has stored.");
            else if (!named && result.GetValue(account) is not null) result.AddError("--account needs a source.");
        });
        command.SetAction((arguments, _) => CliSession.RunAsync(arguments, session =>
        {
            var removed = session.Services.Workflow.Logout(arguments.GetValue(source), arguments.GetValue(account));
            session.Answer(removed, CliJsonContext.Default.LoggedOut, Show);
            return Task.FromResult(ExitCodes.Success);
        }));
        return command;
    }

    private static void Show(Screen screen, LoggedOut result)
    {
        screen.Heading("Logged out");
        screen.Facts(result.Removed.Select((name, index) => new Fact(index == 0 ? "removed" : "", TerminalText.Literal(name))));
        screen.Space();
        screen.Paragraph(TerminalText.Literal(result.NextStep), indent: 0);
    }
}
