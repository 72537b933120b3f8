using System.Net;
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
        "p", "div", "li", "ul", "ol", "dl", "dt", "dd", "table", "thead", "tbody", "tr", "td", "th", "section", "article", "aside", "main",
        "header", "footer", "nav", "details", "summary", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "br", "hr", "form", "body", "html",
        "step", "tab", "tabs", "tabitem", "callout", "note", "warning", "codegroup", "steps", "card", "accordion",
    };

    private const int LongestTag = 2000;
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
            if (At(open, "<!--"))
            {
                var close = text.IndexOf("-->", open, _end - open, StringComparison.Ordinal);
                close = close < 0 ? _end : close + 3;
                FlushText(open);
                _builder.Prose(BlockKind.Hidden, open, close, _container);
                at = _textStart = close;
                continue;
            }

            var end = TagEnd(text, open);
            if (end < 0)
            {
                at = open + 1;
                continue;
            }

            at = Tag(open, end);
        }

        FlushText(_end);
        FlushRow(_end);
    }

    private bool At(int offset, string what) => string.CompareOrdinal(_builder.Text, offset, what, 0, what.Length) == 0 && offset + what.Length <= _end;

    private int TagEnd(string text, int open)
    {
        if (open + 1 >= _end || !(char.IsAsciiLetter(text[open + 1]) || text[open + 1] is '/' or '!' or '?'))
            return -1;
        var last = Math.Min(_end, open + LongestTag);
        var quote = '\0';
        for (var i = open + 1; i < last; i++)
        {
            // A bracket in the value of an attribute ends no tag.
            if (quote != '\0')
                quote = text[i] == quote ? '\0' : quote;
            else if (text[i] is '"' or '\'' && text[i - 1] == '=')
                quote = text[i];
            else if (text[i] == '>')
                return i + 1;
        }

        // A quote that nobody closes.
        var close = text.IndexOf('>', open, last - open);
        return close < 0 ? -1 : close + 1;
    }

    private int Tag(int open, int end)
    {
        var text = _builder.Text;
        var closing = text[open + 1] == '/';
        var nameStart = open + (closing ? 2 : 1);
        var nameEnd = nameStart;
        while (nameEnd < end && (char.IsAsciiLetterOrDigit(text[nameEnd]) || text[nameEnd] == '-'))
            nameEnd++;
        var name = text[nameStart..nameEnd].ToLowerInvariant();
        if (!closing && name is "pre" or "script" or "style" or "svg")
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
                FlushRow(open);
                _rowStart = open;
                _headerRow = false;
                _header = [];
                _cellStart = end;
                break;
            case "dd" when !closing:
                _cellStart = end;
                break;
            case "dt" when _rowStart >= 0:
                CloseCell(open);
                break;
            case "dd" when _rowStart >= 0:
                CloseCell(open);
                FlushRow(end);
                break;
            case "td" or "th" when !closing:
                CloseCell(open);
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
        var close = _builder.Text.IndexOf("</" + name, contentStart, _end - contentStart, StringComparison.OrdinalIgnoreCase);
        if (close < 0)
            return contentStart;
        _builder.Heading(name[1] - '0', PlainText.Of(_builder.Text.AsSpan(contentStart, close - contentStart)), contentStart, close);
        var end = _builder.Text.IndexOf('>', close, _end - close);
        _textStart = end < 0 ? _end : end + 1;
        return _textStart;
    }

    private int Verbatim(string name, int open, int contentStart)
    {
        var text = _builder.Text;
        var close = text.IndexOf("</" + name, contentStart, _end - contentStart, StringComparison.OrdinalIgnoreCase);
        if (close < 0)
            close = _end;
        if (_cellStart >= 0)
            return name == "pre" ? contentStart : close;
        FlushText(open);
        if (name == "pre")
            _builder.Code(open, close, _container, Sample(contentStart, close));
        var end = close < _end ? text.IndexOf('>', close, _end - close) : -1;
        _textStart = end < 0 ? _end : end + 1;
        return _textStart;
    }

    private CodeSample Sample(int start, int end)
    {
        var content = new StringBuilder();
        var offsets = new List<int>();
        var language = "";
        foreach (var range in _builder.Text.AsSpan(start, end - start).Split('\n'))
        {
            var (from, length) = range.GetOffsetAndLength(end - start);
            var raw = _builder.Text.AsSpan(start + from, length).TrimEnd('\r');
            var mark = raw.IndexOf("language-", StringComparison.Ordinal);
            if (mark >= 0 && language.Length == 0)
                language = raw[(mark + 9)..][..Math.Max(0, raw[(mark + 9)..].IndexOfAny("\" '>"))].ToString();
            offsets.Add(start + from);
            content.Append(WebUtility.HtmlDecode(PlainText.WithoutTags(raw))).Append('\n');
        }

        return new CodeSample(language, content.ToString(), offsets);
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
