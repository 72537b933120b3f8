using System.Net;
using System.Text;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Reads replies in <c>application/x-www-form-urlencoded</c>.</summary>
internal static class FormEncoding
{
    /// <summary>Reads pairs; null where the text is no form: a page, prose, an empty text.</summary>
    public static IReadOnlyList<KeyValuePair<string, string>>? TryDecode(ReadOnlySpan<byte> body)
    {
        var text = Encoding.UTF8.GetString(body).Trim();
        if (text.Length == 0 || text.Any(character => char.IsWhiteSpace(character) || char.IsControl(character) || character is '<' or '{')) return null;
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var piece in text.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = piece.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0) return null;
            var name = WebUtility.UrlDecode(piece[..equals]);
            if (!name.All(character => char.IsAsciiLetterOrDigit(character) || character is '_' or '-' or '.')) return null;
            pairs.Add(new(name, WebUtility.UrlDecode(piece[(equals + 1)..])));
        }

        return pairs;
    }
}
