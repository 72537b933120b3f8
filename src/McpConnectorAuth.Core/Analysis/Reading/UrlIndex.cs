using System.Buffers;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>All absolute URLs of a document, in order, each with what its place is about.</summary>
internal static class UrlIndex
{
    private const int Most = 200_000;
    private const int LongestTarget = 120;
    private const int LongestParameter = 40;
    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.[]");

    public static List<UrlMention> Find(DocumentText text, CancellationToken ct)
    {
        var mentions = new List<UrlMention>();
        var units = text.Units;
        var unit = 0;
        foreach (var block in text.Document.Blocks)
        {
            ct.ThrowIfCancellationRequested();
            if (text.Poisoned.Contains(block) || block.Kind == BlockKind.Hidden)
                continue;
            if (block.Kind == BlockKind.Code)
            {
                var context = text.ContextOf(block.Section) | (IsData(block.Code!) ? UnitContext.Data : UnitContext.None);
                Scan(text.Document.Text, block.Start, block.End, block, null, context, mentions);
                continue;
            }

            while (unit < units.Count && units[unit].Start < block.Start)
                unit++;
            for (; unit < units.Count && ReferenceEquals(units[unit].Block, block); unit++)
                Scan(text.Document.Text, units[unit].Start, units[unit].End, block, units[unit], units[unit].Context, mentions);
            if (mentions.Count >= Most)
                break;
        }

        return mentions;
    }

    private static bool IsData(CodeSample code) => code.Language is "json" or "xml" || (code.Language.Length == 0 && code.Raw.TrimStart() is ['{' or '[' or '<', ..]);

    // A URL whose parameters stand on lines of their own.
    private static string Continued(string text, ref int at, int end, string query)
    {
        // A question mark or an ampersand at the line's end announces them, too.
        var announced = (at < end && text[at] == '?') || (at > 0 && text[at - 1] == '&');
        var (first, joined) = (at + (at < end && text[at] == '?' ? 1 : 0), query);
        for (var (lines, open) = (0, announced); lines < 30; lines++)
        {
            var line = first;
            while (line < end && char.IsWhiteSpace(text[line]))
                line++;
            if (line >= end || line == first || (text[line] is not ('?' or '&') && !(open && IsParameter(text.AsSpan(line, end - line)))))
                break;
            first = UrlText.End(text, line);
            open = first > line && text[first - 1] == '&';
            var value = text[line] is '?' or '&' ? line + 1 : line;
            joined += "&" + Samples.Template.Normalize(text[value..Math.Max(first, value)].TrimEnd('&'));
        }

        // Without its marks only a request for consent is worth the risk (RFC 6749 section 4.1.1).
        if (announced && !joined.Contains("response_type=", StringComparison.Ordinal))
            return query;
        at = Math.Max(at, first);
        return joined;
    }

    // redirect_uri=…
    private static bool IsParameter(ReadOnlySpan<char> line) =>
        line[..Math.Min(line.Length, LongestParameter)].IndexOf('=') is > 0 and < LongestParameter and var equals && line[..equals].IndexOfAnyExcept(NameChars) < 0;

    private static void Scan(string text, int start, int end, DocumentBlock block, TextUnit? unit, UnitContext context, List<UrlMention> mentions)
    {
        for (var at = Next(text, start, end); at >= 0; at = Next(text, start, end))
        {
            var stop = Math.Min(UrlText.End(text, at), end);
            var (url, query) = UrlText.Normalize(UrlText.WithoutLogin(text[at..stop]));
            var last = stop;
            if (unit is null)
                query = Continued(text, ref last, end, query);
            if (url.Length > 10 && UrlText.IsHost(UrlText.HostKey(url)))
            {
                var link = at > 1 && (text[at - 1] == '<' || (text[at - 1] == '(' && text[at - 2] == ']') || (at > 6 && text.AsSpan(at - 6, 6).EndsWith("href=\"")) || IsTarget(text, at));
                mentions.Add(new UrlMention(url, query, at, stop, block, unit, context, link));
            }

            start = Math.Max(last, at + 4);
        }
    }

    // ".. _name: https://…" and "[name]: https://…" are where links of that name lead.
    private static bool IsTarget(string text, int at)
    {
        if (at < 2 || text[at - 1] != ' ' || text[at - 2] != ':')
            return false;
        var line = text.AsSpan(Math.Max(0, at - LongestTarget), Math.Min(at, LongestTarget));
        line = line[(line.LastIndexOf('\n') + 1)..].TrimStart();
        return line.StartsWith(".. _") || line.StartsWith("_") || (line.StartsWith("[") && line.EndsWith("]: "));
    }

    // Offset of the next http:// or https:// within a stretch, or -1.
    private static int Next(string text, int start, int end)
    {
        for (var from = start; from < end;)
        {
            var mark = text.AsSpan(from, end - from).IndexOf("://", StringComparison.Ordinal);
            if (mark < 0)
                return -1;
            from += mark;
            var scheme = text.AsSpan(start, from - start);
            if (scheme.EndsWith("http", StringComparison.OrdinalIgnoreCase))
                return from - 4;
            if (scheme.EndsWith("https", StringComparison.OrdinalIgnoreCase))
                return from - 5;
            from += 3;
        }

        return -1;
    }
}
