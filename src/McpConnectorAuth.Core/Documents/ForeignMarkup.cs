using System.Buffers;

namespace McpConnectorAuth.Core.Documents;

/// <summary>
/// Pages that call themselves Markdown are often a wiki's, AsciiDoc, or written for a site generator with tags of its own. Their
/// fences and headings are spelled as Markdown's, in as many characters, so that every offset stays what it is.
/// </summary>
internal static class ForeignMarkup
{
    private const string Fence = "```";
    private const string Tags = "{%";
    private const int LeastDelimiter = 4;
    private const int MostDelimiter = 20;
    private const int LongestHeading = 200;
    private const int MostLevels = 6;
    // "h2. " has room for no more marks.
    private const int MostShort = 3;
    private static readonly SearchValues<char> MayOpen = SearchValues.Create("`~{=h[-. \t");
    private static readonly string[] OpeningTags = ["highlight", "codeblock", "code"];
    private static readonly string[] ClosingTags = ["endhighlight", "endcodeblock", "endcode"];

    /// <summary>The text with Markdown's fences and headings; the same string where it holds no others.</summary>
    public static string AsMarkdown(string text)
    {
        char[]? result = null;
        var unclosed = new HashSet<string>(StringComparer.Ordinal);
        var known = new Dictionary<string, int>(StringComparer.Ordinal);
        // What closes the code that we are in, empty outside; and whether it is Markdown's own.
        var (closing, own, listing) = ("", false, false);
        var (sections, apart) = (false, false);
        for (int start = 0, end; start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start).TrimEnd();
            // Below a blank line or a block's title a line of hyphens opens a listing of AsciiDoc; below text it underlines a title of Markdown.
            listing |= sections && apart;
            apart = line.IsEmpty || (line[0] == '.' && line.Length > 1 && char.IsLetter(line[1]));
            if (line.IsEmpty || (closing.Length == 0 && !listing && !MayOpen.Contains(line[0])))
                continue;
            if (closing.Length > 0)
            {
                if (!(closing == Tags ? IsTag(line, ClosingTags, out _) : line.SequenceEqual(closing)))
                    continue;
                if (!own)
                    Fill(ref result, text, start, line.Length, Fence);
                closing = "";
            }
            else if (line[0] is '`' or '~')
            {
                var length = line.IndexOfAnyExcept(line[0]);
                (closing, own) = (length is >= 0 and < 3 || line.Length < 3 ? "" : line[..(length < 0 ? line.Length : length)].ToString(), true);
            }
            else if (Closing(line, listing, out var language) is { Length: > 0 } wanted && !unclosed.Contains(wanted))
            {
                if (Closes(text, end, wanted, known))
                    (closing, own) = (Fill(ref result, text, start, line.Length, Fence + language, wanted), false);
                else
                    unclosed.Add(wanted);
            }
            else if (Heading(line) is { Level: > 0 } heading)
            {
                sections |= line[0] == '=' && line[^1] != '=';
                Fill(ref result, text, start, line.Length, new string('#', heading.Level) + " " + line[heading.Title].ToString());
            }

            // [source,shell] or [,shell] above a line of hyphens
            listing = line.StartsWith("[source") || line.StartsWith("[listing") || line.StartsWith("[,");
        }

        return result is null ? text : new string(result);
    }

    // What closes the code that a line opens; empty where it opens none.
    private static string Closing(ReadOnlySpan<char> line, bool listing, out string language)
    {
        language = "";
        if (listing && line.Length is >= LeastDelimiter and <= MostDelimiter && (line.IndexOfAnyExcept('-') < 0 || line.IndexOfAnyExcept('.') < 0))
            return line.ToString();
        if (line is "{{{")
            return "}}}";
        if (line is "{noformat}" or "{code}")
            return line.ToString();
        if (line.StartsWith("{code:") && line[^1] == '}')
        {
            language = Word(line["{code:".Length..^1], "language=");
            return "{code}";
        }

        if (!IsTag(line, OpeningTags, out var rest))
            return "";
        language = Word(rest, "lang:");
        return Tags;
    }

    // bash, language=bash|title=Call
    private static string Word(ReadOnlySpan<char> attributes, string label)
    {
        attributes = attributes.Trim();
        attributes = attributes.StartsWith(label) ? attributes[label.Length..] : attributes;
        var end = attributes.IndexOfAny(" |=`");
        return (end < 0 ? attributes : attributes[..end]).ToString();
    }

    // {% highlight json %} … {% endhighlight %}
    private static bool IsTag(ReadOnlySpan<char> line, string[] names, out ReadOnlySpan<char> rest)
    {
        rest = [];
        line = line.TrimStart();
        if (line.Length < Tags.Length * 2 || !line.StartsWith(Tags) || !line.EndsWith("%}"))
            return false;
        var words = line[2..^2].Trim().Trim('-').Trim();
        var blank = words.IndexOf(' ');
        rest = blank < 0 ? [] : words[(blank + 1)..];
        return Array.IndexOf(names, (blank < 0 ? words : words[..blank]).ToString()) >= 0;
    }

    // Whether a line behind an offset closes; where the next such line stands is looked for once.
    private static bool Closes(string text, int from, string closing, Dictionary<string, int> known)
    {
        if (known.TryGetValue(closing, out var next) && next >= from)
            return true;
        for (int start = text.IndexOf('\n', from) + 1, end; start > 0 && start < text.Length; start = end + 1)
        {
            end = text.IndexOf('\n', start);
            end = end < 0 ? text.Length : end;
            var line = text.AsSpan(start, end - start).TrimEnd();
            if (closing == Tags ? IsTag(line, ClosingTags, out _) : line.SequenceEqual(closing))
            {
                known[closing] = start;
                return true;
            }

            if (end == text.Length)
                break;
        }

        return false;
    }

    // == Title ==, == Title, h2. Title
    private static (int Level, Range Title) Heading(ReadOnlySpan<char> line)
    {
        if (line.Length > LongestHeading)
            return default;
        if (line.Length > 4 && line[0] == 'h' && line[1] is >= '1' and <= '6' && line[2] == '.' && line[3] == ' ')
            return (Math.Min(line[1] - '0', MostShort), 4..);
        var level = line.IndexOfAnyExcept('=');
        if (level is < 1 or > MostLevels || line[level] != ' ')
            return default;
        var title = line.TrimEnd('=').TrimEnd();
        return title.Length > level + 1 ? (level, (level + 1)..title.Length) : default;
    }

    // The mark is never longer than the line that it replaces; what is left of the line is blank.
    private static string Fill(ref char[]? result, string text, int start, int length, string mark, string closing = "")
    {
        result ??= text.ToCharArray();
        var line = result.AsSpan(start, length);
        line.Fill(' ');
        mark.AsSpan(0, Math.Min(mark.Length, length)).CopyTo(line);
        return closing;
    }
}
