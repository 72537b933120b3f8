namespace McpConnectorAuth.Core.Documents;

/// <summary>A code sample with its indentation and markup taken away.</summary>
public sealed class CodeSample
{
    private readonly string _source;
    private readonly int _start;
    private readonly int _end;
    private string? _content;
    private IReadOnlyList<int>? _lineOffsets;
    private int[]? _contentLines;

    /// <summary>A sample whose lines were put together from pieces of the document.</summary>
    /// <param name="language">Language tag in lower case, empty where the document gives none.</param>
    /// <param name="content">The code, lines separated by <c>\n</c>.</param>
    /// <param name="lineOffsets">Offset in the document's text of each line of the content.</param>
    public CodeSample(string language, string content, IReadOnlyList<int> lineOffsets)
    {
        Language = language;
        _source = _content = content;
        _end = content.Length;
        _lineOffsets = lineOffsets;
    }

    /// <summary>A sample that stands in the document as it is; nothing is copied before somebody reads it.</summary>
    /// <param name="language">Language tag in lower case, empty where the document gives none.</param>
    /// <param name="document">Text of the document.</param>
    /// <param name="start">Offset of the first line.</param>
    /// <param name="end">Offset after the last line, its line break left out.</param>
    internal CodeSample(string language, string document, int start, int end)
    {
        Language = language;
        _source = document;
        _start = start;
        _end = end;
    }

    /// <summary>Language tag in lower case, empty where the document gives none.</summary>
    public string Language { get; }

    /// <summary>The code, lines separated by <c>\n</c>.</summary>
    public string Content => _content ??= string.Concat(Raw, "\n").Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>Offset in the document's text of each line of the content.</summary>
    public IReadOnlyList<int> LineOffsets => _lineOffsets ??= FindLines();

    /// <summary>The code with the document's own line breaks, for a look that takes no copy.</summary>
    internal ReadOnlySpan<char> Raw => _source.AsSpan(_start, _end - _start);

    /// <summary>The 0-based line of the content that holds an index, and the index at which that line starts.</summary>
    internal (int Line, int Start) LineAt(int index)
    {
        _contentLines ??= FindContentLines(Content);
        var line = Array.BinarySearch(_contentLines, index);
        line = line >= 0 ? line : ~line - 1;
        return (line, _contentLines[line]);
    }

    private static int[] FindContentLines(string content)
    {
        var starts = new int[content.AsSpan().Count('\n') + 1];
        var at = 0;
        for (var line = 1; line < starts.Length; line++)
            starts[line] = at = content.IndexOf('\n', at) + 1;
        return starts;
    }

    private List<int> FindLines()
    {
        var lines = new List<int> { _start };
        for (var at = _source.IndexOf('\n', _start, _end - _start); at >= 0; at = _source.IndexOf('\n', at + 1, _end - at - 1))
            lines.Add(at + 1);
        return lines;
    }
}
