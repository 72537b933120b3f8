using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Takes away what copying and pasting adds to a value and no credential has: surrounding blanks, invisible characters and
/// quotation marks, and the text that the request adds anyway. Every change is noted; nothing inside the value is touched.
/// </summary>
public static partial class CredentialFormCleaning
{
    private const string Blanks = "blanks or line breaks around it";
    private const string Invisible = "invisible characters around it";
    private const string Quotes = "quotation marks around it";

    private static readonly (char Open, char Close)[] _quotePairs =
        [('“', '”'), ('„', '“'), ('„', '”'), ('‘', '’'), ('‚', '‘'), ('«', '»'), ('»', '«'), ('‹', '›'), ('”', '”'), ('’', '’')];

    // In a password these may be meant; around a token they come from JSON, code or a shell.
    private static readonly (char Open, char Close)[] _codeQuotePairs = [('"', '"'), ('\'', '\''), ('`', '`')];

    /// <summary>Cleans a value.</summary>
    /// <param name="field">The field.</param>
    /// <param name="raw">What was entered.</param>
    /// <param name="notes">Receives one note for everything taken away.</param>
    /// <returns>The cleaned value.</returns>
    public static string Clean(CredentialFormField field, string raw, ICollection<CredentialFormNote> notes)
    {
        var removed = new List<string>();
        var value = field.Multiline ? CleanText(raw, removed) : CleanLine(field, raw, removed);
        if (removed.Count > 0 && value.Length > 0)
            notes.Add(new CredentialFormNote(field.Name, $"{field.Label}: removed {Join(removed)}."));
        return value;
    }

    private static string CleanText(string raw, List<string> removed)
    {
        // Browsers send every line break of a text area as CR LF, whatever was pasted.
        var value = raw.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        var endsLine = value.EndsWith('\n');
        var trimmed = Trim(value, removed);
        if (!endsLine || trimmed.Length == 0) return trimmed;

        // A final line break belongs to a PEM or JSON file.
        if (value.Length == trimmed.Length + 1) removed.Clear();
        return trimmed + "\n";
    }

    private static string CleanLine(CredentialFormField field, string raw, List<string> removed)
    {
        var value = raw;
        while (true)
        {
            var next = CutAffixes(field, CutQuotes(field, Trim(value, removed), removed), removed);
            if (next.Length == value.Length) return field.HostPart ? CutAddress(field, next, removed) : next;
            value = next;
        }
    }

    private static string Trim(string value, List<string> removed)
    {
        int start = 0, end = value.Length;
        while (start < end && IsBlankOrInvisible(value[start], removed)) start++;
        while (end > start && IsBlankOrInvisible(value[end - 1], removed)) end--;
        return value[start..end];
    }

    private static bool IsBlankOrInvisible(char character, List<string> removed)
    {
        if (char.IsWhiteSpace(character)) return Note(removed, Blanks);

        // Zero-width characters, joiners, direction marks, soft hyphen and byte order mark.
        return character is '\u00AD' or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E')
            or (>= '\u2060' and <= '\u2069') or '\uFEFF' && Note(removed, Invisible);
    }

    private static string CutQuotes(CredentialFormField field, string value, List<string> removed)
    {
        if (value.Length < 3) return value;
        var password = field.Name.Contains("pass", StringComparison.OrdinalIgnoreCase);
        var pairs = !password && TokenCharacters().IsMatch(value.AsSpan(1, value.Length - 2)) ? _quotePairs.Concat(_codeQuotePairs) : _quotePairs;
        if (!pairs.Contains((value[0], value[^1]))) return value;
        Note(removed, Quotes);
        return value[1..^1];
    }

    private static string CutAffixes(CredentialFormField field, string value, List<string> removed)
    {
        if (field.HostPart) return value;
        foreach (var affix in field.Affixes)
        {
            var before = affix.Before.TrimEnd();
            if (before.Length == 0 || !value.StartsWith(before, StringComparison.OrdinalIgnoreCase)) continue;
            var rest = value[before.Length..];

            // "Bearer" must end there: a key may itself begin with the letters of a scheme.
            if (char.IsAsciiLetterOrDigit(before[^1]) && (rest.Length == 0 || !char.IsWhiteSpace(rest[0]))) continue;
            if (rest.TrimStart().Length == 0) continue;
            Note(removed, $"\"{before}\", which is added to every request anyway");
            rest = rest.TrimStart();
            return affix.After.Length > 0 && rest.EndsWith(affix.After, StringComparison.Ordinal) ? rest[..^affix.After.Length] : rest;
        }

        return value;
    }

    /// <summary>Takes the part that is asked for out of a pasted address: <c>https://acme.example.com/</c> gives <c>acme</c>.</summary>
    private static string CutAddress(CredentialFormField field, string value, List<string> removed)
    {
        var host = value;
        foreach (var scheme in new[] { "https://", "http://" })
        {
            if (host.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) host = host[scheme.Length..];
        }

        var end = host.AsSpan().IndexOfAny('/', '?', '#');
        if (end >= 0) host = host[..end];

        foreach (var affix in field.Affixes)
        {
            var around = affix.Before.Length + affix.After.Length;
            if (around == 0 || host.Length <= around) continue;
            if (!host.StartsWith(affix.Before, StringComparison.OrdinalIgnoreCase)) continue;
            if (!host.EndsWith(affix.After, StringComparison.OrdinalIgnoreCase)) continue;
            host = host[affix.Before.Length..^affix.After.Length];
            break;
        }

        // Anything that does not end as a clean host part stays as it was and is refused by validation.
        if (host.Length == value.Length || field.Validate(host) is not null) return value;
        Note(removed, "the rest of the address");
        return host;
    }

    private static bool Note(List<string> removed, string what)
    {
        if (!removed.Contains(what)) removed.Add(what);
        return true;
    }

    private static string Join(List<string> parts) => parts.Count == 1
        ? parts[0]
        : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    [GeneratedRegex(@"\A[A-Za-z0-9._~+/=:@-]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex TokenCharacters();
}
