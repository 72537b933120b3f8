using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Shows the project's memory.</summary>
internal static class MemoryView
{
    /// <summary>Writes topics with the titles of their notes.</summary>
    public static void Show(Screen screen, MemoryListing listing)
    {
        if (listing.Topics.Count == 0)
        {
            screen.Paragraph($"Nothing is kept yet. Keep a note with \"{TerminalGuidance.Program} memory add TOPIC TITLE TEXT\".", indent: 0);
            return;
        }

        foreach (var topic in listing.Topics)
        {
            screen.Heading(topic.Name, TerminalText.Count(topic.Titles.Count, "note", "notes"));
            foreach (var title in topic.Titles) screen.Paragraph(TerminalText.Literal(title));
        }
    }

    /// <summary>Writes the Markdown as it is.</summary>
    public static void Show(Screen screen, MemoryText text) => screen.Verbatim(text.Content);

    /// <summary>Writes what became of a note.</summary>
    public static void Show(Screen screen, MemoryChange change) => screen.Paragraph(
        $"{JsonName.Of(change.Effect)}  [bold]{TerminalText.Literal(change.Title)}[/]  [dim]{TerminalText.Literal(change.Path)}[/]", indent: 0);
}
