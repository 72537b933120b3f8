namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Fields of a query string or a form body.</summary>
internal static class FormFields
{
    private const int Most = 60;

    public static IEnumerable<SampleField> Parse(string text)
    {
        var count = 0;
        foreach (var part in text.Split('&', '\n'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || ++count > Most)
                continue;
            var name = part[..equals].Trim().TrimStart('?', '+');
            if (name.Length is > 0 and <= 80 && !name.Contains(' ', StringComparison.Ordinal))
                yield return new SampleField(name, Unescape(part[(equals + 1)..].Trim()));
        }
    }

    private static string Unescape(string value)
    {
        if (!value.Contains('%', StringComparison.Ordinal))
            return value;
        return Uri.UnescapeDataString(value);
    }
}
