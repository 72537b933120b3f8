using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Web;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>
/// An authorization server and an API on loopback. It takes nothing but what the standards ask for: exact redirect addresses, PKCE,
/// HTTP Basic at the token endpoint, a code once. Its pages are those of a provider: a consent form, a form for a device's code.
/// </summary>
internal sealed class StrictProvider : IAsyncDisposable
{
    public const string ClientId = "app-4711";
    public const string ClientSecret = "CANARY-client-secret";

    private readonly LoopbackListener _listener;
    private readonly ConcurrentDictionary<string, Request> _codes = new();
    private readonly ConcurrentDictionary<string, string> _devices = new();
    private int _issued;

    private StrictProvider() => _listener = new LoopbackListener(AnswerAsync);

    public string Authority => _listener.Authority;

    public string Issuer => $"http://{Authority}";

    /// <summary>Whether callbacks carry <c>iss</c>, and which; null for none.</summary>
    public string? Iss { get; set; }

    /// <summary>Redirect addresses that are registered; any loopback address where empty.</summary>
    public List<string> Registered { get; } = [];

    /// <summary>Scopes that replies state; null for none stated.</summary>
    public string? GrantedScope { get; set; }

    /// <summary>Further members of replies.</summary>
    public Dictionary<string, string> Reply { get; } = [];

    public bool GivesRefreshTokens { get; set; } = true;

    public bool GivesCompleteUri { get; set; } = true;

    public int DeviceLifetime { get; set; } = 600;

    /// <summary>Requests to the token endpoint.</summary>
    public int TokenRequests { get; private set; }

    /// <summary>Codes that were exchanged for a token.</summary>
    public int Exchanges { get; private set; }

    /// <summary>Why the last request was refused.</summary>
    public string? Refusal { get; private set; }

    /// <summary>Everything that was issued: none of it may be seen anywhere.</summary>
    public ConcurrentBag<string> Issued { get; } = [];

    public string? LastToken { get; private set; }

    public string? UserCode { get; private set; }

    public static StrictProvider Start() => new();

    /// <summary>Where the browser is sent to after a person has agreed at an authorization address.</summary>
    public string Agree(string authorization) => Back(Check(new Uri(authorization)) ?? throw new InvalidOperationException(Refusal), new() { ["code"] = NewCode(new Uri(authorization)) });

    /// <summary>Where the browser is sent to after a person has refused.</summary>
    public string Refuse(string authorization) => Back(Check(new Uri(authorization))!, new() { ["error"] = "access_denied", ["error_description"] = "The person said <b>no</b>." });

    /// <summary>Settles what becomes of a device's code: <c>ok</c>, or an error code.</summary>
    public void Settle(string userCode, string outcome)
    {
        foreach (var device in _devices.Keys.Where(device => device.EndsWith(userCode, StringComparison.Ordinal))) _devices[device] = outcome;
    }

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private Task AnswerAsync(HttpListenerContext context)
    {
        var request = context.Request;
        var path = request.Url!.AbsolutePath;
        return (request.HttpMethod, path) switch
        {
            ("GET", "/authorize") => AuthorizeAsync(context),
            ("POST", "/authorize") => DecideAsync(context),
            ("POST", "/token") => TokenAsync(context),
            ("POST", "/device") => DeviceAsync(context),
            ("GET", "/activate") => WriteAsync(context, 200, "text/html", $"<title>Activate</title><form method=post><input name=code value='{HttpUtility.HtmlAttributeEncode(request.QueryString["code"])}'><button>Agree</button></form>"),
            ("POST", "/activate") => ActivateAsync(context),
            ("GET", "/v1/me") => MeAsync(context),
            ("GET", "/favicon.ico") => WriteAsync(context, 200, "image/svg+xml", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            _ => WriteAsync(context, 404, "text/html", "<h1>Not Found</h1>"),
        };
    }

    private Task AuthorizeAsync(HttpListenerContext context)
    {
        if (Check(context.Request.Url!) is null) return WriteAsync(context, 400, "text/html", $"<title>Refused</title>{HttpUtility.HtmlEncode(Refusal)}");
        return WriteAsync(context, 200, "text/html", "<title>Acme ID</title><h1>Allow the app?</h1><form method=post><button name=answer value=yes>Allow</button><button name=answer value=no>Refuse</button></form>");
    }

    private async Task DecideAsync(HttpListenerContext context)
    {
        var form = await FormAsync(context);
        var url = context.Request.Url!.ToString();
        context.Response.Redirect(form["answer"] == "yes" ? Agree(url) : Refuse(url));
        context.Response.StatusCode = 303;
    }

    private async Task TokenAsync(HttpListenerContext context)
    {
        TokenRequests++;
        var form = await FormAsync(context);
        if (context.Request.ContentType?.Split(';')[0] != "application/x-www-form-urlencoded") await RefuseAsync(context, 400, "invalid_request", "not a form");
        else if (form["client_secret"] is not null) await RefuseAsync(context, 400, "invalid_request", "the secret stands in the body");
        else if (context.Request.Headers["Authorization"] != "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{ClientSecret}"))) await RefuseAsync(context, 401, "invalid_client", "unknown client");
        else
        {
            switch (form["grant_type"])
            {
                case "authorization_code": await ExchangeAsync(context, form); break;
                case "client_credentials": await IssueAsync(context); break;
                case "urn:ietf:params:oauth:grant-type:device_code": await PollAsync(context, form); break;
                default: await RefuseAsync(context, 400, "unsupported_grant_type", "no such grant"); break;
            }
        }
    }

    private async Task ExchangeAsync(HttpListenerContext context, System.Collections.Specialized.NameValueCollection form)
    {
        if (form["code"] is not { } code || !_codes.TryRemove(code, out var request)) await RefuseAsync(context, 400, "invalid_grant", "no such code");
        else if (form["redirect_uri"] != request.RedirectUri) await RefuseAsync(context, 400, "invalid_grant", "another redirect_uri");
        else if (Challenge(form["code_verifier"] ?? "") != request.Challenge) await RefuseAsync(context, 400, "invalid_grant", "another code_verifier");
        else
        {
            Exchanges++;
            await IssueAsync(context);
        }
    }

    private async Task PollAsync(HttpListenerContext context, System.Collections.Specialized.NameValueCollection form)
    {
        var outcome = _devices.GetValueOrDefault(form["device_code"] ?? "", "invalid_grant");
        if (outcome == "ok") await IssueAsync(context);
        else await WriteAsync(context, 400, "application/json", $$"""{"error":"{{outcome}}"}""");
    }

    private Task IssueAsync(HttpListenerContext context)
    {
        var number = Interlocked.Increment(ref _issued);
        LastToken = $"CANARY-access-{number}-{Guid.NewGuid():N}";
        Issued.Add(LastToken);
        var reply = new JsonObject { ["access_token"] = LastToken, ["token_type"] = "Bearer", ["expires_in"] = 3600 };
        if (GivesRefreshTokens)
        {
            var refresh = $"CANARY-refresh-{number}-{Guid.NewGuid():N}";
            Issued.Add(refresh);
            reply["refresh_token"] = refresh;
        }

        if (GrantedScope is not null) reply["scope"] = GrantedScope;
        foreach (var (name, value) in Reply) reply[name] = value;
        return WriteAsync(context, 200, "application/json", reply.ToJsonString());
    }

    private async Task DeviceAsync(HttpListenerContext context)
    {
        await FormAsync(context);
        UserCode = $"{Letters()}{Letters()}";
        var device = $"CANARY-device-{Guid.NewGuid():N}-{UserCode}";
        Issued.Add(device);
        _devices[device] = "authorization_pending";
        var reply = new JsonObject
        {
            ["device_code"] = device,
            ["user_code"] = UserCode,
            ["verification_uri"] = $"{Issuer}/activate",
            ["expires_in"] = DeviceLifetime,
            ["interval"] = 1,
        };
        if (GivesCompleteUri) reply["verification_uri_complete"] = $"{Issuer}/activate?code={UserCode}";
        await WriteAsync(context, 200, "application/json", reply.ToJsonString());
    }

    private async Task ActivateAsync(HttpListenerContext context)
    {
        var form = await FormAsync(context);
        Settle((form["code"] ?? "").Replace("-", "", StringComparison.Ordinal).Trim(), "ok");
        await WriteAsync(context, 200, "text/html", "<title>Activated</title><h1>Thank you</h1>");
    }

    private Task MeAsync(HttpListenerContext context) => context.Request.Headers["Authorization"] is { } header && header == $"Bearer {LastToken}"
        ? WriteAsync(context, 200, "application/json", """{"name":"Ada"}""")
        : WriteAsync(context, 401, "application/json", """{"error":"no such token"}""");

    private Request? Check(Uri authorization)
    {
        var query = HttpUtility.ParseQueryString(authorization.Query);
        Refusal = query["client_id"] != ClientId ? "unknown client"
            : query["response_type"] != "code" ? "response_type"
            : Registered.Count > 0 && !Registered.Contains(query["redirect_uri"] ?? "") ? $"redirect_uri {query["redirect_uri"]} is not registered"
            : !Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var redirect) || !redirect.IsLoopback ? "redirect_uri"
            : query["code_challenge_method"] != "S256" || query["code_challenge"] is not { Length: 43 } ? "PKCE is missing"
            : query["state"] is not { Length: > 20 } ? "state is missing"
            : null;
        return Refusal is null ? new Request(query["redirect_uri"]!, query["state"]!, query["code_challenge"]!) : null;
    }

    private string NewCode(Uri authorization)
    {
        var code = $"CANARY-code-{Guid.NewGuid():N}";
        Issued.Add(code);
        _codes[code] = Check(authorization)!;
        return code;
    }

    private string Back(Request request, Dictionary<string, string> answer)
    {
        answer["state"] = request.State;
        if (Iss is not null) answer["iss"] = Iss;
        var query = string.Join('&', answer.Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value)}"));
        return $"{request.RedirectUri}{(request.RedirectUri.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{query}";
    }

    private Task RefuseAsync(HttpListenerContext context, int status, string error, string why)
    {
        Refusal = why;
        return WriteAsync(context, status, "application/json", new JsonObject { ["error"] = error, ["error_description"] = why }.ToJsonString());
    }

    private static Task WriteAsync(HttpListenerContext context, int status, string type, string text) =>
        LoopbackListener.WriteAsync(context, status, $"{type}; charset=utf-8", text);

    private static async Task<System.Collections.Specialized.NameValueCollection> FormAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream);
        return HttpUtility.ParseQueryString(await reader.ReadToEndAsync());
    }

    private static string Challenge(string verifier) =>
        Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    private static string Letters() => new([.. RandomNumberGenerator.GetItems<char>("BCDFGHJKLMNPQRSTVWXZ", 4)]);

    private sealed record Request(string RedirectUri, string State, string Challenge);
}
