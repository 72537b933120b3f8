using System.Buffers;
using System.Text;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Finds text that looks like a secret, by its structure alone, so that notes and specs can refuse it: private keys, signed
/// tokens, values of authorization headers, assignments to secret names, URLs with credentials, and long random text.
/// Placeholders, hashes that are called so, UUIDs, URLs, paths and identifiers pass. It errs towards refusing: a false alarm
/// costs a rewording, a miss a credential. Scanned by hand in linear time, without the start-up cost of regular expressions.
/// </summary>
public static class SecretDetector
{
    private const int LongestValue = 512;
    private const int LongestName = 40;
    private const string KeyBegin = "-----BEGIN ";

    private static readonly string[] Schemes = ["bearer", "basic", "token", "apikey", "api-key"];

    /// <summary>How names of secrets end, without separators and in lower case.</summary>
    private static readonly string[] SecretNames =
    [
        "password", "passwd", "passphrase", "pwd", "secret", "token", "credential", "credentials", "cookie", "sessionid", "apikey", "appkey",
        "applicationkey", "accesskey", "accountkey", "authkey", "clientkey", "consumerkey", "customerkey", "developerkey", "encryptionkey",
        "integrationkey", "licensekey", "masterkey", "privatekey", "secretkey", "servicekey", "sharedkey", "signingkey", "subscriptionkey",
        "webhookkey",
    ];

    /// <summary>Names that end like a secret's but hold a place in a list.</summary>
    private static readonly string[] CursorNames = ["pagetoken", "nexttoken", "synctoken", "continuationtoken"];

    private static readonly string[] HashWords =
    [
        "commit", "commits", "sha", "md5", "hash", "hashes", "digest", "digests", "checksum", "checksums", "revision", "revisions", "etag",
        "fingerprint", "fingerprints", "thumbprint", "thumbprints", "integrity", "blob",
    ];

    private static readonly SearchValues<char> AfterAuthority = SearchValues.Create(" \t/?#\"'`<>\\");
    private static readonly SearchValues<char> AfterValue = SearchValues.Create(" \t\"'`,;&");
    private static readonly SearchValues<char> Token = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=|-");
    private static readonly SearchValues<char> Base64Url = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-");
    private static readonly SearchValues<char> LongTextCharacters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+/.~-");

    /// <summary>All findings by line, at most one of a kind per line.</summary>
    public static IReadOnlyList<SecretFinding> Find(string text)
    {
        var findings = new SortedSet<(int Line, string Kind)>();
        FindPrivateKeys(text, findings);
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            if (HasSignedToken(line)) findings.Add((number, "signed token (JWT)"));
            if (HasUrlCredentials(line)) findings.Add((number, "URL with credentials"));
            if (HasAssignment(line)) findings.Add((number, "value of a secret's name"));
            FindBetweenWords(line, number, findings);
            if (HasRandomText(line)) findings.Add((number, "random text"));
        }

        return [.. findings.Select(finding => new SecretFinding(finding.Kind, finding.Line))];
    }

    /// <summary>PEM (RFC 7468) whose label names a private key and that goes on with key material; a mere mention passes.</summary>
    private static void FindPrivateKeys(ReadOnlySpan<char> text, SortedSet<(int Line, string Kind)> findings)
    {
        var line = 1;
        for (var next = text.IndexOf(KeyBegin, StringComparison.Ordinal); next >= 0; next = text.IndexOf(KeyBegin, StringComparison.Ordinal))
        {
            line += text[..next].Count('\n');
            text = text[(next + KeyBegin.Length)..];
            var label = text[..Math.Min(text.Length, LongestName)];
            var end = label.IndexOf("-----", StringComparison.Ordinal);
            if (end < 0 || !label[..end].Contains("PRIVATE KEY", StringComparison.Ordinal)) continue;
            if (BeginsWithKeyMaterial(text[(end + 5)..])) findings.Add((line, "private key"));
        }
    }

    private static bool BeginsWithKeyMaterial(ReadOnlySpan<char> text)
    {
        // Old PEM has headers (RFC 1421) of one line each before the base64.
        for (var headers = 0; headers < 5; headers++)
        {
            while (text.Length > 0 && (char.IsWhiteSpace(text[0]) || "\"'+".Contains(text[0], StringComparison.Ordinal) || text.StartsWith("\\n") || text.StartsWith("\\r")))
                text = text[(text[0] == '\\' ? 2 : 1)..];
            var run = text.IndexOfAnyExcept(Token);
            run = run < 0 ? text.Length : run;
            if (run >= 20) return !SecretShape.IsPlaceholder(text[..20].ToString());
            var end = text[..Math.Min(text.Length, 120)].IndexOf('\n');
            if (run == text.Length || text[run] != ':' || end < 0) return false;
            text = text[end..];
        }

        return false;
    }

    /// <summary>Two parts of base64url, the first a JSON object (RFC 7519): "eyJ" is how base64 of one begins.</summary>
    private static bool HasSignedToken(ReadOnlySpan<char> line)
    {
        for (var next = line.IndexOf("eyJ", StringComparison.Ordinal); next >= 0; next = line.IndexOf("eyJ", StringComparison.Ordinal))
        {
            var startsWord = next == 0 || !Base64Url.Contains(line[next - 1]);
            line = line[next..];
            var header = RunLength(line, Base64Url);
            if (startsWord && header >= 13 && header < line.Length && line[header] == '.')
            {
                var payload = line[(header + 1)..];
                payload = payload[..RunLength(payload, Base64Url)];
                if (payload.Length >= 10 && !SecretShape.IsPlaceholder(payload.ToString())) return true;
            }

            line = line[header..];
        }

        return false;
    }

    private static bool HasUrlCredentials(ReadOnlySpan<char> line)
    {
        for (var next = line.IndexOf("://", StringComparison.Ordinal); next >= 0; next = line.IndexOf("://", StringComparison.Ordinal))
        {
            line = line[(next + 3)..];
            var end = line.IndexOfAny(AfterAuthority);
            var authority = end < 0 ? line : line[..end];
            var at = authority.LastIndexOf('@');
            if (at < 0 || at > LongestValue) continue;
            var colon = authority[..at].IndexOf(':');
            var secret = authority[(colon + 1)..at].ToString();
            if (colon < 0 ? SecretShape.IsRandom(secret) : secret.Length > 0 && !SecretShape.IsPlaceholder(secret) && !SecretShape.IsWordy(secret))
                return true;
        }

        return false;
    }

    /// <summary><c>name = value</c>, <c>"name": "value"</c>, <c>name => value</c> and the like.</summary>
    private static bool HasAssignment(ReadOnlySpan<char> line)
    {
        for (var index = 0; index < line.Length; index++)
        {
            if (line[index] is not (':' or '=')) continue;
            var nameEnd = index;
            while (index + 1 < line.Length && line[index + 1] is ':' or '=' or '>') index++;
            if (EndsWithSecretName(line[..nameEnd]) && IsChosenValue(line[(index + 1)..])) return true;
        }

        return false;
    }

    /// <summary>What is told by whole words: <c>Bearer value</c>, <c>-u user:password</c>, "the password is value".</summary>
    private static void FindBetweenWords(ReadOnlySpan<char> line, int number, SortedSet<(int Line, string Kind)> findings)
    {
        var rest = line;
        while (true)
        {
            var start = rest.IndexOfAnyExcept(' ', '\t');
            if (start < 0) return;
            var end = rest[start..].IndexOfAny(' ', '\t');
            if (end < 0) return;
            var word = rest.Slice(start, end);
            rest = rest[(start + end)..];

            var before = line[..^(rest.Length + word.Length)];
            if (word is "is" or "was" && EndsWithSecretName(before) && IsChosenValue(rest)) findings.Add((number, "value of a secret's name"));
            if (word is "-u" or "--user" && IsUserAndPassword(rest)) findings.Add((number, "user and password"));
            if (SchemeAtEnd(word) is { } scheme && IsSchemeSecret(scheme, rest)) findings.Add((number, "authorization value"));
        }
    }

    private static string? SchemeAtEnd(ReadOnlySpan<char> word)
    {
        foreach (var scheme in Schemes)
        {
            if (word.EndsWith(scheme, StringComparison.OrdinalIgnoreCase) && (word.Length == scheme.Length || !char.IsAsciiLetterOrDigit(word[^(scheme.Length + 1)])))
                return scheme;
        }

        return null;
    }

    private static bool IsSchemeSecret(string scheme, ReadOnlySpan<char> rest)
    {
        var start = rest.TrimStart(" \t\"'`");
        var value = start[..Math.Min(RunLength(start, Token), LongestValue)].ToString();
        if (value.Length < 8) return false;
        if (scheme != "basic") return SecretShape.IsChosen(value);
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var count)) return false;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        return pair.Contains(':', StringComparison.Ordinal) && !SecretShape.IsWordy(pair);
    }

    private static bool IsUserAndPassword(ReadOnlySpan<char> rest)
    {
        var pair = rest.TrimStart(" \t\"'");
        var end = pair.IndexOfAny(" \t\"'");
        pair = end < 0 ? pair : pair[..end];
        var colon = pair.IndexOf(':');
        return colon > 0 && SecretShape.IsChosen(pair[(colon + 1)..Math.Min(pair.Length, colon + LongestValue)].ToString());
    }

    private static bool IsChosenValue(ReadOnlySpan<char> text)
    {
        var value = text.TrimStart(" \t").TrimStart("\"'`*");
        foreach (var scheme in Schemes)
        {
            if (value.StartsWith(scheme, StringComparison.OrdinalIgnoreCase) && value.Length > scheme.Length && value[scheme.Length] is ' ' or '\t')
                value = value[scheme.Length..].TrimStart(" \t");
        }

        value = value[..Math.Min(value.Length, LongestValue)];
        var end = value.IndexOfAny(AfterValue);
        return SecretShape.IsChosen((end < 0 ? value : value[..end]).ToString());
    }

    private static bool EndsWithSecretName(ReadOnlySpan<char> before)
    {
        Span<char> name = stackalloc char[LongestName];
        var count = LongestName;
        before = before.TrimEnd(" \t").TrimEnd("\"'`*]");
        for (var index = before.Length - 1; index >= 0 && count > 0; index--)
        {
            var character = before[index];
            if (char.IsAsciiLetterOrDigit(character)) name[--count] = char.ToLowerInvariant(character);
            else if (character is not ('_' or '-' or ' ' or '.')) break;
        }

        ReadOnlySpan<char> normal = name[count..];
        return normal is "sid" || (EndsWithAny(normal, SecretNames) && !EndsWithAny(normal, CursorNames));
    }

    private static bool EndsWithAny(ReadOnlySpan<char> text, string[] endings)
    {
        foreach (var ending in endings)
        {
            if (text.EndsWith(ending, StringComparison.Ordinal)) return true;
        }

        return false;
    }

    private static bool HasRandomText(ReadOnlySpan<char> line)
    {
        var rest = line;
        while (rest.Length > 0)
        {
            var run = rest[..RunLength(rest, LongTextCharacters)];
            rest = rest[Math.Max(run.Length, 1)..];
            var candidate = run.Trim("_+/.~-");
            if (candidate.Length < 20) continue;
            var padding = rest.StartsWith("==") ? "==" : rest.StartsWith("=") ? "=" : "";
            var value = candidate.ToString() + padding;
            if (SecretShape.IsHex(value)
                ? value.Length >= 32 && !SecretShape.IsPlaceholder(value) && !NamesHash(line)
                : SecretShape.IsRandom(value) && !(value.StartsWith("sha", StringComparison.Ordinal) && NamesHash(line)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NamesHash(ReadOnlySpan<char> line)
    {
        foreach (var word in SecretShape.Segments(line.ToString()))
        {
            var text = word.ToLowerInvariant();
            if (HashWords.Contains(text) || (text.StartsWith("sha", StringComparison.Ordinal) && text.AsSpan(3).IndexOfAnyExceptInRange('0', '9') < 0)) return true;
        }

        return false;
    }

    private static int RunLength(ReadOnlySpan<char> text, SearchValues<char> characters)
    {
        var end = text.IndexOfAnyExcept(characters);
        return end < 0 ? text.Length : end;
    }
}
