using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A sentence, a table row or a heading: the smallest piece that makes a statement. Its words are put together only where somebody reads them.</summary>
internal sealed class TextUnit : LowerText
{
    private const int LongestKept = 1 << 16;
    private static readonly List<string> NoSpans = [];

    [ThreadStatic]
    private static char[]? _room;

    private readonly string _document;
    private readonly UnitMarks _marks;
    private string? _plain;
    private List<string>? _codeSpans;

    /// <param name="document">Text of the document.</param>
    /// <param name="block">The block it belongs to.</param>
    /// <param name="start">Offset in the document's text.</param>
    /// <param name="end">Offset after its last character.</param>
    /// <param name="phrases">The phrase tables that it holds a phrase of.</param>
    /// <param name="marks">What it holds of characters that matter.</param>
    /// <param name="context">What it is about.</param>
    public TextUnit(string document, DocumentBlock block, int start, int end, in PhraseSet phrases, UnitMarks marks, UnitContext context)
        : base(phrases)
    {
        _document = document;
        Block = block;
        Start = start;
        End = end;
        _marks = marks;
        Context = context;
    }

    /// <summary>The block it belongs to.</summary>
    public DocumentBlock Block { get; }

    /// <summary>Offset in the document's text.</summary>
    public int Start { get; }

    /// <summary>Offset after its last character.</summary>
    public int End { get; }

    /// <summary>What it is about.</summary>
    public UnitContext Context { get; set; }

    /// <summary>Text as a reader sees it, code spans between backticks.</summary>
    public string Plain => _plain ??= WritePlain();

    /// <summary>The same in lower case; one object with the statement, because most are asked for nothing but their phrases.</summary>
    public LowerText Lower => this;

    /// <summary>Contents of the code spans.</summary>
    public List<string> CodeSpans => _codeSpans ??= Has(UnitMarks.Code) ? FindCodeSpans() : NoSpans;

    /// <summary>Whether any of the flags is set.</summary>
    public bool Is(UnitContext any) => (Context & any) != 0;

    /// <summary>Whether the text holds what a mark stands for.</summary>
    public bool Has(UnitMarks mark) => (_marks & mark) != 0;

    /// <summary>Writes the text as a reader sees it; cells of a row are separated by bars.</summary>
    /// <param name="document">Text of the document.</param>
    /// <param name="block">The block it belongs to.</param>
    /// <param name="start">Offset in the document's text.</param>
    /// <param name="end">Offset after its last character.</param>
    /// <param name="buffer">Room for the text; grows where it is too small.</param>
    public static ReadOnlySpan<char> WritePlain(string document, DocumentBlock block, int start, int end, ref char[] buffer)
    {
        var length = 0;
        if (block.Cells is PipeRow row)
        {
            foreach (var cell in new PipeCells(row.Line))
                WriteCell(cell, ref length, ref buffer);
        }
        else if (block.Kind == BlockKind.TableRow && block.Cells.Count > 0)
        {
            foreach (var cell in block.Cells)
                WriteCell(cell, ref length, ref buffer);
        }
        else
        {
            Grow(ref buffer, end - start);
            return PlainText.Write(document.AsSpan(start, end - start), buffer);
        }

        return buffer.AsSpan(0, length - Separator.Length);
    }

    private static void WriteCell(ReadOnlySpan<char> cell, ref int length, ref char[] buffer)
    {
        Grow(ref buffer, length + cell.Length + Separator.Length);
        var text = PlainText.Write(cell, buffer.AsSpan(length));
        // Written where it stands, or behind white space that was trimmed.
        text.CopyTo(buffer.AsSpan(length));
        length += text.Length;
        Separator.CopyTo(buffer.AsSpan(length));
        length += Separator.Length;
    }

    private const string Separator = " | ";

    private static void Grow(ref char[] buffer, int length)
    {
        if (buffer.Length < length)
            Array.Resize(ref buffer, Math.Max(length, Math.Min(buffer.Length * 2, 1 << 20)));
    }

    /// <summary>Writes <see cref="Plain"/> in lower case.</summary>
    protected override string Write() => ReadPlain(static plain => string.Create(plain.Length, plain, static (lower, text) => PhraseIndex.ToLower(text, lower)));

    private string WritePlain() => ReadPlain(static plain => plain.ToString());

    private List<string> FindCodeSpans() => ReadPlain(static plain =>
    {
        var spans = new List<string>();
        while (NextSpan(plain, out var span))
        {
            spans.Add(plain[span].Trim().ToString());
            plain = plain[(span.End.Value + 1)..];
        }

        return spans;
    });

    /// <summary>The first code span of a text that is not empty, without its backticks.</summary>
    public static bool NextSpan(ReadOnlySpan<char> plain, out Range span)
    {
        span = default;
        for (var open = plain.IndexOf('`'); open >= 0;)
        {
            var start = open + 1;
            var length = plain[start..].IndexOf('`');
            if (length < 0)
                return false;
            var end = start + length;
            if (length > 0)
            {
                span = start..end;
                return true;
            }

            open = plain[(end + 1)..].IndexOf('`') is >= 0 and var next ? end + 1 + next : -1;
        }

        return false;
    }

    private T ReadPlain<T>(Func<ReadOnlySpan<char>, T> read)
    {
        if (_plain is not null)
            return read(_plain);
        var room = _room ?? [];
        var result = read(WritePlain(_document, Block, Start, End, ref room));
        _room = room.Length <= LongestKept ? room : null;
        return result;
    }
}
