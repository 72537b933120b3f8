using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows what exists of a project's connections.</summary>
internal static class StatusView
{
    /// <summary>Writes one line per connection.</summary>
    public static void ShowAll(Screen screen, ProjectStatus status)
    {
        if (status.Connections is [_])
        {
            ShowOne(screen, status);
            return;
        }

        screen.Heading("Connections", status.Project);
        if (status.Connections.Count == 0)
        {
            screen.Paragraph($"Nothing here yet. Run \"{TerminalGuidance.Program} analyze DOC\" with an API document, or \"{TerminalGuidance.Program} demo\".");
            return;
        }

        screen.Table(
            ["source", "spec", "credentials", "test", "outcome", "checked"],
            status.Connections.Select(IReadOnlyList<string> (connection) =>
            [
                $"[bold]{TerminalText.Literal(connection.Source)}[/]{(connection.Account == ConnectionId.DefaultAccount ? "" : $" {TerminalText.Literal(connection.Account)}")}",
                connection.SpecProblem is not null ? "[red]broken[/]" : connection.Spec is null ? "[dim]none[/]" : "yes",
                connection.StoreProblem is not null ? "[red]unreadable[/]" : connection.ConfirmedAt is null ? "[dim]none[/]" : "stored",
                connection.Test is null ? "[dim]none[/]" : TerminalText.Literal(Path.GetFileName(connection.Test)),
                connection.ConfirmedAt is null ? "" : Names.Markup(connection.LastOutcome),
                TerminalText.Literal(Time(connection.LastCheckedAt)),
            ]));
        screen.Space();
        screen.Paragraph($"[dim]Credentials are kept {TerminalText.Literal(status.Store)}[/]", indent: 0);
        screen.Paragraph($"[dim]More on one of them: {TerminalGuidance.Program} status SOURCE[/]", indent: 0);
    }

    /// <summary>Writes everything on each connection.</summary>
    public static void ShowOne(Screen screen, ProjectStatus status)
    {
        foreach (var connection in status.Connections)
        {
            screen.Heading(connection.Source, connection.Account == ConnectionId.DefaultAccount ? null : $"account {connection.Account}");
            screen.Facts(FactsOf(connection, status.Store));
            screen.Space();
            screen.Paragraph(TerminalText.Literal(connection.NextStep), indent: 0);
        }
    }

    /// <summary>What there is to say on a connection.</summary>
    public static IEnumerable<Fact> FactsOf(ConnectionStatus connection, string store)
    {
        yield return new Fact("document", OrNone(connection.Document));
        yield return new Fact("spec", connection.SpecProblem is null
            ? [OrNone(connection.Spec)]
            : [OrNone(connection.Spec), $"[red]{TerminalText.Literal(TerminalGuidance.Say(connection.SpecProblem))}[/]"]);
        foreach (var (finding, index) in connection.Findings.Select((finding, index) => (finding, index)))
            yield return new Fact(index == 0 ? "notes" : "", TerminalText.Literal(TerminalGuidance.Say(finding)));
        yield return new Fact("credentials", connection switch
        {
            { StoreProblem: not null } => [$"[red]{TerminalText.Literal(connection.StoreProblem)}[/]"],
            { ConfirmedAt: null } => ["[dim]none[/]"],
            _ =>
            [
                $"{TerminalText.Literal(ToolText.List(connection.Stored))}  [dim]confirmed {Time(connection.ConfirmedAt)}[/]",
            ],
        });
        if (connection.ConfirmedAt is not null)
        {
            yield return new Fact("method", TerminalText.Literal(connection.Method));
            yield return new Fact("kept", TerminalText.Literal(store));
        }

        if (connection.Token is { } token) yield return new Fact("token", TokenWords(token, connection.TokenExpiresAt, connection.TokenRefreshes == true));
        if (connection.ApprovedHosts.Count > 0) yield return new Fact("approved for", TerminalText.Literal(ToolText.List(connection.ApprovedHosts)));
        yield return new Fact("test", OrNone(connection.Test));
        if (connection.ConfirmedAt is not null)
            yield return new Fact("outcome", $"{Names.Markup(connection.LastOutcome)}{(connection.LastCheckedAt is null ? "" : $"  [dim]{Time(connection.LastCheckedAt)}[/]")}");
    }

    /// <summary>How long a token lasts, as markup.</summary>
    public static string TokenWords(string state, DateTimeOffset? expiresAt, bool refreshes) => state switch
    {
        TokenStatus.LoginRequired => "[yellow]ended: sign in again[/]",
        TokenStatus.RenewedOnUse => "ended; the next use fetches another",
        _ => $"{(expiresAt is null ? "without a stated end" : $"until {Time(expiresAt)}")}  [dim]{(refreshes ? "refreshes itself" : "then sign in again")}[/]",
    };

    private static string OrNone(string? text) => text is null ? "[dim]none[/]" : TerminalText.Literal(text);

    /// <summary>Local time to the minute, as the person's clock shows it.</summary>
    private static string Time(DateTimeOffset? time) => time?.ToLocalTime().ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture) ?? "";
}
