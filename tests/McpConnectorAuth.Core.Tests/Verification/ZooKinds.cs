using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;
using static McpConnectorAuth.Core.Tests.Verification.Zoo;
using static McpConnectorAuth.Core.Verification.VerificationOutcome;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>
/// APIs of the kinds whose credential is issued, or made for each request. Each server works the signature out in its own way, from the
/// standard or from what the API's document would say.
/// </summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "What these servers demand.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "What these servers demand.")]
internal static class ZooKinds
{
    private const string Token = "CANARY-issued.9f/a+B=c7dk2Q";
    private const string SecretText = "CANARY-signing~key/+=4711aZ9";
    private const string Secret64 = "Q0FOQVJZLXNlY3JldC1rZXktMTIzNDU2Nzg5MA==";
    private const string Other64 = "Q0FOQVJZLW90aGVyLWtleS0xMjM0NTY3ODkwMTI=";
    private const string SecretHex = "43414e4152592d7365637265742d6b6579";

    private static readonly Lazy<(string Good, string Other)> Keys = new(() =>
    {
        using var good = RSA.Create(2048);
        using var other = RSA.Create(2048);
        return (good.ExportPkcs8PrivateKeyPem(), other.ExportPkcs8PrivateKeyPem());
    });

    public static IReadOnlyList<ZooApi> All { get; } = [.. Issued(), .. Described(), .. AwsV4(), .. OAuth1(), .. Digest()];

    private static IEnumerable<ZooApi> Issued()
    {
        foreach (var (name, kind) in new[]
        {
            ("client credentials", AuthKind.OAuth2ClientCredentials), ("authorization code", AuthKind.OAuth2AuthorizationCode), ("device code", AuthKind.OAuth2DeviceCode),
            ("password grant", AuthKind.OAuth2Password), ("jwt bearer", AuthKind.OAuth2JwtBearer),
        })
        {
            yield return Of(name, kind, [Header("Authorization", "Bearer {access_token}")], request => Authorization(request) == $"Bearer {Token}", [Plain("client_id"), Secret("client_secret")], ("client_id", "c-1"), ("client_secret", "CANARY-cs"), ("access_token", Token))
                with
            { Change = method => method with { OAuth = OAuth } };
        }

        yield return Of(
                "token in the query, fact in the path",
                AuthKind.OAuth2AuthorizationCode,
                [In(PlacementLocation.Query, "access_token", "{access_token}")],
                request => RawPath(request) == "/api/accounts/a%2F7/me" && request.Query["access_token"] == Token,
                [Plain("client_id")],
                ("client_id", "c-1"),
                ("account_id", "a/7"),
                ("access_token", Token))
            with
        { Call = Get("/accounts/{account_id}/me"), Change = method => method with { OAuth = OAuth with { ReplyFacts = new Dictionary<string, string> { ["account_id"] = "account.id" } } } };
        yield return Of(
                "session in a cookie and a header",
                AuthKind.SessionLogin,
                [In(PlacementLocation.Cookie, "sid", "{session_id}"), Header("X-Csrf", "{csrf}")],
                request => request.Cookies["sid"] == "CANARY-sid0" && request.Headers["X-Csrf"] == Token,
                [Plain("username"), Secret("password")],
                ("username", "ada"),
                ("password", "CANARY-pw"),
                ("session_id", "CANARY-sid0"),
                ("csrf", Token))
            with
        {
            Change = method => method with
            {
                Login = new SpecLogin("POST", "/login", "json", [], [new SpecReturned("session_id", "cookie", "sid"), new SpecReturned("csrf", "body", "csrf")]),
            },
        };
    }

    private static SpecMethodOAuth OAuth => new() { AuthorizationUrl = "https://login.invalid/authorize", TokenUrl = "https://login.invalid/token", DeviceAuthorizationUrl = "https://login.invalid/device", Assertion = new() { Key = "client_secret", Algorithm = "HS256" } };

    private static IEnumerable<ZooApi> Described()
    {
        yield return Signed(
            "hmac over lines",
            new() { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{timestamp}{newline}{method}{newline}{path_and_query}{newline}{body_hash}", Timestamp = "unix_milliseconds" },
            [Header("X-Key", "{api_key}"), Header("X-Time", "{timestamp}"), Header("X-Sign", "v1={signature}")],
            SecretText,
            null,
            (request, body) => IsRecent(request.Headers["X-Time"], 1000) && request.Headers["X-Key"] == "app-1" && request.Headers["X-Sign"] == "v1=" + Hex(HMACSHA256.HashData(
                Utf8(SecretText), Utf8($"{request.Headers["X-Time"]}\n{request.Method}\n{RawTarget(request)}\n{Hex(SHA256.HashData(Utf8(body)))}"))));
        yield return Signed(
            "hmac in the header Authorization",
            new() { Algorithm = "hmac-sha1", Key = "{secret}", KeyEncoding = "base64", Message = "{method}{newline}{host}{newline}{content_type}{newline}{timestamp}{newline}{path}", Encoding = "base64", Timestamp = "http_date" },
            [Header("Date", "{timestamp}"), Header("Authorization", "HMAC base64({api_key}:{signature})")],
            Secret64,
            Other64,
            (request, _) => DateTimeOffset.Parse(request.Headers.Date!, System.Globalization.CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.AddMinutes(-5) && Authorization(request)
                == "HMAC " + Base64(Utf8("app-1:" + Base64(HMACSHA1.HashData(Convert.FromBase64String(Secret64), Utf8($"{request.Method}\n{request.Host}\n\n{request.Headers.Date}\n{RawPath(request)}"))))));
        yield return Signed(
            "hmac over the query",
            new() { Algorithm = "hmac-sha512", Key = "{secret}", KeyEncoding = "hex", Message = "{query}", Encoding = "hex_upper" },
            [In(PlacementLocation.Query, "timestamp", "{timestamp}"), In(PlacementLocation.Query, "key", "{api_key}"), In(PlacementLocation.Query, "signature", "{signature}")],
            SecretHex,
            SecretHex[..^1] + "8",
            (request, _) => IsRecent(request.Query["timestamp"], 1) && request.QueryString.Value!.TrimStart('?').Split("&signature=") is [var signed, var signature]
                && signature == Convert.ToHexString(HMACSHA512.HashData(Convert.FromHexString(SecretHex), Utf8(signed))));
        yield return Signed(
            "hash in the message, nonce in the body",
            new() { Algorithm = "hmac-sha512", Key = "{secret}", KeyEncoding = "base64", Message = "{path}sha256({nonce}{body})", Encoding = "base64" },
            [Header("X-Key", "{api_key}"), Header("X-Sign", "{signature}"), In(PlacementLocation.Body, "nonce", "{nonce}")],
            Secret64,
            Other64,
            (request, body) => request.Headers["X-Sign"] == Base64(HMACSHA512.HashData(
                Convert.FromBase64String(Secret64), (byte[])[.. Utf8(RawPath(request)), .. SHA256.HashData(Utf8((string)JsonNode.Parse(body)!["nonce"]! + body))]))) with
        { Call = new("POST", "/me", 0) };
        yield return Signed(
            "plain hash",
            new() { Algorithm = "md5", Key = "{secret}", Message = "{api_key}{secret}{timestamp}hex(sha1({nonce}))base64({api_key}:x)" },
            [In(PlacementLocation.Query, "key", "{api_key}"), In(PlacementLocation.Query, "sig", "{signature}"), In(PlacementLocation.Query, "ts", "{timestamp}"), Header("X-Nonce", "{nonce}")],
            SecretText,
            null,
            (request, _) => request.Query["sig"] == Hex(MD5.HashData(Utf8($"app-1{SecretText}{request.Query["ts"]}{Hex(SHA1.HashData(Utf8(request.Headers["X-Nonce"]!)))}{Base64(Utf8("app-1:x"))}"))));
        yield return Signed(
            "hmac over the sorted query",
            new() { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{scheme}://{host}{path}?{sorted_query}", Encoding = "base64url", Timestamp = "iso8601" },
            [In(PlacementLocation.Query, "z_time", "{timestamp}"), In(PlacementLocation.Query, "a_key", "{api_key}"), In(PlacementLocation.Cookie, "sign", "{signature}")],
            SecretText,
            null,
            (request, _) => request.Cookies["sign"] == System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Utf8(SecretText), Utf8(
                $"http://{request.Host}{RawPath(request)}?{string.Join('&', request.QueryString.Value!.TrimStart('?').Split('&').Order(StringComparer.Ordinal))}"))));
        yield return Signed(
            "rsa over the url",
            new() { Algorithm = "rsa-sha256", Key = "{secret}", Message = "{url}", Encoding = "base64" },
            [Header("X-Key", "{api_key}"), Header("X-Sign", "{signature}")],
            Keys.Value.Good,
            Keys.Value.Other,
            (request, _) => Verifies(request.Headers["X-Sign"]!, $"http://{request.Host}{RawTarget(request)}", HashAlgorithmName.SHA256));
    }

    private static IEnumerable<ZooApi> AwsV4()
    {
        var signature = new SpecSignature { Algorithm = "aws4-hmac-sha256", Key = "{secret}", KeyId = "{api_key}", SessionToken = "{session_token}", Region = "{region}", Service = "store" };
        SpecParameter[] parameters = [Plain("api_key"), Secret("secret"), Plain("region"), new("session_token", "string", false, true, "")];
        (string, string)[] values = [("api_key", "AKID7"), ("secret", SecretText), ("region", "eu-test-1")];
        ZooApi Signer(string name, SpecSignature own, Placement[] placements, (string, string)[] good) =>
            Of(name, AuthKind.SignedRequest, placements, request => IsAwsSigned(request, own.RawPath, good.Length > 3), parameters, good)
                with
            { Call = Get("/a//b%20c/?b=2&a=%C3%A9&empty="), Change = method => method with { Signature = own } };
        yield return Signer("sigv4", signature, [Header("Authorization", "AWS4-HMAC-SHA256 {signature}")], values);
        yield return Signer("sigv4 with a session token", signature, [Header("Authorization", "AWS4-HMAC-SHA256 {signature}")], [.. values, ("session_token", "CANARY-session/+=token")]);
        yield return Signer(
            "sigv4 of a store",
            signature with { RawPath = true, BodyHash = "unsigned" },
            [Header("Authorization", "AWS4-HMAC-SHA256 {signature}"), Header("X-Amz-Content-Sha256", "{body_hash}")],
            values);
        yield return Signer("sigv4 in the query", signature, [In(PlacementLocation.Query, "X-Amz-Signature", "{signature}")], [.. values, ("session_token", "CANARY-session/+=token")]);
    }

    private static IEnumerable<ZooApi> OAuth1()
    {
        SpecParameter[] parameters = [Plain("consumer_key"), Secret("consumer_secret"), Plain("access_token"), Secret("token_secret")];
        (string, string)[] values = [("consumer_key", "ck é"), ("consumer_secret", SecretText), ("access_token", "at&1"), ("token_secret", "CANARY-ts0")];
        ZooApi Consumer(string name, string algorithm, Placement[] placements, params (string, string)[] good) =>
            Of(name, AuthKind.OAuth1, placements, request => IsOAuth1Signed(request, algorithm, good.Length > 2), parameters, good)
                with
            { Call = Get("/me?b=2&a=%C3%A9&a=1"), Change = method => method with { Signature = new() { Algorithm = algorithm, Key = "{consumer_secret}&{token_secret}" } } };
        yield return Consumer("oauth1", "hmac-sha1", [Header("Authorization", "OAuth realm=\"x\",oauth_consumer_key=\"{consumer_key}\"")], values);
        yield return Consumer("oauth1 in the query", "hmac-sha256", [In(PlacementLocation.Query, "oauth_signature", "{signature}")], values);
        yield return Consumer("oauth1 in a form", "hmac-sha512", [In(PlacementLocation.Body, "oauth_signature", "{signature}")], values) with { Call = new("POST", "/me?b=2", 0) };
        yield return Consumer("oauth1 without a token", "plaintext", [], values[..2]) with { Parameters = parameters[..2], Change = method => method with { Signature = new() { Algorithm = "plaintext", Key = "{consumer_secret}" } } };
        yield return Consumer("oauth1 with a private key", "rsa-sha1", [], [("consumer_key", "ck"), ("consumer_secret", Keys.Value.Good), ("access_token", "at")])
            with
        { Parameters = parameters[..3], Bad = new Dictionary<string, string> { ["consumer_secret"] = Keys.Value.Other }, Change = method => method with { Signature = new() { Algorithm = "rsa-sha1", Key = "{consumer_secret}" } } };
        yield return Consumer("oauth1, issued", "hmac-sha1", [], [("consumer_key", "ck"), ("consumer_secret", SecretText), ("oauth_token", "CANARY-at"), ("oauth_token_secret", "CANARY-ts0")]) with
        {
            Parameters = parameters[..2],
            Change = method => method with
            {
                OAuth = new() { RequestTokenUrl = "https://login.invalid/request", AuthorizationUrl = "https://login.invalid/authorize", TokenUrl = "https://login.invalid/token" },
                Signature = new() { Algorithm = "hmac-sha1", Key = "{consumer_secret}" },
            },
        };
    }

    private static IEnumerable<ZooApi> Digest()
    {
        foreach (var (name, challenge, hash) in new (string, string, Func<byte[], byte[]>)[]
        {
            ("digest", "qop=\"auth\", algorithm=MD5, opaque=\"o\\\"paque\"", MD5.HashData),
            ("digest of RFC 2069", "opaque=\"x\"", MD5.HashData),
            ("digest with a session", "qop=\"auth\", algorithm=MD5-sess", MD5.HashData),
            ("digest with SHA-256", "qop=\"auth, auth-int\", algorithm=SHA-256", SHA256.HashData),
        })
        {
            var users = new DigestUsers(challenge, hash, "ada", SecretText);
            yield return new ZooApi(
                name,
                AuthKind.Digest,
                [Header("Authorization", "Digest {username}")],
                [Plain("username"), Secret("password")],
                Get("/me?a=1"),
                new Dictionary<string, string> { ["username"] = "ada", ["password"] = SecretText },
                context =>
                {
                    if (users.Knows(context.Request)) return Json(context, 200, Data);
                    context.Response.Headers.WWWAuthenticate = new(["Basic realm=\"b\"", users.Challenge()]);
                    return Json(context, 401, "{}");
                },
                Valid,
                InvalidCredentials);
        }
    }

    private static ZooApi Of(string name, AuthKind kind, Placement[] placements, Func<HttpRequest, bool> isAuthorized, SpecParameter[] parameters, params (string Name, string Value)[] good) => new(
        name,
        kind,
        placements,
        parameters,
        Get("/me"),
        good.ToDictionary(pair => pair.Name, pair => pair.Value),
        context =>
        {
            bool accepted;
            try
            {
                accepted = isAuthorized(context.Request);
            }
            catch (Exception error) when (error is ArgumentException or FormatException or NullReferenceException or KeyNotFoundException or IndexOutOfRangeException or System.Text.Json.JsonException)
            {
                accepted = false;
            }

            return accepted ? Json(context, 200, Data) : Json(context, 401, "{\"message\":\"Unauthorized\"}");
        },
        Valid,
        InvalidCredentials);

    private static ZooApi Signed(
        string name, SpecSignature signature, Placement[] placements, string secret, string? other, Func<HttpRequest, string, bool> accepts) =>
        Of(name, AuthKind.SignedRequest, placements, request => accepts(request, BodyOf(request)), [Plain("api_key"), Secret("secret")], ("api_key", "app-1"), ("secret", secret)) with
        {
            Call = Get("/me/%7Bx%7D?b=2&a=%C3%A9"),
            Change = method => method with { Signature = signature },
            Bad = other is null ? null : new Dictionary<string, string> { ["secret"] = other },
        };

    private static string BodyOf(HttpRequest request)
    {
        request.Body.Position = 0;
        using var reader = new StreamReader(request.Body, leaveOpen: true);
        var text = reader.ReadToEndAsync().GetAwaiter().GetResult();
        request.Body.Position = 0;
        return text;
    }

    private static string RawTarget(HttpRequest request) => request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);

    private static string Base64(byte[] bytes) => Convert.ToBase64String(bytes);

    private static bool IsRecent(string? stamp, long unitsPerSecond) =>
        long.TryParse(stamp, out var time) && Math.Abs((time / unitsPerSecond) - DateTimeOffset.UtcNow.ToUnixTimeSeconds()) < 300;

    private static bool Verifies(string signature, string text, HashAlgorithmName hash)
    {
        using var key = RSA.Create();
        key.ImportFromPem(Keys.Value.Good);
        return key.VerifyData(Utf8(text), Convert.FromBase64String(signature), hash, RSASignaturePadding.Pkcs1);
    }

    /// <summary>Names and values of a query or form, encoded anew and in order.</summary>
    private static string Canonical(IEnumerable<(string Name, string Value)> pairs) => string.Join('&', pairs
        .Select(pair => (Name: Uri.EscapeDataString(pair.Name), Value: Uri.EscapeDataString(pair.Value)))
        .OrderBy(pair => pair.Name, StringComparer.Ordinal).ThenBy(pair => pair.Value, StringComparer.Ordinal)
        .Select(pair => $"{pair.Name}={pair.Value}"));

    private static IEnumerable<(string Name, string Value)> PairsOf(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> fields) =>
        fields.SelectMany(field => field.Value.Select(value => (field.Key, value ?? "")));

    /// <summary>Works AWS Signature Version 4 out from the request as it came.</summary>
    private static bool IsAwsSigned(HttpRequest request, bool rawPath, bool withToken)
    {
        var inQuery = request.Query.ContainsKey("X-Amz-Signature");
        var header = Authorization(request);
        string Field(string name) => header.Split(name + "=")[1].Split(',')[0];
        var names = (inQuery ? request.Query["X-Amz-SignedHeaders"].ToString() : Field("SignedHeaders")).Split(';');
        var scope = (inQuery ? request.Query["X-Amz-Credential"].ToString() : Field("Credential"))["AKID7/".Length..];
        var time = inQuery ? request.Query["X-Amz-Date"].ToString() : request.Headers["X-Amz-Date"].ToString();
        var token = inQuery ? request.Query["X-Amz-Security-Token"].ToString() : request.Headers["X-Amz-Security-Token"].ToString();
        if (withToken != (token == "CANARY-session/+=token") || scope != $"{time[..8]}/eu-test-1/store/aws4_request" || !names.Contains("host")) return false;
        if (!inQuery && !names.Contains("x-amz-date")) return false;
        var age = DateTimeOffset.UtcNow - DateTimeOffset.ParseExact(time, "yyyyMMdd'T'HHmmss'Z'", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal);
        var path = rawPath ? RawPath(request) : "/" + string.Join('/', RawPath(request).Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.EscapeDataString)) + (RawPath(request).EndsWith('/') ? "/" : "");
        var canonical = string.Join('\n', [
            request.Method,
            path,
            Canonical(PairsOf(request.Query.Where(field => field.Key != "X-Amz-Signature"))),
            .. names.Select(name => $"{name}:{request.Headers[name]}"),
            "",
            string.Join(';', names),
            request.Headers.TryGetValue("X-Amz-Content-Sha256", out var hash) ? hash.ToString() : Hex(SHA256.HashData(Utf8(BodyOf(request)))),
        ]);
        var key = Utf8("AWS4" + SecretText);
        foreach (var part in scope.Split('/')) key = HMACSHA256.HashData(key, Utf8(part));
        var signature = Hex(HMACSHA256.HashData(key, Utf8($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hex(SHA256.HashData(Utf8(canonical)))}")));
        return age.Duration() < TimeSpan.FromMinutes(5) && signature == (inQuery ? request.Query["X-Amz-Signature"].ToString() : Field("Signature"));
    }

    /// <summary>Works a signature of OAuth 1.0 (RFC 5849 section 3.4) out from the request as it came.</summary>
    private static bool IsOAuth1Signed(HttpRequest request, string algorithm, bool withToken)
    {
        var fields = Authorization(request) is { Length: > 6 } header
            ? header["OAuth ".Length..].Split(", ").Select(field => field.Split('=', 2)).Select(pair => (Name: pair[0], Value: Uri.UnescapeDataString(pair[1].Trim('"')))).ToList()
            : [];
        fields.AddRange(PairsOf(request.Query));
        if (request.HasFormContentType) fields.AddRange(PairsOf(request.Form));
        fields.RemoveAll(field => field.Name == "realm");
        var signature = fields.Single(field => field.Name == "oauth_signature").Value;
        fields.RemoveAll(field => field.Name == "oauth_signature");
        if (withToken != fields.Exists(field => field.Name == "oauth_token") || !IsRecent(fields.Single(field => field.Name == "oauth_timestamp").Value, 1)) return false;
        var text = Utf8($"{request.Method}&{Uri.EscapeDataString($"http://{request.Host}{RawPath(request)}")}&{Uri.EscapeDataString(Canonical(fields))}");
        var key = $"{Uri.EscapeDataString(SecretText)}&{(withToken ? "CANARY-ts0" : "")}";
        return algorithm switch
        {
            "plaintext" => signature == key,
            "rsa-sha1" => Verifies(signature, Encoding.UTF8.GetString(text), HashAlgorithmName.SHA1),
            "hmac-sha1" => signature == Base64(HMACSHA1.HashData(Utf8(key), text)),
            "hmac-sha256" => signature == Base64(HMACSHA256.HashData(Utf8(key), text)),
            _ => signature == Base64(HMACSHA512.HashData(Utf8(key), text)),
        };
    }
}
