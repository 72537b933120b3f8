using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>
/// An authorization server and an API on loopback. Refresh tokens are good for one use; a second use ends the grant, as RFC 9700 section 4.14.2
/// has it. The API takes only the newest access token, and only until it ends.
/// </summary>
internal sealed class RotatingProvider : IAsyncDisposable
{
    private readonly WebApplication _application;
    private readonly Lock _gate = new();
    private readonly HashSet<string> _spent = [];
    private readonly ConcurrentQueue<IReadOnlyDictionary<string, string>> _tokenRequests = new();
    private readonly ConcurrentQueue<string> _apiRequests = new();
    private string? _refreshToken;
    private string? _accessToken;
    private DateTimeOffset _issuedAt;
    private int _issued;

    private RotatingProvider(WebApplication application) => _application = application;

    public string Url => _application.Urls.Single();

    public string Host => Url.Split("://")[1];

    /// <summary>Seconds that an access token lasts; stated in replies where not null.</summary>
    public double? Lifetime { get; set; } = 3600;

    /// <summary>Whether a refresh brings a new refresh token.</summary>
    public bool Rotates { get; set; } = true;

    /// <summary>Answers a token request in place of the provider where it returns true.</summary>
    public Func<HttpContext, Task<bool>>? Intercept { get; set; }

    /// <summary>Called after a new token was made and before it is sent.</summary>
    public Func<Task>? BeforeReply { get; set; }

    /// <summary>Called when a reply with a new token has been sent.</summary>
    public Action? AfterReply { get; set; }

    /// <summary>The API's time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    public IReadOnlyList<IReadOnlyDictionary<string, string>> TokenRequests => [.. _tokenRequests];

    public IReadOnlyList<string> ApiRequests => [.. _apiRequests];

    /// <summary>Tokens that were issued.</summary>
    public int Issued => _issued;

    /// <summary>Refresh tokens that came a second time.</summary>
    public int Reused { get; private set; }

    /// <summary>Requests to the API with a token of ours that had ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Refreshes that came before the last tenth of the token's life.</summary>
    public int Early { get; private set; }

    /// <summary>Whether the grant has ended, by a second use of a refresh token or by <see cref="EndGrant"/>.</summary>
    public bool IsOver { get; private set; }

    public string? AccessToken => _accessToken;

    public string? RefreshToken => _refreshToken;

    public static async Task<RotatingProvider> StartAsync(TimeProvider? clock = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var application = builder.Build();
        var provider = new RotatingProvider(application) { Clock = clock ?? TimeProvider.System };
        application.MapPost("/token", provider.TokenAsync);
        application.MapPost("/own/token", context =>
        {
            context.Response.ContentType = "application/json";
            return context.Response.WriteAsync("""{"access_token":"CANARY-own","token_type":"Bearer","expires_in":3600,"refresh_token":"CANARY-own-refresh"}""");
        });
        application.MapPost("/revoke", provider.RevokeAsync);
        application.Map("/api/{**path}", provider.ApiAsync);
        await application.StartAsync();
        return provider;
    }

    public ValueTask DisposeAsync() => _application.DisposeAsync();

    /// <summary>A person signs in: a new grant, from which the next refresh starts.</summary>
    public (string AccessToken, string RefreshToken) SignIn()
    {
        lock (_gate)
        {
            IsOver = false;
            return (Issue(), _refreshToken = $"CANARY-rt-{_issued}-{Guid.NewGuid():N}");
        }
    }

    /// <summary>The access token stops working without anybody being told.</summary>
    public void ForgetAccessToken()
    {
        lock (_gate) _accessToken = null;
    }

    public void EndGrant()
    {
        lock (_gate) IsOver = true;
    }

    private string Issue()
    {
        _issuedAt = Clock.GetUtcNow();
        return _accessToken = $"CANARY-at-{++_issued}-{Guid.NewGuid():N}";
    }

    private async Task TokenAsync(HttpContext context)
    {
        context.Request.EnableBuffering();
        var form = await context.Request.ReadFormAsync();
        var fields = form.ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
        _tokenRequests.Enqueue(fields);
        if (Intercept is { } intercept && await intercept(context)) return;
        var (status, body) = Grant(fields);
        if (status == 200 && BeforeReply is { } pause) await pause();
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(body);
        await context.Response.Body.FlushAsync();
        if (status == 200) AfterReply?.Invoke();
    }

    private (int Status, string Body) Grant(Dictionary<string, string> fields)
    {
        lock (_gate)
        {
            var refresh = "";
            switch (fields.GetValueOrDefault("grant_type"))
            {
                case "client_credentials":
                    break;
                case "refresh_token":
                    var presented = fields.GetValueOrDefault("refresh_token") ?? "";
                    if (_spent.Contains(presented))
                    {
                        Reused++;
                        IsOver = true;
                    }

                    if (IsOver || presented != _refreshToken) return (400, """{"error":"invalid_grant","error_description":"CANARY the refresh token is not known"}""");
                    if (Lifetime is { } life && _accessToken is not null && (Clock.GetUtcNow() - _issuedAt).TotalSeconds < (life * 0.9) - 0.3) Early++;
                    if (Rotates)
                    {
                        _spent.Add(presented);
                        refresh = $""","refresh_token":"{_refreshToken = $"CANARY-rt-{_issued + 1}-{Guid.NewGuid():N}"}" """;
                    }

                    break;
                default:
                    return (400, """{"error":"unsupported_grant_type"}""");
            }

            var lifetime = Lifetime is { } seconds ? string.Create(CultureInfo.InvariantCulture, $",\"expires_in\":{seconds}") : "";
            return (200, $$"""{"access_token":"{{Issue()}}","token_type":"Bearer"{{lifetime}}{{refresh}}}""");
        }
    }

    private Task RevokeAsync(HttpContext context)
    {
        lock (_gate)
        {
            IsOver = true;
            _accessToken = null;
        }

        return Task.CompletedTask;
    }

    private async Task ApiAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        var request = context.Request;
        _apiRequests.Enqueue(
            $"{request.Method} {context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget}\n{string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"))}\n\n{body}");
        bool accepted;
        lock (_gate)
        {
            accepted = _accessToken is not null && request.Headers.Authorization == "Bearer " + _accessToken;
            if (accepted && Lifetime is { } life && (Clock.GetUtcNow() - _issuedAt).TotalSeconds >= life)
            {
                Ended++;
                accepted = false;
            }
        }

        context.Response.StatusCode = accepted ? 200 : 401;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(accepted ? """{"ok":true}""" : """{"error":"invalid_token"}""");
    }
}
