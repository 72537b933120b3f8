using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A token endpoint for client credentials, a revocation endpoint and an API that takes the tokens, on one loopback origin.</summary>
internal sealed class LoopbackProvider : IAsyncDisposable
{
    public const string ClientId = "client-7";

    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, bool> _tokens = new();
    private int _issued;

    private LoopbackProvider(WebApplication app) => _app = app;

    /// <summary>Host and port.</summary>
    public string Authority { get; private set; } = "";

    /// <summary>How many tokens were issued.</summary>
    public int Issued => _issued;

    /// <summary>How many were revoked at the endpoint.</summary>
    public int Revoked { get; private set; }

    /// <summary>Every token so far: each holds the canary, so that a leak is found.</summary>
    public IEnumerable<string> Tokens => _tokens.Keys;

    public static async Task<LoopbackProvider> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var provider = new LoopbackProvider(builder.Build());
        provider._app.Run(provider.AnswerAsync);
        await provider._app.StartAsync();
        provider.Authority = new Uri(provider._app.Urls.First()).Authority;
        return provider;
    }

    /// <summary>Whether the revocation endpoint refuses.</summary>
    public bool RefusesToRevoke { get; set; }

    /// <summary>Has every token refused from now on, before its time.</summary>
    public void EndTokens()
    {
        foreach (var token in _tokens.Keys) _tokens[token] = false;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        var (status, body) = (context.Request.Method, context.Request.Path.Value) switch
        {
            ("POST", "/oauth/token") => Issue(await context.Request.ReadFormAsync(), context.Request),
            ("POST", "/oauth/revoke") => Revoke(await context.Request.ReadFormAsync(), context.Request),
            ("GET", "/v1/me") => context.Request.Headers.Authorization.ToString() is ['B', 'e', 'a', 'r', 'e', 'r', ' ', .. var token] && _tokens.GetValueOrDefault(token)
                ? (200, """{"id": 7}""")
                : (401, """{"error": "unauthorized"}"""),
            _ => (404, """{"error": "not found"}"""),
        };
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
    }

    private (int Status, string Body) Issue(IFormCollection form, HttpRequest request)
    {
        if (!IsClient(request) || form.ContainsKey("client_secret")) return (401, """{"error": "invalid_client"}""");
        if (form["grant_type"] != "client_credentials" || form["scope"] != "parts:read") return (400, """{"error": "invalid_request"}""");
        var token = $"{Uri.EscapeDataString(Canary.Value)}-{Interlocked.Increment(ref _issued)}";
        _tokens[token] = true;
        return (200, $$"""{"access_token": "{{token}}", "token_type": "Bearer", "expires_in": 3600, "scope": "parts:read"}""");
    }

    private (int Status, string Body) Revoke(IFormCollection form, HttpRequest request)
    {
        if (!IsClient(request)) return (401, """{"error": "invalid_client"}""");
        if (RefusesToRevoke) return (403, """{"error": "unauthorized_client"}""");
        if (_tokens.TryUpdate(form["token"].ToString(), false, true)) Revoked++;
        return (200, "{}");
    }

    private static bool IsClient(HttpRequest request) => request.Headers.Authorization
        == $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ClientId}:{Uri.EscapeDataString(Canary.Value)}"))}";
}
