using System.Buffers;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Makes a wrong secret that looks right: an API that refuses it has looked at every character, not only at the form.</summary>
internal static class ChangedSecret
{
    private static readonly SearchValues<char> Hexadecimal = SearchValues.Create("0123456789abcdefABCDEF");

    /// <summary>
    /// The secret with one character replaced by its successor among digits, lower-case or upper-case letters, within
    /// <c>a</c> to <c>f</c> where the whole secret is hexadecimal.
    /// </summary>
    /// <remarks>
    /// The character stands near the end, behind the prefixes that keys start with, but not among the last four: the last
    /// characters of Base64 can change without a change of the bytes.
    /// A JWT (RFC 7519) changes in its signature only, so that it stays readable.
    /// </remarks>
    public static string Of(string secret)
    {
        // A compact JWS has three parts (RFC 7515 section 3.1), and its signature the last.
        var signature = secret.LastIndexOf('.') + 1;
        if (secret.StartsWith("eyJ", StringComparison.Ordinal) && secret.Count(character => character == '.') == 2 && signature < secret.Length)
            return secret[..signature] + Changed(secret[signature..]);
        return Changed(secret);
    }

    private static string Changed(string secret)
    {
        var isHexadecimal = !secret.AsSpan().ContainsAnyExcept(Hexadecimal);
        var start = secret.Length > 8 ? secret.Length - 5 : secret.Length / 2;
        var found = Enumerable.Range(0, secret.Length)
            .OrderBy(index => index <= start ? start - index : index)
            .FirstOrDefault(index => char.IsAsciiLetterOrDigit(secret[index]), start);
        return string.Concat(secret.AsSpan(0, found), [Successor(secret[found], isHexadecimal)], secret.AsSpan(found + 1));
    }

    private static char Successor(char character, bool isHexadecimal) => character switch
    {
        '9' => '0',
        'f' when isHexadecimal => 'a',
        'F' when isHexadecimal => 'A',
        'z' => 'a',
        'Z' => 'A',
        _ when char.IsAsciiLetterOrDigit(character) => (char)(character + 1),
        _ => 'x',
    };
}
