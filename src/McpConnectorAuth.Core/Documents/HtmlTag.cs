namespace McpConnectorAuth.Core.Documents;

/// <summary>Where the tags of HTML end.</summary>
internal static class HtmlTag
{
    // Of names and unquoted values; a quoted value may be a whole picture.
    private const int Longest = 2000;

    /// <summary>The length of the tag that a text begins with, 0 where it begins with none. A bracket in a quoted value ends no tag.</summary>
    public static int Length(ReadOnlySpan<char> text)
    {
        var value = false;
        for (int i = 1, left = Longest; i < text.Length && left > 0; i++, left--)
        {
            var c = text[i];
            if (c == '>')
                return i + 1;
            if (value && c is '"' or '\'')
            {
                var close = text[(i + 1)..].IndexOf(c);
                if (close < 0)
                    break;
                i += close + 1;
                value = false;
            }
            else if (!char.IsWhiteSpace(c))
            {
                value = c == '=';
            }
        }

        // A quote that nobody closes.
        return text[..Math.Min(text.Length, Longest)].IndexOf('>') + 1;
    }
}
