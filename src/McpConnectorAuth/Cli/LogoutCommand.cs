using System.CommandLine;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>logout [SOURCE]</c>: revokes tokens at the provider and removes stored credentials.</summary>
internal static class LogoutCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Optional("SOURCE", "Name of the source.");
        var account = new Option<string?>("--account") { Description = "One account only; else all of the source.", HelpName = "NAME" };
        var all = new Option<bool>("--all") { Description = "Everything that is stored for this project." };
        var local = new Option<bool>("--local") { Description = "Ask no provider to revoke a token; only remove what is on this machine." };
        var command = new Command("logout", "Revoke tokens at the provider and remove stored credentials from this machine.") { source, account, all, local };
        command.Validators.Add(result =>
        {
            var named = result.GetValue(source) is not null;
            if (named == result.GetValue(all)) result.AddError("Name a source, or pass --all for everything that this project has stored.");
            else if (!named && result.GetValue(account) is not null) result.AddError("--account needs a source.");
        });
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var removed = await session.Services.Workflow.LogoutAsync(arguments.GetValue(source), arguments.GetValue(account), arguments.GetValue(local), cancellationToken);
            session.Answer(removed, CliJsonContext.Default.LoggedOut, Show);
            return ExitCodes.Success;
        }));
        return command;
    }

    private static void Show(Screen screen, LoggedOut result)
    {
        screen.Heading("Logged out");
        screen.Facts(result.Removed.Select((name, index) => new Fact(index == 0 ? "removed" : "", TerminalText.Literal(name))));
        if (result.Revoked.Count > 0) screen.Facts([new Fact("revoked", TerminalText.Literal(string.Join(", ", result.Revoked)))]);
        screen.Space();
        screen.Paragraph(TerminalText.Literal(result.NextStep), indent: 0);
    }
}
