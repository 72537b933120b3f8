namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A passage of the document's text that supports a fact.</summary>
internal readonly record struct QuoteSpan(int Start, int End)
{
    private const int Longest = 150;
    private const int Lead = 50;

    /// <summary>The passage around an offset, cut to a quotable length at white space.</summary>
    public static QuoteSpan Around(string text, int start, int end, int anchor)
    {
        if (end - start <= Longest)
            return new QuoteSpan(start, end);
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

        return new QuoteSpan(start, end);
    }

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
