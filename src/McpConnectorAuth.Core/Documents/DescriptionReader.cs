using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Reads Markdown that stands in a string of JSON or YAML, line by line from the source, so that every block can be quoted.
/// A line ends at a line break or at the escape <c>\n</c>.
/// </summary>
internal static class DescriptionReader
{
    public static void Read(DocumentBuilder builder, int start, int end)
    {
        var lines = Lines(builder.Text, start, Math.Min(end, builder.Text.Length));
        var paragraph = -1;
        IReadOnlyList<string>? header = null;
        var table = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            var (from, to) = Trim(builder.Text, lines[i]);
            var line = builder.Text.AsSpan(from, to - from);
            var marker = line.StartsWith("```") || line.StartsWith("~~~");
            var level = 0;
            while (level < line.Length && line[level] == '#')
                level++;
            var heading = level is > 0 and <= 6 && level < line.Length && line[level] == ' ';
            var row = line.Contains('|') && line.Length > 2;
            if (line.IsEmpty || marker || heading || row)
                Flush(builder, lines, ref paragraph, i);
            if (!row)
                table = 0;
            if (marker)
                i = Fence(builder, lines, i);
            else if (heading)
                builder.Heading(level, line[(level + 1)..].ToString(), from, to);
            else if (row)
                Row(builder, lines, i, ref table, ref header);
            else if (!line.IsEmpty && paragraph < 0)
                paragraph = i;
        }

        Flush(builder, lines, ref paragraph, lines.Count);
    }

    private static void Flush(DocumentBuilder builder, List<(int Start, int End)> lines, ref int paragraph, int until)
    {
        if (paragraph >= 0)
        {
            // Lines of one JSON string are apart by an escape, so each is a block of its own there; those of a YAML block go on in the next.
            for (var i = paragraph; i < until; i++)
            {
                var start = lines[i].Start;
                while (i + 1 < until && GoesOn(builder.Text, lines[i].End, lines[i + 1]))
                    i++;
                builder.Prose(BlockKind.Paragraph, start, lines[i].End, 0);
            }
        }

        paragraph = -1;
    }

    // Nothing but a line break in between, and no item of a list behind it.
    private static bool GoesOn(string text, int end, (int Start, int End) next)
    {
        if (next.Start <= end || !text.AsSpan(end, next.Start - end).IsWhiteSpace())
            return false;
        var line = text.AsSpan(next.Start, next.End - next.Start).TrimStart();
        return !line.IsEmpty && char.IsLetter(line[0]) && !(line.Length > 2 && line[1] is '.' or ')');
    }

    private static void Row(DocumentBuilder builder, List<(int Start, int End)> lines, int i, ref int table, ref IReadOnlyList<string>? header)
    {
        var (from, to) = Trim(builder.Text, lines[i]);
        var line = builder.Text.AsSpan(from, to - from);
        if (PipeTable.IsDelimiter(line))
            return;
        if (table == 0)
        {
            table = builder.NewContainer();
            header = [.. PipeTable.Cells(line).Select(cell => PlainText.Of(cell))];
            builder.Row(from, to, table, header, []);
            return;
        }

        builder.Row(from, to, table, new PipeRow(builder.Text, from, to), header!);
    }

    private static int Fence(DocumentBuilder builder, List<(int Start, int End)> lines, int open)
    {
        var content = new StringBuilder();
        var offsets = new List<int>();
        var close = open + 1;
        for (; close < lines.Count; close++)
        {
            var (from, to) = lines[close];
            var line = builder.Text.AsSpan(from, to - from);
            if (line.TrimStart().StartsWith("```") || line.TrimStart().StartsWith("~~~"))
                break;
            offsets.Add(from);
            content.Append(line.ToString().Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\\\", "\\", StringComparison.Ordinal)).Append('\n');
        }

        var language = builder.Text[lines[open].Start..lines[open].End].Trim().Trim('`', '~').Trim().ToLowerInvariant();
        if (offsets.Count > 0)
            builder.Code(offsets[0], lines[Math.Min(close, lines.Count) - 1].End, 0, new CodeSample(language, content.ToString(), offsets));
        return close;
    }

    private static (int Start, int End) Trim(string text, (int Start, int End) line)
    {
        var (start, end) = line;
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(text[end - 1]))
            end--;
        return (start, end);
    }

    private static List<(int Start, int End)> Lines(string text, int start, int end)
    {
        var lines = new List<(int, int)>();
        var from = start;
        for (var i = start; i < end; i++)
        {
            if (text[i] == '\n')
            {
                lines.Add((from, i));
                from = i + 1;
            }
            // A backslash at a line's end escapes nothing.
            else if (text[i] == '\\' && i + 1 < end && text[i + 1] is not ('\n' or '\r'))
            {
                if (text[i + 1] is 'n' or 'r')
                {
                    lines.Add((from, i));
                    from = i + 2;
                }

                i++;
            }
        }

        lines.Add((from, end));
        return lines;
    }
}
