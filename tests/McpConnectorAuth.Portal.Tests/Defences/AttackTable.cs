namespace McpConnectorAuth.Portal.Tests.Defences;

/// <summary>Requests that must neither show the form, nor bind the link, nor store anything.</summary>
public static class AttackTable
{
    private const string Navigation = "Accept: text/html\r\nSec-Fetch-Site: none\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document\r\nConnection: close\r\n";
    private const string Body = "method=bearer&value%3Aapi_key=CANARY-attacker&approve=api.acme.example&action=save&token={token}";

    /// <summary>Attacks on a link that nobody has opened: afterwards the person can still open it.</summary>
    public static TheoryData<Attack> Unopened { get; } =
    [
        .. new[]
        {
            "evil.example", "evil.example:{port}", "localhost", "localhost:{port}", "127.0.0.1", "127.0.0.1:1",
            "127.0.0.1.evil.example:{port}", "0.0.0.0:{port}", "[::1]:{port}", "[::ffff:127.0.0.1]:{port}", "[0:0:0:0:0:0:0:1]:{port}", "2130706433:{port}",
            "0x7f000001:{port}", "127.1:{port}", "017700000001:{port}", "127.0.0.1.:{port}", "LOCALHOST:{port}",
        }.Select(host => new Attack($"foreign Host {host}", 421, $"GET {{path}} HTTP/1.1\r\nHost: {host}\r\n{Navigation}\r\n")),
        new("user-info in Host", 400, $"GET {{path}} HTTP/1.1\r\nHost: evil@{{authority}}\r\n{Navigation}\r\n", Bare: true),
        new("port with a name behind it in Host", 400, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}.evil.example\r\n{Navigation}\r\n", Bare: true),
        new("no Host", 400, $"GET {{path}} HTTP/1.1\r\n{Navigation}\r\n", Bare: true),
        new("HTTP/1.0 without Host", 421, $"GET {{path}} HTTP/1.0\r\n{Navigation}\r\n"),
        new("two Hosts", 400, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nHost: evil.example\r\n{Navigation}\r\n", Bare: true),
        new("absolute target of another host", 400, $"GET http://evil.example{{path}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n", Bare: true),
        new("HEAD as link previews send", 405, $"HEAD {{path}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        .. new[] { "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "PROPFIND" }
            .Select(method => new Attack($"method {method}", 405, $"{method} {{path}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n")),
        new("CONNECT", 400, $"CONNECT evil.example:443 HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n", Bare: true),
        new("prefetch (Sec-Purpose)", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nSec-Purpose: prefetch;prerender\r\n{Navigation}\r\n"),
        new("prefetch (Purpose)", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nPurpose: prefetch\r\n{Navigation}\r\n"),
        new("download tool", 406, "GET {path} HTTP/1.1\r\nHost: {authority}\r\nAccept: */*\r\nConnection: close\r\n\r\n"),
        new("no Accept", 406, "GET {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"),
        .. new[] { "iframe", "frame", "embed", "object", "image", "script", "empty" }.Select(destination => new Attack(
            $"embedded cross-site as {destination}",
            403,
            $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nAccept: text/html\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: {destination}\r\nConnection: close\r\n\r\n")),
        new("same-origin frame", 403, "GET {path} HTTP/1.1\r\nHost: {authority}\r\nAccept: text/html\r\nSec-Fetch-Site: same-origin\r\nSec-Fetch-Dest: iframe\r\nConnection: close\r\n\r\n"),
        new("GET with a foreign Origin", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nOrigin: http://evil.example\r\n{Navigation}\r\n"),
        new("invented cookie", 403, "GET {path}/status HTTP/1.1\r\nHost: {authority}\r\nCookie: portal-{id}=0123\r\nConnection: close\r\n\r\n"),
        new("status before opening", 403, "GET {path}/status HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n\r\n"),
        new("form before opening", 403, Post("Origin: http://{authority}\r\nCookie: portal-{id}=\r\n")),
        new("guessed link", 404, $"GET /connect/00000000000000000000000000000000 HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("directory", 404, $"GET /connect/ HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("root", 404, $"GET / HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("traversal", 404, $"GET /assets/../../../etc/passwd HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("encoded traversal", 404, $"GET /assets/%2e%2e%2f%2e%2e%2fetc/passwd HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("link in capitals", 404, $"GET {{PATH}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("link with a slash", 404, $"GET {{path}}/ HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("header section too large", 431, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nX: {new string('x', 20_000)}\r\n{Navigation}\r\n", Bare: true),
        new("line too long", 414, $"GET {{path}}?{new string('x', 13_000)} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n", Bare: true),
        new("line break smuggled into a header", 400, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nX: a\rSet-Cookie: b\r\n{Navigation}\r\n", Bare: true),
        new("space before the colon", 400, $"GET {{path}} HTTP/1.1\r\nHost : {{authority}}\r\n{Navigation}\r\n", Bare: true),
        new("not HTTP", 400, "\u0016\u0003\u0001 TLS hello\r\n\r\n", Bare: true),
    ];

    /// <summary>Attacks on a link that a person has open: nothing of theirs is changed.</summary>
    public static TheoryData<Attack> Opened { get; } =
    [
        new("second browser", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n"),
        new("second browser from another site", 403, "GET {path}?again=1 HTTP/1.1\r\nHost: {authority}\r\nAccept: text/html\r\nSec-Fetch-Site: cross-site\r\nSec-Fetch-Dest: document\r\nConnection: close\r\n\r\n"),
        new("second browser with an invented cookie", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nCookie: portal-{{id}}=feed\r\n{Navigation}\r\n"),
        new("cookie of another session", 403, $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nCookie: portal-{{id}}={{otherCookie}}\r\n{Navigation}\r\n"),
        new("POST without Origin", 403, Post("Cookie: {cookie}\r\n")),
        new("POST with Origin null", 403, Post("Cookie: {cookie}\r\nOrigin: null\r\n")),
        .. new[] { "http://evil.example", "https://{authority}", "http://localhost:{port}", "http://127.0.0.1", "http://127.0.0.1:1", "http://{authority}.evil.example", "http://{authority}/", "HTTP://{authority}" }
            .Select(origin => new Attack($"POST with Origin {origin}", 403, Post($"Cookie: {{cookie}}\r\nOrigin: {origin}\r\n"))),
        new("POST with two Origins", 403, Post("Cookie: {cookie}\r\nOrigin: http://{authority}\r\nOrigin: http://evil.example\r\n")),
        .. new[] { "cross-site", "same-site", "none" }
            .Select(site => new Attack($"POST with Sec-Fetch-Site {site}", 403, Post($"Cookie: {{cookie}}\r\nOrigin: http://{{authority}}\r\nSec-Fetch-Site: {site}\r\n"))),
        new("POST without cookie", 403, Post("Origin: http://{authority}\r\n")),
        new("POST with another session's cookie", 403, Post("Origin: http://{authority}\r\nCookie: portal-{id}={otherCookie}\r\n")),
        new("POST without token", 403, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body.Replace("{token}", ""))),
        new("POST with a guessed token", 403, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body.Replace("{token}", new string('0', 64)))),
        new("POST with another session's token", 403, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body.Replace("{token}", "{otherToken}"))),
        new("POST with two tokens", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body + "&token={token}")),
        new("POST with two values of a field", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body + "&value%3Aapi_key=x")),
        new("POST of an unknown action", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body.Replace("action=save", "action=export"))),
        new("POST of no action", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", "token={token}")),
        new("POST of a method the spec does not have", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body.Replace("method=bearer", "method=none"))),
        .. new[] { "text/plain", "application/json", "multipart/form-data; boundary=x", "application/x-www-form-urlencoded-not" }.Select(type => new Attack(
            $"POST as {type}", 415, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body, type))),
        new("POST without a type", 415, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", Body, "")),
        new("POST to the status", 404, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n").Replace("{path}", "{path}/status")),
        new("POST to a style sheet", 404, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n").Replace("{path}", "/assets/portal.css")),
        new("too large a body, as declared", 413, "POST {path} HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\nCookie: {cookie}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 999999999\r\nConnection: close\r\n\r\n"),
        new("too large a body, in chunks", 413, $"POST {{path}} HTTP/1.1\r\nHost: {{authority}}\r\nOrigin: http://{{authority}}\r\nCookie: {{cookie}}\r\nContent-Type: application/x-www-form-urlencoded\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n{300_000:x}\r\n{new string('a', 300_000)}\r\n0\r\n\r\n"),
        new("too many fields", 400, Post("Origin: http://{authority}\r\nCookie: {cookie}\r\n", string.Join('&', Enumerable.Range(0, 100).Select(i => $"f{i}=1")))),
        new("length and chunks at once", 400, "POST {path} HTTP/1.1\r\nHost: {authority}\r\nOrigin: http://{authority}\r\nCookie: {cookie}\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nhello", Bare: true),
        new("credential in the address", 200, "GET {path}?value%3Aapi_key=CANARY-attacker&action=save&approve=api.acme.example HTTP/1.1\r\nHost: {authority}\r\nCookie: {cookie}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"),
    ];

    /// <summary>The same requests with nothing wrong in them: what the rows above vary is what they are refused for.</summary>
    public static (string Navigation, string Post) Harmless { get; } = (
        $"GET {{path}} HTTP/1.1\r\nHost: {{authority}}\r\n{Navigation}\r\n",
        Post("Origin: http://{authority}\r\nCookie: {cookie}\r\nSec-Fetch-Site: same-origin\r\n"));

    private static string Post(string headers, string body = Body, string type = "application/x-www-form-urlencoded") =>
        "POST {path} HTTP/1.1\r\nHost: {authority}\r\nConnection: close\r\n" + headers
        + (type.Length == 0 ? "" : $"Content-Type: {type}\r\n") + "Content-Length: {length}\r\n\r\n" + body;
}
