using System.Buffers;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Rows of pipe tables: <c>| a | b |</c>.</summary>
internal static class PipeTable
{
    private const int MostCells = 40;
    private const int LongestCell = 4_000;
    private static readonly SearchValues<char> DelimiterChars = SearchValues.Create("|-: _\\*\t");

    /// <summary>Whether a line is the row of dashes below a table's header.</summary>
    public static bool IsDelimiter(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.Length >= 3 && line.Contains('-') && line.IndexOfAnyExcept(DelimiterChars) < 0
            && (line.Contains('|') && line.Contains("--", StringComparison.Ordinal) || line.StartsWith("|"));
    }

    /// <summary>The cells of a row, trimmed; pipes in code spans and escaped pipes do not separate.</summary>
    public static IReadOnlyList<string> Cells(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.StartsWith("|"))
            line = line[1..];
        if (line.EndsWith("|") && !line.EndsWith("\\|", StringComparison.Ordinal))
            line = line[..^1];
        var cells = new List<string>();
        var start = 0;
        var code = false;
        for (var i = 0; i < line.Length; i++)
        {
            switch (line[i])
            {
                case '\\':
                    i++;
                    break;
                case '`':
                    code = !code;
                    break;
                case '|' when !code && cells.Count < MostCells:
                    cells.Add(Cell(line[start..i]));
                    start = i + 1;
                    break;
            }
        }

        cells.Add(Cell(line[Math.Min(start, line.Length)..]));
        return cells;
    }

    private static string Cell(ReadOnlySpan<char> cell)
    {
        cell = cell.Trim();
        return cell[..Math.Min(cell.Length, LongestCell)].ToString();
    }
}
