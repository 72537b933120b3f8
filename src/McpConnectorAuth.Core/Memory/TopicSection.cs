namespace McpConnectorAuth.Core.Memory;

/// <summary>A note as it stands in a topic file.</summary>
/// <param name="Text">From its heading up to the next, as it is.</param>
internal sealed record TopicSection(string Text)
{
    /// <summary>The heading without its number signs.</summary>
    public string Title { get; } = TitleOf(Text.AsSpan(3, LineEnd(Text) - 3));

    /// <summary>What follows the heading and the date, with <c>\n</c> line ends.</summary>
    public string Content
    {
        get
        {
            var lines = Text[LineEnd(Text)..].ReplaceLineEndings("\n").Split('\n').SkipWhile(IsBlankOrDate);
            return string.Join('\n', lines).Trim();
        }
    }

    /// <summary>When it was kept, <c>yyyy-MM-dd</c>; empty where no date stands below the heading.</summary>
    public string Date => Text[LineEnd(Text)..].Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) is { } first && IsDate(first) ? first[1..^1] : "";

    /// <summary>Whether a title names this note: the same words, whatever their case.</summary>
    public bool HasTitle(string title) => string.Equals(Title, title, StringComparison.OrdinalIgnoreCase);

    /// <summary>A heading's text as CommonMark reads it: without the blanks around it and without closing number signs.</summary>
    public static string TitleOf(ReadOnlySpan<char> heading)
    {
        var title = heading.Trim();
        var open = title.TrimEnd('#');
        return (open.Length == 0 || open[^1] is ' ' or '\t' ? open.TrimEnd() : title).ToString();
    }

    private static int LineEnd(string text)
    {
        var end = text.IndexOf('\n', StringComparison.Ordinal);
        return end < 0 ? text.Length : end;
    }

    private static bool IsBlankOrDate(string line)
    {
        var trimmed = line.Trim();
        return trimmed.Length == 0 || IsDate(trimmed);
    }

    private static bool IsDate(string line) => line.Length == 12 && line[0] == '_' && line[^1] == '_' && DateOnly.TryParseExact(line[1..^1], "yyyy-MM-dd", out _);
}
