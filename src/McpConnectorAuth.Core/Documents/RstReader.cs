using System.Buffers;
using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Reads reStructuredText line by line: underlined titles, directives, literal blocks, field lists, grid, simple and list tables.</summary>
internal sealed class RstReader
{
    private const string Adornments = "=-~^\"'`#*+.:_<>";
    private const int Deepest = 20;
    private static readonly SearchValues<char> DirectiveName = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_:");
    private const int MostColumns = 40;
    private static readonly string[] CodeDirectives = ["code-block", "code", "sourcecode", "highlight", "parsed-literal", "prompt", "http:example", "literalinclude"];
    private static readonly string[] SilentDirectives = ["toctree", "image", "figure", "contents", "raw", "index", "include", "meta", "only", "autoclass", "automodule", "autofunction"];
    private static readonly string[] TableDirectives = ["list-table", "csv-table", "table"];

    private readonly DocumentBuilder _builder;
    private readonly List<(int Start, int End)> _lines = [];
    private readonly List<string> _levels = [];

    private RstReader(DocumentBuilder builder)
    {
        _builder = builder;
        var text = builder.Text;
        for (var start = 0; start <= text.Length;)
        {
            var end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            _lines.Add((start, end > start && text[end - 1] == '\r' ? end - 1 : end));
            start = end + 1;
        }
    }

    /// <summary>Whether a document is written in it: by its extension, or by directives and nothing that only Markdown has: notes are called .md whatever they were pasted from.</summary>
    public static bool Claims(string text, string path) =>
        path.EndsWith(".rst", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".rest", StringComparison.OrdinalIgnoreCase)
        || (HasDirective(text) && !text.Contains("\n```", StringComparison.Ordinal) && !HasHashHeading(text));

    private static bool HasDirective(ReadOnlySpan<char> text)
    {
        for (var at = text.IndexOf("\n.. "); at >= 0; at = text.IndexOf("\n.. "))
        {
            text = text[(at + 4)..];
            var name = text.IndexOfAnyExcept(DirectiveName);
            if (name > 2 && text[..name].EndsWith("::"))
                return true;
        }

        return false;
    }

    private static bool HasHashHeading(ReadOnlySpan<char> text)
    {
        if (text.StartsWith("# "))
            return true;
        for (var at = text.IndexOf("\n#"); at >= 0; at = text.IndexOf("\n#"))
        {
            text = text[(at + 1)..];
            var level = text.IndexOfAnyExcept('#');
            if (level is > 0 and <= 6 && text[level] == ' ')
                return true;
        }

        return false;
    }

    public static void Read(DocumentBuilder builder)
    {
        var reader = new RstReader(builder);
        reader.Blocks(0, reader._lines.Count, 0, 0);
    }

    private void Blocks(int from, int to, int container, int depth)
    {
        for (var i = from; i < to;)
        {
            var line = Line(i);
            if (line.IsWhiteSpace())
                i++;
            else if (Title(i, to, out var after) || Table(i, to, out after))
                i = after;
            else if (line.TrimStart() is ".." || line.TrimStart().StartsWith(".. "))
                i = Explicit(i, to, container, depth);
            else if (IsItem(line.TrimStart(), out var marker))
                i = Item(i, to, Indent(i) + marker, depth);
            else
                i = Paragraph(i, to, container, BlockKind.Paragraph);
        }
    }

    // An adorned line: underlined, or between two lines of one adornment. Levels come in the order in which styles appear.
    private bool Title(int i, int to, out int after)
    {
        after = i;
        var over = IsAdornment(Line(i)) && i + 2 < to && IsAdornment(Line(i + 2)) && Line(i)[0] == Line(i + 2)[0] && !Line(i + 1).IsWhiteSpace();
        var at = over ? i + 1 : i;
        if (!over && (i + 1 >= to || !IsAdornment(Line(i + 1)) || Indent(i) > 0 || IsAdornment(Line(i))))
            return false;
        var title = Line(at).Trim();
        var line = Line(at + 1).TrimEnd();
        if (line.Length < Math.Min(title.Length, 3) || title.Length > 200)
            return false;
        var style = (over ? "o" : "u") + line[0];
        if (!_levels.Contains(style))
            _levels.Add(style);
        var start = _lines[at].Start + Indent(at);
        _builder.Heading(Math.Min(6, _levels.IndexOf(style) + 1), PlainText.Of(title), start, start + title.Length);
        after = at + 2;
        return true;
    }

    private static bool IsAdornment(ReadOnlySpan<char> line)
    {
        line = line.TrimEnd();
        return line.Length >= 3 && Adornments.Contains(line[0], StringComparison.Ordinal) && line.IndexOfAnyExcept(line[0]) < 0;
    }

    // .. directive:: argument, .. _target:, .. comment
    private int Explicit(int i, int to, int container, int depth)
    {
        var content = Line(i).TrimStart()[2..].Trim();
        var end = Indented(i + 1, to, Indent(i));
        var mark = content.IndexOf("::", StringComparison.Ordinal);
        var name = mark > 0 && content[..mark].IndexOf(' ') < 0 ? content[..mark].ToString() : "";
        if (content.StartsWith("_") || content.StartsWith("|") || content.StartsWith("[") || Array.IndexOf(SilentDirectives, name) >= 0)
            return end;
        if (name.Length == 0)
        {
            _builder.Prose(BlockKind.Hidden, _lines[i].Start, _lines[Math.Max(i, end - 1)].End, 0);
            return end;
        }

        var argument = content[(mark + 2)..].Trim().ToString();
        var body = SkipOptions(i + 1, end);
        if (Array.IndexOf(CodeDirectives, name) >= 0)
        {
            Code(body, end, container, argument.ToLowerInvariant());
        }
        else if (name is "list-table" or "csv-table")
        {
            Cells(name, i, body, end);
        }
        else if (depth < Deepest)
        {
            // The argument of an admonition is its first words; the directives of an HTTP domain name a call.
            if (argument.Length > 0)
                _builder.Prose(BlockKind.Paragraph, _lines[i].Start + (name.StartsWith("http:", StringComparison.Ordinal) ? Line(i).IndexOf(name, StringComparison.Ordinal) : Line(i).IndexOf("::", StringComparison.Ordinal) + 2), _lines[i].End, container);
            Blocks(body, end, Array.IndexOf(TableDirectives, name) >= 0 ? container : _builder.NewContainer(), depth + 1);
        }

        return end;
    }

    private int SkipOptions(int from, int to)
    {
        while (from < to && Line(from).TrimStart().StartsWith(":") && Line(from).TrimStart().Length > 1 && Line(from).TrimStart()[1..].Contains(':'))
            from++;
        return from;
    }

    // Lines that belong to what stands above: deeper than it, blank lines among them included.
    private int Indented(int from, int to, int indent)
    {
        var end = from;
        for (var i = from; i < to; i++)
        {
            if (Line(i).IsWhiteSpace())
                continue;
            if (Indent(i) <= indent)
                break;
            end = i + 1;
        }

        return end;
    }

    private int Paragraph(int i, int to, int container, BlockKind kind)
    {
        var end = i + 1;
        while (end < to && !Line(end).IsWhiteSpace() && !Line(end).TrimStart().StartsWith(".. ") && !(end + 1 < to && IsAdornment(Line(end + 1)) && Indent(end) == 0 && !IsAdornment(Line(end))) && !IsItem(Line(end).TrimStart(), out _))
            end++;
        _builder.Prose(kind, _lines[i].Start, _lines[end - 1].End, container);
        if (!Line(end - 1).TrimEnd().EndsWith("::"))
            return end;
        var close = Indented(end, to, Indent(i));
        if (close > end)
            Code(end, close, container, "");
        return close;
    }

    private int Item(int i, int to, int indent, int depth)
    {
        var container = _builder.NewContainer();
        var end = Paragraph(i, to, container, BlockKind.ListItem);
        var close = Math.Max(end, Indented(end, to, indent - 1));
        if (close > end && depth < Deepest)
            Blocks(end, close, container, depth + 1);
        return close;
    }

    // - item, * item, 1. item, #. item, :field: value, | line
    private static bool IsItem(ReadOnlySpan<char> line, out int marker)
    {
        marker = 2;
        if (line.StartsWith("- ") || line.StartsWith("* ") || line.StartsWith("+ ") || line.StartsWith("#. ") || line.StartsWith("| "))
            return true;
        if (line.StartsWith(":") && line.Length > 2)
            return line[1..].IndexOf(':') is > 0 and var close && (close + 2 == line.Length || line[close + 2] == ' ') && line[1] != '`';
        var digits = line.IndexOfAnyExceptInRange('0', '9');
        marker = digits + 2;
        return digits is > 0 and < 4 && digits + 1 < line.Length && line[digits] is '.' or ')' && line[digits + 1] == ' ';
    }

    private void Code(int from, int to, int container, string language)
    {
        while (from < to && Line(from).IsWhiteSpace())
            from++;
        if (from >= to)
            return;
        var indent = int.MaxValue;
        for (var i = from; i < to; i++)
        {
            if (!Line(i).IsWhiteSpace())
                indent = Math.Min(indent, Indent(i));
        }

        var content = new StringBuilder();
        var offsets = new List<int>(to - from);
        for (var i = from; i < to; i++)
        {
            var cut = Math.Min(indent, _lines[i].End - _lines[i].Start);
            offsets.Add(_lines[i].Start + cut);
            content.Append(Line(i)[cut..]).Append('\n');
        }

        _builder.Code(_lines[from].Start, _lines[to - 1].End, container, new CodeSample(language, content.ToString(), offsets));
    }

    private bool Table(int i, int to, out int after)
    {
        after = i;
        var line = Line(i).Trim();
        if (line.Length > 4 && line[0] == '+' && line[^1] == '+' && line.IndexOfAnyExcept("+-=") < 0)
            after = GridTable(i, to);
        else if (line.Contains("= =", StringComparison.Ordinal) && line.IndexOfAnyExcept("= ") < 0 || line.Contains("=  =", StringComparison.Ordinal) && line.IndexOfAnyExcept("= ") < 0)
            after = SimpleTable(i, to);
        return after > i;
    }

    private int GridTable(int i, int to)
    {
        var table = _builder.NewContainer();
        var columns = Columns(Line(i), '+');
        IReadOnlyList<string> header = [];
        var end = i + 1;
        var first = end;
        var headed = Headed(i, to);
        for (; end < to && Line(end).TrimStart() is ['+' or '|', ..]; end++)
        {
            var border = Line(end).TrimStart()[0] == '+';
            if (!border || end == first)
                continue;
            var cells = columns.ConvertAll(c => Join(first, end, c.From + 1, c.To));
            Row(first, end, table, cells, ref header, headed);
            first = end + 1;
        }

        return end;
    }

    // Whether a row of = closes the header of a grid table.
    private bool Headed(int i, int to)
    {
        for (var end = i + 1; end < to && Line(end).TrimStart() is ['+' or '|', ..]; end++)
        {
            if (Line(end).Contains('=') && Line(end).Trim().IndexOfAnyExcept("+=") < 0)
                return true;
        }

        return false;
    }

    private int SimpleTable(int i, int to)
    {
        var columns = Columns(Line(i), ' ');
        var borders = new List<int> { i };
        for (var end = i + 1; end < to && borders.Count < 3; end++)
        {
            var line = Line(end);
            if (line.Contains('=') && line.Trim().IndexOfAnyExcept("= ") < 0)
            {
                borders.Add(end);
                if (borders.Count == 2 && (end + 1 >= to || Line(end + 1).IsWhiteSpace()))
                    break;
            }
        }

        if (borders.Count < 2 || columns.Count < 2)
            return i;
        var table = _builder.NewContainer();
        IReadOnlyList<string> header = [];
        var headed = borders.Count == 3;
        for (var first = i + 1; first < borders[^1];)
        {
            if (first == borders[1] || Line(first).IsWhiteSpace())
            {
                first++;
                continue;
            }

            // A row goes on where its first column is empty.
            var end = first + 1;
            while (end < borders[^1] && end != borders[1] && !Line(end).IsWhiteSpace() && Cut(end, columns[0].From, columns[0].To).IsWhiteSpace())
                end++;
            var cells = columns.Select((c, n) => Join(first, end, c.From, n + 1 < columns.Count ? columns[n + 1].From : int.MaxValue)).ToList();
            Row(first, end, table, cells, ref header, headed);
            first = end;
        }

        return borders[^1] + 1;
    }

    // The rows of a list-table and the lines of a csv-table, whose header stands in an option.
    private void Cells(string name, int directive, int from, int to)
    {
        const string Header = ":header:";
        var table = _builder.NewContainer();
        IReadOnlyList<string> header = [];
        var headed = false;
        for (var i = directive + 1; i < from; i++)
        {
            var option = Line(i).TrimStart();
            headed |= option.StartsWith(":header-rows:");
            if (name != "csv-table" || !option.StartsWith(Header))
                continue;
            headed = true;
            Row(i, i + 1, table, CsvCells(option[Header.Length..]), ref header, headed);
        }

        while (from < to && Line(from).IsWhiteSpace())
            from++;
        for (var i = from; i < to;)
        {
            var end = i + 1;
            while (name == "list-table" && end < to && !Line(end).TrimStart().StartsWith("* -"))
                end++;
            if (!Line(i).IsWhiteSpace())
                Row(i, end, table, name == "list-table" ? ListCells(i, end) : CsvCells(Line(i)), ref header, headed);
            i = end;
        }
    }

    private static List<string> CsvCells(ReadOnlySpan<char> line)
    {
        var cells = new List<string>();
        var quoted = false;
        var start = 0;
        for (var i = 0; i <= line.Length && cells.Count < MostColumns; i++)
        {
            if (i < line.Length && line[i] == '"')
                quoted = !quoted;
            if (i < line.Length && (quoted || line[i] != ','))
                continue;
            cells.Add(line[start..i].Trim().Trim('"').ToString());
            start = i + 1;
        }

        return cells;
    }

    private List<string> ListCells(int from, int to)
    {
        var cells = new List<StringBuilder>();
        for (var i = from; i < to; i++)
        {
            var line = Line(i).Trim();
            if (line.StartsWith("* -") || line.StartsWith("- ") || line is "-")
            {
                if (cells.Count < MostColumns)
                    cells.Add(new StringBuilder());
                line = line.TrimStart("*- ");
            }

            if (cells.Count > 0)
                cells[^1].Append(cells[^1].Length > 0 ? " " : "").Append(line);
        }

        return cells.ConvertAll(c => c.ToString().Trim());
    }

    private void Row(int from, int to, int table, List<string> cells, ref IReadOnlyList<string> header, bool headed)
    {
        if (cells.TrueForAll(string.IsNullOrWhiteSpace))
            return;
        var isHeader = headed && header.Count == 0;
        if (isHeader)
            header = cells.ConvertAll(c => PlainText.Of(c));
        _builder.Row(_lines[from].Start, _lines[to - 1].End, table, isHeader ? header : cells, isHeader ? [] : header);
    }

    private static List<(int From, int To)> Columns(ReadOnlySpan<char> border, char separator)
    {
        var columns = new List<(int, int)>();
        var indent = border.Length - border.TrimStart().Length;
        border = border.TrimEnd();
        for (var start = indent; start < border.Length && columns.Count < MostColumns;)
        {
            var next = border[(start + 1)..].IndexOf(separator);
            var end = next < 0 ? border.Length : start + 1 + next;
            if (separator == '+' && end < border.Length || separator == ' ')
                columns.Add((start, end));
            start = end;
            while (separator == ' ' && start < border.Length && border[start] == ' ')
                start++;
        }

        return columns;
    }

    private string Join(int from, int to, int start, int end)
    {
        var text = new StringBuilder();
        for (var i = from; i < to; i++)
        {
            var part = Cut(i, start, end).Trim();
            if (!part.IsEmpty)
                text.Append(text.Length > 0 ? " " : "").Append(part);
        }

        return text.ToString();
    }

    private ReadOnlySpan<char> Cut(int i, int start, int end)
    {
        var line = Line(i);
        return start >= line.Length ? default : line[start..Math.Min(end, line.Length)];
    }

    private ReadOnlySpan<char> Line(int i) => _builder.Text.AsSpan(_lines[i].Start, _lines[i].End - _lines[i].Start);

    private int Indent(int i) => Line(i).Length - Line(i).TrimStart().Length;
}
