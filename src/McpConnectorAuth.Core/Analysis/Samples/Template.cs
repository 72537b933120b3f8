using System.Buffers;
using System.Text;

namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>Text with holes: the many spellings of placeholders become <c>{name}</c>.</summary>
internal static class Template
{
    private static readonly List<string> NoHoles = [];
    private const int LongestHole = 80;
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    private static readonly SearchValues<char> NotInNames = SearchValues.Create("!\"#$%&'()*+,-./:;<=>?@[\\]^_`|~ \t\r\n");
    // Each word that stands for a value has an underscore or one of these.
    private static readonly SearchValues<string> WordHoleSigns = SearchValues.Create(["your", "my-", "apikey", "token", "accesscode", "accesskey", "secretkey"], StringComparison.OrdinalIgnoreCase);
    private static readonly SearchValues<char> HoleStarts = SearchValues.Create("$#{<[%");

    /// <summary>Rewrites shell variables, <c>&lt;name&gt;</c>, <c>{{name}}</c>, <c>YOUR_KEY</c> and the like.</summary>
    public static string Normalize(string text)
    {
        if (text.Length > 4000)
            text = text[..4000];
        if (!MayHold(text))
            return WordHoles(text);
        var result = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length;)
        {
            var length = Hole(text, i, out var name);
            if (length == 0)
            {
                result.Append(text[i++]);
                continue;
            }

            result.Append('{').Append(name).Append('}');
            i += length;
        }

        return WordHoles(result.ToString());
    }

    /// <summary>Whether a text has a character that some spelling of a placeholder begins with.</summary>
    public static bool MayHold(ReadOnlySpan<char> text) => text.ContainsAny(HoleStarts);

    /// <summary>The hole that a text is and nothing beside it, null where it is more or less than that.</summary>
    public static string? LoneHole(string text) => text.StartsWith('{') && Holes(text) is [var hole] && text.Length == hole.Length + 2 ? hole : null;

    /// <summary>A variable that holds a path starts one: <c>{root}{path}</c> is <c>{root}/{path}</c>.</summary>
    public static string SeparatePath(string url)
    {
        if (!url.Contains('{', StringComparison.Ordinal))
            return url;
        foreach (var name in (ReadOnlySpan<string>)["{path}", "{endpoint}", "{uri}", "{method}", "{resource}"])
        {
            var at = url.IndexOf(name, StringComparison.Ordinal);
            if (at > 0 && url[at - 1] != '/')
                url = url.Insert(at, "/");
        }

        return url;
    }

    /// <summary>Names of the holes in a template, in order.</summary>
    public static List<string> Holes(string template)
    {
        if (!template.Contains('{', StringComparison.Ordinal))
            return NoHoles;
        var holes = new List<string>();
        for (var open = template.IndexOf('{', StringComparison.Ordinal); open >= 0; open = template.IndexOf('{', open + 1))
        {
            var inner = template.AsSpan(open + 1, Math.Min(template.Length - open - 1, LongestHole + 1));
            var close = inner.IndexOfAny('}', '{', '"');
            // `{:}` is punctuation: a name has a letter or digit of some script.
            if (close > 0 && inner[close] == '}' && inner[..close].ContainsAnyExcept(NotInNames))
                holes.Add(inner[..close].ToString());
        }

        return holes;
    }

    /// <summary>A template with something else in the place of each hole, whose name says what stands there and not what is called.</summary>
    public static string WithoutHoles(string template, string instead)
    {
        foreach (var hole in Holes(template))
            template = template.Replace("{" + hole + "}", instead, StringComparison.Ordinal);
        return template;
    }

    private static int Hole(string text, int i, out string name)
    {
        name = "";
        switch (text[i])
        {
            case '$' when i + 1 < text.Length && text[i + 1] == '(':
                name = "computed";
                return Balanced(text, i + 1, '(', ')') - i;
            case '$' when i + 1 < text.Length && text[i + 1] == '{':
            case '#' when i + 1 < text.Length && text[i + 1] == '{':
                return Delimited(text, i + 2, '}', out name) is > 0 and var braced ? braced - i : 0;
            case '{' when i + 1 < text.Length && text[i + 1] == '{':
                var close = text.IndexOf("}}", i + 2, StringComparison.Ordinal);
                if (close < 0 || close - i > LongestHole)
                    return 0;
                name = Identifier(text[(i + 2)..close]);
                return name.Length == 0 ? 0 : close + 2 - i;
            case '{':
                return Delimited(text, i + 1, '}', out name) is > 0 and var plain ? plain - i : 0;
            case '<':
                return Delimited(text, i + 1, '>', out name) is > 0 and var angle ? angle - i : 0;
            case '[' when i > 0 && text[i - 1] is ' ' or '=' or '/':
                return Delimited(text, i + 1, ']', out name) is > 0 and var square ? square - i : 0;
            case '$' when i + 1 < text.Length && (char.IsAsciiLetter(text[i + 1]) || text[i + 1] == '_'):
                // PowerShell: $env:NAME
                var from = string.CompareOrdinal(text, i + 1, "env:", 0, 4) == 0 && i + 5 < text.Length && char.IsAsciiLetter(text[i + 5]) ? i + 5 : i + 1;
                var end = from;
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                    end++;
                name = text[from..end];
                return end - i;
            case '%' when i + 2 < text.Length && char.IsAsciiLetterUpper(text[i + 1]):
                return Delimited(text, i + 1, '%', out name) is > 0 and var percent && name.Length > 2 ? percent - i : 0;
            default:
                return 0;
        }
    }

    private static int Delimited(string text, int start, char close, out string name)
    {
        name = "";
        var end = text.IndexOf(close, start, Math.Min(text.Length - start, LongestHole));
        if (end <= start)
            return 0;
        name = Identifier(text[start..end]);
        return name.Length == 0 ? 0 : end + 1;
    }

    private static int Balanced(string text, int open, char opening, char closing)
    {
        var depth = 0;
        for (var i = open; i < text.Length; i++)
        {
            if (text[i] == opening)
                depth++;
            else if (text[i] == closing && --depth == 0)
                return i + 1;
        }

        return text.Length;
    }

    // What stands in a hole may be an expression: os.environ["KEY"], process.env.KEY, config.key.
    private static string Identifier(string inner)
    {
        inner = inner.Trim();
        if (inner.Length == 0 || inner.IndexOfAny(['<', '>', '\n', ';', '{', ',']) >= 0 || inner.Contains("=>", StringComparison.Ordinal))
            return "";
        var quote = inner.IndexOfAny(['"', '\'']);
        if (quote >= 0)
        {
            var close = inner.IndexOf(inner[quote], quote + 1);
            return close > quote + 1 ? inner[(quote + 1)..close] : "";
        }

        var colon = inner.IndexOf(':', StringComparison.Ordinal);
        if (colon > 0 && inner[..colon].All(c => char.IsAsciiLetterOrDigit(c) || c == '_'))
            inner = inner[..colon];
        // <your.acme.server> is no member of an object.
        var dot = inner.StartsWith("your.", StringComparison.OrdinalIgnoreCase) ? -1 : inner.LastIndexOf('.');
        if (dot >= 0 && dot + 1 < inner.Length && !inner.Contains(' ', StringComparison.Ordinal) && !inner.EndsWith(')'))
            inner = inner[(dot + 1)..];
        inner = inner.TrimStart('$', '@', '!', ':').Trim('.', ' ');
        return inner.Length > 0 && inner.Any(char.IsLetter) && inner.Split(' ').Length <= 6 ? inner.TrimEnd('(', ')') : "";
    }

    // YOUR_API_KEY, YourApplicationID, xxxx: words that stand for a value without any brackets.
    private static string WordHoles(string text)
    {
        if (text.Length > 2000 || (!text.Contains('_', StringComparison.Ordinal) && !text.AsSpan().ContainsAny(WordHoleSigns)))
            return text;
        // Few texts hold such a word, so nothing is put together before the first one.
        StringBuilder? result = null;
        var copied = 0;
        var depth = 0;
        for (var i = 0; i < text.Length;)
        {
            var c = text[i];
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
            var wordStart = i == 0 || !(char.IsLetterOrDigit(text[i - 1]) || text[i - 1] is '_' or '-' or '.');
            if (depth > 0 || !wordStart || !char.IsAsciiLetter(c))
            {
                i++;
                continue;
            }

            var end = i;
            while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] == '_'))
                end++;
            // A hyphen may join words of one placeholder (your-api-key) or the placeholder and a constant part of a host.
            if (text.AsSpan(i).StartsWith("your-", StringComparison.OrdinalIgnoreCase) || text.AsSpan(i).StartsWith("my-", StringComparison.OrdinalIgnoreCase))
            {
                while (end < text.Length && (char.IsAsciiLetterOrDigit(text[end]) || text[end] is '_' or '-'))
                    end++;
            }

            // YOUR API KEY
            if (text.AsSpan(i, end - i) is "YOUR" && Capitalised(text, end) is > 0 and var last)
                end = last;
            var word = text.AsSpan(i, end - i);
            // `TOKEN=…` is a name.
            if (IsPlaceholder(word) && !(end < text.Length && text[end] == '='))
            {
                result ??= new StringBuilder(text.Length + 8);
                result.Append(text, copied, i - copied).Append('{').Append(word).Append('}');
                copied = end;
            }

            i = end;
        }

        return result is null ? text : result.Append(text, copied, text.Length - copied).ToString();
    }

    // Where words in capitals end that name a credential, or 0.
    private static int Capitalised(string text, int at)
    {
        for (var words = 0; words < 3 && at + 1 < text.Length && text[at] == ' ' && char.IsAsciiLetterUpper(text[at + 1]); words++)
        {
            var start = ++at;
            while (at < text.Length && char.IsAsciiLetterUpper(text[at]))
                at++;
            if (text.AsSpan(start, at - start) is "KEY" or "TOKEN" or "SECRET" or "PASSWORD" or "ID")
                return at;
        }

        return 0;
    }

    private static bool IsPlaceholder(ReadOnlySpan<char> word)
    {
        if (word.Length < 4)
            return false;
        if (word.StartsWith("your", StringComparison.OrdinalIgnoreCase) && word.Length > 5)
            return word[4] is '_' or '-' or ' ' || char.IsAsciiLetterUpper(word[4]);
        if (word.StartsWith("MY_", StringComparison.Ordinal) || word.StartsWith("my-", StringComparison.Ordinal))
            return true;
        if (word is "APIKEY" or "APITOKEN" or "ACCESSTOKEN" or "TOKEN" or "ACCESSCODE" or "ACCESSKEY" or "SECRETKEY")
            return true;
        return word.IndexOfAnyExcept(Capitals) < 0 && word.Contains('_') && char.IsAsciiLetter(word[^1]) && CredentialNames.EndsWithCredential(word.ToString().ToLowerInvariant());
    }
}
