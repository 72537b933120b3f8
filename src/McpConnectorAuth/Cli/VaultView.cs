using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Cli;

/// <summary>Shows the store and its key.</summary>
internal static class VaultView
{
    /// <summary>Writes the store's state.</summary>
    public static void Show(Screen screen, VaultState state)
    {
        screen.Heading("Vault");
        screen.Facts([
            new Fact("kept", TerminalText.Literal(state.Store)),
            new Fact("key", state.KeyOrigin is null ? "[dim]none yet[/]" : $"{TerminalText.Literal(state.KeyOrigin)}  [dim]{TerminalText.Literal(state.KeyId)}[/]"),
            new Fact("keychain", state.Keychain is null ? "may be in reach" : TerminalText.Literal(state.Keychain)),
            new Fact("entries", $"{state.Connections}{(state.Pending > 0 ? $", [yellow]{state.Pending} sealed with an older key[/]" : "")}"),
            .. Unreadable(state.Unreadable),
        ]);
        Next(screen, state.NextStep);
    }

    /// <summary>Writes what a rotation did.</summary>
    public static void Show(Screen screen, VaultRotation rotation)
    {
        screen.Heading("Vault");
        screen.Facts([
            new Fact("key", $"{TerminalText.Literal(rotation.To)}  [dim]{TerminalText.Literal(rotation.KeyId)}[/]"),
            new Fact("sealed anew", $"{rotation.Resealed}"),
            .. Unreadable(rotation.Unreadable),
        ]);
        Next(screen, rotation.NextStep);
    }

    private static IEnumerable<Fact> Unreadable(IReadOnlyList<string> entries) =>
        entries.Select((entry, index) => new Fact(index == 0 ? "unreadable" : "", $"[red]{TerminalText.Literal(entry)}[/]"));

    private static void Next(Screen screen, string step)
    {
        screen.Space();
        screen.Paragraph(TerminalText.Literal(step), indent: 0);
    }
}
