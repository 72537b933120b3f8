using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the path of a call tells: whether it reads, whom it is about, what it needs.</summary>
/// <param name="url">A path or an absolute URL, with its query or without.</param>
internal sealed class CallPath(string url)
{
    /// <summary>What a path that must not be called scores.</summary>
    public const double Never = -20;

    private const int LongPath = 3;
    private const int LeastId = 6;
    private const int LeastOpaque = 8;
    private const int LongestVersion = 11;
    private static readonly HashSet<string> Self = new(StringComparer.Ordinal)
    {
        "me", "whoami", "self", "myself", "current", "profile", "viewer", "getme", "limits", "credentials", "auth.test", "organization", "organisation", "company", "balance", "current_user", "currentuser", "current-user", "connections", "tokeninfo", "token_info", "userinfo", "user_info", "identity", "session", "current-context", "getcurrentuser", "getuserinfo", "getaccount", "getbalance", "api-key", "api_key", "apikey", "usage", "quota", "empresa", "entreprise", "azienda", "bedrijf", "unternehmen", "firma", "compte", "cuenta", "conta", "konto", "perfil", "profil", "profilo", "moi", "account_info", "accountinfo", "account-info",
    };

    private static readonly HashSet<string> Near = new(StringComparer.Ordinal) { "user", "account", "verify", "validate", "workspace", "team", "tenant", "key", "credit", "credits" };

    // Whether a server is alive it tells anybody.
    private static readonly HashSet<string> Alive = new(StringComparer.Ordinal) { "ping", "time", "timestamp", "version", "versions", "health", "healthz", "healthcheck", "livez", "readyz", "heartbeat", "alive", "uptime", "servertime", "server-time", "server_time", "echo", "hello" };

    private static readonly HashSet<string> Unsafe = new(StringComparer.Ordinal)
    {
        "doc", "swagger", "redoc", "apidocs", "unsubscribe", "export", "exports", "download", "downloads", "login", "signin", "signout", "search", "webhook", "webhooks", "openid", "well", "getupdates", "callback", "redirect", "noauth", "upload", "secrets", "ws", "wss", "websocket", "websockets", "eventstream",
    };

    // Also glued to what they destroy: deleteuser
    private static readonly string[] Destructive = ["delete", "remove", "reboot", "reset", "revoke", "cancel", "send", "logout", "restart", "destroy", "purge"];

    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal) { "create", "update", "add", "edit", "insert", "import", "set", "put", "write", "save", "new", "activate", "enable", "disable", "buy", "sell", "pay", "transfer", "withdraw", "subscribe", "register", "publish", "start", "stop", "pause", "resume", "suspend", "acknowledge", "ack", "approve", "reject", "lock", "unlock", "trigger", "duplicate", "clone", "rename", "move", "assign", "merge", "apply", "kill", "mute", "unmute", "shutdown", "toggle" };

    private static readonly HashSet<string> Reads = new(StringComparer.Ordinal) { "get", "list", "read", "fetch", "find", "query", "show", "me", "info", "status", "balance", "whoami", "current" };

    private static readonly HashSet<string> Grants = new(StringComparer.Ordinal) { "oauth", "oauth2", "authorize", "authorise", "authenticate", "token", "access_token", "request_token", "accesstoken", "auth", "introspect", "device_code" };

    private static readonly HashSet<string> StandIns = new(StringComparer.Ordinal) { "resource", "resource-path", "endpoint", "path", "method", "action", "operation", "your-endpoint", "some-endpoint", "{resource}", "{endpoint}", "{path}", "{method}", "{action}", "{operation}", "{method_name}", "{resource_path}", "…" };

    private static readonly HashSet<string> Procedures = new(StringComparer.Ordinal) { "graphql", "gql", "rpc", "jsonrpc", "json-rpc", "xmlrpc", "soap", "xml" };
    private static readonly SearchValues<char> InCapitals = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ_");
    private static readonly string[] Domains = [".com", ".org", ".net", ".example"];
    private static readonly string[] Scripts = [".php", ".phtml", ".cgi", ".asmx", ".ashx", ".dll"];

    private readonly string _path = UrlText.Path(url);
    private string[]? _segments;
    private string? _last;
    private List<string>? _tailWords;

    /// <summary>The segments in lower case, without the query.</summary>
    public string[] Segments => _segments ??= LowerText.Of(UrlText.WithoutQuery(_path)).Split('/', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>How well a call proves a credential, as far as method and path tell; parts that vary are counted apart.</summary>
    public double Score(string method) => Score(false, method);

    /// <summary>The same of a call that the document may say to be about the credential: <c>GET /token</c> issues none then.</summary>
    public double Score(bool proves, string method)
    {
        var segments = Segments;
        if (segments.Length == 0)
            return method == "GET" ? 0 : -1;
        var last = WithoutExtension(segments[^1]);
        var words = Words(_path);
        var tail = TailWords;
        // /set-last-id/{id}
        if (segments[^1].StartsWith('{') && Array.FindLast(segments, segment => !segment.StartsWith('{')) is { } named && Words(named) is [var verb, _, ..] && verb != "add" && Writes.Contains(verb))
            return Never;
        if (words.Exists(word => IsUnsafe(word) && !(proves && word == "search")) || StandIns.Contains(segments[^1]) || segments[^1].EndsWith("_here", StringComparison.Ordinal) || segments[^1].EndsWith("-here", StringComparison.Ordinal) || (Grants.Contains(last) && !(proves && method == "GET")) || url.Contains("action=set", StringComparison.Ordinal))
            return Never;
        if (!Self.Contains(last) && !(proves && method == "GET") && (Array.Exists(segments, s => s.StartsWith("oauth", StringComparison.Ordinal)) || TokenRequest.IsTokenPath(string.Join('/', segments))))
            return Never;
        if (tail.Count > 0 && (Writes.Contains(tail[0]) || (IsScript(segments) && tail.Exists(Writes.Contains))))
            return Never;
        var score = method == "GET" ? 1.0 : method == "HEAD" ? 0 : IsRead ? 0.5 : -1;
        // Keys of ordinary users may not do it.
        if (Array.IndexOf(segments, "admin") >= 0)
            score -= 0.7;
        else if ((Self.Contains(last) || (last.StartsWith("get", StringComparison.Ordinal) && Self.Contains(last["get".Length..]))) && !IsOfPart(segments, last))
            score += 2.5;
        else if (Near.Contains(last))
            score += 1.2;
        else if (IsAlive)
            score -= 4;
        // Without a query it answers nothing.
        else if (last is "query" or "sql" or "batch")
            score -= 2;
        else if (last.EndsWith('s') && !last.EndsWith("ss", StringComparison.Ordinal) && !last.EndsWith("us", StringComparison.Ordinal))
            score += 0.2;
        // All of it is a prefix.
        if (Array.TrueForAll(segments, IsPrefix))
            score -= 1.5;
        return IsProcedureCall ? score : score - (Math.Max(0, segments.Length - LongPath) * 0.3);
    }

    // /v1/pay/limits: those of one part of the API, not the caller's.
    private static bool IsOfPart(string[] segments, string last) =>
        last is "limits" or "usage" or "quota" && segments is [.., var before, _] && !IsPrefix(before) && !Near.Contains(before) && !Self.Contains(before) && before is not ("data" or "app" or "apps") && !before.StartsWith('{');

    private static bool IsUnsafe(string word) => Unsafe.Contains(word) || IsDestructive(word);

    private static bool IsDestructive(string word)
    {
        foreach (var destructive in Destructive)
        {
            if (word.StartsWith(destructive, StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>Whether the path says that the call reads: <c>/getUsers</c>, <c>/orders/list</c>.</summary>
    public bool IsRead => IsProcedureCall || TailWords.Exists(Reads.Contains);

    /// <summary>Whether a call asks if the server is alive, which most servers tell anybody.</summary>
    public bool IsAlive => Segments is [.., var last] && Alive.Contains(WithoutExtension(last));

    /// <summary>Whether a segment stands in front of all calls: <c>api</c>, <c>rest</c>, a version.</summary>
    public static bool IsPrefix(string segment) => segment is "api" or "rest" or "services" || IsVersion(segment);

    // v2, v1beta, v11_24
    private static bool IsVersion(string segment) =>
        segment.Length is > 1 and <= LongestVersion && segment[0] == 'v' && char.IsAsciiDigit(segment[1]) && segment.AsSpan(1).TrimStart("0123456789._") is "" or "a" or "b" or "alpha" or "beta" or "alpha1" or "beta1" or "beta2" or "rc" or "preview";

    /// <summary>How many parts of the path the reader has to fill in; credentials are at hand.</summary>
    public double Unknowns()
    {
        var unknown = EndsOpen ? 0.3 : 0;
        foreach (var hole in Template.Holes(url))
            unknown += CredentialNames.IsSecret(CredentialNames.Snake(hole)) ? 0 : 1;
        var path = UrlText.WithoutQuery(_path).AsSpan();
        foreach (var range in path.Split('/'))
        {
            var segment = path[range];
            unknown += segment.StartsWith(':') || Guid.TryParse(segment, out _) ? 1 : IsSomeId(segment) ? 0.7 : 0;
        }

        return unknown;
    }

    /// <summary>Whether a path is another with values in its holes: <c>/teams/7/members</c> of <c>/teams/{id}/members</c>.</summary>
    public static bool IsInstance(string[] pattern, string[] path)
    {
        // The last one says what is asked for.
        if (pattern.Length != path.Length || path.Length == 0 || (pattern[^1] != path[^1] && !(pattern[^1] is ['{', .., '}'] && IsOpaque(path[^1]))))
            return false;
        var filled = 0;
        for (var i = 0; i < path.Length; i++)
        {
            if (pattern[i] == path[i])
                continue;
            if (pattern[i] is not ['{', .., '}'] || path[i].Contains('{', StringComparison.Ordinal) || Self.Contains(path[i].TrimStart('@')))
                return false;
            filled++;
        }

        return filled > 0;
    }

    /// <summary>What follows a path with holes, filled in: <c>/orders</c> of <c>/acme/v4/orders</c> below <c>/{tenant}/v4</c>; null where a path is not below it.</summary>
    public static string? TailOf(string pattern, string path)
    {
        if (!pattern.Contains('{', StringComparison.Ordinal))
            return null;
        var (holes, values) = (pattern.TrimEnd('/').Split('/'), UrlText.WithoutQuery(path).Split('/'));
        if (values.Length < holes.Length)
            return null;
        var literals = 0;
        for (var i = 1; i < holes.Length; i++)
        {
            var isHole = holes[i] is ['{', .., '}'];
            // `bot{token}`
            if (!isHole && holes[i] is [.., '}'] && holes[i].IndexOf('{', StringComparison.Ordinal) is > 0 and var open)
            {
                if (values[i].Length <= open || !values[i].AsSpan().StartsWith(holes[i].AsSpan(0, open), StringComparison.Ordinal))
                    return null;
                literals++;
                continue;
            }

            if (isHole ? values[i].Length == 0 || IsPrefix(values[i]) || Self.Contains(values[i]) : holes[i] != values[i])
                return null;
            literals += isHole ? 0 : 1;
        }

        return literals > 0 ? path[Math.Min(path.Length, values.Take(holes.Length).Sum(value => value.Length + 1) - 1)..] : null;
    }

    /// <summary>Whether an absolute URL is another with values in its holes, the host's among them.</summary>
    public static bool IsInstance(string pattern, string url)
    {
        if (!pattern.StartsWith("http", StringComparison.OrdinalIgnoreCase) || !pattern.Contains('{', StringComparison.Ordinal) || url.Contains('{', StringComparison.Ordinal) || UrlText.HostKey(pattern) is var host && host != "{}" && !UrlText.HostMatches(host, UrlText.HostKey(url)))
            return false;
        var (holes, values) = (UrlText.Path(pattern).Split('/'), UrlText.Path(url).Split('/'));
        return holes.Length == values.Length && holes.Length > 2 && holes.Zip(values).All(pair => pair.First == pair.Second || pair.First is ['{', .., '}']) && holes.Count(segment => segment.Length > 0 && segment[0] != '{') > 1;
    }

    /// <summary>Whether all calls go to this one address, and the body says what is wanted.</summary>
    public bool IsProcedureCall =>
        Segments is { Length: > 0 } segments && (Array.Exists(segments, Procedures.Contains) || (IsScript(segments) && segments[^1].Split('.')[0] is "api" or "rpc" or "index" or "rest" or "service" or "gateway") || segments[^1].Contains("jsonrpc", StringComparison.Ordinal));

    // The last segment as it is spelled.
    private string Last => _last ??= UrlText.WithoutQuery(_path).TrimEnd('/') is var path ? path[(path.LastIndexOf('/') + 1)..] : "";

    private List<string> TailWords => _tailWords ??= Words(Last);

    private static bool IsScript(string[] segments) => Array.Exists(Scripts, s => segments[^1].EndsWith(s, StringComparison.Ordinal));

    // One record, not a list of them.
    private bool EndsOpen => Last is var last && (last.Contains('{', StringComparison.Ordinal) || last.StartsWith(':') || IsSomeId(last));

    // 10024, 3k2p-39jp, USERID
    private static bool IsSomeId(ReadOnlySpan<char> segment)
    {
        var name = WithoutExtension(segment);
        if (name.Length > 2 && name.IndexOfAnyExcept(InCapitals) < 0)
            return true;
        foreach (var domain in Domains)
        {
            if (segment.EndsWith(domain, StringComparison.Ordinal))
                return true;
        }

        var digits = 0;
        foreach (var c in name)
            digits += char.IsAsciiDigit(c) ? 1 : 0;
        return digits > 2 && (digits == name.Length || (name.Length >= LeastId && digits * 4 >= name.Length));
    }

    // ve9EPM428h8v: nobody's but somebody's
    private static bool IsOpaque(string segment) =>
        segment.Length >= LeastOpaque && segment.All(char.IsAsciiLetterOrDigit) && segment.Count(char.IsAsciiDigit) > 2 && segment.Any(char.IsAsciiLetter);

    /// <summary>Whether the name of an action says that it changes something: <c>factory.create</c>.</summary>
    public static bool IsWriting(string action) =>
        Words(action[(action.LastIndexOf('.') + 1)..]) is [var verb, ..] && (Writes.Contains(verb) || IsDestructive(verb));

    private static string WithoutExtension(string segment) => WithoutExtension(segment.AsSpan()) is var name && name.Length < segment.Length ? name.ToString() : segment;

    private static ReadOnlySpan<char> WithoutExtension(ReadOnlySpan<char> segment)
    {
        segment = segment.TrimStart('@');
        var dot = segment.LastIndexOf('.');
        return dot > 0 && segment[dot..] is ".json" or ".xml" or ".php" or ".do" or ".aspx" ? segment[..dot] : segment;
    }

    // Words of snake, kebab and camel case; names of holes are none.
    private static List<string> Words(string path)
    {
        var words = new List<string>();
        var lower = LowerText.Of(path);
        var depth = 0;
        var start = -1;
        for (var i = 0; i <= path.Length; i++)
        {
            var c = i < path.Length ? path[i] : '/';
            depth += c == '{' ? 1 : c == '}' && depth > 0 ? -1 : 0;
            var letter = depth == 0 && char.IsLetterOrDigit(c);
            if (start >= 0 && (!letter || (char.IsUpper(c) && char.IsLower(path[i - 1]))))
            {
                words.Add(lower[start..i]);
                start = -1;
            }

            if (letter && start < 0)
                start = i;
        }

        return words;
    }
}
