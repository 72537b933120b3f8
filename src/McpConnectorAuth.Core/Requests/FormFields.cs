using System.Text;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Names and values of a query or of an <c>application/x-www-form-urlencoded</c> body.</summary>
internal static class FormFields
{
    /// <summary>The pairs in their order, decoded: plus signs are blanks, and what has no equals sign has an empty value.</summary>
    public static List<KeyValuePair<string, string>> Parse(string text) =>
    [
        .. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(pair =>
        {
            var equals = pair.IndexOf('=', StringComparison.Ordinal);
            return KeyValuePair.Create(Decode(equals < 0 ? pair : pair[..equals]), equals < 0 ? "" : Decode(pair[(equals + 1)..]));
        }),
    ];

    /// <summary>The pairs of a URL's query.</summary>
    public static List<KeyValuePair<string, string>> OfQuery(Uri url) => Parse(url.Query.TrimStart('?'));

    /// <summary>Whether the media type is that of a form.</summary>
    public static bool IsForm(string? mediaType) => string.Equals(mediaType, "application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    /// <summary>The pairs as a body or query, percent-encoded (RFC 3986 section 2.1), blanks as %20, which every reader takes.</summary>
    public static string Write(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('&', pairs.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    /// <summary>The body of a message as text, for a form.</summary>
    public static List<KeyValuePair<string, string>> OfBody(ReadOnlySpan<byte> body) => Parse(Encoding.UTF8.GetString(body));

    private static string Decode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}
