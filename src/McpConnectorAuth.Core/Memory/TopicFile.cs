using System.Globalization;
using System.Text;

namespace McpConnectorAuth.Core.Memory;

/// <summary>
/// A topic's Markdown: anything up to the first <c>##</c> heading, then notes. What a change does not concern stays as it
/// is to the byte, so that people may edit the file and version control merges it.
/// </summary>
internal sealed class TopicFile
{
    private readonly List<TopicSection> _sections;
    private readonly string _preamble;
    private readonly string _newLine;

    private TopicFile(string preamble, List<TopicSection> sections, string newLine)
    {
        _preamble = preamble;
        _sections = sections;
        _newLine = newLine;
    }

    /// <summary>The notes in the file's order.</summary>
    public IReadOnlyList<TopicSection> Sections => _sections;

    /// <summary>What stands before the first note, without the topic's own heading.</summary>
    public string Introduction => string.Join('\n', _preamble.Split('\n').SkipWhile(line => line.Trim().Length == 0 || line.StartsWith("# ", StringComparison.Ordinal)));

    /// <summary>Whether there is nothing in the file that a person would miss.</summary>
    public bool IsEmpty => _sections.Count == 0 && Introduction.Trim().Length == 0;

    /// <summary>A topic without notes.</summary>
    public static TopicFile New(string topic) => new($"# {topic}\n", [], "\n");

    /// <summary>Reads a file. Headings in fenced code (CommonMark, section 4.5) are code.</summary>
    public static TopicFile Parse(string text)
    {
        var starts = new List<int>();
        var fence = new CodeFence();
        for (var index = 0; index < text.Length;)
        {
            var end = text.IndexOf('\n', index);
            end = end < 0 ? text.Length : end + 1;
            var line = text.AsSpan(index, end - index);
            if (!fence.Covers(line) && line.StartsWith("## ")) starts.Add(index);
            index = end;
        }

        var sections = starts.Select((start, index) => new TopicSection(text[start..(index + 1 < starts.Count ? starts[index + 1] : text.Length)]));
        return new TopicFile(text[..(starts.Count > 0 ? starts[0] : text.Length)], [.. sections], text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n");
    }

    /// <summary>The note of a title; null where there is none.</summary>
    public TopicSection? Find(string title) => _sections.Find(section => section.HasTitle(title));

    /// <summary>
    /// Puts a note in: in place of the one of the same title, else before the first note whose title sorts after it, so that
    /// notes added on two branches seldom meet in one place.
    /// </summary>
    public void Put(string title, string content, DateOnly date)
    {
        var text = string.Join(
            _newLine,
            [$"## {title}", "", $"_{date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}_", "", .. content.Split('\n'), "", ""]);
        var section = new TopicSection(text);
        var same = _sections.FindIndex(existing => existing.HasTitle(title));
        if (same >= 0)
        {
            _sections[same] = section;
            return;
        }

        var after = _sections.FindIndex(existing => string.Compare(existing.Title, title, StringComparison.OrdinalIgnoreCase) > 0);
        _sections.Insert(after < 0 ? _sections.Count : after, section);
    }

    /// <summary>Takes a note out.</summary>
    public void Remove(TopicSection section) => _sections.Remove(section);

    /// <summary>The file's text, with one blank line between parts that lack one and one line end at its end.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(_preamble);
        foreach (var section in _sections)
        {
            if (text.Length > 0 && text[^1] != '\n') text.Append(_newLine);
            if (text.Length > 0 && !EndsInBlankLine(text)) text.Append(_newLine);
            text.Append(section.Text);
        }

        return text.ToString().TrimEnd() + _newLine;
    }

    private static bool EndsInBlankLine(StringBuilder text)
    {
        var index = text.Length - 2;
        if (index >= 0 && text[index] == '\r') index--;
        return index < 0 || text[index] == '\n';
    }
}
