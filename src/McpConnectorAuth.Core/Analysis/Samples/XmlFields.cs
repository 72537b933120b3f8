namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Elements of an XML document that hold nothing but text, at any depth, of a body that may be cut, as in samples.</summary>
internal static class XmlFields
{
    private const int Most = 60;
    private const int MostTags = 500;
    private const int LongestName = 80;
    private const int LongestTag = 300;
    private const int LongestText = 400;

    /// <summary>Whether a body is spelled as XML.</summary>
    public static bool Is(ReadOnlySpan<char> body) => body is ['<', var next, ..] && (next is '?' or '!' || char.IsAsciiLetter(next)) && body.Contains("</", StringComparison.Ordinal);

    /// <summary>The elements with a text, by their names without prefix.</summary>
    public static List<SampleField> Leaves(string xml)
    {
        var fields = new List<SampleField>();
        var tried = 0;
        for (var open = xml.IndexOf('<', StringComparison.Ordinal); open >= 0 && fields.Count < Most && tried++ < MostTags; open = xml.IndexOf('<', open + 1))
        {
            var tag = xml.AsSpan(open + 1, Math.Min(LongestTag, xml.Length - open - 1));
            var length = tag.IndexOf('>');
            if (length <= 0)
                continue;
            // The tag behind the text closes the element; a hole in the text is spelled like a tag: `<ApiKey><your key></ApiKey>`.
            var text = xml.AsSpan(open + length + 2);
            text = text[..Math.Min(text.Length, LongestText)];
            var close = text.IndexOf("</");
            tag = tag[..length];
            var name = tag[..(tag.IndexOf(' ') is >= 0 and var blank ? blank : tag.Length)];
            if (close <= 0 || name.Length is 0 or > LongestName || !char.IsAsciiLetter(name[0]) || !text[close..].StartsWith($"</{name}>") || Template.Normalize(text[..close].Trim().ToString()) is not { Length: > 0 } value || value.Contains('<', StringComparison.Ordinal))
                continue;
            fields.Add(new SampleField(name[(name.LastIndexOf(':') + 1)..].ToString(), value));
        }

        return fields;
    }
}
