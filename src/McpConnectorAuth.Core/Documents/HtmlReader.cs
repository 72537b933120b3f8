using System.Buffers;
using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Reads HTML, whole pages and islands in Markdown, with one linear pass over the tags. It keeps offsets into the source, so
/// that every block can be quoted word for word.
/// </summary>
internal sealed class HtmlReader
{
    private static readonly HashSet<string> BlockTags = new(StringComparer.OrdinalIgnoreCase)
    {
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "caption", "colgroup", "thead", "tbody", "tfoot", "tr", "td", "th", "section", "article", "aside", "main",
        "header", "footer", "nav", "details", "summary", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "hgroup", "br", "hr", "form", "fieldset", "legend",
        "optgroup", "option", "address", "center", "dialog", "figure", "figcaption", "menu", "search", "select", "title", "head", "body", "html",
        "step", "tab", "tabs", "tabitem", "callout", "note", "warning", "codegroup", "steps", "card", "accordion",
    };

    // What stands in them is no text.
    private static readonly string[] Unread = ["script", "style", "svg", "template", "iframe"];

    private const string LanguageMark = "language-";
    private static readonly SearchValues<char> NameChars = SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
    private readonly DocumentBuilder _builder;
    private readonly int _end;
    private readonly bool _page;
    private readonly int _container;
    private readonly List<string> _cells = [];
    private IReadOnlyList<string> _header = [];
    private bool _headerRow;
    private int _rowStart = -1;
    private int _cellStart = -1;
    private int _table;
    private int _textStart;
    private bool _listItem;
    private bool _unclosed;

    private HtmlReader(DocumentBuilder builder, int start, int end, int container, bool page)
    {
        _builder = builder;
        _textStart = start;
        _end = end;
        _container = container;
        _page = page;
    }

    /// <summary>Reads a whole page.</summary>
    public static void ReadPage(DocumentBuilder builder) =>
        new HtmlReader(builder, 0, builder.Text.Length, 0, page: true).Run();

    /// <summary>Reads a stretch of HTML within another format.</summary>
    public static void ReadIsland(DocumentBuilder builder, int start, int end, int container) =>
        new HtmlReader(builder, start, end, container, page: false).Run();

    private void Run()
    {
        var text = _builder.Text;
        var at = _textStart;
        while (at < _end)
        {
            var open = text.IndexOf('<', at, _end - at);
            if (open < 0)
                break;
            var isTag = IsTag(open);
            var end = isTag ? open + HtmlTag.Length(text.AsSpan(open, _end - open)) : Comment(open);
            if (end <= open)
            {
                at = open + 1;
            }
            else if (isTag)
            {
                at = Tag(open, end);
            }
            else
            {
                FlushText(open);
                _builder.Prose(BlockKind.Hidden, open, end, _container);
                at = _textStart = end;
            }
        }

        FlushText(_end);
        FlushRow(_end);
    }

    private bool IsTag(int open)
    {
        var name = open + 1 < _end && _builder.Text[open + 1] == '/' ? open + 2 : open + 1;
        return name < _end && char.IsAsciiLetter(_builder.Text[name]);
    }

    // The end of a comment, or of what the standard takes for one: declarations, processing instructions, end tags without a name; -1 for none.
    private int Comment(int open)
    {
        var raw = _builder.Text.AsSpan(open, _end - open);
        if (raw.StartsWith("<!--"))
        {
            var close = raw[2..].IndexOf("-->");
            // "--!>" ends a comment as well (HTML section 13.2.5.52).
            var early = raw[..(close < 0 ? raw.Length : close + 2)].IndexOf("--!>");
            return early > 0 ? open + early + 4 : close < 0 ? _end : open + close + 5;
        }

        if (_unclosed || raw.Length < 2 || raw[1] is not ('!' or '?' or '/'))
            return -1;
        // Where one has no end, none behind it has.
        var end = raw.IndexOf('>');
        _unclosed = end < 0;
        return _unclosed ? -1 : open + end + 1;
    }

    private int Tag(int open, int end)
    {
        var text = _builder.Text;
        var closing = text[open + 1] == '/';
        var name = NameAt(open + (closing ? 2 : 1)).ToString().ToLowerInvariant();
        if (!closing && (name == "pre" || (Array.IndexOf(Unread, name) >= 0 && !(name == "svg" && text[end - 2] == '/'))))
            return Verbatim(name, open, end);
        if (!BlockTags.Contains(name))
            return end;

        FlushText(open);
        _textStart = end;
        switch (name)
        {
            case "table":
                CloseRow(open, end);
                _table = closing ? 0 : _builder.NewContainer();
                _header = [];
                break;
            case "tr" when !closing:
                CloseRow(open, open);
                _rowStart = open;
                _headerRow = true;
                break;
            case "tr":
                CloseRow(open, end);
                break;
            case "dt" when !closing:
                CloseRow(open, open);
                _rowStart = open;
                _headerRow = false;
                _header = [];
                _cellStart = end;
                break;
            case "dd" when !closing:
                CloseCell(open);
                // What further descriptions a name has are text.
                if (_cells.Count > 1)
                    FlushRow(open);
                _cellStart = end;
                break;
            case "dt" when _rowStart >= 0:
                CloseCell(open);
                break;
            case "dd" when _rowStart >= 0:
            case "dl" when closing && _rowStart >= 0 && _table == 0:
                CloseRow(open, end);
                break;
            case "td" or "th" when !closing:
                CloseCell(open);
                // The row's own tag may be left out.
                if (_rowStart < 0 && _table != 0)
                    (_rowStart, _headerRow) = (open, true);
                _headerRow &= name == "th";
                _cellStart = end;
                break;
            case "td" or "th":
                CloseCell(open);
                break;
            case "li":
                _listItem = !closing;
                break;
            case ['h', >= '1' and <= '6'] when !closing:
                return Heading(name, end);
        }

        return end;
    }

    private int Heading(string name, int contentStart)
    {
        var text = _builder.Text;
        var block = -1;
        for (var at = Open(contentStart); at >= 0; at = Open(at + 1))
        {
            var closing = text[at + 1] == '/';
            var tag = NameAt(at + (closing ? 2 : 1));
            if (tag is not ['h' or 'H', >= '1' and <= '6'])
            {
                block = block < 0 && BlockTags.GetAlternateLookup<ReadOnlySpan<char>>().Contains(tag) ? at : block;
                continue;
            }

            // Where the next one begins first, nobody closed this one, and it ends before whatever block follows it.
            var close = closing || block < 0 ? at : block;
            _builder.Heading(name[1] - '0', PlainText.Of(text.AsSpan(contentStart, close - contentStart)), contentStart, close);
            return _textStart = closing ? at + Math.Max(1, HtmlTag.Length(text.AsSpan(at, _end - at))) : close;
        }

        return contentStart;
    }

    private int Open(int from) => from < _end - 1 ? _builder.Text.IndexOf('<', from, _end - 1 - from) : -1;

    private ReadOnlySpan<char> NameAt(int start)
    {
        var rest = _builder.Text.AsSpan(start, Math.Min(_end - start, 24));
        var length = rest.IndexOfAnyExcept(NameChars);
        return length < 0 ? rest : rest[..length];
    }

    private int Verbatim(string name, int open, int contentStart)
    {
        var text = _builder.Text;
        var close = CloseOf(name, contentStart);
        if (_cellStart >= 0)
        {
            // A sample of several lines is a sample, whatever the table around it is for.
            if (name == "pre" && !text.AsSpan(contentStart, close - contentStart).Trim().Contains('\n'))
                return contentStart;
            if (name != "pre")
                return close;
            CloseRow(open, open);
        }

        FlushText(open);
        if (name == "pre")
            _builder.Code(open, close, _container, Sample(open, contentStart, close));
        var end = close < _end ? text.IndexOf('>', close, _end - close) : -1;
        _textStart = end < 0 ? _end : end + 1;
        return _textStart;
    }

    // Offset of the end tag, or the end where nobody closed the element.
    private int CloseOf(string name, int from)
    {
        var text = _builder.Text;
        for (var at = from; at < _end; at += 2)
        {
            at = text.IndexOf("</", at, _end - at, StringComparison.Ordinal);
            if (at < 0)
                break;
            if (NameAt(at + 2).Equals(name, StringComparison.OrdinalIgnoreCase))
                return at;
        }

        return _end;
    }

    // Markup taken away, which may reach over several lines, and lines where the page breaks them.
    private CodeSample Sample(int open, int start, int end)
    {
        var raw = _builder.Text.AsSpan(0, end);
        var content = new StringBuilder(end - start);
        var line = new StringBuilder();
        var offsets = new List<int> { start };
        for (var at = start; at < end;)
        {
            var mark = default(HtmlMark);
            var tag = raw[at] == '<' ? PlainText.TagLength(raw[at..], out mark) : 0;
            if (raw[at] == '\n' || (tag > 0 && mark == HtmlMark.LineBreak))
            {
                EndLine();
                offsets.Add(at + Math.Max(tag, 1));
            }
            else if (tag == 0)
            {
                line.Append(raw[at]);
            }

            at += Math.Max(tag, 1);
        }

        EndLine();
        return new CodeSample(Language(raw[open..]), content.ToString(), offsets);

        void EndLine()
        {
            content.Append(HtmlEntity.Decode(line.ToString().TrimEnd('\r'))).Append('\n');
            line.Clear();
        }
    }

    // <code class="hljs language-bash">
    private static string Language(ReadOnlySpan<char> raw)
    {
        var mark = raw.IndexOf(LanguageMark);
        var name = mark < 0 ? default : raw[(mark + LanguageMark.Length)..];
        return name[..Math.Max(0, name.IndexOfAny("\" '>"))].ToString();
    }

    // End tags of cells and rows may be left out.
    private void CloseRow(int cellEnd, int rowEnd)
    {
        CloseCell(cellEnd);
        FlushRow(rowEnd);
    }

    private void CloseCell(int end)
    {
        if (_cellStart < 0 || _rowStart < 0)
            return;
        _cells.Add(PlainText.Of(_builder.Text.AsSpan(_cellStart, Math.Max(0, end - _cellStart))));
        _cellStart = -1;
    }

    private void FlushRow(int end)
    {
        if (_rowStart >= 0 && _cells.Count > 0)
        {
            if (_headerRow)
                _header = [.. _cells];
            if (_headerRow)
                _builder.Row(_rowStart, end, _table == 0 ? _container : _table, _header, []);
            else
                _builder.Row(_rowStart, end, _table == 0 ? _container : _table, [.. _cells], _header);
        }

        _cells.Clear();
        _rowStart = _cellStart = -1;
        _textStart = end;
    }

    private void FlushText(int end)
    {
        // Text in cells becomes part of their row.
        if (end > _textStart && _rowStart < 0 && !IsMarkupOnly(_textStart, end))
            _builder.Prose(_listItem ? BlockKind.ListItem : BlockKind.Paragraph, _textStart, end, _container);
        _textStart = end;
    }

    private bool IsMarkupOnly(int start, int end)
    {
        var raw = _builder.Text.AsSpan(start, end - start);
        return raw.IsWhiteSpace() || (_page && PlainText.WithoutTags(raw).AsSpan().IsWhiteSpace());
    }
}
