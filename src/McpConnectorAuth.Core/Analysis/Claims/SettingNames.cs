using System.Buffers;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>The settings that a sentence enumerates: <c>`host`, `token` (secret); optional `port`</c>, or the same in plain words.</summary>
internal static class SettingNames
{
    private const int LongestName = 40;
    // No form asks for more.
    private const int MostSettings = 60;
    private static readonly SearchValues<char> EndsOfNote = SearchValues.Create(",;.`|、。");
    private static readonly string[] Connectives = [" and ", " und ", " y ", " en ", " et ", " e ", " plus ", " with "];
    private static readonly string[] Optional = ["optional", "default", "eventue", "wahlweise", "opcional", "facultati", "facoltativ", "optionnel", "任意", "only with", "only for", "only if", "nur bei", "nur wenn", "sólo si", "solo si"];
    private static readonly string[] Hidden = ["secret", "geheim", "masked", "sensitive", "confiden", "secreto", "segredo", "秘密", "機密", "🔒", "🔑"];
    private static readonly string[] Open = ["not secret", "no secret", "not a secret", "nicht geheim", "niet geheim"];
    private static readonly string[] Articles = ["the ", "a ", "an ", "your ", "their ", "optionally ", "optional "];

    private static readonly HashSet<string> NotSettings = new(StringComparer.Ordinal)
    {
        "start_date", "end_date", "lookback_days", "page_size", "limit", "id", "name", "type", "status", "page", "offset", "timeout", "scope", "state", "response_type", "grant_type", "code", "redirect_uri_match", "format", "created_at", "updated_at",
        "nonce", "timestamp", "signature", "date", "access_type", "prompt", "code_challenge", "code_verifier", "token_type", "expires_in", "authorization", "bearer", "basic", "true", "false", "null",
    };

    /// <summary>The code spans behind an offset, without those of a note in parentheses.</summary>
    public static List<DeclaredParameter> InSpans(string plain, int from)
    {
        var group = new List<DeclaredParameter>();
        var optional = false;
        var at = from;
        for (var open = plain.IndexOf('`', at); open >= 0; open = plain.IndexOf('`', at))
        {
            var close = plain.IndexOf('`', open + 1);
            if (close < 0)
                break;
            var before = plain.AsSpan(at, open - at);
            optional = Says(before, Optional) || (optional && before.IndexOfAny(';', '.') < 0);
            var end = EndOfNote(plain, close + 1);
            // "(`file_json`, secret)": one word behind the comma.
            if (end < plain.Length && plain[end] == ',' && end == close + 1 && Says(plain.AsSpan(end + 1, NoteBehind(plain, end + 1)), Hidden))
                end += 1 + NoteBehind(plain, end + 1);
            var note = plain.AsSpan(close + 1, end - close - 1);
            Add(group, plain[(open + 1)..close].Trim(), !optional && !Says(note, Optional), IsSecret(note));
            at = end;
        }

        return group;
    }

    /// <summary>The items behind an offset, separated by commas: "the host, the company code (two letters), user name, password".</summary>
    public static List<DeclaredParameter> InWords(string plain, int from)
    {
        var group = new List<DeclaredParameter>();
        for (var at = from; at < plain.Length;)
        {
            var end = EndOfItem(plain, at, out var next);
            var note = plain.AsSpan(at, end - at);
            var words = plain[at..end].Split('(')[0].Trim(' ', '.', ';', ':').ToLowerInvariant();
            foreach (var article in Articles)
                words = words.StartsWith(article, StringComparison.Ordinal) ? words[article.Length..] : words;
            var or = words.IndexOf(" or ", StringComparison.Ordinal);
            words = or > 0 ? words[(or + 4)..] : words;
            if (words.EndsWith(" name", StringComparison.Ordinal) && words != "user name")
                words = words[..^5];
            var snake = CredentialNames.Snake(words);
            if (words.Length is > 1 and < 30 && words.Split(' ').Length <= 3 && words.All(c => char.IsAsciiLetterOrDigit(c) || c is ' ' or '-' or '_') && !NotSettings.Contains(snake))
                group.Add(new DeclaredParameter(CredentialNames.Find(snake)?.Name is { } known && (known is "username" or "email" or "password") ? known : snake, !Says(note, Optional), IsSecret(note)));
            at = next;
        }

        return group.Count >= 2 ? group : [];
    }

    /// <summary>Whether a code span can be the name of a setting.</summary>
    public static bool IsName(string span) =>
        span.Length is > 1 and <= LongestName && char.IsAsciiLetter(span[0]) && span.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or ' ') && span.Count(c => c == ' ') <= 3
        && !(char.IsAsciiLetterUpper(span[0]) && span.All(c => char.IsAsciiLetterUpper(c) || c == '-')) && (!span.Contains('-', StringComparison.Ordinal) || !char.IsAsciiLetterUpper(span[0]))
        && CredentialNames.Snake(span) is var snake && !NotSettings.Contains(snake) && (!snake.StartsWith("oauth_", StringComparison.Ordinal) || snake is "oauth_token" or "oauth_token_secret");

    /// <summary>Whether a name is that of a credential or of a place that is somebody's own: a host, a tenant, an id.</summary>
    public static bool NamesAccount(string span) => CredentialNames.Snake(span) is var snake && (CredentialNames.Find(snake) is not null || snake.EndsWith("_id", StringComparison.Ordinal) || IsPlace(snake));

    /// <summary>Whether a name is that of a place: a host, a site, a region.</summary>
    public static bool IsPlace(string snake) => Array.Exists(snake.Split('_'), Places.Contains);

    private static readonly HashSet<string> Places = new(StringComparer.Ordinal)
    {
        "host", "hostname", "url", "uri", "domain", "subdomain", "site", "server", "instance", "endpoint", "address", "fqdn", "shop", "store", "tenant", "account", "org", "organization", "organisation", "workspace", "region", "environment", "cluster", "dc", "realm", "mandant", "company", "console", "mandante", "dominio", "servidor",
    };

    /// <summary>Adds a name that a document spells in its own way, once.</summary>
    public static void Add(List<DeclaredParameter> group, string span, bool required, bool? secret)
    {
        if (group.Count < MostSettings && IsName(span) && CredentialNames.Snake(span) is var snake && !group.Exists(p => p.Name == snake))
            group.Add(new DeclaredParameter(snake, required, secret));
    }

    /// <summary>Whether words call a setting optional.</summary>
    public static bool IsOptional(ReadOnlySpan<char> words) => Says(words, Optional);

    /// <summary>What words say of a setting's secrecy, null where they say nothing.</summary>
    public static bool? IsSecret(ReadOnlySpan<char> words) => Says(words, Open) ? false : Says(words, Hidden) ? true : null;

    // The words up to the next mark or name.
    private static int NoteBehind(string plain, int from) => plain.AsSpan(from).IndexOfAny(",;.)`") is >= 0 and var end && end <= LongestWord ? end : 0;

    private const int LongestWord = 24;

    // "(secret)", " optional list": up to where the next name is introduced.
    private static int EndOfNote(string plain, int from)
    {
        var start = from;
        while (start < plain.Length && plain[start] == ' ')
            start++;
        if (start < plain.Length && plain[start] == '(' && Closing(plain, start) is > 0 and var close)
            return close + 1;
        var end = plain.AsSpan(from).IndexOfAny(EndsOfNote);
        end = end < 0 ? plain.Length : from + end;
        foreach (var word in Connectives)
        {
            var at = plain.IndexOf(word, from, end - from, StringComparison.Ordinal);
            end = at < 0 ? end : at;
        }

        return end;
    }

    private static int EndOfItem(string plain, int from, out int next)
    {
        for (var i = from; i < plain.Length; i++)
        {
            if (plain[i] == '(' && Closing(plain, i) is > 0 and var close)
                i = close;
            if (plain[i] is ',' or ';' or '、')
            {
                next = i + 1;
                return i;
            }

            foreach (var word in plain[i] == ' ' ? Connectives : [])
            {
                if (string.CompareOrdinal(plain, i, word, 0, word.Length) == 0)
                {
                    next = i + word.Length;
                    return i;
                }
            }
        }

        next = plain.Length;
        return plain.Length;
    }

    private static int Closing(string plain, int open)
    {
        var depth = 0;
        for (var i = open; i < plain.Length; i++)
        {
            depth += plain[i] == '(' ? 1 : plain[i] == ')' ? -1 : 0;
            if (depth == 0)
                return i;
        }

        return -1;
    }

    private static bool Says(ReadOnlySpan<char> words, string[] any)
    {
        foreach (var word in any)
        {
            if (words.Contains(word, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        return false;
    }
}
