using System.Text;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>Tells values that someone or something chose to be secret from placeholders, words and identifiers.</summary>
internal static class SecretShape
{
    private const int ShortestChosen = 6;
    private const int ShortestRandom = 20;
    private const int RandomEnough = 16;

    private static readonly string[] PlaceholderWords =
    [
        "your", "example", "sample", "placeholder", "dummy", "changeme", "change_me", "replace", "insert", "redacted", "fake", "lorem", "todo",
        "password", "passwd", "secret", "apikey", "api_key", "api-key", "mytoken", "my_token", "my-token", "testtoken", "test_token",
    ];

    private static readonly string[] PlaceholderMarks = ["…", "...", "***", "xxxx", "XXXX", "###"];

    private static readonly string[] TechnicalTerms =
    [
        "oauth", "openid", "base", "sha", "md", "utf", "rsa", "hmac", "hmacsha", "aes", "http", "https", "ver", "tls", "rfc", "pkcs", "ipv",
        "iso", "api", "ascii", "latin", "log", "int", "uint", "float", "web", "scrypt", "win", "arm", "crc", "blake", "ecdsa", "secp", "cp",
    ];

    private static readonly string[] ShortTerms = ["ed", "es", "hs", "rs", "ps", "id", "mp"];

    private static readonly string[] LocationStarts = ["/", "./", "../", "~/", "\\\\"];

    /// <summary>Whether a value that stands where a secret goes is a real one: not a placeholder, an expression, words, a path.</summary>
    public static bool IsChosen(string value)
    {
        value = value.TrimEnd('.', ',', ';', ':', ')', '*', '_', '`', '!', '?');
        return value.Length >= ShortestChosen
            && !IsLocation(value)
            && !IsExpression(value)
            && !IsPlaceholder(value)
            && !IsWordy(value);
    }

    /// <summary>Whether a text that nothing introduces is random enough to be a credential.</summary>
    public static bool IsRandom(string value)
    {
        if (value.Length < ShortestRandom || IsHex(value) || Guid.TryParseExact(value, "D", out _) || IsPlaceholder(value) || DecodesToWords(value)) return false;
        var random = 0;
        var all = 0;
        foreach (var segment in Segments(value))
        {
            all += segment.Length;
            if (IsRandomSegment(segment)) random += segment.Length;
        }

        return random >= RandomEnough && 2 * random >= all;
    }

    /// <summary>Only hex digits, among them a digit.</summary>
    public static bool IsHex(string value) => value.All(char.IsAsciiHexDigit) && value.Any(char.IsAsciiDigit);

    /// <summary>Something to be replaced: braces, angle brackets, variables, dots, repeated or counting characters, telling words.</summary>
    public static bool IsPlaceholder(string value)
    {
        if (IsMarked(value) || IsVariable(value) || IsCounting(value)) return true;

        // A telling word does not excuse a long random rest.
        return HasPlaceholderWord(value)
            && !Segments(value).Any(segment => segment.Length >= ShortestRandom && !HasPlaceholderWord(segment) && IsRandomSegment(segment));
    }

    /// <summary>Only words, in any case style, technical terms with their numbers, and short numbers.</summary>
    public static bool IsWordy(string value) => Segments(value).All(IsWord);

    /// <summary>The runs of ASCII letters and digits.</summary>
    public static IEnumerable<string> Segments(string value)
    {
        var start = 0;
        for (var index = 0; index <= value.Length; index++)
        {
            if (index < value.Length && char.IsAsciiLetterOrDigit(value[index])) continue;
            if (index > start) yield return value[start..index];
            start = index + 1;
        }
    }

    private static bool IsLocation(string value) =>
        LocationStarts.Any(start => value.StartsWith(start, StringComparison.Ordinal))
        || value.Contains("://", StringComparison.Ordinal)
        || (value.Length > 2 && char.IsAsciiLetter(value[0]) && value[1] == ':' && value[2] == '\\');

    /// <summary>A call or an index: <c>name(</c>, <c>object.name[</c>.</summary>
    private static bool IsExpression(string value)
    {
        var end = value.AsSpan().IndexOfAny('(', '[');
        return end > 0 && !char.IsAsciiDigit(value[0]) && value.AsSpan(0, end).IndexOfAnyExcept(NameCharacters) < 0;
    }

    private static readonly System.Buffers.SearchValues<char> NameCharacters =
        System.Buffers.SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.");

    private static bool IsMarked(string value)
    {
        if (value.Length > 0 && "[<{(".Contains(value[0], StringComparison.Ordinal)) return true;
        if (PlaceholderMarks.Any(mark => value.Contains(mark, StringComparison.Ordinal))) return true;
        if (HasPair(value, '{', '}') || HasPair(value, '<', '>')) return true;
        var fillers = 0;
        foreach (var character in value)
        {
            fillers = "xX*._•-".Contains(character, StringComparison.Ordinal) ? fillers + 1 : 0;
            if (fillers == ShortestChosen) return true;
        }

        return false;
    }

    private static bool HasPair(string value, char open, char close)
    {
        var start = value.IndexOf(open, StringComparison.Ordinal);
        return start >= 0 && value.IndexOf(close, start) > start;
    }

    /// <summary><c>$NAME</c>, <c>${…</c>, <c>$(…</c>, <c>%NAME%</c>, <c>env.NAME</c>, <c>@file</c>.</summary>
    private static bool IsVariable(string value) => value switch
    {
        ['$', var next, ..] => char.IsAsciiLetter(next) || next is '_' or '{' or '(',
        ['%', .. var name, '%'] => name.All(character => char.IsAsciiLetter(character) || character == '_'),
        ['@', .. var path] => path.All(character => char.IsAsciiLetter(character) || "_./-".Contains(character, StringComparison.Ordinal)),
        _ => value.StartsWith("env.", StringComparison.Ordinal) || value.StartsWith("env:", StringComparison.Ordinal),
    };

    private static bool HasPlaceholderWord(string value) =>
        PlaceholderWords.Any(word => value.Contains(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>Base64 of a placeholder such as <c>user:password</c>.</summary>
    private static bool DecodesToWords(string value)
    {
        var bytes = new byte[value.Length];
        return Convert.TryFromBase64String(value, bytes, out var count)
            && !bytes.AsSpan(0, count).ContainsAnyExceptInRange((byte)' ', (byte)'~')
            && IsWordy(Encoding.ASCII.GetString(bytes, 0, count));
    }

    private static bool IsWord(string segment) =>
        (segment.Length <= 4 && segment.All(char.IsAsciiDigit))
        || IsTechnicalTerm(segment)
        || (segment.All(char.IsAsciiLetter) && !IsRandomSegment(segment));

    /// <summary>A known word and a number (<c>sha256</c>, <c>base64url</c>), or one letter and a number (<c>v2</c>).</summary>
    private static bool IsTechnicalTerm(string segment)
    {
        var text = segment.AsSpan();
        var digits = text.IndexOfAnyInRange('0', '9');
        if (digits <= 0) return false;
        var word = segment[..digits].ToLowerInvariant();
        var rest = text[digits..].TrimStart("0123456789");
        if (text.Length - digits - rest.Length > 5) return false;
        return rest.Length == 0
            ? word.Length == 1 || ShortTerms.Contains(word) || TechnicalTerms.Contains(word)
            : rest.Length <= 8 && !rest.ContainsAnyInRange('0', '9') && TechnicalTerms.Contains(word);
    }

    /// <summary>
    /// Random letters and digits change between lower case, upper case and digits every two or three characters;
    /// words and identifiers do so at word borders only.
    /// </summary>
    private static bool IsRandomSegment(string segment)
    {
        if (segment.Length < 6 || IsTechnicalTerm(segment) || segment.All(char.IsAsciiDigit)) return false;
        var runs = 0;
        var digitRuns = 0;
        var consonants = 0;
        var mostConsonants = 0;
        var previous = ' ';
        foreach (var character in segment)
        {
            var kind = char.IsAsciiDigit(character) ? 'd' : char.IsAsciiLetterUpper(character) ? 'u' : 'l';
            if (kind != previous && !(previous == 'u' && kind == 'l')) runs++;
            if (kind == 'd' && previous != 'd') digitRuns++;
            previous = kind;
            consonants = kind != 'd' && !"aeiouyAEIOUY".Contains(character, StringComparison.Ordinal) ? consonants + 1 : 0;
            mostConsonants = Math.Max(mostConsonants, consonants);
        }

        var perRun = (double)segment.Length / runs;
        return digitRuns == 0
            ? segment.Length >= 12 && (perRun < 2.6 || mostConsonants >= 7)
            : perRun < 2.8 || (digitRuns >= 3 && perRun < 4) || mostConsonants >= 5;
    }

    /// <summary>abc123, 0123456789, aaaa…: most neighbours are equal or follow each other.</summary>
    private static bool IsCounting(string value)
    {
        var steps = 0;
        for (var index = 1; index < value.Length; index++)
        {
            var step = char.ToLowerInvariant(value[index]) - char.ToLowerInvariant(value[index - 1]);
            if (step is 0 or 1 or -1 or -9) steps++;
        }

        return value.Length >= 4 && 10 * steps >= 6 * (value.Length - 1);
    }
}
