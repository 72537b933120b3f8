using System.Net;
using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Character references of HTML; what <see cref="WebUtility"/> does not know are the names for ASCII (HTML section 13.5).</summary>
internal static class HtmlEntity
{
    // Name and character.
    private static readonly Dictionary<string, char> Ascii = new[]
    {
        "Tab\t", "NewLine\n", "excl!", "num#", "dollar$", "percnt%", "lpar(", "rpar)", "ast*", "plus+", "comma,", "period.", "sol/", "colon:", "semi;", "equals=", "quest?", "commat@",
        "lsqb[", "lbrack[", "bsol\\", "rsqb]", "rbrack]", "Hat^", "lowbar_", "grave`", "lcub{", "lbrace{", "verbar|", "vert|", "rcub}", "rbrace}",
    }.ToDictionary(entry => entry[..^1], entry => entry[^1], StringComparer.Ordinal);

    private const int Longest = 9;

    /// <summary>A text with its character references resolved.</summary>
    public static string Decode(string text)
    {
        if (!text.Contains('&', StringComparison.Ordinal))
            return text;
        StringBuilder? result = null;
        var copied = 0;
        var names = Ascii.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var at = text.IndexOf('&', StringComparison.Ordinal); at >= 0; at = text.IndexOf('&', at + 1))
        {
            var end = text.IndexOf(';', at, Math.Min(text.Length - at, Longest));
            if (end < 0 || !names.TryGetValue(text.AsSpan(at + 1, end - at - 1), out var c))
                continue;
            result ??= new StringBuilder(text.Length);
            result.Append(text, copied, at - copied).Append(c);
            copied = end + 1;
        }

        return WebUtility.HtmlDecode(result is null ? text : result.Append(text, copied, text.Length - copied).ToString());
    }
}
