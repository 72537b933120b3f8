using System.Text;
using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Collects the blocks of a document while a reader walks through it.</summary>
internal sealed class DocumentBuilder
{
    private readonly List<DocumentBlock> _blocks = [];
    private readonly List<DocumentSection> _sections = [];
    private readonly CancellationToken _ct;
    private ReadOnlyMemory<byte> _utf8;
    private readonly string _original;
    private DocumentSection _section = new("", 0, 1, null);
    private int _line = 1;
    private int _lineOffset;
    private int _containers;

    public DocumentBuilder(string text, CancellationToken ct)
    {
        Text = _original = text;
        _ct = ct;
        _sections.Add(_section);
    }

    /// <summary>The document's text; what was concealed in it is line breaks.</summary>
    public string Text { get; private set; }

    /// <summary>The text in UTF-8.</summary>
    public ReadOnlyMemory<byte> Utf8
    {
        get => _utf8.IsEmpty ? _utf8 = Encoding.UTF8.GetBytes(Text) : _utf8;
        init => _utf8 = value;
    }

    /// <summary>What a machine-readable description declares, null for other documents.</summary>
    public ApiDescription? Api { get; set; }

    /// <summary>
    /// Takes values that no quote may show out of the text. They become line breaks, at which every quote ends; offsets and
    /// line numbers stay those of the file.
    /// </summary>
    public void Conceal(IEnumerable<(int Start, int End)> values)
    {
        var text = Text.ToCharArray();
        foreach (var (start, end) in values)
            text.AsSpan(start, Math.Max(0, end - start)).Fill('\n');
        Text = new string(text);
        _utf8 = default;
    }

    /// <summary>A number for a list, quote or element whose blocks belong together.</summary>
    public int NewContainer() => ++_containers;

    public void Heading(int level, string heading, int start, int end)
    {
        var parent = _section;
        while (parent.Level >= level && parent.Parent is { } outer)
            parent = outer;
        _section = new DocumentSection(heading, level, LineOf(start), parent);
        _sections.Add(_section);
        Add(BlockKind.Heading, start, end, 0, [], [], null);
    }

    public void Prose(BlockKind kind, int start, int end, int container)
    {
        if (!Text.AsSpan(start, end - start).IsWhiteSpace())
            Add(kind, start, end, container, [], [], null);
    }

    public void Row(int start, int end, int container, IReadOnlyList<string> cells, IReadOnlyList<string> header) =>
        Add(BlockKind.TableRow, start, end, container, cells, header, null);

    /// <summary>Offset behind the last sample.</summary>
    public int CodeEnd { get; private set; }

    public void Code(int start, int end, int container, CodeSample sample)
    {
        CodeEnd = end;
        Add(BlockKind.Code, start, end, container, [], [], sample);
    }

    /// <summary>Ends the reading where the caller has cancelled it.</summary>
    public void ThrowIfCancelled() => _ct.ThrowIfCancellationRequested();

    public AuthDocument Build(DocumentInfo info) => new(info, Text, _blocks, _sections, Api, _original);

    private void Add(BlockKind kind, int start, int end, int container, IReadOnlyList<string> cells, IReadOnlyList<string> header, CodeSample? code)
    {
        _ct.ThrowIfCancellationRequested();
        _blocks.Add(new DocumentBlock(kind, start, end, _section, container, cells, header, code));
    }

    // Headings come in the order of the text, so counting goes on from the last one.
    private int LineOf(int offset)
    {
        if (offset > _lineOffset)
        {
            _line += _original.AsSpan(_lineOffset, offset - _lineOffset).Count('\n');
            _lineOffset = offset;
        }

        return _line;
    }
}
