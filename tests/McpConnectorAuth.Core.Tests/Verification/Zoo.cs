using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;
using static McpConnectorAuth.Core.Verification.VerificationOutcome;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>One API per kind and placement, and one per way in which APIs mislead a check.</summary>
internal static class Zoo
{
    public const string Key = "CANARY-k7Qx.93/aB+c=d9fGh";
    public const string Data = "{\"id\":7,\"login\":\"ada\",\"error\":null,\"errors\":[],\"jobs\":[{\"status\":\"failed\",\"error\":\"401 unauthorized\"}]}";

    /// <summary>One per kind and placement; each answers 401 to any credential but the good one.</summary>
    public static IReadOnlyList<ZooApi> Placements { get; } =
    [
        Placed("bearer", AuthKind.Bearer, [Header("Authorization", "Bearer {token}")], request => Authorization(request) == $"Bearer {Key}", ("token", Key)),
        Placed("header", AuthKind.ApiKey, [Header("X-Api-Key", "{key}")], request => request.Headers["X-Api-Key"] == Key, ("key", Key)),
        Placed("raw authorization", AuthKind.ApiKey, [Header("Authorization", "{key}")], request => Authorization(request) == Key, ("key", Key)),
        Placed("own scheme", AuthKind.ApiKey, [Header("Authorization", "Token token=\"{key}\"")], request => Authorization(request) == $"Token token=\"{Key}\"", ("key", Key)),
        Placed(
            "two headers and a version",
            AuthKind.ApiKey,
            [Header("X-App", "{app_id}"), Header("X-Key", "{key}"), Header("X-Version", "2026-01-01")],
            request => request.Headers["X-App"] == "app-9" && request.Headers["X-Key"] == Key && request.Headers["X-Version"] == "2026-01-01",
            ("app_id", "app-9"),
            ("key", Key)),
        Placed("query", AuthKind.ApiKey, [In(PlacementLocation.Query, "api_key", "{key}")], request => request.Query["api_key"] == Key, ("key", Key)),
        Placed(
            "two query parameters",
            AuthKind.ApiKey,
            [In(PlacementLocation.Query, "key", "{app_id}"), In(PlacementLocation.Query, "token", "{key}")],
            request => request.Query["key"] == "app-9" && request.Query["token"] == Key,
            ("app_id", "app-9"),
            ("key", Key)),
        Placed("cookie", AuthKind.ApiKey, [In(PlacementLocation.Cookie, "sid", "{key}")], request => request.Cookies["sid"] == Key, ("key", Key)),
        Placed(
            "path",
            AuthKind.ApiKey,
            [In(PlacementLocation.Path, "key", "bot{key}")],
            request => request.Path == "/api/bot12:CANARY-pathkey0/me",
            ("key", "12:CANARY-pathkey0")) with { Call = Get("/bot{key}/me") },
        Placed("path segment", AuthKind.ApiKey, [In(PlacementLocation.Path, "key", "{key}")], request => RawPath(request) == $"/api/{Uri.EscapeDataString(Key)}/me", ("key", Key)),
        Placed("json body", AuthKind.ApiKey, [In(PlacementLocation.Body, "key", "{key}")], request => JsonField(request, "key") == Key, ("key", Key)) with { Call = new("POST", "/ping", 0) },
        Placed(
            "form body",
            AuthKind.ApiKey,
            [In(PlacementLocation.Body, "key", "{key}"), In(PlacementLocation.Body, "app", "{app_id}")],
            request => request.HasFormContentType && request.Form["key"] == Key && request.Form["app"] == "a&b=c",
            ("key", Key),
            ("app_id", "a&b=c")) with { Call = new("POST", "/ping/form", 0) },
        Placed("basic", AuthKind.Basic, [Header("Authorization", "Basic base64({username}:{key})")], request => Authorization(request) == Basic($"zoë:{Key}"), ("username", "zoë"), ("key", Key)),
        Placed("basic, key as user", AuthKind.Basic, [Header("Authorization", "Basic base64({key}:)")], request => Authorization(request) == Basic($"{Key}:"), ("key", Key)),
        Placed("basic, key as user and a constant", AuthKind.Basic, [Header("Authorization", "Basic base64({key}:X)")], request => Authorization(request) == Basic($"{Key}:X"), ("key", Key)),
        Placed("basic, key as password", AuthKind.Basic, [Header("Authorization", "Basic base64(:{key})")], request => Authorization(request) == Basic($":{Key}"), ("key", Key)),
        Placed(
            "basic, mail and token",
            AuthKind.Basic,
            [Header("Authorization", "Basic base64({email}/token:{key})")],
            request => Authorization(request) == Basic($"ada@x.example/token:{Key}"),
            ("email", "ada@x.example"),
            ("key", Key)),
        Placed(
            "account in the path",
            AuthKind.Bearer,
            [Header("Authorization", "Bearer {key}")],
            request => RawPath(request) == "/api/accounts/a%2Fb/me" && Authorization(request) == $"Bearer {Key}",
            ("account_id", "a/b"),
            ("key", Key)) with { Call = Get("/accounts/{accountId}/me") },
        Placed(
            "call with a query",
            AuthKind.Bearer,
            [Header("Authorization", "Bearer {key}")],
            request => request.QueryString.Value == "?fields=id,name&account=a%26b" && Authorization(request) == $"Bearer {Key}",
            ("account", "a&b"),
            ("key", Key)) with { Call = Get("/api/me?fields=id,name&account={account}") },
        Placed("head", AuthKind.Bearer, [Header("Authorization", "Bearer {key}")], request => request.Method == "HEAD" && Authorization(request) == $"Bearer {Key}", ("key", Key))
            with { Call = new("HEAD", "/me", 0) },
    ];

    /// <summary>One per way in which answers mislead.</summary>
    public static IReadOnlyList<ZooApi> Pitfalls { get; } =
    [
        Odd("public endpoint", EndpointIsPublic, EndpointIsPublic, (context, _) => Json(context, 200, Data)),
        Odd("any key will do", Unexpected, Unexpected, (context, key) => key is null ? Json(context, 401, "{}") : Json(context, 200, Data)),
        Odd("anonymous or right", Valid, InvalidCredentials, (context, key) => key is null or Key ? Json(context, 200, Data) : Json(context, 401, "{}")),
        Odd("no content", Valid, InvalidCredentials, (context, key) => Status(context, key == Key ? 204 : 401)),
        Odd("ok false", Valid, InvalidCredentials, OnlyGood("{\"ok\":false,\"error\":\"invalid_auth\"}")),
        Odd("ok false, missing scope", InsufficientPermissions, InvalidCredentials, (context, key) =>
            Json(context, 200, key == Key ? "{\"ok\":false,\"error\":\"missing_scope\",\"needed\":\"users:read\"}" : "{\"ok\":false,\"error\":\"not_authed\"}")),
        Odd("success false", Valid, InvalidCredentials, OnlyGood("{\"success\":false,\"reasons\":[\"INVALID_SESSION_ID\"]}")),
        Odd("error text", Valid, InvalidCredentials, OnlyGood("{\"error\":\"Bad credentials\"}")),
        Odd("error object", Valid, InvalidCredentials, OnlyGood("{\"error\":{\"code\":401,\"message\":\"No.\"}}")),
        Odd("errors list", Valid, InvalidCredentials, OnlyGood("{\"errors\":[{\"code\":\"UNAUTHENTICATED\"}],\"data\":null}")),
        Odd("graphql in part", Valid, InvalidCredentials, (context, key) => key == Key
            ? Json(context, 200, "{\"data\":{\"viewer\":{\"login\":\"unauthorized\"},\"x\":null},\"errors\":[{\"message\":\"x timed out\"}]}")
            : Json(context, 200, "{\"data\":{\"viewer\":null},\"errors\":[{\"extensions\":{\"code\":\"UNAUTHENTICATED\"}}]}")),
        Odd("code in an envelope", Valid, InvalidCredentials, OnlyGood("{\"meta\":{\"code\":401,\"message\":\"nope\"},\"data\":{}}")),
        Odd("status word", Valid, InvalidCredentials, OnlyGood("{\"status\":\"error\",\"message\":\"The provided API-Key is invalid\"}")),
        Odd("authenticated false", Valid, InvalidCredentials, OnlyGood("{\"authenticated\":false}")),
        Odd("plain text", Valid, InvalidCredentials, (context, key) => Write(context, 200, "text/plain", key == Key ? "PONG" : "ERROR: Invalid API key.")),
        Odd("soap fault", Valid, InvalidCredentials, (context, key) => Write(context, 200, "text/xml", key == Key
            ? "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><ok/></s:Body></s:Envelope>"
            : "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><s:Fault><faultcode>x</faultcode><faultstring>Authentication failed</faultstring></s:Fault></s:Body></s:Envelope>")),
        Odd("soap fault with 500", Valid, InvalidCredentials, (context, key) => key == Key ? Json(context, 200, Data) : Write(context, 500, "text/xml",
            "<s:Envelope xmlns:s=\"x\"><s:Body><s:Fault><faultstring>Invalid login</faultstring></s:Fault></s:Body></s:Envelope>")),
        Odd("xml stat", Valid, InvalidCredentials, (context, key) => Write(context, 200, "text/xml", key == Key
            ? "<?xml version=\"1.0\"?><rsp stat=\"ok\"><user id=\"1\"/></rsp>"
            : "<?xml version=\"1.0\"?><rsp stat=\"fail\"><err code=\"100\" msg=\"Invalid API Key\"/></rsp>")),
        Odd("server error for a wrong key", Valid, InvalidCredentials, (context, key) =>
            key == Key ? Json(context, 200, "\"PONG!\"") : Json(context, 500, "{\"status\":\"error\",\"name\":\"Invalid_Key\",\"message\":\"Invalid API key\"}")),
        Odd("bad request for a wrong key", Valid, InvalidCredentials, (context, key) =>
            key == Key ? Json(context, 200, Data) : Json(context, 400, "{\"error\":{\"code\":400,\"message\":\"API key not valid. Please pass a valid API key.\"}}")),
        Odd("expired", InvalidCredentials, InvalidCredentials, (context, _) => Json(context, 401, "{\"message\":\"The token has expired\"}")),
        Odd("403 for a wrong key, named", Valid, InvalidCredentials, (context, key) => key == Key ? Json(context, 200, Data) : Json(context, 403, "{\"message\":\"Forbidden: invalid API key\"}")),
        Odd("403 for a wrong key, bare", Valid, InvalidCredentials, (context, key) => key == Key
            ? Json(context, 200, Data)
            : Json(context, 403, $"{{\"message\":\"Forbidden\",\"request\":\"{Guid.NewGuid()}\"}}")),
        Odd("403 for a known key", InsufficientPermissions, InvalidCredentials, (context, key) => key == Key ? Json(context, 403, "{\"message\":\"Forbidden\"}") : Json(context, 401, "{}")),
        Odd("403 for a known key, named", InsufficientPermissions, InvalidCredentials, (context, key) => key == Key
            ? Json(context, 403, "{\"message\":\"Your key does not have permission to read users\"}")
            : Json(context, 403, "{\"message\":\"Unknown API key\"}")),
        Odd("insufficient scope", InsufficientPermissions, InvalidCredentials, (context, key) =>
        {
            context.Response.Headers.WWWAuthenticate = key == Key ? "Bearer error=\"insufficient_scope\", scope=\"users:read\"" : "Bearer error=\"invalid_token\"";
            return Json(context, key == Key ? 403 : 401, "{}");
        }),
        Odd("payment required", InsufficientPermissions, InvalidCredentials, (context, key) => Json(context, key == Key ? 402 : 401, "{}")),
        Odd("429", RateLimited, RateLimited, (context, _) => Json(context, 429, "{}")),
        Odd("403 with Retry-After", RateLimited, RateLimited, (context, _) =>
        {
            context.Response.Headers.RetryAfter = "30";
            return Json(context, 403, "{\"message\":\"Forbidden\"}");
        }),
        Odd("403 with nothing remaining", RateLimited, RateLimited, (context, _) =>
        {
            context.Response.Headers["X-RateLimit-Remaining"] = "0";
            return Json(context, 403, "{\"message\":\"Forbidden\"}");
        }),
        Odd("403 that says rate limit", RateLimited, RateLimited, (context, _) => Json(context, 403, "{\"error\":\"You have exceeded a secondary rate limit.\"}")),
        Odd("200 that says rate limit", RateLimited, RateLimited, (context, _) => Json(context, 200, "{\"error\":\"ratelimited\",\"ok\":false}")),
        Odd("503 with Retry-After", RateLimited, RateLimited, (context, _) =>
        {
            context.Response.Headers.RetryAfter = "30";
            return Json(context, 503, "{}");
        }),
        Odd("controls are rate limited", RateLimited, InvalidCredentials, (context, key) => key switch
        {
            Key => Json(context, 200, Data),
            _ => Json(context, key is { } text && text.EndsWith('Z') ? 401 : 429, "{}"),
        }),
        Odd("login elsewhere", Valid, InvalidCredentials, (context, key) => key == Key ? Json(context, 200, Data) : Redirect(context, "https://login.invalid/start")),
        Odd("login page here", Valid, InvalidCredentials, (context, key) => key == Key
            ? Json(context, 200, Data)
            : context.Request.Path == "/welcome" ? Html(context, 200, "<form><input type=\"password\"></form>") : Redirect(context, "/welcome")),
        Odd("moved elsewhere", WrongEndpoint, WrongEndpoint, (context, _) => Redirect(context, "https://elsewhere.invalid/me")),
        Odd("web page", WrongEndpoint, WrongEndpoint, (context, _) => Html(context, 200, "<h1>Documentation</h1>")),
        Odd("web page without a type", WrongEndpoint, WrongEndpoint, (context, _) => Write(context, 200, "application/octet-stream", "<!DOCTYPE html><title>x</title>")),
        Odd("missing", WrongEndpoint, WrongEndpoint, (context, _) => Json(context, 404, "{\"message\":\"Not Found\"}")),
        Odd("wrong method", WrongEndpoint, WrongEndpoint, (context, _) => Status(context, 405)),
        Odd("firewall", Unexpected, Unexpected, (context, _) => Html(context, 403, "<title>Request blocked</title>")),
        Odd("gateway", Unexpected, Unexpected, (context, _) => Html(context, 502, "<title>502 Bad Gateway</title>")),
        Odd("server error", Unexpected, Unexpected, (context, _) => Json(context, 500, "{\"message\":\"oops\"}")),
        Odd("broken json", Valid, InvalidCredentials, (context, key) => key == Key ? Json(context, 200, "{\"login\":\"ada\"") : Json(context, 401, "{")),
        Odd("huge body", Valid, InvalidCredentials, (context, key) => key == Key ? Json(context, 200, "{\"list\":[" + new string('1', 400_000) + "]}") : Json(context, 401, "{}")),
        Odd("echoes the key", InvalidCredentials, InvalidCredentials, (context, key) => Json(context, 401, $"{{\"message\":{JsonSerializer.Serialize("bad key " + key)}}}")),
    ];

    public static IReadOnlyList<ZooApi> All { get; } =
    [
        .. Placements,
        .. ZooKinds.All,
        .. Pitfalls,
        Placed("unknown key in the path", AuthKind.ApiKey, [In(PlacementLocation.Path, "key", "{key}")], request => RawPath(request) == $"/api/{Uri.EscapeDataString(Key)}/me", ("key", Key))
            with { Answer = context => RawPath(context.Request) == $"/api/{Uri.EscapeDataString(Key)}/me" ? Json(context, 200, Data) : Json(context, 404, "{}") },
    ];

    public static Placement In(PlacementLocation location, string name, string format) => new(location, name, format);

    private static ZooApi Placed(
        string name, AuthKind kind, IReadOnlyList<Placement> placements, Func<HttpRequest, bool> isAuthorized, params (string Name, string Value)[] good) => new(
            name,
            kind,
            placements,
            [.. good.Select(pair => pair.Value.Contains("CANARY", StringComparison.Ordinal) ? Secret(pair.Name) : Plain(pair.Name))],
            Get("/me"),
            good.ToDictionary(pair => pair.Name, pair => pair.Value),
            context => isAuthorized(context.Request) ? Json(context, 200, Data) : Json(context, 401, "{\"message\":\"Unauthorized\"}"),
            Valid,
            InvalidCredentials);

    private static ZooApi Odd(string name, VerificationOutcome withGood, VerificationOutcome withBad, Func<HttpContext, string?, Task> answer) => new(
        name,
        AuthKind.ApiKey,
        [Header("X-Key", "{key}")],
        [Secret("key")],
        Get("/me"),
        new Dictionary<string, string> { ["key"] = Key },
        context => answer(context, context.Request.Headers["X-Key"] is [{ } key] ? key : null),
        withGood,
        withBad);

    private static Func<HttpContext, string?, Task> OnlyGood(string otherwise) => (context, key) => Json(context, 200, key == Key ? Data : otherwise);

    public static Task Json(HttpContext context, int status, string json) => Write(context, status, "application/json", json);

    private static Task Html(HttpContext context, int status, string html) => Write(context, status, "text/html", "<!doctype html><html>" + html);

    private static Task Write(HttpContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.WriteAsync(text);
    }

    private static Task Status(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private static Task Redirect(HttpContext context, string target)
    {
        context.Response.Headers.Location = target;
        return Status(context, 302);
    }

    public static string Authorization(HttpRequest request) => request.Headers.Authorization.ToString();

    public static string RawPath(HttpRequest request) =>
        request.HttpContext.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget.Split('?')[0];

    private static string Basic(string pair) => "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(pair));

    private static string? JsonField(HttpRequest request, string name)
    {
        if (request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) != true) return null;
        using var document = JsonDocument.ParseAsync(request.Body).GetAwaiter().GetResult();
        return document.RootElement.TryGetProperty(name, out var value) ? value.GetString() : null;
    }
}
