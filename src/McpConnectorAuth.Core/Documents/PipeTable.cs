using System.Buffers;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Rows of pipe tables: <c>| a | b |</c>.</summary>
internal static class PipeTable
{
    private static readonly SearchValues<char> DelimiterChars = SearchValues.Create("|-: _\\*\t");

    /// <summary>Whether a line is the row of dashes below a table's header.</summary>
    public static bool IsDelimiter(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        return line.Length >= 3 && line.Contains('-') && line.IndexOfAnyExcept(DelimiterChars) < 0
            && (line.Contains('|') && line.Contains("--", StringComparison.Ordinal) || line.StartsWith("|"));
    }

    /// <summary>The cells of a row as <see cref="PipeCells"/> goes through them.</summary>
    public static List<string> Cells(ReadOnlySpan<char> line)
    {
        var cells = new List<string>();
        foreach (var cell in new PipeCells(line))
            cells.Add(cell.ToString());
        return cells;
    }
}
