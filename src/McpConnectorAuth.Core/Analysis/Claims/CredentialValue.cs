using System.Buffers;
using System.Text;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Tells what the value of a header says about the method, and writes it as a format with holes.</summary>
internal static class CredentialValue
{
    private static readonly string[] Verbs = ["get", "post", "put", "patch", "delete", "head"];
    private static readonly string[] Constant = ["oauth_signature_method", "oauth_version"];
    private static readonly string[] Articles = ["the", "a", "an", "your", "my", "this", "that", "its", "der", "die", "das", "den", "el", "la", "le", "un", "une", "uw", "je"];
    // Parameters that say how something was signed.
    private static readonly string[] Described = ["algorithm", "alg", "headers", "signed_headers", "version", "v", "signature_method"];
    private const int MostBetween = 6;
    private const int MostParts = 3;
    private const int MostNamed = 200;
    private static readonly string[] SignatureSchemes = ["usernametoken", "aws4-hmac-sha256", "aws4", "hmac", "signature", "hmac-sha256", "hawk", "sharedkey"];

    /// <summary>Kind and format of the value of an <c>Authorization</c> header; null where it is no credential.</summary>
    public static (AuthKind Kind, string Format)? OfAuthorization(string value)
    {
        value = Unquoted(value);
        if (value.Length == 0)
            return null;
        // The parameters of RFC 5849 section 3.5.1 without the scheme in front, as some servers take them
        if (value.StartsWith("oauth_", StringComparison.Ordinal) && value.Contains("oauth_consumer_key=", StringComparison.Ordinal))
            return (AuthKind.OAuth1, Signed(value));
        if (value.StartsWith("base64(", StringComparison.OrdinalIgnoreCase))
            return (AuthKind.ApiKey, "base64(" + UserPassword(Inner(value[7..])) + ")");
        var blank = value.IndexOf(' ', StringComparison.Ordinal);
        if (blank < 0)
        {
            if (IsScheme(value, "bearer"))
                return (AuthKind.Bearer, "Bearer {token}");
            if (IsScheme(value, "basic") || IsScheme(value, "digest"))
                return null;
            if (value.EndsWith(":signature", StringComparison.OrdinalIgnoreCase) && value[..^":signature".Length] is { Length: > 0 } user && user.All(c => char.IsAsciiLetter(c) || c == '_'))
                return (AuthKind.SignedRequest, "{" + user + "}:{signature}");
            if (NameInFront(value) is > 0 and var name)
                return (AuthKind.ApiKey, value[name] == '"' ? value[..name] + "\"" + Hole(value[name..]) + "\"" : value[..name] + Hole(value[name..]));
            return value.StartsWith('{') ? WholeValue(value) : value.Length >= 8 || value.Contains('{', StringComparison.Ordinal) ? (AuthKind.ApiKey, Hole(value)) : null;
        }

        var scheme = value[..blank];
        var rest = value[(blank + 1)..].Trim();
        if (scheme.Contains('{', StringComparison.Ordinal))
            return WholeValue(value);
        // RFC 9110 section 11.4 in the words of its grammar.
        if (scheme.Trim('{', '}').ToLowerInvariant() is "auth-scheme" or "scheme" or "auth_scheme" or "type" or "prefix")
            return null;
        if (IsScheme(scheme, "bearer"))
            // `Bearer {username} {secret}`
            return (AuthKind.Bearer, "Bearer " + (Template.Holes(rest) is [var first, var second] && first != second && rest == "{" + first + "} {" + second + "}" ? rest : Hole(rest)));
        if (IsScheme(scheme, "basic"))
            return Basic(rest);
        if (IsScheme(scheme, "digest"))
            return (AuthKind.Digest, "Digest {response}");
        if (IsScheme(scheme, "oauth"))
        {
            return rest.Contains("oauth_signature", StringComparison.OrdinalIgnoreCase) || rest.Contains("oauth_consumer_key", StringComparison.OrdinalIgnoreCase) ? (AuthKind.OAuth1, "OAuth " + Signed(rest)) : (AuthKind.ApiKey, scheme + " " + Hole(rest));
        }

        if (rest.StartsWith("base64(", StringComparison.OrdinalIgnoreCase) && SignedPair(Inner(rest[7..])) is { } encoded)
            return (AuthKind.SignedRequest, scheme + " base64(" + encoded + ")");
        if (SignedPair(rest) is { } pair)
            return (AuthKind.SignedRequest, scheme + " " + pair);
        if (SignatureSchemes.Contains(scheme.ToLowerInvariant()) || scheme.Contains("-hmac-", StringComparison.OrdinalIgnoreCase) || rest.Contains("signature", StringComparison.OrdinalIgnoreCase))
            return (AuthKind.SignedRequest, scheme + " " + WithoutLiterals(rest));
        if (rest.StartsWith("base64(", StringComparison.OrdinalIgnoreCase))
            return (AuthKind.ApiKey, scheme + " base64(" + Halves(UserPassword(Inner(rest[7..]))) + ")");
        // "the access token" is no scheme.
        if (Articles.Contains(scheme.ToLowerInvariant()))
            return null;
        if (Verbs.Contains(scheme.ToLowerInvariant()) || rest.StartsWith('/') || scheme.EndsWith(':'))
            return null;
        if (scheme.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_')) || rest.Count(c => c == ' ') > 4)
            return null;
        return (AuthKind.ApiKey, scheme + " " + Parts(rest));
    }

    // `AcmeApiToken=user!reader=8a6f…`: how long the name of the value in front of it is.
    private static int NameInFront(string value) =>
        value.IndexOf('=', StringComparison.Ordinal) is > 2 and <= LongestScheme and var equals && value.AsSpan(equals + 1).TrimEnd('=') is { Length: >= LeastValue } && !value.AsSpan(0, equals).ContainsAnyExcept(NameChars) && CredentialNames.Find(CredentialNames.Snake(value[..equals])) is { Secret: true } ? equals + 1 : 0;

    private const int LeastValue = 8;

    // The quotes around a value, not the one that ends its last parameter.
    private static string Unquoted(string value)
    {
        value = value.Trim();
        foreach (var quote in (ReadOnlySpan<char>)['"', '\''])
        {
            if (value.Length > 0 && value[0] == quote)
                value = value[1..].TrimStart();
            if (value.Length > 0 && value[^1] == quote && value.AsSpan().Count(quote) % 2 == 1)
                value = value[..^1].TrimEnd();
        }

        return value;
    }

    // What differs between callers is a hole; what a signature is made of and how stays.
    private static string WithoutLiterals(string rest)
    {
        if (!rest.Contains('=', StringComparison.Ordinal))
            return rest.Contains('{', StringComparison.Ordinal) ? rest : "{signature}";
        var format = new StringBuilder(rest.Length);
        for (var at = 0; at < rest.Length;)
        {
            var equals = rest.IndexOf('=', at);
            if (equals < 0)
                break;
            var start = equals + 1;
            var quoted = start < rest.Length && rest[start] == '"';
            var end = quoted ? rest.IndexOf('"', start + 1) : rest.AsSpan(start).IndexOfAny(',', ' ') is >= 0 and var length ? start + length : -1;
            end = end < 0 ? rest.Length : quoted ? end + 1 : end;
            var spelled = rest[at..equals].Trim(',', ' ', ';');
            // `12345:bm90…=`: what stands in front of the padding of base64 is somebody's value.
            if (spelled.Contains(':', StringComparison.Ordinal) && !spelled.Contains('{', StringComparison.Ordinal))
                return spelled.IndexOf(':', StringComparison.Ordinal) > 0 && end >= rest.Length ? "{key}:{signature}" : "{signature}";
            var name = CredentialNames.Snake(spelled);
            format.Append(rest, at, start - at);
            if (name.Length == 0 || rest.AsSpan(start, end - start).Contains('{') || Array.Exists(Described, word => name == word))
                format.Append(rest, start, end - start);
            else
                format.Append(quoted ? $"\"{{{name}}}\"" : $"{{{name}}}");
            at = end;
        }

        return format.ToString();
    }

    // A half that is neither a hole nor the name of one is an example's.
    private static string Halves(string pair) =>
        SplitAt(pair) is > 0 and var colon ? Half(pair[..colon], "{key_id}") + ":" + Half(pair[(colon + 1)..], "{secret}") : pair.Contains('{', StringComparison.Ordinal) ? pair : "{}";

    private static string Half(string side, string hole) => side.Contains('{', StringComparison.Ordinal) ? side : hole;

    // The parameters of RFC 5849 section 3.5.1, an example's values as holes.
    private static string Signed(string rest) => string.Join(", ", rest.Split([',', ' '], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Parameter).OfType<string>());

    private static string? Parameter(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        if (equals <= 0)
            return null;
        var name = part[..equals];
        if (part.Contains('{', StringComparison.Ordinal) || Constant.Contains(name))
            return part;
        // The realm may be left out, and an example's is somebody's.
        return name.Equals("realm", StringComparison.OrdinalIgnoreCase) ? null : $"{name}=\"{{{(name.StartsWith("oauth_", StringComparison.OrdinalIgnoreCase) ? name["oauth_".Length..] : name)}}}\"";
    }

    // Acme {public_key}:{signature}, Acme AKID:6ff75027649aadd4…
    private static string? SignedPair(string rest)
    {
        var colon = SplitAt(rest);
        if (colon <= 0 || rest.Contains(' ', StringComparison.Ordinal) || rest.Contains('=', StringComparison.Ordinal) && !rest.EndsWith('='))
            return null;
        var (user, right) = (rest[..colon], rest[(colon + 1)..]);
        var named = (right.Contains('{', StringComparison.Ordinal) || Spelled(user) is not null) && right.Split(':').Any(IsSignature);
        var digest = right.Length is 32 or 40 or 64 or 128 && right.All(char.IsAsciiHexDigit);
        return named || digest ? (user.Contains('{', StringComparison.Ordinal) || (named && IsVersion(user)) ? user : Spelled(user) ?? "{key}") + (named ? Others(right) : ":{signature}") : null;
    }

    // `GCS v1HMAC:{key_id}:{signature}`: what was used and in which version.
    private static bool IsVersion(string part) => part is ['v' or 'V', >= '0' and <= '9', ..] && part.Length <= LongestVersion && (part.Length == 2 || part.EndsWith("hmac", StringComparison.OrdinalIgnoreCase));

    private const int LongestVersion = 8;

    /// <summary>An example of a signature as Base64 behind a scheme and whose it is, as a format: <c>ACME my-access-id:bm90…=</c>; null where it is none.</summary>
    public static string? LiteralPair(string value)
    {
        var blank = value.IndexOf(' ', StringComparison.Ordinal);
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (blank <= 0 || colon <= blank + 1 || value.Contains('{', StringComparison.Ordinal) || value.AsSpan(colon + 1).ContainsAnyExcept(Base64Chars) || value.Length - colon <= LeastDigest || !value.EndsWith('=') || !IsSchemeWord(value.AsSpan(0, blank)) || value.AsSpan(blank + 1, colon - blank - 1).Contains(' '))
            return null;
        return value[..(blank + 1)] + "{" + (ExampleName(value[(blank + 1)..colon]) ?? "key") + "}:{signature}";
    }

    /// <summary>Whether a line ends in two values with a colon between them, the second of which is Base64 of some length.</summary>
    public static bool IsPair(ReadOnlySpan<char> line)
    {
        var text = line.TrimEnd(" '\",\\");
        var value = text[(text.LastIndexOf(' ') + 1)..];
        return value.IndexOf(':') is > 0 and var colon && value.Length - colon > LeastDigest && !value[(colon + 1)..].ContainsAnyExcept(Base64Chars);
    }

    // SHA-1 has 20 bytes, which are 28 characters; examples are shortened.
    private const int LeastDigest = 16;
    private static readonly SearchValues<char> Base64Chars = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=");

    // access-id-example, YOUR_ACCESS_ID: an example that says what it stands for.
    private static string? ExampleName(string value)
    {
        var name = string.Join('_', CredentialNames.Snake(value).Split('_').Where(word => word is not ("example" or "your" or "my" or "sample" or "demo" or "the")));
        return name.EndsWith("_id", StringComparison.Ordinal) || CredentialNames.Find(name)?.Name == name ? name : null;
    }

    // What stands before or behind the signature stays where it is: a nonce, a time.
    private static string Others(string right)
    {
        var parts = right.Split(':');
        var signature = Array.FindIndex(parts, part => IsSignature(part) && !IsAlgorithm(part));
        if (signature < 0 || parts.Length > MostParts || !Array.TrueForAll(parts, part => IsSignature(part) || IsAlgorithm(part) || Template.LoneHole(part) is not null || Spelled(part) is not null))
            return ":{signature}";
        return string.Concat(parts.Select((part, i) => ":" + (i == signature ? "{signature}" : part.StartsWith('{') || IsAlgorithm(part) ? part : Spelled(part))));
    }

    private const int MostValues = 6;

    /// <summary>Whether a header's value consists of named values, one of which is made anew for each request.</summary>
    public static bool IsComputed(string value)
    {
        if (Template.Holes(value) is not { Count: > 2 and <= MostValues } holes)
            return false;
        // `code="{code}" date="{date}" hash="{hash}"`: each with its name, or one behind the other.
        var names = Names(value);
        if (names.Count == 0 && !(value is ['{', .., '}'] && Template.WithoutHoles(value, "").AsSpan().IndexOfAnyExcept(";:,|.") < 0))
            return false;
        return Array.Exists([.. names, .. holes], IsDigest) && Array.Exists([.. names, .. holes], IsMoment);
    }

    /// <summary>The format of a header's value that is a signature alone or stands behind whose it is; null where it is none.</summary>
    public static string? Made(string value) => Template.Holes(value) switch
    {
        [var only] when value == "{" + only + "}" && CredentialNames.IsComputed(only) => "{signature}",
        [var user, var made] when value == "{" + user + "}:{" + made + "}" && CredentialNames.IsComputed(made) && !CredentialNames.IsComputed(user) => "{" + user + "}:{signature}",
        _ => null,
    };

    private static bool IsDigest(string name) => CredentialNames.IsComputed(name) || CredentialNames.Snake(name) is "hash" or "checksum";

    private static bool IsMoment(string name) => HeaderNames.IsFreshness(name) || CredentialNames.Snake(name) is "timestamp" or "nonce" or "salt" or "time" or "date" or "request_date_time";

    // The names of `code="…" date="…"`; none where a value has another form.
    private static List<string> Names(string value)
    {
        var names = new List<string>();
        foreach (var part in value.Split([' ', ',', ';'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.IndexOf('=', StringComparison.Ordinal) is var equals && !(IsName(part, equals) && part[(equals + 1)..].Trim('"') is { Length: > 1 } inner && !inner.AsSpan().ContainsAny('"', '=')))
                return [];
            names.Add(part[..equals]);
        }

        return names.Count > 1 ? names : [];
    }

    /// <summary>Whether a word names what signs, as <c>HmacSHA256</c> does in front of what it made: names that are known, since anything else may be somebody's value.</summary>
    public static bool IsAlgorithm(string part) => Array.Exists(Digests, digest => part.Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal) is var name && (name.Equals(digest, StringComparison.OrdinalIgnoreCase) || name.Equals("hmac" + digest, StringComparison.OrdinalIgnoreCase)));

    private static readonly string[] Digests = ["sha1", "sha256", "sha384", "sha512", "md5"];

    private static bool IsSignature(string part) => part.Contains("sign", StringComparison.OrdinalIgnoreCase) || (Template.Holes(part) is [var only] && CredentialNames.IsComputed(only)) || part.Contains("hmac", StringComparison.OrdinalIgnoreCase) || part.Contains("digest", StringComparison.OrdinalIgnoreCase) || part.Contains("computed", StringComparison.Ordinal);

    // AccessId, Timestamp: the name of what stands there.
    private static string? Spelled(string part) =>
        part.Length > 1 && part.All(char.IsAsciiLetter) && part.Any(char.IsAsciiLetterUpper) && CredentialNames.Snake(part) is var snake && (snake.Contains('_', StringComparison.Ordinal) || snake is "timestamp" or "nonce" or "epoch") ? "{" + snake + "}" : null;

    /// <summary>The value of a header, parameter or field as a format: holes stay, a literal becomes one hole.</summary>
    public static string Hole(string value)
    {
        value = value.Trim().Trim('"', '\'').Trim();
        var open = value.IndexOf('{', StringComparison.Ordinal);
        if (open < 0)
            return "{}";
        var close = value.IndexOf('}', open);
        if (close < 0)
            return "{}";
        // `<token id>:<token secret>`, `nbt_<key>.<token>`: two values that make one.
        if (Template.Holes(value) is { Count: 2 or 3 } holes && holes.Distinct().Count() == holes.Count && !value.Contains(' ', StringComparison.Ordinal) && (IsPut(value, holes) || AreNamed(value)))
            return value;
        // A prefix or suffix around the hole is kept only where it is short and plainly constant, such as token=.
        var before = value[..open];
        var after = value[(close + 1)..];
        if (after.Length == 0 && before.Length is > 0 and <= 12 && before[^1] is '=' or ':' or ' ' && !before.Any(char.IsDigit))
            return before + value[open..(close + 1)];
        return value[open..(close + 1)];
    }

    /// <summary>Whether a word in front of a value can be a scheme's name (RFC 9110 section 11.1): letters and hyphens, digits in a short one only, and no method of HTTP.</summary>
    public static bool IsSchemeWord(ReadOnlySpan<char> word) =>
        word.Length is > 1 and <= LongestScheme && word.IndexOfAnyExcept(SchemeChars) < 0 && (word.Length <= ShortScheme || word.IndexOfAnyInRange('0', '9') < 0) && !Verbs.Contains(word.ToString().ToLowerInvariant());

    private const int LongestScheme = 20;
    private const int ShortScheme = 6;
    private static readonly SearchValues<char> SchemeChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-");

    private static bool IsScheme(string value, string scheme) => value.Equals(scheme, StringComparison.OrdinalIgnoreCase);

    // What stands between the holes is short and holds no digit: it is no part of an example's value.
    private static bool IsPut(string value, List<string> holes)
    {
        foreach (var hole in holes)
            value = value.Replace("{" + hole + "}", "", StringComparison.Ordinal);
        return value.Length is > 0 and <= MostBetween && !value.Any(c => char.IsDigit(c) || c is '{' or '}');
    }

    // `accessKey={access_key};secretKey={secret_key}`
    private static bool AreNamed(string value) =>
        value.Length < MostNamed && Array.TrueForAll(value.Split(';', ',', '&'), part => part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && at + 2 < part.Length && part[at + 1] == '{' && part.IndexOf('}', StringComparison.Ordinal) == part.Length - 1 && part[..at].All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-'));

    // `api_user:token` names what stands there.
    private static string? NamedPair(string rest)
    {
        var colon = rest.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || rest.Contains('{', StringComparison.Ordinal) || rest.Contains(' ', StringComparison.Ordinal) || rest.IndexOf(':', colon + 1) >= 0)
            return null;
        var (left, right) = (CredentialNames.Snake(rest[..colon]), CredentialNames.Snake(rest[(colon + 1)..]));
        return left.Length > 0 && CredentialNames.Find(right) is { Secret: true } known && known.Name == right && left.All(c => char.IsAsciiLetterLower(c) || c == '_') ? $"{{{left}}}:{{{right}}}" : null;
    }

    // token="{api_key}", Token token={api_key}: names stay, values become holes.
    private static string Parts(string rest)
    {
        if (NamedPair(rest) is { } pair)
            return pair;
        var equals = rest.IndexOf('=', StringComparison.Ordinal);
        if (!IsName(rest, equals) || equals + 1 == rest.Length || rest.EndsWith("==", StringComparison.Ordinal))
            return Hole(rest);
        if (rest.Contains(',', StringComparison.Ordinal))
            return string.Join(", ", rest.Split(',').Select(part => Part(part.Trim())));
        // email={email}&apikey={api_key}
        if (rest.Split('&') is { Length: > 1 and <= MostFields } fields && Array.TrueForAll(fields, IsField))
            return string.Join('&', fields.Select(field => Described.Contains(field[..field.IndexOf('=', StringComparison.Ordinal)]) ? field : Part(field)));
        var value = rest[(equals + 1)..];
        return value.StartsWith('"') ? rest[..equals] + "=\"" + Hole(value) + "\"" : rest[..equals] + "=" + Hole(value);
    }

    // An example's value becomes a hole of its name.
    private static string Part(string part) =>
        part.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && !part.Contains('{', StringComparison.Ordinal) ? part[..at] + "=" + (part[(at + 1)..].StartsWith('"') ? "\"{" + part[..at] + "}\"" : "{" + part[..at] + "}") : part;

    // A name, and a value that is a hole or a literal as a whole: what is neither may be a piece of the secret.
    private static bool IsField(string field)
    {
        var equals = field.IndexOf('=', StringComparison.Ordinal);
        if (!IsName(field, equals))
            return false;
        var value = field.AsSpan(equals + 1);
        if (value.IsEmpty)
            return !field.AsSpan(0, equals).ContainsAnyExcept(SmallLetters);
        return value.Contains('{') ? value[0] == '{' && value.IndexOf('}') == value.Length - 1 : !value.ContainsAny(' ', '=', '}');
    }

    // What stands in front of an equals sign.
    private static bool IsName(string text, int equals) => equals is > 0 and <= LongestName && !text.AsSpan(0, equals).ContainsAnyExcept(NameChars);

    private const int MostFields = 6;
    private const int LongestName = 24;
    private static readonly SearchValues<char> NameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
    private static readonly SearchValues<char> SmallLetters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz_");

    private static (AuthKind, string)? WholeValue(string value)
    {
        var holes = Template.Holes(value);
        if (holes.Count == 0)
            return null;
        if (holes.Count == 2 && value == "{" + holes[0] + "}:{" + holes[1] + "}")
            return CredentialNames.IsComputed(holes[1]) ? (AuthKind.SignedRequest, "{" + holes[0] + "}:{signature}") : (AuthKind.ApiKey, value);
        // What is computed for each request is no key.
        if (holes.Count == 1 && CredentialNames.IsComputed(holes[0]))
            return (AuthKind.SignedRequest, "{signature}");
        // {scheme} {token}: nothing is said.
        return holes.Count == 1 ? (AuthKind.ApiKey, "{" + holes[0] + "}") : null;
    }

    private static (AuthKind, string)? Basic(string rest)
    {
        var start = rest.IndexOf("base64", StringComparison.OrdinalIgnoreCase);
        if (start >= 0)
        {
            var open = rest.IndexOfAny(['(', ' ', '{'], start);
            var inner = open < 0 ? "" : Inner(rest[(open + 1)..]);
            // The password is computed for each request: the form of Basic, and a signature.
            if (SplitAt(inner) is > 0 and var colon && inner[(colon + 1)..].Contains("signature", StringComparison.OrdinalIgnoreCase))
                return (AuthKind.SignedRequest, "Basic base64(" + UserPassword(inner) + ")");
            return (AuthKind.Basic, "Basic base64(" + UserPassword(inner) + ")");
        }

        var literal = rest.Trim();
        if (Decode(literal) is { } decoded)
            return (AuthKind.Basic, "Basic base64(" + decoded + ")");
        var holes = Template.Holes(literal);
        return holes.Count == 2 ? (AuthKind.Basic, "Basic base64({" + holes[0] + "}:{" + holes[1] + "})") : (AuthKind.Basic, "Basic base64({username}:{password})");
    }

    private static string Inner(string text)
    {
        text = text.Trim().TrimEnd(')').Trim('"', '\'', ' ');
        return text.EndsWith('}') && text.Count(c => c == '}') > text.Count(c => c == '{') ? text[..^1] : text;
    }

    /// <summary><c>user:password</c> with what is written as it is kept and what is an example value as an unnamed hole.</summary>
    public static string UserPassword(string text)
    {
        text = Template.Normalize(text).Replace("\" + \"", "", StringComparison.Ordinal);
        var colon = SplitAt(text);
        return colon < 0
            ? text.Contains('{', StringComparison.Ordinal) ? text : "{username}:{password}"
            : Pair(Side(text[..colon]), Side(text[(colon + 1)..]));
    }

    // api_id:api_token: where one half is the name of a value, so is the other that is spelled like one.
    private static string Pair(string user, string password) =>
        IsName(user) && IsName(password) ? "{" + user + "}:{" + password + "}" :
        (password.StartsWith('{') && IsName(user) ? "{" + user + "}" : user) + ":" + (user.StartsWith('{') && IsName(password) ? "{" + password + "}" : password);

    private static bool IsName(string side) => side.All(c => char.IsAsciiLetter(c) || c == '_') && CredentialNames.Snake(side).EndsWith("_id", StringComparison.Ordinal);

    private static int SplitAt(string text)
    {
        var depth = 0;
        for (var i = 0; i < text.Length; i++)
        {
            depth += text[i] == '{' ? 1 : text[i] == '}' ? -1 : 0;
            if (text[i] == ':' && depth == 0)
                return i;
        }

        return -1;
    }

    private static string Side(string side)
    {
        side = side.Trim();
        if (side.Contains("signature", StringComparison.OrdinalIgnoreCase) && !side.Contains('{', StringComparison.Ordinal))
            return "{signature}";
        if (side.Length == 0 || side.Contains('{', StringComparison.Ordinal))
            return side;
        // Bare words that name a credential are placeholders: api_key, password, email.
        var known = CredentialNames.Find(CredentialNames.Snake(side));
        return known is not null ? "{" + CredentialNames.Snake(side) + "}" : side;
    }

    // A documented example such as YXBpa2V5Olg= shows the pattern only where its text is plain.
    private static string? Decode(string literal)
    {
        if (literal.Length is < 8 or > 200 || literal.Length % 4 != 0)
            return null;
        var buffer = new byte[literal.Length];
        if (!Convert.TryFromBase64String(literal, buffer, out var length))
            return null;
        var text = System.Text.Encoding.ASCII.GetString(buffer, 0, length);
        if (text.Any(c => c is < ' ' or > '~') || !text.Contains(':', StringComparison.Ordinal))
            return null;
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var password = text[(colon + 1)..];
        if (password.Equals("password", StringComparison.OrdinalIgnoreCase))
            return "{username}:{password}";
        var user = text[..colon];
        // An e-mail address shows what stands there, and what is glued to it.
        var mail = user.IndexOf('@', StringComparison.Ordinal);
        var slash = mail > 0 ? user.IndexOf('/', mail) : -1;
        return (mail > 0 ? "{email}" + (slash > 0 ? user[slash..] : "") : "{}") + ":" + (password.Length <= 1 || password is "api_token" or "token" or "password" ? password : "{}");
    }
}
