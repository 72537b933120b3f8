namespace McpConnectorAuth.Core.Documents;

/// <summary>Requests that were pasted into plain text without any mark of code: a call of curl, a request line with headers below it.</summary>
internal static class PastedRequest
{
    private const int LongestName = 60;
    private static readonly string[] Programs = ["curl ", "$ curl ", "% curl ", "> curl "];
    private static readonly string[] Methods = ["GET ", "POST ", "PUT ", "PATCH ", "DELETE ", "HEAD "];

    /// <summary>Whether a paragraph is one.</summary>
    public static bool Is(ReadOnlySpan<char> paragraph)
    {
        if (paragraph.IsEmpty || !(paragraph[0] is '$' or '%' or '>' or 'c' || char.IsAsciiLetterUpper(paragraph[0])))
            return false;
        var end = paragraph.IndexOf('\n');
        var first = end < 0 ? paragraph : paragraph[..end];
        foreach (var program in Programs)
        {
            // "curl is enough to try it": a call has an option or an address.
            if (first.StartsWith(program, StringComparison.Ordinal))
                return paragraph.Contains("://", StringComparison.Ordinal) && (first.Contains(" -", StringComparison.Ordinal) || first[program.Length..].TrimStart().StartsWith("http"));
        }

        foreach (var method in Methods)
        {
            if (first.StartsWith(method, StringComparison.Ordinal))
                return end > 0 && IsTarget(first[method.Length..].Trim()) && IsHeader(paragraph[(end + 1)..]);
        }

        return false;
    }

    /// <summary>Offset behind the body of a request that ends at an offset, where one follows below a blank line (RFC 9112 section 2.1); else that offset.</summary>
    public static int EndOfBody(string text, int start, int end)
    {
        if (!Sending(text.AsSpan(start, end - start)))
            return end;
        var body = end;
        while (body < text.Length && body - end <= BlankLine && text[body] is '\r' or '\n')
            body++;
        var rest = text.AsSpan(body, Math.Min(LongestBody, text.Length - body));
        var blank = rest.IndexOf("\n\n");
        if (rest.IndexOf("\r\n\r\n") is >= 0 and var other && (blank < 0 || other < blank))
            blank = other;
        var paragraph = (blank < 0 ? rest : rest[..blank]).TrimEnd();
        // A form: names and values without blanks.
        var isForm = paragraph.IndexOf('=') > 0 && paragraph.IndexOfAny(' ', '"', '<') < 0 && paragraph.IndexOf("://") < 0;
        return isForm || (paragraph is ['{', .., '}'] && paragraph.IndexOf("\":") > 0) ? body + paragraph.Length : end;
    }

    private const int BlankLine = 4;
    private const int LongestBody = 4000;

    private static bool Sending(ReadOnlySpan<char> request) => request.StartsWith("POST ") || request.StartsWith("PUT ") || request.StartsWith("PATCH ");

    private static bool IsTarget(ReadOnlySpan<char> target)
    {
        var blank = target.IndexOf(' ');
        return target.Length > 1 && (target[0] is '/' or '{' or '<' || target.StartsWith("http")) && (blank < 0 || target[(blank + 1)..].StartsWith("HTTP/"));
    }

    private static bool IsHeader(ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOf('\n');
        var line = (end < 0 ? rest : rest[..end]).Trim();
        var colon = line.IndexOf(": ");
        return colon is > 1 and < LongestName && line[..colon].IndexOfAnyExcept(HeaderName) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> HeaderName = System.Buffers.SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_");
}
