using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows what a person has confirmed.</summary>
internal static class ConfirmationView
{
    /// <summary>Stored, and not proven wrong.</summary>
    public static bool Succeeded(Confirmation confirmation) =>
        confirmation.State == "confirmed" && confirmation.Outcome is null or VerificationOutcome.Valid;

    /// <summary>Writes it.</summary>
    public static void Show(Screen screen, string source, string? account, Confirmation confirmation)
    {
        screen.Heading($"{source} {confirmation.State}", account is null ? null : $"account {account}");
        ShowFacts(screen, confirmation);
        screen.Space();
        screen.Paragraph(TerminalText.Literal(confirmation.NextStep), indent: 0);
    }

    /// <summary>Writes the facts only.</summary>
    public static void ShowFacts(Screen screen, Confirmation confirmation)
    {
        if (confirmation.State != "confirmed") return;
        var facts = new List<Fact>
        {
            new("stored", TerminalText.Literal(ToolText.List(confirmation.Stored))),
            new("approved for", TerminalText.Literal(ToolText.List(confirmation.ApprovedHosts))),
            new("outcome", confirmation.Explanation is null
                ? [Names.Markup(confirmation.Outcome)]
                : [Names.Markup(confirmation.Outcome), TerminalText.Literal(confirmation.Explanation)]),
        };
        screen.Facts(facts);
    }
}
