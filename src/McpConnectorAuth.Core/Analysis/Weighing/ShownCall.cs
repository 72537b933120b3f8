using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>A call as a statement shows it: <c>GET /x</c> in a sentence or heading, a path in a cell, a path alone in a code span.</summary>
/// <param name="Method">The method; null where the statement names none.</param>
/// <param name="Path">A path or an absolute URL.</param>
/// <param name="At">Offset of the path in the statement's plain text.</param>
internal readonly record struct ShownCall(string? Method, string Path, int At)
{
    internal const int Longest = 160;
    private const int Most = 40;
    private const int LongestHole = 40;
    private static readonly SearchValues<char> NotInPaths = SearchValues.Create("\\^(`\"*|…");
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    // What may stand between a method and its path: "a GET request to the path /me"
    private static readonly HashSet<string> Between = new(StringComparer.OrdinalIgnoreCase)
    {
        "request", "requests", "call", "calls", "to", "on", "at", "from", "of", "the", "endpoint", "path", "url", "against", "auf", "an", "a", "en", "sur", "vers", "para", "naar",
    };

    /// <summary>The calls that a statement shows, in its order.</summary>
    public static List<ShownCall> In(TextUnit unit)
    {
        var calls = new List<ShownCall>();
        var plain = unit.Plain;
        string? method = null;
        for (var at = 0; at < plain.Length && calls.Count < Most;)
        {
            if (char.IsWhiteSpace(plain[at]) || plain[at] is '`' or '|')
            {
                at++;
                continue;
            }

            var start = at;
            while (at < plain.Length && !char.IsWhiteSpace(plain[at]) && plain[at] is not ('`' or '|'))
                at = EndOfHole(plain, at) + 1;
            var word = WithoutBase(plain.AsSpan(start, at - start)).TrimStart("(\"'*[");
            // [/me](…)
            if (word.IndexOf("](") is > 0 and var link)
                word = word[..link];
            if (word.IndexOf("...") < 0)
                word = word.TrimEnd(".,;:)\"'*]");
            // RFC 6570: /list{?page,limit}
            if (word.IndexOf("{?") is > 0 and var query)
                word = word[..query];
            if (MethodOf(word) is { } spelled)
            {
                method = spelled;
                continue;
            }

            if (IsPath(word))
            {
                if (method is not null)
                    calls.Add(new ShownCall(method, Joined(word), start));
                else if (IsAlone(unit, plain, start, at))
                    calls.Add(new ShownCall(MethodAround(unit, word), Joined(word), start));
                method = null;
            }
            // `GET api/users`: no slash in front.
            else if (method is not null && IsRelative(word) && plain.AsSpan(0, start).Count('`') % 2 == 1)
            {
                calls.Add(new ShownCall(method, "/" + Joined(word), start));
                method = null;
            }
            else if (word.Length > 0 && !Between.GetAlternateLookup<ReadOnlySpan<char>>().Contains(word))
            {
                method = null;
            }
        }

        return calls;
    }

    /// <summary>The call of a line of a sample that begins with its method; null where it has more than a call and a version of HTTP.</summary>
    public static ShownCall? OfLine(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        var blank = line.IndexOf(' ');
        if (blank is < 3 or > 6 || line.Length > Longest || MethodOf(line[..blank]) is not { } method)
            return null;
        var rest = line[blank..].TrimStart();
        if (rest.LastIndexOf(" HTTP/") is > 0 and var version)
            rest = rest[..version].TrimEnd();
        var plain = rest.ToString();
        var end = 0;
        while (end < plain.Length && !char.IsWhiteSpace(plain[end]))
            end = EndOfHole(plain, end) + 1;
        return end >= plain.Length && IsPath(plain) ? new ShownCall(method, Joined(plain), 0) : null;
    }

    // {bridge address}, <bridge address>: the blank of a placeholder parts no words.
    private static int EndOfHole(string plain, int at)
    {
        if (plain[at] is not ('{' or '<'))
            return at;
        var inner = plain.AsSpan(at + 1, Math.Min(LongestHole, plain.Length - at - 1));
        var close = inner.IndexOf(plain[at] == '{' ? '}' : '>');
        return close > 0 && inner[..close].IndexOfAny('`', '|', '\n') < 0 ? at + close + 1 : at;
    }

    private static string Joined(ReadOnlySpan<char> path) => path.ToString().Replace(' ', '_');

    // [PlatformAddress]/users
    private static ReadOnlySpan<char> WithoutBase(ReadOnlySpan<char> word) =>
        word.Length > 0 && word[0] == '[' && word.IndexOf("]/") is > 0 and var close && word[..close].IndexOf('/') < 0 ? word[(close + 1)..] : word;

    /// <summary>Whether a word is a path or URL that a call may go to.</summary>
    public static bool IsPath(ReadOnlySpan<char> path) =>
        path.Length is > 2 and < Longest
        && ((path[0] == '/' && path[1] != '/') || path.StartsWith("https://") || path.StartsWith("http://") || (path[0] == '{' && path.Contains("}/", StringComparison.Ordinal)))
        && path.IndexOfAny(NotInPaths) < 0 && path.IndexOf("...") < 0 && path.Count('<') == path.Count('>');

    // "a form POST (`application/x-www-form-urlencoded`)" names a media type (RFC 6838).
    private static bool IsRelative(ReadOnlySpan<char> word) =>
        !word.StartsWith("application/") && !word.StartsWith("multipart/") && !word.StartsWith("text/") && word.Length is > 2 and < Longest && char.IsAsciiLetter(word[0]) && word.IndexOf('/') > 0 && word.IndexOf(':') < 0 && word.IndexOfAny(NotInPaths) < 0 && word.IndexOf("...") < 0 && word.Count('<') == word.Count('>');

    private static string? MethodOf(ReadOnlySpan<char> word)
    {
        // Sphinx writes ".. http:get:: /me".
        var isDirective = word.StartsWith("http:");
        foreach (var method in Methods)
        {
            if (isDirective ? word["http:".Length..].TrimEnd(':').Equals(method, StringComparison.OrdinalIgnoreCase) : word.SequenceEqual(method))
                return method;
        }

        return null;
    }

    // All of a code span, or all of a cell.
    private static bool IsAlone(TextUnit unit, string plain, int start, int end)
    {
        if (start > 0 && end < plain.Length && plain[start - 1] == '`' && plain[end] == '`')
            return true;
        // ## /me, ## Me [/me]
        if (unit.Block.Kind == BlockKind.Heading && end == plain.Length && (start == 0 || plain[start] == '['))
            return true;
        return unit.Block.Kind == BlockKind.TableRow && unit.Block.Header.Count > 0
            && (start == 0 || plain.AsSpan(0, start).TrimEnd(' ') is [.., '|']) && (end == plain.Length || plain.AsSpan(end).TrimStart(' ') is ['|', ..]);
    }

    // A cell of the row, the head of the column, the only method that the table's heading or the sentence names.
    private static string? MethodAround(TextUnit unit, ReadOnlySpan<char> path)
    {
        for (var i = 0; i < unit.Block.Cells.Count; i++)
        {
            if (MethodOf(PlainText.Of(unit.Block.Cells[i]).AsSpan().Trim("` ")) is { } own)
                return own;
            if (i < unit.Block.Header.Count && unit.Block.Cells[i].AsSpan().Contains(path, StringComparison.Ordinal) && OnlyMethod(unit.Block.Header[i]) is { } column)
                return column;
        }

        return OnlyMethod(unit.Block.Kind == BlockKind.TableRow ? unit.Block.Section.Heading : unit.Plain);
    }

    /// <summary>The one method that a text names; null where it names none or several.</summary>
    public static string? OnlyMethod(string text)
    {
        string? only = null;
        foreach (var method in Methods)
        {
            var at = text.IndexOf(method, StringComparison.Ordinal);
            if (at < 0 || (at > 0 && char.IsLetter(text[at - 1])) || (at + method.Length < text.Length && char.IsLetter(text[at + method.Length])))
                continue;
            if (only is not null)
                return null;
            only = method;
        }

        return only;
    }
}
