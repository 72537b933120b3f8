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

    /// <summary>Writes the notes that were found, best first.</summary>
    public static void Show(Screen screen, MemoryRecall recall)
    {
        if (recall.Notes.Count == 0)
        {
            screen.Paragraph("Nothing is kept on that.", indent: 0);
            foreach (var topic in recall.Topics) screen.Paragraph(TerminalText.Literal(topic));
            return;
        }

        foreach (var note in recall.Notes)
        {
            screen.Heading(note.Title, $"{note.Topic} {note.Date}".TrimEnd());
            foreach (var line in note.Content.Split('\n').Where(line => line.Length > 0)) screen.Paragraph(TerminalText.Literal(line));
        }

        foreach (var pair in recall.Contradictions) screen.Paragraph($"[yellow]One of these is wrong:[/] {TerminalText.Literal(pair)}", indent: 0);
        if (recall.More > 0) screen.Paragraph($"{TerminalText.Count(recall.More, "further note matches", "further notes match")}: name more words.", indent: 0);
    }

    /// <summary>Writes what became of a note, and which others say otherwise.</summary>
    public static void Show(Screen screen, MemoryChange change)
    {
        screen.Paragraph($"{JsonName.Of(change.Effect)}  [bold]{TerminalText.Literal(change.Title)}[/]  [dim]{TerminalText.Literal(change.Path)}[/]", indent: 0);
        foreach (var other in change.Contradicts) screen.Paragraph($"[yellow]Another note says otherwise:[/] {TerminalText.Literal(other)}", indent: 0);
    }
}
