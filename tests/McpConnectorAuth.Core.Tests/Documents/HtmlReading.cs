using System.Text;
using AngleSharp.Dom;
using AngleSharp.Html.Parser;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>
/// What a page says, piece by piece: headings with their level, running text, rows with their cells, samples. Once as our reader has it, and once as
/// the tree has it that the standard's algorithm makes of the same page.
/// </summary>
internal static class HtmlReading
{
    // As browsers lay them out: what stands in them begins on a line of its own (HTML section 15.3), list items and table parts included.
    private static readonly HashSet<string> Blocks = new(StringComparer.Ordinal)
    {
        "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "colgroup", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "head", "header", "hgroup", "hr", "html",
        "legend", "li", "main", "menu", "nav", "ol", "optgroup", "option", "p", "search", "section", "select", "summary", "table", "tbody", "tfoot", "thead", "title", "ul",
    };

    private static readonly HashSet<string> Unread = new(StringComparer.Ordinal) { "script", "style", "svg", "template", "iframe" };

    /// <summary>As our reader has it.</summary>
    public static List<string> Ours(string html)
    {
        var document = DocumentReader.Parse(html, "page.html");
        var pieces = new List<string>();
        var headings = document.Sections.GetEnumerator();
        headings.MoveNext();
        foreach (var block in document.Blocks)
        {
            switch (block.Kind)
            {
                case BlockKind.Heading:
                    headings.MoveNext();
                    Add(pieces, "h" + headings.Current.Level, headings.Current.Heading);
                    break;
                case BlockKind.TableRow:
                    AddRow(pieces, block.Cells);
                    break;
                case BlockKind.Code:
                    AddCode(pieces, block.Code!.Content);
                    break;
                case BlockKind.Paragraph or BlockKind.ListItem:
                    Add(pieces, "text", PlainText.Of(document.Text.AsSpan(block.Start, block.End - block.Start)));
                    break;
            }
        }

        return pieces;
    }

    /// <summary>The addresses of our reader, in order.</summary>
    public static List<string> OurAddresses(string html)
    {
        var document = DocumentReader.Parse(html, "page.html");
        return [.. UrlIndex.Find(new DocumentText(document, CancellationToken.None), CancellationToken.None).Select(mention => mention.Url + (mention.Query.Length > 0 ? "?" + mention.Query : ""))];
    }

    /// <summary>As the tree of the standard's algorithm has it.</summary>
    public static List<string> Standard(string html)
    {
        var pieces = new List<string>();
        var text = new StringBuilder();
        Walk(new HtmlParser().ParseDocument(html), pieces, text);
        Flush(pieces, text);
        return pieces;
    }

    /// <summary>The addresses that links of the tree go to, in order.</summary>
    public static List<string> StandardAddresses(string html) =>
        [.. new HtmlParser().ParseDocument(html).QuerySelectorAll("a[href]").Select(link => link.GetAttribute("href")!).Where(href => href.StartsWith("http", StringComparison.Ordinal))];

    private static void Walk(INode parent, List<string> pieces, StringBuilder text)
    {
        string? term = null;
        foreach (var node in parent.ChildNodes)
        {
            switch (node)
            {
                case IText words:
                    text.Append(words.Data);
                    break;
                case IComment:
                    Flush(pieces, text);
                    break;
                case IElement element when Unread.Contains(element.LocalName):
                    Flush(pieces, text);
                    break;
                case IElement { LocalName: ['h', >= '1' and <= '6'] } heading:
                    Flush(pieces, text);
                    Add(pieces, heading.LocalName, Words(heading));
                    break;
                case IElement { LocalName: "pre" } pre:
                    Flush(pieces, text);
                    AddCode(pieces, Lines(pre));
                    break;
                case IElement { LocalName: "tr" } row:
                    Flush(pieces, text);
                    AddRow(pieces, [.. row.Children.Where(cell => cell.LocalName is "td" or "th").Select(Words)]);
                    break;
                case IElement { LocalName: "dt" } name:
                    Flush(pieces, text);
                    if (term is not null)
                        AddRow(pieces, [term]);
                    term = Words(name);
                    break;
                case IElement { LocalName: "dd" } description when term is not null:
                    AddRow(pieces, [term, Words(description)]);
                    term = null;
                    break;
                case IElement element:
                    var isBlock = Blocks.Contains(element.LocalName);
                    if (isBlock)
                        Flush(pieces, text);
                    Mark(element, text);
                    Walk(element, pieces, text);
                    Mark(element, text);
                    if (isBlock)
                        Flush(pieces, text);
                    break;
            }
        }

        if (term is not null)
            AddRow(pieces, [term]);
    }

    // A tag separates words, but for those of code and of places where a line may be broken.
    private static void Mark(IElement element, StringBuilder text) => text.Append(element.LocalName is "code" or "tt" or "wbr" ? "" : " ");

    private static string Words(INode node)
    {
        var text = new StringBuilder();
        Collect(node);
        return text.ToString();

        void Collect(INode parent)
        {
            foreach (var child in parent.ChildNodes)
            {
                if (child is IText words)
                {
                    text.Append(words.Data);
                }
                else if (child is IElement element && !Unread.Contains(element.LocalName))
                {
                    Mark(element, text);
                    Collect(element);
                    Mark(element, text);
                }
            }
        }
    }

    private static string Lines(INode pre)
    {
        var text = new StringBuilder();
        foreach (var node in pre.GetDescendants())
            text.Append(node is IText words ? words.Data : node is IElement { LocalName: "br" } ? "\n" : "");
        return text.ToString();
    }

    private static void Flush(List<string> pieces, StringBuilder text)
    {
        Add(pieces, "text", text.ToString());
        text.Clear();
    }

    private static void Add(List<string> pieces, string kind, string text)
    {
        if (Plain(text) is { Length: > 0 } plain)
            pieces.Add(kind + " " + plain);
    }

    private static void AddRow(List<string> pieces, IReadOnlyList<string> cells)
    {
        if (cells.Count > 0)
            pieces.Add("row " + string.Join(" | ", cells.Select(Plain)));
    }

    private static void AddCode(List<string> pieces, string content)
    {
        if (!string.IsNullOrWhiteSpace(content))
            pieces.Add("code " + string.Join('\n', content.ReplaceLineEndings("\n").Split('\n').Select(line => line.TrimEnd())).Trim('\n'));
    }

    // Marks of Markdown are no text to either, and a blank before punctuation is none.
    private static string Plain(string text)
    {
        var plain = new StringBuilder();
        foreach (var c in text)
        {
            if (c is '*' or '\\' or '`')
                continue;
            if (plain.Length > 0 && plain[^1] == ' ' && (char.IsWhiteSpace(c) || c is ':' or ',' or '.' or ';' or ')' or '!' or '?'))
                plain.Length--;
            plain.Append(char.IsWhiteSpace(c) ? ' ' : c);
        }

        return plain.ToString().Trim();
    }
}
