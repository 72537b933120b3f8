using System.Globalization;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows a verdict and what it rests on.</summary>
internal static class TestView
{
    /// <summary>Whether the check is valid and the written test, where there is one, passed.</summary>
    public static bool Succeeded(ConnectionTest test) =>
        test.Outcome == VerificationOutcome.Valid && test.Test is null or { ExitCode: 0 };

    /// <summary>Writes it.</summary>
    public static void Show(Screen screen, string source, string? account, ConnectionTest test)
    {
        screen.Heading(source, account is null ? null : $"account {account}");
        ShowCheck(screen, test.Outcome, test.Explanation, test.Calls);
        if (test.Identity is { } caller) screen.Facts([new Fact("as", TerminalText.Literal(caller))]);
        if (test.Cause is { } cause) screen.Facts([new Fact("likely cause", Names.Words(JsonName.Of(cause)))]);
        if (test.Proposals is { } proposals)
            screen.Facts([new Fact("proposed", [.. proposals.Select(proposal => $"{TerminalText.Literal($"{proposal.Fact} = {proposal.Value}")}  [dim]\"{TerminalText.Literal(proposal.Quote ?? "")}\"[/]")])]);
        ShowRun(screen, test);
        screen.Space();
        screen.Paragraph(TerminalText.Literal(test.NextStep), indent: 0);
    }

    /// <summary>Writes the verdict with its calls.</summary>
    public static void ShowCheck(Screen screen, VerificationOutcome outcome, string explanation, IEnumerable<VerificationProbe> calls)
    {
        screen.Facts(
        [
            new Fact("outcome", Names.Markup(outcome), TerminalText.Literal(explanation)),
            .. calls.GroupBy(probe => probe.Request).Select(call => new Fact(
                "called", [TerminalText.Literal(call.Key), .. call.Select(Line)])),
        ]);
    }

    /// <summary>Writes how the written test went; nothing where none is written.</summary>
    public static void ShowRun(Screen screen, ConnectionTest test)
    {
        if (test.Test is not { } run) return;
        var verdict = run.ExitCode == 0 ? "[green]passed[/]" : $"[red]failed[/]  [dim]exit code {run.ExitCode.ToString(CultureInfo.InvariantCulture)}[/]";
        var output = run.ExitCode == 0 ? [] : TerminalText.Lines(run.Output).Select(line => $"[dim]{TerminalText.Literal(line)}[/]");
        screen.Facts([new Fact("written test", [$"{TerminalText.Literal(run.Path)}  {verdict}", .. output])]);
    }

    private static string Line(VerificationProbe probe)
    {
        var status = probe.Status == 0 ? "---" : probe.Status.ToString(CultureInfo.InvariantCulture);
        var control = probe.Control switch
        {
            "credential" => "with the credential",
            "no_credential" => "without it",
            "changed_credential" => "with one character changed",
            var other => TerminalText.Literal(other),
        };
        return $"[bold]{status}[/]  {control}{(probe.Note.Length > 0 ? $"  [dim]{TerminalText.Literal(probe.Note)}[/]" : "")}";
    }
}
