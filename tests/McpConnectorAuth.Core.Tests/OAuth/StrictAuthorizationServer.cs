using System.Buffers.Text;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Tests.Requests;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>
/// An authorization server on loopback that refuses what many let pass: another client authentication than its own, two at once,
/// another encoding, unknown parameters, another scope separator, a missing tenant, a code or refresh token used twice. It is written
/// from the standards and shares no code with the client.
/// </summary>
internal sealed class StrictAuthorizationServer : IAsyncDisposable
{
    private const string JwtBearer = "urn:ietf:params:oauth:grant-type:jwt-bearer";
    private readonly StrictRules _rules;
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _codes = new();
    private readonly ConcurrentDictionary<string, Dictionary<string, string>> _pushed = new();
    private readonly ConcurrentQueue<string> _refusals = new();
    private LoopbackApi _api = null!;
    private int _issued;

    private StrictAuthorizationServer(StrictRules rules) => _rules = rules;

    public string Url => _api.Url;

    public string Host => _api.Host;

    public IReadOnlyList<string> Received => _api.Received;

    /// <summary>Why requests were refused, in order.</summary>
    public IReadOnlyList<string> Refusals => [.. _refusals];

    /// <summary>Refresh tokens that are alive.</summary>
    public ConcurrentDictionary<string, bool> Alive { get; } = new();

    /// <summary>Tokens that were revoked.</summary>
    public ConcurrentBag<string> Revoked { get; } = [];

    public static async Task<StrictAuthorizationServer> StartAsync(StrictRules? rules = null)
    {
        var server = new StrictAuthorizationServer(rules ?? new StrictRules());
        server._api = await LoopbackApi.StartAsync(server.AnswerAsync);
        return server;
    }

    public ValueTask DisposeAsync() => _api.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        try
        {
            var path = context.Request.Path.Value!;
            if (!path.StartsWith("/acme/", StringComparison.Ordinal)) throw new Refusal("unknown tenant");
            if (path == "/acme/authorize") Authorize(context);
            else if (path == "/acme/par") await PushAsync(context);
            else if (path == "/acme/token" || path == _rules.RefreshPath) await TokenAsync(context, path);
            else if (path == "/acme/revoke") await RevokeAsync(context);
            else throw new Refusal("unknown path " + path);
        }
        catch (Refusal refusal)
        {
            _refusals.Enqueue(refusal.Message);
            context.Response.StatusCode = refusal.Code == "invalid_client" ? 401 : 400;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, string> { ["error"] = refusal.Code, ["error_description"] = refusal.Message }));
        }
    }

    private void Authorize(HttpContext context)
    {
        var query = Single(context.Request.Query.Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToArray())));
        if (_rules.RequiresPush)
        {
            Only(query, "client_id", "request_uri");
            if (!_pushed.TryRemove(query["request_uri"], out var pushed) || pushed["client_id"] != query["client_id"]) throw new Refusal("unknown request_uri");
            query = pushed;
        }

        CheckAuthorization(query);
        var code = "CANARY-code-" + Next();
        _codes[code] = query;
        var facts = _rules.CallbackFacts.ToDictionary(pair => pair.Key, pair => (string?)pair.Value.Replace("{url}", Url, StringComparison.Ordinal));
        var target = QueryHelpers.AddQueryString(query["redirect_uri"], new Dictionary<string, string?>(facts) { ["code"] = code, ["state"] = query["state"] });
        context.Response.Redirect(target);
    }

    private void CheckAuthorization(Dictionary<string, string> query)
    {
        Only(query, ["response_type", "client_id", "redirect_uri", "scope", "state", "code_challenge", "code_challenge_method", .. _rules.ExtraAuth.Keys]);
        Equal(query, "response_type", "code");
        Equal(query, "client_id", StrictRules.Id);
        Equal(query, "scope", _rules.Scope);
        if (query.GetValueOrDefault("state") is not { Length: >= 22 }) throw new Refusal("state is missing or short");
        if (_rules.Pkce == "required")
        {
            Equal(query, "code_challenge_method", "S256");
            if (query.GetValueOrDefault("code_challenge")?.Length != 43) throw new Refusal("code_challenge is missing");
        }
        else if (query.Keys.Any(key => key.StartsWith("code_challenge", StringComparison.Ordinal)))
        {
            throw new Refusal("code_challenge is an unknown parameter");
        }

        foreach (var (name, value) in _rules.ExtraAuth) Equal(query, name, value);
    }

    private async Task PushAsync(HttpContext context)
    {
        var form = await FieldsAsync(context, "form");
        Authenticate(context, form, isPush: true);
        foreach (var name in new[] { "client_secret", "client_assertion", "client_assertion_type" }) form.Remove(name);
        CheckAuthorization(form);
        var uri = "urn:example:request:" + Next();
        _pushed[uri] = form;
        context.Response.StatusCode = 201;
        await context.Response.WriteAsync(JsonSerializer.Serialize(new Dictionary<string, object> { ["request_uri"] = uri, ["expires_in"] = 60 }));
    }

    private async Task TokenAsync(HttpContext context, string path)
    {
        var form = await FieldsAsync(context, _rules.Body);
        if (form.GetValueOrDefault("grant_type") != JwtBearer) Authenticate(context, form);
        foreach (var (name, value) in _rules.ExtraToken) Equal(form, name, value);
        string[] common = ["grant_type", "client_id", "client_secret", "client_assertion", "client_assertion_type", .. _rules.ExtraToken.Keys];
        if ((form.GetValueOrDefault("grant_type") == "refresh_token") != (path == _rules.RefreshPath) && _rules.RefreshPath != "/acme/token") throw new Refusal("another endpoint does that");
        switch (form.GetValueOrDefault("grant_type"))
        {
            case "authorization_code":
                Only(form, [.. common, "code", "redirect_uri", "code_verifier"]);
                if (!_codes.TryRemove(form.GetValueOrDefault("code") ?? "", out var request)) throw new Refusal("the code is unknown or was used", "invalid_grant");
                Equal(form, "redirect_uri", request["redirect_uri"]);
                var challenge = form.TryGetValue("code_verifier", out var verifier) ? Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier))) : null;
                if (challenge != request.GetValueOrDefault("code_challenge")) throw new Refusal("the code_verifier does not fit", "invalid_grant");
                break;
            case "refresh_token":
                Only(form, [.. common, "refresh_token"]);
                if (!Alive.TryRemove(form.GetValueOrDefault("refresh_token") ?? "", out _)) throw new Refusal("the refresh token is unknown or was used", "invalid_grant");
                break;
            case "client_credentials":
                Only(form, [.. common, "scope"]);
                Equal(form, "scope", _rules.Scope);
                break;
            case "password":
                Only(form, [.. common, "scope", "username", "password"]);
                Equal(form, "username", StrictRules.User);
                if (form.GetValueOrDefault("password") != StrictRules.Password) throw new Refusal("wrong password", "invalid_grant");
                break;
            case JwtBearer:
                Only(form, "grant_type", "assertion");
                CheckJwt(form["assertion"], Url + "/acme/token");
                break;
            default:
                throw new Refusal("unknown grant", "unsupported_grant_type");
        }

        var number = Next();
        Alive["CANARY-refresh-" + number] = true;
        context.Response.ContentType = _rules.ReplyType;
        await context.Response.WriteAsync(_rules.Reply
            .Replace("{access}", "CANARY-access-" + number, StringComparison.Ordinal)
            .Replace("{refresh}", "CANARY-refresh-" + number, StringComparison.Ordinal)
            .Replace("{url}", Url, StringComparison.Ordinal));
    }

    private async Task RevokeAsync(HttpContext context)
    {
        var form = await FieldsAsync(context, _rules.Body);
        Authenticate(context, form);
        if (form.GetValueOrDefault("token_type_hint") is not ("refresh_token" or "access_token")) throw new Refusal("no hint");
        Revoked.Add(form["token"]);
        Alive.TryRemove(form["token"], out _);
    }

    private void Authenticate(HttpContext context, Dictionary<string, string> form, bool isPush = false)
    {
        var header = context.Request.Headers.Authorization.ToString();
        var query = context.Request.Query;
        var ways = new List<string>();
        if (header.Length > 0) ways.Add("basic");
        if (form.ContainsKey("client_secret")) ways.Add("body");
        if (query.ContainsKey("client_secret")) ways.Add("query");
        if (form.ContainsKey("client_assertion")) ways.Add("jwt");
        if (ways.Count > 1) throw new Refusal("two client authentications at once: " + string.Join(", ", ways), "invalid_client");
        var way = ways.Count == 0 ? "none" : ways[0];
        var expected = _rules.TokenAuth.EndsWith("jwt", StringComparison.Ordinal) ? "jwt" : _rules.TokenAuth;
        if (way != expected) throw new Refusal($"client authentication {way} where {expected} is due", "invalid_client");
        switch (way)
        {
            case "basic":
                if (form.ContainsKey("client_id") && !isPush) throw new Refusal("client_id beside Basic", "invalid_client");

                // RFC 6749 section 2.3.1: both halves are form-urlencoded before they are joined.
                var halves = Encoding.UTF8.GetString(Convert.FromBase64String(header["Basic ".Length..])).Split(':');
                if (halves.Length != 2 || FormDecode(halves[0]) != StrictRules.Id || FormDecode(halves[1]) != StrictRules.Secret) throw new Refusal("wrong client", "invalid_client");
                break;
            case "body":
                if (form["client_id"] != StrictRules.Id || form["client_secret"] != StrictRules.Secret) throw new Refusal("wrong client", "invalid_client");
                break;
            case "query":
                if (query["client_id"] != StrictRules.Id || query["client_secret"] != StrictRules.Secret || form.ContainsKey("client_id")) throw new Refusal("wrong client", "invalid_client");
                break;
            case "jwt":
                if (form["client_assertion_type"] != "urn:ietf:params:oauth:client-assertion-type:jwt-bearer") throw new Refusal("wrong assertion type", "invalid_client");
                CheckJwt(form["client_assertion"], Url + context.Request.Path);
                break;
            default:
                if (form.GetValueOrDefault("client_id") != StrictRules.Id) throw new Refusal("wrong client", "invalid_client");
                break;
        }
    }

    private void CheckJwt(string token, string audience)
    {
        var parts = token.Split('.');
        var signed = Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}");
        var signature = Base64Url.DecodeFromChars(parts[2]);
        var isGood = _rules.TokenAuth == "client_secret_jwt"
            ? HMACSHA256.HashData(Encoding.UTF8.GetBytes(StrictRules.Secret), signed).AsSpan().SequenceEqual(signature)
            : _rules.ClientKey!.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        if (!isGood) throw new Refusal("bad signature", "invalid_client");
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var root = claims.RootElement;
        if (root.GetProperty("aud").GetString() != audience) throw new Refusal("another audience", "invalid_client");
        if (root.GetProperty("iss").GetString() != StrictRules.Id || root.GetProperty("sub").GetString() is not { Length: > 0 }) throw new Refusal("another issuer", "invalid_client");
        if (root.GetProperty("exp").GetInt64() - root.GetProperty("iat").GetInt64() is not (> 0 and <= 3600)) throw new Refusal("lives too long", "invalid_client");
    }

    private static async Task<Dictionary<string, string>> FieldsAsync(HttpContext context, string encoding)
    {
        var type = context.Request.ContentType ?? "";
        if (context.Request.Method != "POST") throw new Refusal("not a POST");
        if (!context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal)) throw new Refusal("JSON is not accepted");
        if (encoding == "json")
        {
            if (type != "application/json") throw new Refusal("a form where JSON is due");
            return (await JsonSerializer.DeserializeAsync<Dictionary<string, string>>(context.Request.Body))!;
        }

        if (!type.StartsWith("application/x-www-form-urlencoded", StringComparison.Ordinal)) throw new Refusal("JSON where a form is due");
        return Single((await context.Request.ReadFormAsync()).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.ToArray())));
    }

    private static Dictionary<string, string> Single(IEnumerable<KeyValuePair<string, string?[]>> pairs) => pairs.ToDictionary(
        pair => pair.Key, pair => pair.Value.Length == 1 ? pair.Value[0]! : throw new Refusal($"{pair.Key} is repeated"));

    private static void Only(Dictionary<string, string> fields, params string[] names)
    {
        if (fields.Keys.FirstOrDefault(key => !names.Contains(key)) is { } unknown) throw new Refusal($"{unknown} is an unknown parameter");
    }

    private static void Equal(Dictionary<string, string> fields, string name, string? value)
    {
        if (fields.GetValueOrDefault(name) != value) throw new Refusal($"{name} is not {value ?? "absent"}");
    }

    private static string FormDecode(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));

    private string Next() => Interlocked.Increment(ref _issued).ToString(System.Globalization.CultureInfo.InvariantCulture);

    private sealed class Refusal(string message, string code = "invalid_request") : Exception(message)
    {
        public string Code { get; } = code;
    }
}
