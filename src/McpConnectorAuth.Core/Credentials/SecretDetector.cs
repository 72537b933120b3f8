using System.Text;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Finds text that looks like a secret, by its structure alone, so that notes and specs can refuse it: private keys, signed
/// tokens, values of authorization headers, assignments to secret names, URLs with credentials, and long random text.
/// Placeholders, hashes that are called so, UUIDs, URLs, paths and identifiers pass. It errs towards refusing: a false alarm
/// costs a rewording, a miss a credential. Time is linear in the text.
/// </summary>
public static partial class SecretDetector
{
    /// <summary>All findings by line, at most one of a kind per line.</summary>
    public static IReadOnlyList<SecretFinding> Find(string text)
    {
        var findings = new SortedSet<(int Line, string Kind)>();
        foreach (var match in PrivateKey().EnumerateMatches(text))
            findings.Add((1 + text.AsSpan(0, match.Index).Count('\n'), "private key"));

        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            number++;
            foreach (var kind in FindInLine(line.ToString())) findings.Add((number, kind));
        }

        return [.. findings.Select(finding => new SecretFinding(finding.Kind, finding.Line))];
    }

    private static IEnumerable<string> FindInLine(string line)
    {
        foreach (Match match in SignedToken().Matches(line))
        {
            if (!SecretShape.IsPlaceholder(match.Groups[1].Value)) yield return "signed token (JWT)";
        }

        foreach (Match match in UrlUserInfo().Matches(line))
        {
            var (user, password) = (match.Groups[1].Value, match.Groups[2].Value);
            if (password.Length > 0 ? !SecretShape.IsPlaceholder(password) && !SecretShape.IsWordy(password) : SecretShape.IsRandom(user))
                yield return "URL with credentials";
        }

        foreach (Match match in SchemeValue().Matches(line))
        {
            if (IsSchemeSecret(match.Groups[1].Value, match.Groups[2].Value)) yield return "authorization value";
        }

        foreach (Match match in UserOption().Matches(line))
        {
            if (SecretShape.IsChosen(match.Groups[1].Value)) yield return "user and password";
        }

        foreach (Match match in Assignment().Matches(line))
        {
            if (SecretShape.IsChosen(match.Groups[1].Value)) yield return "value of a secret's name";
        }

        foreach (Match match in Statement().Matches(line))
        {
            if (SecretShape.IsChosen(match.Groups[1].Value)) yield return "value of a secret's name";
        }

        var namesHash = HashWord().IsMatch(line);
        foreach (Match match in LongText().Matches(line))
        {
            var candidate = match.Value;
            if (SecretShape.IsHex(candidate) ? candidate.Length >= 32 && !namesHash && !SecretShape.IsPlaceholder(candidate)
                : SecretShape.IsRandom(candidate) && !(namesHash && Integrity().IsMatch(candidate)))
            {
                yield return "random text";
            }
        }
    }

    private static bool IsSchemeSecret(string scheme, string value)
    {
        if (!scheme.Equals("basic", StringComparison.OrdinalIgnoreCase)) return SecretShape.IsChosen(value);
        var bytes = new byte[value.Length];
        if (!Convert.TryFromBase64String(value, bytes, out var count)) return false;
        var pair = Encoding.UTF8.GetString(bytes, 0, count);
        var colon = pair.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && pair[(colon + 1)..].Length + colon > 0
            && !(SecretShape.IsWordy(pair[..colon]) && SecretShape.IsWordy(pair[(colon + 1)..]));
    }

    [GeneratedRegex(
        @"-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:\\r|\\n|[\s""'+])*(?:[A-Za-z-]{3,20}: [^\n]{1,80}\n\s*){0,4}[A-Za-z0-9+/]{20}",
        RegexOptions.NonBacktracking)]
    private static partial Regex PrivateKey();

    // "eyJ" is how base64 of a JSON object begins.
    [GeneratedRegex(@"\beyJ[A-Za-z0-9_-]{10,}\.([A-Za-z0-9_-]{10,})", RegexOptions.NonBacktracking)]
    private static partial Regex SignedToken();

    [GeneratedRegex(@"\b[A-Za-z][A-Za-z0-9+.-]{1,20}://([^\s/@:""'<>]*)(?::([^\s/@""'<>]+))?@", RegexOptions.NonBacktracking)]
    private static partial Regex UrlUserInfo();

    [GeneratedRegex(@"\b(bearer|basic|token|apikey|api-key)[ \t]+([A-Za-z0-9._~+/=|-]{8,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex SchemeValue();

    [GeneratedRegex(@"(?:[ \t]-u|[ \t]--user)[ \t=]*[""']?[^\s:""']+:([^\s""']+)", RegexOptions.NonBacktracking)]
    private static partial Regex UserOption();

    private const string SecretName =
        @"(?:password|passwd|passphrase|pwd|secret|token|credentials?|cookie|session[ _-]?id|sid"
        + "|(?:api|app|application|access|account|auth|client|consumer|customer|developer|encryption|integration|license|master|private"
        + "|secret|service|shared|signing|subscription|webhook)[ _-]?key|apikey)";

    [GeneratedRegex(
        SecretName + @"[""'`*\]]{0,3}[ \t]*(?:=>|:=|==|[:=])[ \t]*[""'`*]{0,3}(?:(?:bearer|basic|token)[ \t]+)?([^\s""'`,;&]{6,})",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Assignment();

    [GeneratedRegex(SecretName + @"[ \t]+(?:is|was)[ \t]+[""'`*]{0,3}([^\s""'`,;&]{6,})", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex Statement();

    [GeneratedRegex("[A-Za-z0-9][A-Za-z0-9_+/=.~-]{18,}[A-Za-z0-9=]", RegexOptions.NonBacktracking)]
    private static partial Regex LongText();

    [GeneratedRegex(
        @"\b(?:commits?|sha-?[0-9]{0,3}|md5|hash(?:es)?|digests?|checksums?|revisions?|etag|fingerprints?|thumbprints?|integrity|blob)\b",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase)]
    private static partial Regex HashWord();

    [GeneratedRegex(@"\Asha(?:256|384|512)-", RegexOptions.NonBacktracking)]
    private static partial Regex Integrity();
}
