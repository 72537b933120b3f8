using FsCheck;
using FsCheck.Fluent;

namespace McpConnectorAuth.Core.Tests.Documents;

/// <summary>Pages as people write them: end tags left out where the standard allows it, emphasis closed in the wrong order, attributes in every spelling.</summary>
internal static class HtmlPages
{
    private static readonly string[] Words = ["Send", "the key", "in X-Key", "&lt;token&gt;", "a &amp; b", "1 < 2", "AT&T", "&#123;id&#125;", "https://api.example/v1", "é", "キー", "\n", "  ", "&nbsp;", "&lbrace;", "&rarr;", ">", "\"", "'", ").", ", and", ":"];
    private static readonly string[] Attributes = ["", " class=x", " id=\"y\"", " title='a > b'", " data-z = \"c\"", " hidden", "\nhref=\"https://a.example/b?c=d&amp;e\"", " style=\"content:'>'\"", " href=https://b.example/"];
    private static readonly string[] Emphases = ["b", "i", "em", "strong", "span", "a", "kbd", "small", "code"];
    private static readonly string[] Noise = ["<!-- <p>no</p> -->", "<script>if (a < b) '<p>no';</script>", "<style>p > a {}</style>", "<svg><path d='M0 0'/></svg>", "<!-- a -- b > c -->", "<![CDATA[no]]>", "<?no no?>", "<br>", "<br/>", "<hr>", "<wbr>", "<img src=x alt='>'>", "<input value=\">\">"];

    /// <summary>Any page.</summary>
    public static Gen<string> Generator =>
        from head in Gen.Elements("", "<!doctype html>", "<!DOCTYPE html>\n<html lang=en><head><title>Knot</title><meta charset=utf-8></head><body>", "<html><body>")
        from blocks in Gen.Sized(size => Block(3).ListOf(1 + Math.Min(size, 12)))
        select head + string.Concat(blocks);

    private static Gen<string> Word => Gen.Elements(Words);

    private static Gen<string> Open(string name) => Gen.Elements(Attributes).Select(attributes => $"<{name}{attributes}>");

    private static Gen<string> Inline =>
        Gen.OneOf(
            Word,
            Word,
            from name in Gen.Elements(Emphases)
            from open in Open(name)
            from word in Word
            select $"{open}{word}</{name}>",
            from outer in Gen.Elements("b", "i", "em", "strong")
            from inner in Gen.Elements("u", "s", "small")
            from words in Word.ListOf(3)
            select $"<{outer}>{words[0]}<{inner}>{words[1]}</{outer}>{words[2]}</{inner}>",
            Gen.Elements(Noise));

    private static Gen<string> Text => Inline.ListOf(4).Select(parts => string.Concat(parts));

    // Without anything that begins a line of its own.
    private static Gen<string> Line => Gen.OneOf(Word, Gen.Elements(Emphases).SelectMany(name => Word.Select(word => $"<{name}>{word}</{name}>"))).ListOf(3).Select(parts => string.Concat(parts));

    private static Gen<string> Block(int depth) => depth == 0 ? Paragraph : Gen.OneOf(Paragraph, Paragraph, Heading, Pre, Table, Definitions, List(depth), Division(depth), Gen.Elements(Noise));

    private static Gen<string> Paragraph =>
        from open in Open("p")
        from text in Text
        from close in Gen.Elements("</p>", "", "</P>\n")
        select open + text + close;

    private static Gen<string> Heading =>
        from level in Gen.Choose(1, 6)
        from open in Open("h" + level)
        from line in Line
        select $"{open}{line}</h{level}>";

    private static Gen<string> Pre =>
        from open in Open("pre")
        from lines in Line.ListOf(3)
        from code in Gen.Elements(("", ""), ("<code class=\"language-bash\">", "</code>"), ("<span\nclass=k>", "</span\n>"))
        from broken in Gen.Elements("\n", "<br>", "\r\n")
        select $"{open}{code.Item1}{string.Join(broken, lines)}{code.Item2}</pre>";

    private static Gen<string> Table =>
        from open in Open("table")
        from head in Gen.Elements("", "<thead>", "<tbody>")
        from rows in Row.ListOf(3)
        select $"{open}{head}{string.Concat(rows)}</table>";

    private static Gen<string> Row =>
        from name in Gen.Elements("td", "th")
        from cells in Line.ListOf(3)
        from closed in Gen.Elements(true, false)
        select "<tr>" + string.Concat(cells.Select(cell => $"<{name}>{cell}{(closed ? $"</{name}>" : "")}")) + (closed ? "</tr>\n" : "");

    private static Gen<string> Definitions =>
        from lines in Line.ListOf(4)
        from closed in Gen.Elements(true, false)
        select closed
            ? $"<dl><dt>{lines[0]}</dt><dd>{lines[1]}</dd><dt>{lines[2]}</dt><dd>{lines[3]}</dd></dl>"
            : $"<dl><dt>{lines[0]}<dd>{lines[1]}<dt>{lines[2]}<dd>{lines[3]}</dl>";

    private static Gen<string> List(int depth) =>
        from name in Gen.Elements("ul", "ol")
        from items in Gen.OneOf(Text, Block(depth - 1)).ListOf(3)
        from closed in Gen.Elements("</li>", "")
        select $"<{name}>" + string.Concat(items.Select(item => "<li>" + item + closed)) + $"</{name}>";

    private static Gen<string> Division(int depth) =>
        from name in Gen.Elements("div", "section", "article", "blockquote", "details", "main", "figure", "fieldset")
        from open in Open(name)
        from inner in Block(depth - 1).ListOf(2)
        select $"{open}{string.Concat(inner)}</{name}>";
}
