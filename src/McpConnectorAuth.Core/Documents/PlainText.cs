using System.Buffers;
using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Text as a reader sees it: markup removed, entities decoded, white space collapsed, code spans kept between backticks.</summary>
internal static class PlainText
{
    private static readonly SearchValues<char> EntityChars = SearchValues.Create("#abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");
    private static readonly SearchValues<char> Marks = SearchValues.Create("`&\\<*\t\n\v\f\r");
    private static readonly SearchValues<char> MarksInCode = SearchValues.Create("`&\t\n\v\f\r");
    private const int LongestComment = 4000;
    private const int LongestRun = 256;
    private static readonly Dictionary<string, HtmlMark> Tags = Names(
        (HtmlMark.Separator, "button center col colgroup caption dd del details div dl dt fieldset figure figcaption h1 h2 h3 h4 h5 h6 hr iframe img ins label legend li nobr noscript ol optgroup p picture rp rt ruby select sub summary sup table tbody td textarea tfoot th thead tr ul aside section article blockquote pre header footer nav main head body html svg script style"),
        (HtmlMark.Emphasis, "a abbr acronym b bdi bdo big cite dfn em font i kbd mark q s samp small span strike strong u var"),
        (HtmlMark.Code, "code tt"),
        (HtmlMark.LineBreak, "br"),
        (HtmlMark.None, "wbr"));

    // Elements whose names are words that stand in placeholders, too: markup where there is an attribute or an end.
    private static readonly HashSet<string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        "address", "area", "audio", "canvas", "data", "dialog", "embed", "form", "input", "link", "map", "menu", "meta", "object", "option", "output", "param", "search", "slot", "source", "template", "time", "title", "track", "video",
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
        var element = false;
        var emphasis = -1;
        // White space beyond ASCII is looked for character by character.
        var ascii = Ascii.IsValid(raw);
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (ascii && c != ' ' && emphasis != length && Run(raw[i..], code ? MarksInCode : Marks) is > 0 and var run)
            {
                raw.Slice(i, run).CopyTo(destination[length..]);
                length += run;
                i += run - 1;
                continue;
            }

            if (char.IsAsciiLetterOrDigit(c))
            {
                destination[length++] = c;
            }
            else if (c == '`')
            {
                // A backtick within <code> is one of the sample, and would look like its end.
                if (element)
                    continue;
                code = !code;
                destination[length++] = '`';
                while (i + 1 < raw.Length && raw[i + 1] == '`')
                    i++;
            }
            else if (char.IsWhiteSpace(c))
            {
                emphasis = -1;
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
            else if (c == '<' && TagLength(raw[i..], out var mark) is > 0 and var tag)
            {
                if (mark == HtmlMark.Code)
                {
                    destination[length++] = '`';
                    element = raw[i + 1] != '/';
                }
                else if (mark != HtmlMark.None)
                    Blank(destination, ref length);
                if (mark == HtmlMark.Emphasis && raw[i + 1] == '/')
                    emphasis = length;
                i += tag - 1;
            }
            else if (c != '*')
            {
                // <b>Name</b>: value
                if (emphasis == length && length > 0 && c is ':' or ',' or '.' or ';' or ')' or '!' or '?')
                    (length, emphasis) = (length - 1, -1);
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

    // How far the text goes on without anything to leave out.
    private static int Run(ReadOnlySpan<char> raw, SearchValues<char> marks)
    {
        var near = raw[..Math.Min(raw.Length, LongestRun)];
        var end = near.IndexOfAny(marks);
        var run = end < 0 ? near : near[..end];
        return run.IndexOf("  ") is >= 0 and var blanks ? blanks + 1 : run.Length;
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

        var decoded = HtmlEntity.Decode(window[..(end + 1)].ToString());
        decoded.CopyTo(text[length..]);
        length += decoded.Length;
        return end + 1;
    }

    /// <summary>
    /// The length of the tag or comment that a text begins with, 0 where it begins with none. Placeholders such as <c>&lt;subdomain&gt;</c> look
    /// like tags; only known tags and components (upper case) are markup.
    /// </summary>
    public static int TagLength(ReadOnlySpan<char> raw, out HtmlMark mark)
    {
        mark = HtmlMark.None;
        if (raw.StartsWith("<!--"))
        {
            var over = raw[..Math.Min(raw.Length, LongestComment)].IndexOf("-->");
            return over < 0 ? 0 : over + 3;
        }

        var start = raw.Length > 1 && raw[1] == '/' ? 2 : 1;
        var end = start;
        while (end < raw.Length && end < 24 && (char.IsAsciiLetterOrDigit(raw[end]) || raw[end] is '-' or '.'))
            end++;
        if (end == start)
            return 0;
        var name = raw[start..end];
        if (Tags.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(name, out mark))
            return HtmlTag.Length(raw);
        mark = HtmlMark.Separator;
        if (name.Contains('-'))
            return CustomElement(raw, name, start == 2);
        var component = char.IsAsciiLetterUpper(name[0]) && name.IndexOfAnyInRange('a', 'z') > 0 && end < raw.Length && raw[end] != '_';
        if (!component && !Words.GetAlternateLookup<ReadOnlySpan<char>>().Contains(name))
            return 0;
        var length = HtmlTag.Length(raw);
        return component || start == 2 || raw[..length].ContainsAny('=', '/') ? length : 0;
    }

    // <api-key> is a placeholder; an element of a component has attributes or an end tag.
    private static int CustomElement(ReadOnlySpan<char> raw, ReadOnlySpan<char> name, bool closing)
    {
        var length = HtmlTag.Length(raw);
        if (closing || raw[..length].Contains('='))
            return length;
        var near = raw[..Math.Min(raw.Length, LongestComment)];
        for (var at = near.IndexOf("</"); at >= 0; at = near.IndexOf("</"))
        {
            near = near[(at + 2)..];
            if (near.StartsWith(name, StringComparison.OrdinalIgnoreCase))
                return length;
        }

        return 0;
    }

    private static Dictionary<string, HtmlMark> Names(params ReadOnlySpan<(HtmlMark Mark, string Tags)> marks)
    {
        var names = new Dictionary<string, HtmlMark>(StringComparer.OrdinalIgnoreCase);
        foreach (var (mark, tags) in marks)
        {
            foreach (var tag in tags.Split(' '))
                names[tag] = mark;
        }

        return names;
    }
}
