namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Pages that call themselves Markdown are often AsciiDoc, or are written for a site generator with tags of its own. Their fences
/// and headings are spelled as Markdown's, in as many characters, so that every offset stays what it is.
/// </summary>
internal static class ForeignMarkup
{
    private const int LeastDelimiter = 4;
    private const int MostLevels = 6;
    private static readonly string[] Opening = ["highlight", "codeblock", "code"];
    private static readonly string[] Closing = ["endhighlight", "endcodeblock", "endcode"];

    /// <summary>The text with Markdown's fences and headings; the same string where it holds no others.</summary>
    public static string AsMarkdown(string text)
    {
        var asciiDoc = IsAsciiDoc(text);
        var tags = text.Contains("{% end", StringComparison.Ordinal);
        if (!asciiDoc && !tags)
            return text;
        var copy = text.ToCharArray();
        // The delimiter that closes the listing we are in; empty outside.
        var delimiter = "";
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start).TrimEnd();
            var room = copy.AsSpan(start, line.Length);
            if (tags && delimiter.Length == 0)
                Tag(line, room);
            if (!asciiDoc)
                continue;
            if (delimiter.Length > 0 ? line.SequenceEqual(delimiter) : IsDelimiter(line))
            {
                delimiter = delimiter.Length > 0 ? "" : line.ToString();
                room.Fill('`');
            }
            else if (delimiter.Length == 0 && Level(line) is > 0 and var level)
            {
                room[..level].Fill('#');
            }
        }

        return new string(copy);
    }

    // A listing with its attributes: [source,shell] or [,shell] above a line of hyphens.
    private static bool IsAsciiDoc(string text)
    {
        for (var at = text.IndexOf("]\n----", StringComparison.Ordinal); at >= 0; at = text.IndexOf("]\n----", at + 1, StringComparison.Ordinal))
        {
            var line = text.AsSpan(0, at);
            line = line[(line.LastIndexOf('\n') + 1)..];
            if (line.StartsWith("[source") || line.StartsWith("[,") || line.StartsWith("[listing"))
                return true;
        }

        return false;
    }

    private static bool IsDelimiter(ReadOnlySpan<char> line) =>
        line.Length >= LeastDelimiter && (line.IndexOfAnyExcept('-') < 0 || line.IndexOfAnyExcept('.') < 0);

    private static int Level(ReadOnlySpan<char> line)
    {
        var level = Math.Max(0, line.IndexOfAnyExcept('='));
        return level is > 0 and <= MostLevels && line[level] == ' ' ? level : 0;
    }

    // {% highlight json %} … {% endhighlight %}
    private static void Tag(ReadOnlySpan<char> line, Span<char> room)
    {
        var tag = line.TrimStart();
        if (!tag.StartsWith("{%") || !tag.EndsWith("%}"))
            return;
        var words = tag[2..^2].Trim().TrimStart('-');
        var blank = words.IndexOf(' ');
        var name = (blank < 0 ? words : words[..blank]).ToString();
        var opens = Array.IndexOf(Opening, name) >= 0;
        if (!opens && Array.IndexOf(Closing, name) < 0)
            return;
        var language = opens && blank >= 0 ? words[(blank + 1)..].TrimStart() : [];
        if (language.StartsWith("lang:"))
            language = language["lang:".Length..];
        var stop = language.IndexOf(' ');
        language = stop < 0 ? language : language[..stop];
        room.Fill(' ');
        "```".CopyTo(room);
        if (language.IndexOf('`') < 0)
            language.CopyTo(room["```".Length..]);
    }
}
