using System.CommandLine;
using System.Globalization;
using McpConnectorAuth.Portal;
using McpConnectorAuth.Server;
using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary><c>login SOURCE</c>: a person supplies credentials, on the portal page or at hidden prompts.</summary>
internal static class LoginCommand
{
    /// <summary>A page without script asks anew each second; a browser that was closed does not ask again.</summary>
    private static readonly TimeSpan EndPageLimit = TimeSpan.FromSeconds(5);

    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var source = Operand.Required("SOURCE", "Name of the source.");
        var account = Operand.Account();
        var method = new Option<string?>("--method") { Description = "Method of the spec; else the recommended one.", HelpName = "NAME" };
        var noBrowser = new Option<bool>("--no-browser")
        {
            Description = $"Ask here with hidden prompts. Values may come from environment variables {CredentialVariables.Prefix}<FIELD>.",
        };
        var approve = new Option<string[]>("--approve")
        {
            Description = "With --no-browser and no terminal: a host that may receive the credential; repeat for each.",
            HelpName = "HOST",
            AllowMultipleArgumentsPerToken = false,
        };
        var open = new Option<bool>("--open") { Description = "Open the page in your browser; CONNECTOR_AUTH_OPEN_BROWSER=1 does so always." };
        var command = new Command("login", "Enter, test and store the credentials of a source.") { source, account, method, open, noBrowser, approve };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            var name = arguments.GetRequiredValue(source);
            var which = arguments.GetValue(account);
            var confirmation = arguments.GetValue(noBrowser)
                ? await new TerminalLogin(session).RunAsync(
                    name, which, arguments.GetValue(method), arguments.GetValue(approve) ?? [], cancellationToken)
                : await AskOnPageAsync(session, name, which, arguments.GetValue(method), arguments.GetValue(open), cancellationToken);
            session.Answer(confirmation with { NextStep = TerminalGuidance.Next(name, which, confirmation) }, ServerJsonContext.Default.Confirmation, (screen, result) => ConfirmationView.Show(screen, name, which, result));
            return ConfirmationView.Succeeded(confirmation) ? ExitCodes.Success : ExitCodes.Failure;
        }));
        return command;
    }

    private static async Task<Confirmation> AskOnPageAsync(
        CliSession session, string source, string? account, string? method, bool open, CancellationToken cancellationToken)
    {
        var (portal, opened) = await session.Services.Workflow.OpenPortalAsync(source, account, method, "This terminal", fresh: false, cancellationToken);
        session.Screen.Heading($"Connect to {source}", "the page is on this machine only");
        session.Screen.Link("open", portal.Url);
        if (open && !session.Services.Browser.TryOpen(portal.Url, asked: true)) session.Screen.Paragraph("[dim]No browser could be opened from here.[/]");
        else if (!open) session.Services.Browser.TryOpen(portal.Url);
        session.Screen.Facts([new Fact("asks for", TerminalText.Literal(ToolText.List(opened.Fields))), new Fact("sends to", TerminalText.Literal(ToolText.List(opened.Hosts)))]);
        return await WaitAsync(session, portal, cancellationToken);
    }

    /// <summary>Waits until the person is done with the page and has seen how it went, and says how long it stays open.</summary>
    public static Task<Confirmation> WaitAsync(CliSession session, PortalSession portal, CancellationToken cancellationToken) =>
        session.Screen.WaitAsync("Waiting for you on the page", async status =>
        {
            var id = portal.ConnectionId;
            var ended = portal.WaitForEndAsync(cancellationToken);
            while (!ended.IsCompleted)
            {
                var left = portal.ExpiresAt - DateTimeOffset.UtcNow;
                status(string.Create(CultureInfo.InvariantCulture, $"Waiting for you on the page [dim]it closes in {Math.Max(0, (int)left.TotalMinutes)}:{Math.Max(0, left.Seconds):00}, Ctrl+C gives up[/]"));
                await Task.WhenAny(ended, Task.Delay(TimeSpan.FromSeconds(1), cancellationToken));
            }

            await ended;
            await portal.WaitForEndPageAsync(EndPageLimit, cancellationToken);
            return await session.Services.Workflow.AwaitConfirmationAsync(
                id.Source.Value, id.Account, TimeSpan.Zero, static _ => Task.CompletedTask, cancellationToken);
        });
}
