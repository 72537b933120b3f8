using System.Buffers;
using System.Net;
using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Text as a reader sees it: markup removed, entities decoded, white space collapsed, code spans kept between backticks.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> EntityChars = SearchValues.Create("#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly HashSet<string> Tags = new(StringComparer.OrdinalIgnoreCase)
    {
        "a", "abbr", "b", "big", "br", "center", "cite", "dd", "del", "details", "div", "dl", "dt", "em", "font", "h1", "h2", "h3", "h4", "h5", "h6",
        "hr", "i", "img", "ins", "kbd", "li", "mark", "ol", "p", "q", "s", "small", "span", "strong", "sub", "summary", "sup", "table",
        "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul", "aside", "section", "article", "blockquote", "pre", "header", "footer", "nav",
        "main", "body", "html", "label", "button", "figure", "figcaption", "wbr",
    };

    /// <summary>The text of a stretch of Markdown or HTML.</summary>
    public static string Of(ReadOnlySpan<char> raw)
    {
        var buffer = ArrayPool<char>.Shared.Rent(raw.Length);
        var text = Write(raw, buffer).ToString();
        ArrayPool<char>.Shared.Return(buffer);
        return text;
    }

    /// <summary>Writes the text of a stretch of Markdown or HTML, which is never longer than its source.</summary>
    /// <returns>The part of the destination that holds the text.</returns>
    public static ReadOnlySpan<char> Write(ReadOnlySpan<char> raw, Span<char> destination)
    {
        var length = 0;
        var code = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (char.IsAsciiLetterOrDigit(c))
            {
                destination[length++] = c;
            }
            else if (c == '`')
            {
                code = !code;
                destination[length++] = '`';
                while (i + 1 < raw.Length && raw[i + 1] == '`')
                    i++;
            }
            else if (char.IsWhiteSpace(c))
            {
                Blank(destination, ref length);
            }
            else if (c == '&')
            {
                i += Entity(raw[i..], destination, ref length) - 1;
            }
            else if (code)
            {
                destination[length++] = c;
            }
            else if (c == '\\' && i + 1 < raw.Length && !char.IsLetterOrDigit(raw[i + 1]))
            {
                continue;
            }
            else if (c == '<' && TagLength(raw[i..], out var isCode) is > 0 and var tag)
            {
                if (isCode)
                    destination[length++] = '`';
                else
                    Blank(destination, ref length);
                i += tag - 1;
            }
            else if (c != '*')
            {
                destination[length++] = c;
            }
        }

        return destination[..length].Trim();
    }

    /// <summary>The text with its HTML tags left out and nothing else changed.</summary>
    public static string WithoutTags(ReadOnlySpan<char> raw)
    {
        if (!raw.Contains('<'))
            return raw.ToString();
        var text = new StringBuilder(raw.Length);
        for (var i = 0; i < raw.Length; i++)
        {
            if (raw[i] == '<' && TagLength(raw[i..], out _) is > 0 and var length)
                i += length - 1;
            else
                text.Append(raw[i]);
        }

        return text.ToString();
    }

    private static void Blank(Span<char> text, ref int length)
    {
        if (length > 0 && text[length - 1] != ' ')
            text[length++] = ' ';
    }

    private static int Entity(ReadOnlySpan<char> raw, Span<char> text, ref int length)
    {
        var window = raw[..Math.Min(raw.Length, 12)];
        var end = window.IndexOf(';');
        if (end < 2 || window[1..end].IndexOfAnyExcept(EntityChars) >= 0)
        {
            text[length++] = '&';
            return 1;
        }

        var decoded = WebUtility.HtmlDecode(window[..(end + 1)].ToString());
        decoded.CopyTo(text[length..]);
        length += decoded.Length;
        return end + 1;
    }

    // Placeholders such as <subdomain> look like tags; only known tags and components (upper case) are markup.
    private static int TagLength(ReadOnlySpan<char> raw, out bool isCode)
    {
        isCode = false;
        var start = raw.Length > 1 && raw[1] == '/' ? 2 : 1;
        var end = start;
        while (end < raw.Length && end < 24 && (char.IsAsciiLetterOrDigit(raw[end]) || raw[end] is '-' or '.'))
            end++;
        if (end == start)
            return 0;
        var name = raw[start..end];
        isCode = name.Equals("code", StringComparison.OrdinalIgnoreCase) || name.Equals("tt", StringComparison.OrdinalIgnoreCase);
        var component = char.IsAsciiLetterUpper(name[0]) && name.IndexOfAnyInRange('a', 'z') > 0 && end < raw.Length && raw[end] != '_';
        if (!isCode && !component && !Tags.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            return 0;
        var close = raw[..Math.Min(raw.Length, 1000)].IndexOf('>');
        return close < 0 ? 0 : close + 1;
    }
}
