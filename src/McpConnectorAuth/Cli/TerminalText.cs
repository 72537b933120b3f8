using System.Buffers;
using System.Globalization;
using System.Text;
using Spectre.Console;

namespace McpConnectorAuth.Cli;

/// <summary>
/// Makes text from documents, specs and APIs safe to print: an escape sequence could rewrite the screen or the title, a
/// bidirectional override could make a host read as another.
/// </summary>
internal static class TerminalText
{
    /// <summary>C0, DEL and C1 controls, and the bidirectional embeddings, overrides, isolates and marks of Unicode TR 9.</summary>
    private static readonly SearchValues<char> Unprintable = SearchValues.Create(
        [.. Enumerable.Range(0, 0x20).Concat(Enumerable.Range(0x7f, 0x21)).Select(c => (char)c),
            '\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d', '\u202e', '\u2066', '\u2067', '\u2068', '\u2069']);

    /// <summary>The text on one line, without what a terminal would act on; runs of blanks and line ends become one blank.</summary>
    public static string Line(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "";
        var clean = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            var blank = c is '\t' or '\n' or '\r' or ' ' or '\u2028' or '\u2029';
            if (blank)
            {
                if (clean.Length > 0 && clean[^1] != ' ') clean.Append(' ');
            }
            else if (!Unprintable.Contains(c))
            {
                clean.Append(c);
            }
        }

        return clean.ToString().TrimEnd();
    }

    /// <summary>The text as it is laid out, line by line, without what a terminal would act on.</summary>
    public static IEnumerable<string> Lines(string text)
    {
        foreach (var line in text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n'))
            yield return string.Concat(line.Replace("\t", "    ", StringComparison.Ordinal).Where(c => !Unprintable.Contains(c)));
    }

    /// <summary>The text on one line, as Spectre markup that shows it literally.</summary>
    public static string Literal(string? text) => Markup.Escape(Line(text));

    /// <summary>At most <paramref name="length"/> characters of a text, with an ellipsis where something was cut.</summary>
    public static string Shorten(string text, int length)
    {
        if (text.Length <= length) return text;
        var cut = char.IsHighSurrogate(text[length - 2]) ? length - 2 : length - 1;
        return string.Concat(text.AsSpan(0, cut).TrimEnd(), "…");
    }

    /// <summary>A count with its noun.</summary>
    public static string Count(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count} {(count == 1 ? one : many)}");
}
