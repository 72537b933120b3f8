namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Cuts a large Markdown text into pieces that mean the same on their own, so that the syntax tree of a piece is gone before
/// the next one is read, and nothing that takes more time the longer it is gets long.
/// </summary>
internal static class MarkdownPieces
{
    /// <summary>Length from which a piece ends at the next heading, in characters: short enough for the young generation of the heap.</summary>
    private const int Long = 24 * 1024;

    /// <summary>Length from which it ends at the next blank line.</summary>
    private const int Longer = 128 * 1024;

    /// <summary>Length from which it ends at the next line outside a fence.</summary>
    private const int TooLong = 2 * Longer;

    // What an HTML block that runs over blank lines and headings begins and ends with (CommonMark 0.31, section 4.6, conditions 1 to 5).
    private static readonly (string Start, string End)[] Islands =
    [
        ("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">"), ("<pre", "</pre>"), ("<script", "</script>"), ("<style", "</style>"), ("<textarea", "</textarea>"),
    ];

    /// <summary>The pieces in their order; together they are the text from an offset on.</summary>
    public static List<(int Start, int End)> Of(string text, int from)
    {
        var pieces = new List<(int Start, int End)>();
        var fence = default(ReadOnlySpan<char>);
        string? island = null;
        var blank = false;
        var start = from;
        for (var line = from; line < text.Length && text.Length - start > Long;)
        {
            var next = text.IndexOf('\n', line);
            next = next < 0 ? text.Length : next + 1;
            var content = text.AsSpan(line, next - line);
            if (island is not null)
                island = Ends(content, island) ? null : island;
            else if (!fence.IsEmpty)
                fence = Closes(content, fence) ? default : fence;
            else if (line - start > Long && (IsHeading(content) || (line - start > Longer && blank && !char.IsWhiteSpace(content[0])) || line - start > TooLong))
                next = End(pieces, ref start, line);
            else
                Open(content, ref fence, ref island);
            blank = content.IsWhiteSpace();
            line = next;
        }

        pieces.Add((start, text.Length));
        return pieces;
    }

    // The piece is over; its last line is looked at again as the first one of the next.
    private static int End(List<(int Start, int End)> pieces, ref int start, int end)
    {
        pieces.Add((start, end));
        return start = end;
    }

    private static bool IsHeading(ReadOnlySpan<char> line)
    {
        var level = line.IndexOfAnyExcept('#');
        return level is > 0 and <= 6 && line[level] is ' ' or '\t';
    }

    private static void Open(ReadOnlySpan<char> line, ref ReadOnlySpan<char> fence, ref string? island)
    {
        var indent = line.IndexOfAnyExcept(' ');
        if (indent is < 0 or > 3)
            return;
        line = line[indent..];
        if (line[0] is '`' or '~')
        {
            var length = line.IndexOfAnyExcept(line[0]);
            if (length >= 3 || (length < 0 && line.Length >= 3))
                fence = line[..(length < 0 ? line.Length : length)];
        }
        else if (line[0] == '<')
        {
            foreach (var (opening, closing) in Islands)
            {
                if (!line.StartsWith(opening, StringComparison.OrdinalIgnoreCase))
                    continue;
                island = Ends(line[opening.Length..], closing) ? null : closing;
                return;
            }
        }
    }

    private static bool Ends(ReadOnlySpan<char> line, string island) => line.Contains(island, StringComparison.OrdinalIgnoreCase);

    private static bool Closes(ReadOnlySpan<char> line, ReadOnlySpan<char> fence)
    {
        line = line.Trim();
        return line.Length >= fence.Length && line.IndexOfAnyExcept(fence[0]) < 0;
    }
}
