using System.Text;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// The index <c>MEMORY.md</c>: one line per note, or per topic for the largest topics where that would be too many. It stands between two
/// comments; what a person writes outside them stays.
/// </summary>
internal static class MemoryIndex
{
    /// <summary>Most lines of the file.</summary>
    public const int MostLines = 199;

    private const string Begin = "<!-- notes: written by connector-auth; text outside these two comments stays -->";
    private const string End = "<!-- /notes -->";
    private const int LongestSummary = 120;

    /// <summary>The index's new text.</summary>
    /// <param name="existing">Its text so far; null where there is none.</param>
    /// <param name="topics">All topics by name.</param>
    public static string Update(string? existing, IReadOnlyList<(string Name, TopicFile File)> topics)
    {
        var (before, after) = Surroundings(existing);
        var room = MostLines - before.Count - after.Count - 2;
        var lines = Lines(topics, room);
        return string.Join('\n', [.. before, Begin, .. lines, End, .. after]) + "\n";
    }

    /// <summary>Lines of a text that ends with a line end.</summary>
    public static int CountLines(string text) => text.AsSpan().Count('\n');

    /// <summary>One line per note; where that is too many, the topics with most notes get one line each, as many as it takes.</summary>
    private static IEnumerable<string> Lines(IReadOnlyList<(string Name, TopicFile File)> topics, int room)
    {
        if (topics.Count > room)
        {
            var shown = Math.Max(room - 1, 0);
            return topics.Take(shown).Select(topic => TopicLine(topic.Name, topic.File)).Append($"- and {topics.Count - shown} more topics: see the files in this folder");
        }

        var lines = topics.Sum(topic => Math.Max(topic.File.Sections.Count, 1));
        var brief = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, file) in topics.OrderByDescending(topic => topic.File.Sections.Count))
        {
            if (lines <= room) break;
            lines -= file.Sections.Count - 1;
            brief.Add(name);
        }

        return topics.SelectMany(topic => brief.Contains(topic.Name) || topic.File.Sections.Count == 0 ? [TopicLine(topic.Name, topic.File)] : NoteLines(topic.Name, topic.File));
    }

    private static IEnumerable<string> NoteLines(string topic, TopicFile file)
    {
        var anchors = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var section in file.Sections)
        {
            var anchor = Anchor(section.Title);
            anchors[anchor] = anchors.TryGetValue(anchor, out var seen) ? seen + 1 : 0;
            var unique = anchors[anchor] == 0 ? anchor : $"{anchor}-{anchors[anchor]}";
            yield return Line(section.Title, $"{topic}.md#{unique}", FirstSentence(section.Content));
        }
    }

    private static string TopicLine(string topic, TopicFile file)
    {
        var summary = file.Sections.Count switch
        {
            0 => FirstSentence(file.Introduction),
            1 => "1 note: " + file.Sections[0].Title,
            var count => Shorten($"{count} notes: " + string.Join("; ", file.Sections.Take(8).Select(section => section.Title))),
        };
        return Line(topic, topic + ".md", summary);
    }

    private static string Line(string title, string target, string summary)
    {
        var text = title.Replace("[", "\\[", StringComparison.Ordinal).Replace("]", "\\]", StringComparison.Ordinal);
        return summary.Length > 0 ? $"- [{text}]({target}): {summary}" : $"- [{text}]({target})";
    }

    /// <summary>The anchor that Git hosts give to a heading: lower case, blanks to hyphens, punctuation dropped.</summary>
    private static string Anchor(string title)
    {
        var anchor = new StringBuilder();
        foreach (var character in title.ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(character) || character is '-' or '_') anchor.Append(character);
            else if (character == ' ') anchor.Append('-');
        }

        return anchor.ToString();
    }

    private static string FirstSentence(string content)
    {
        var fence = new CodeFence();
        foreach (var line in content.Split('\n'))
        {
            if (fence.Covers(line)) continue;
            var text = line.Trim().TrimStart('-', '*', '>', '#', ' ');
            if (text.Length == 0 || text.StartsWith("<!--", StringComparison.Ordinal)) continue;
            var end = text.IndexOf(". ", StringComparison.Ordinal);
            return Shorten(end < 0 ? text : text[..(end + 1)]);
        }

        return "";
    }

    private static string Shorten(string text)
    {
        if (text.Length <= LongestSummary) return text;
        var cut = text.LastIndexOf(' ', LongestSummary - 1);
        cut = cut > LongestSummary / 2 ? cut : LongestSummary - 1;
        return text[..(char.IsHighSurrogate(text[cut - 1]) ? cut - 1 : cut)] + "…";
    }

    private static (List<string> Before, List<string> After) Surroundings(string? existing)
    {
        if (existing is null) return (["# Memory", "", "What was learned about APIs and their authentication, by topic.", ""], []);
        var lines = existing.ReplaceLineEndings("\n").TrimEnd().Split('\n').ToList();
        var begin = lines.FindIndex(line => line.StartsWith("<!-- notes", StringComparison.Ordinal));
        if (begin < 0) return ([.. lines, ""], []);
        var end = lines.FindIndex(begin, line => line.Trim() == End);
        return (lines[..begin], end < 0 ? [] : lines[(end + 1)..]);
    }
}
