using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>Tells values that someone or something chose to be secret from placeholders, words and identifiers.</summary>
internal static partial class SecretShape
{
    private const int ShortestChosen = 6;
    private const int RandomEnough = 16;

    /// <summary>Whether a value that stands where a secret goes is a real one: not a placeholder, an expression, words, a path.</summary>
    public static bool IsChosen(string value)
    {
        value = value.TrimEnd('.', ',', ';', ':', ')', '*', '_', '`', '!', '?');
        return value.Length >= ShortestChosen
            && !Location().IsMatch(value)
            && !Expression().IsMatch(value)
            && !IsPlaceholder(value)
            && !IsWordy(value);
    }

    /// <summary>Whether a text that nothing introduces is random enough to be a credential.</summary>
    public static bool IsRandom(string value)
    {
        if (value.Length < 20 || IsHex(value) || Uuid().IsMatch(value) || IsPlaceholder(value)) return false;
        var random = Segments(value).Where(IsRandomSegment).Sum(segment => segment.Length);
        return random >= RandomEnough && 2 * random >= Segments(value).Sum(segment => segment.Length);
    }

    /// <summary>Only hex digits, among them a digit.</summary>
    public static bool IsHex(string value) => value.All(char.IsAsciiHexDigit) && value.Any(char.IsAsciiDigit);

    /// <summary>Something to be replaced: braces, angle brackets, variables, dots, repeated or counting characters, telling words.</summary>
    public static bool IsPlaceholder(string value)
    {
        if (PlaceholderMark().IsMatch(value) || Variable().IsMatch(value)) return true;
        if (IsCounting(value)) return true;
        if (!PlaceholderWord().IsMatch(value)) return false;

        // A telling word does not excuse a long random rest.
        return !Segments(value).Any(segment => segment.Length >= 20 && !PlaceholderWord().IsMatch(segment) && IsRandomSegment(segment));
    }

    /// <summary>Only words, in any case style, technical terms with their numbers, and short numbers.</summary>
    public static bool IsWordy(string value) => Separators().Split(value) is var segments && Array.TrueForAll(segments, IsWord);

    private static bool IsWord(string segment) =>
        segment.Length == 0
        || (segment.All(char.IsAsciiDigit) && segment.Length <= 4)
        || TechnicalTerm().IsMatch(segment)
        || (segment.All(char.IsAsciiLetter) && !IsRandomSegment(segment));

    private static IEnumerable<string> Segments(string value) => Separators().Split(value).Where(segment => segment.Length > 0);

    /// <summary>
    /// Random letters and digits change between lower case, upper case and digits every two or three characters;
    /// words and identifiers do so at word borders only.
    /// </summary>
    private static bool IsRandomSegment(string segment)
    {
        if (segment.Length < 6 || TechnicalTerm().IsMatch(segment)) return false;
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

        if (digitRuns == segment.Length || segment.All(char.IsAsciiDigit)) return false;
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

    [GeneratedRegex(@"\A(?:[a-z][a-z0-9+.-]*://|/|\./|\.\./|~/|[A-Za-z]:\\)", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Location();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_.]*[(\[]", RegexOptions.NonBacktracking)]
    private static partial Regex Expression();

    [GeneratedRegex(@"\{[^}]*\}|<[^>]*>|\A[\[<{(]|…|\.\.\.|\*\*\*|[xX]{4}|[xX*._•-]{6}|#{3}", RegexOptions.NonBacktracking)]
    private static partial Regex PlaceholderMark();

    [GeneratedRegex(@"\A(?:\$[A-Za-z_{(]|%[A-Za-z_]+%|@[A-Za-z_./-]+\z|env[.:])", RegexOptions.NonBacktracking)]
    private static partial Regex Variable();

    [GeneratedRegex(
        "your|example|sample|placeholder|dummy|changeme|change_me|replace|insert|redacted|fake|lorem|todo|password|passwd|secret|apikey|api_key|api-key|mytoken|my_token|my-token|test_?token",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex PlaceholderWord();

    [GeneratedRegex(
        @"\A(?:oauth|openid|base|sha|md|utf|rsa|hmac|hmacsha|aes|http|https|v|ver|ed|es|hs|rs|ps|s|tls|rfc|pkcs|x|p|u|id|ipv|iso|http2|application|api|ascii|latin|h|l|log|int|uint|float|k|mp|web|scrypt|win|x86|arm|crc|blake|ecdsa|secp|cp|windows)[0-9]{1,5}[a-z]{0,8}\z",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex TechnicalTerm();

    [GeneratedRegex("[^A-Za-z0-9]+", RegexOptions.NonBacktracking)]
    private static partial Regex Separators();

    [GeneratedRegex(@"\A[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}\z", RegexOptions.NonBacktracking)]
    private static partial Regex Uuid();
}
