using System.Buffers;
using System.Text;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>Cuts URLs out of text and apart.</summary>
internal static class UrlText
{
    private const int Longest = 300;
    private const int LongestHost = 253;
    private static readonly SearchValues<char> PlainHost = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789.-_:");
    private static readonly SearchValues<char> Capitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_-");
    private const int LeastCapitals = 4;
    private static readonly SearchValues<char> HostEnd = SearchValues.Create("/?#{");

    /// <summary>Offset after a URL that starts at an offset.</summary>
    public static int End(string text, int start)
    {
        var end = start;
        var last = Math.Min(text.Length, start + Longest);
        while (end < last)
        {
            var c = text[end];
            if (char.IsWhiteSpace(c) || c is '"' or '\'' or '`' or '|' or '\\' or '^' or '、' or '。' or '「' or '」' or '）')
                break;
            if (c is ')' or ']' or '>' && !Opened(text, start, end, c))
                break;
            if (c == '<' && !IsHole(text, end, last))
                break;
            if (c == '&' && string.CompareOrdinal(text, end, "&quot;", 0, 6) == 0)
                break;
            if (c == '*' && end + 1 < text.Length && text[end + 1] == '*')
                break;
            if (c is '{' or '<')
            {
                // A hole may hold blanks: <space id>.
                var close = text.IndexOf(c == '{' ? '}' : '>', end, Math.Min(60, text.Length - end));
                if (close > 0)
                    end = close;
            }

            end++;
        }

        while (end > start && text[end - 1] is '.' or ',' or ';' or ':' or '!' or '?' or '*' or '_')
            end--;
        return end;
    }

    /// <summary>Scheme, host and path with normalised holes; the query apart.</summary>
    public static (string Url, string Query) Normalize(string raw)
    {
        var url = Template.SeparatePath(Template.Normalize(System.Net.WebUtility.HtmlDecode(raw)));
        url = CapitalHole(DropOptional(url));
        var hash = url.IndexOf('#', StringComparison.Ordinal);
        if (hash > 0)
            url = url[..hash];
        var mark = url.IndexOf('?', StringComparison.Ordinal);
        return mark < 0 ? (url, "") : (url[..mark], url[(mark + 1)..]);
    }

    /// <summary>The host in lower case with <c>{}</c> for holes; empty where there is none. A brace that belongs to no hole stays what it is.</summary>
    public static string HostKey(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        start = start < 0 ? 0 : start + 3;
        var end = url.AsSpan(start).IndexOfAny(HostEnd);
        end = end < 0 ? url.Length : start + end;
        if (end == url.Length || url[end] != '{')
            return LowerText.Of(url[start..end]);
        var result = new StringBuilder(url, start, end - start, url.Length + 2);
        var depth = 0;
        for (var i = end; i < url.Length; i++)
        {
            var c = url[i];
            if (depth == 0 && c is '/' or '?' or '#')
                break;
            if (c == '{')
            {
                depth++;
                result.Append("{}");
            }
            else if (c == '}' && depth > 0)
            {
                depth--;
            }
            else if (depth == 0)
            {
                result.Append(c);
            }
        }

        return (depth == 0 ? result : result.Append('{')).ToString().ToLowerInvariant();
    }

    /// <summary>Whether a host as <see cref="HostKey"/> gives it is spelled like one, with a port of digits or a hole.</summary>
    public static bool IsHost(string hostKey)
    {
        var port = hostKey.LastIndexOf(':');
        // Brackets are for addresses (RFC 3986 section 3.2.2).
        var address = hostKey.StartsWith('[');
        if (port >= 0 && !address && hostKey.AsSpan(port + 1) is var number && !(number is "{}" || (number.Length > 0 && number.IndexOfAnyExceptInRange('0', '9') < 0)))
            return false;
        return hostKey.Length > 0 && hostKey.Length <= LongestHost && (hostKey.AsSpan().IndexOfAnyExcept(PlainHost) < 0
            || hostKey.Replace("{}", "", StringComparison.Ordinal).All(c => char.IsLetterOrDigit(c) || c is '.' or '-' or '_' or ':' || (address && c is '[' or ']')));
    }

    /// <summary>The path from the first slash after the host on; a path is its own; empty where there is none.</summary>
    public static string Path(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal);
        start = start < 0 ? 0 : start + 3;
        var depth = 0;
        for (var i = start; i < url.Length; i++)
        {
            depth += url[i] == '{' ? 1 : url[i] == '}' ? -1 : 0;
            if (depth == 0 && url[i] == '/')
                return url[i..];
        }

        return "";
    }

    /// <summary>A path or URL up to its question mark.</summary>
    public static string WithoutQuery(string url) => url.IndexOf('?', StringComparison.Ordinal) is >= 0 and var mark ? url[..mark] : url;

    /// <summary>Whether a concrete host (<c>acme.api.example</c>) is an instance of a pattern (<c>{}.api.example</c>).</summary>
    public static bool HostMatches(string pattern, string host)
    {
        if (pattern == host)
            return true;
        // A device's own address: any address may stand there.
        if (pattern == "{}")
            return IsStandIn(host);
        var hole = pattern.IndexOf("{}", StringComparison.Ordinal);
        if (hole < 0 || pattern.Length < hole + 6)
            return false;
        // api.vendor.example and login.vendor.example are nobody's tenants.
        if (pattern.StartsWith("{}.", StringComparison.Ordinal) && Fixed.Contains(host.Split('.')[0]))
            return false;
        var tail = pattern[(pattern.LastIndexOf("{}", StringComparison.Ordinal) + 2)..];
        var head = pattern[..hole];
        // login.vendor.example is no `{tenant}.{region}.vendor.example`: each hole holds a label.
        return host.AsSpan().Count('.') >= pattern.AsSpan().Count('.') && host.Length >= head.Length + tail.Length && host.StartsWith(head, StringComparison.Ordinal) && host.EndsWith(tail, StringComparison.Ordinal);
    }

    /// <summary>A URL without user name and password (RFC 3986 section 3.2.1).</summary>
    public static string WithoutLogin(string url)
    {
        var at = url.IndexOf('@', StringComparison.Ordinal);
        var host = url.IndexOf("://", StringComparison.Ordinal) + 3;
        return at < host || url.AsSpan(host, at - host).IndexOfAny('/', '?', '#') >= 0 ? url : url[..host] + url[(at + 1)..];
    }

    /// <summary>Scheme and host, without the path.</summary>
    public static string Root(string url) => url[..(url.Length - Path(url).Length)];

    /// <summary>Whether a URL that a description declares is one: blanks, quotes, backslashes, control characters and what could not be decoded are in none (RFC 3986 section 2).</summary>
    public static bool IsPlain(string url) => !url.Any(c => char.IsWhiteSpace(c) || char.IsControl(c) || char.IsSurrogate(c) || c is '\\' or '"' or '\uFFFD');

    private static readonly string[] Examples = ["example.com", "example.org", "example.net"];

    private static readonly HashSet<string> Fixed = new(StringComparer.Ordinal)
    {
        "account", "accounts", "api", "api2", "apis", "app", "auth", "cloud", "connect", "data", "developer", "developers", "docs", "gateway", "graphql", "gw", "help", "id", "identity", "login", "marketplace", "oauth", "platform", "rest", "sandbox", "secure", "services", "signin", "sso", "status", "support", "v1", "v2", "v3", "v4", "www",
    };

    /// <summary>Whether a host of a sample stands for the reader's own: an address, this machine, a name without a domain, or one of RFC 2606.</summary>
    public static bool IsStandIn(string hostKey)
    {
        var name = hostKey.Split(':')[0];
        return System.Net.IPAddress.TryParse(name, out _) || !name.Contains('.', StringComparison.Ordinal) || IsExample(name);
    }

    /// <summary>Whether a host, with its port or without, is this machine or one in a private network (RFC 1918, RFC 4193, RFC 6761).</summary>
    public static bool IsPrivate(string hostKey)
    {
        var name = hostKey.StartsWith('[') ? hostKey.Split(']')[0][1..] : hostKey.Split(':')[0];
        if (name == "localhost" || name.EndsWith(".localhost", StringComparison.Ordinal))
            return true;
        if (!System.Net.IPAddress.TryParse(name, out var address))
            return false;
        var bytes = address.GetAddressBytes();
        return System.Net.IPAddress.IsLoopback(address) || address.IsIPv6UniqueLocal || address.IsIPv6LinkLocal
            || (bytes.Length == 4 && (bytes[0] == 10 || (bytes[0] == 172 && bytes[1] is >= 16 and < 32) || (bytes[0] == 192 && bytes[1] == 168) || (bytes[0] == 169 && bytes[1] == 254)));
    }

    /// <summary>Whether a name in lower case is reserved for examples, or below one that is (RFC 2606 section 3).</summary>
    public static bool IsExample(string name) => Array.Exists(Examples, example => name == example || (name.EndsWith(example, StringComparison.Ordinal) && name[^(example.Length + 1)] == '.'));

    /// <summary>The registrable part of a host: its last two labels, three below a country's <c>co.</c> and the like.</summary>
    public static string Site(string hostKey)
    {
        var port = hostKey.IndexOf(':', StringComparison.Ordinal);
        var host = port < 0 ? hostKey : hostKey.AsSpan(0, port);
        var domain = host.LastIndexOf('.');
        var start = domain < 0 ? -1 : host[..domain].LastIndexOf('.');
        if (start >= 0 && host.Length - domain == 3 && host[(start + 1)..domain] is "co" or "com" or "org" or "net" or "ac" or "gov" or "or" or "ne")
            start = host[..start].LastIndexOf('.');
        return start < 0 || System.Net.IPAddress.TryParse(host, out _) ? hostKey : host[(start + 1)..].ToString();
    }

    // https://SERVER_URL:9001/api, https://SUBDOMAIN.vendor.example: capitals where a host is stand for it.
    // A label with digits may be somebody's key, and https://REST.VENDOR.EXAMPLE is a host.
    private static string CapitalHole(string url)
    {
        var start = url.IndexOf("://", StringComparison.Ordinal) + 3;
        if (start < 3 || start >= url.Length || !char.IsAsciiLetterUpper(url[start]))
            return url;
        var end = url.AsSpan(start).IndexOfAnyExcept(Capitals);
        end = end < 0 ? url.Length : start + end;
        return end - start >= LeastCapitals && (end == url.Length || url[end] is '/' or ':' or '?' || (url[end] == '.' && HasSmallLetter(url, end))) ? url[..start] + "{" + url[start..end].ToLowerInvariant().Replace('-', '_') + "}" + url[end..] : url;
    }

    private static bool HasSmallLetter(string url, int from)
    {
        var host = url.AsSpan(from);
        var end = host.IndexOfAny('/', '?', '#');
        return (end < 0 ? host : host[..end]).ContainsAnyInRange('a', 'z');
    }

    // https://<ip>[:port]/…, /users[/{id}]
    private static string DropOptional(string url)
    {
        var open = url.IndexOf('[', StringComparison.Ordinal);
        if (open < 0)
            return url;
        var close = url.IndexOf(']', open);
        if (close < 0)
            return url[..open];
        // A host with something cut out of its middle is another host.
        var scheme = url.IndexOf("://", StringComparison.Ordinal) + 3;
        var inHost = scheme > 2 && open >= scheme && url.AsSpan(scheme, open - scheme).IndexOfAny('/', '?') < 0;
        return inHost && close + 1 < url.Length && url[close + 1] is not ('/' or '?' or '#') ? url[..scheme] : url[..open] + url[(close + 1)..];
    }

    private static bool Opened(string text, int start, int end, char close)
    {
        var open = close == ')' ? '(' : close == ']' ? '[' : '<';
        return text.AsSpan(start, end - start).Count(open) > text.AsSpan(start, end - start).Count(close);
    }

    private static bool IsHole(string text, int at, int last)
    {
        if (at + 1 >= last || !(char.IsAsciiLetter(text[at + 1]) || text[at + 1] == '_'))
            return false;
        var close = text.IndexOf('>', at, Math.Min(50, text.Length - at));
        return close > 0 && !text.AsSpan(at, close - at).ContainsAny("\"=\n/");
    }
}
