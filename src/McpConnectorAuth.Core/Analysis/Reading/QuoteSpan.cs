namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A passage of the document's text that supports a fact.</summary>
internal readonly record struct QuoteSpan(int Start, int End)
{
    private const int Longest = 150;
    private const int Lead = 50;

    /// <summary>How far around its offset a quote can reach at most, in characters.</summary>
    public const int Reach = 2 * Longest;

    /// <summary>The passage around an offset, cut to a quotable length at white space.</summary>
    public static QuoteSpan Around(string text, int start, int end, int anchor)
    {
        if (end - start <= Longest)
            return FromFirstWord(text, start, end);
        if (anchor - start > Longest - 40)
        {
            start = Math.Max(start, anchor - Lead);
            while (start < anchor && !char.IsWhiteSpace(text[start - 1]))
                start++;
        }

        if (end - start > Longest)
        {
            var cut = start + Longest;
            var low = Math.Max(start + 1, anchor);
            while (cut > low && !char.IsWhiteSpace(text[cut]))
                cut--;
            end = cut > low ? cut : Math.Min(end, start + Longest);
        }

        return FromFirstWord(text, start, end);
    }

    // The line of a quote is that of its first word.
    private static QuoteSpan FromFirstWord(string text, int start, int end)
    {
        while (start < end && char.IsWhiteSpace(text[start]))
            start++;
        return new QuoteSpan(start, end);
    }

    /// <summary>The passage around an offset within its line. No more of a long line is looked at than a quote can hold.</summary>
    /// <param name="text">The document's text.</param>
    /// <param name="start">Offset that the quote is about.</param>
    /// <param name="end">Offset from which on the line's end is looked for.</param>
    public static QuoteSpan OfLine(string text, int start, int end)
    {
        var first = Math.Max(0, start - Reach);
        var last = Math.Min(text.Length, Math.Max(start, end) + Reach);
        var before = text.AsSpan(first, start - first).LastIndexOf('\n');
        end = Math.Min(end, last);
        var after = text.AsSpan(end, last - end).IndexOf('\n');
        return Around(text, before < 0 ? first : first + before + 1, after < 0 ? last : end + after, start);
    }

    /// <summary>The passage as it stands in the document, line breaks included.</summary>
    public string Verbatim(string document) => document.AsSpan(Start, End - Start).Trim().ToString();

    /// <summary>The words, white space collapsed.</summary>
    public string Text(string document)
    {
        var raw = document.AsSpan(Start, End - Start).Trim();
        var result = new System.Text.StringBuilder(raw.Length);
        foreach (var c in raw)
        {
            if (!char.IsWhiteSpace(c))
                result.Append(c);
            else if (result.Length > 0 && result[^1] != ' ')
                result.Append(' ');
        }

        return result.ToString();
    }
}
