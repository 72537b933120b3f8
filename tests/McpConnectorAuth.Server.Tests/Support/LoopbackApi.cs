using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>An API on loopback that enforces authentication with a rule of the test's.</summary>
internal sealed class LoopbackApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private LoopbackApi(WebApplication app, string authority)
    {
        _app = app;
        Authority = authority;
    }

    /// <summary>Host and port, such as <c>127.0.0.1:40123</c>.</summary>
    public string Authority { get; }

    /// <summary>Starts the API.</summary>
    /// <param name="path">The one path it knows; others are 404.</param>
    /// <param name="isAuthorized">The rule.</param>
    public static async Task<LoopbackApi> StartAsync(string path, Func<HttpRequest, bool> isAuthorized)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(async context =>
        {
            var found = context.Request.Path.Value == path;
            var allowed = isAuthorized(context.Request);
            context.Response.StatusCode = !allowed ? 401 : found ? 200 : 404;
            context.Response.ContentType = "application/json";
            await context.Response.WriteAsync(!allowed ? "{\"error\":\"unauthorized\"}" : found ? "{\"id\":7,\"name\":\"Loopback\"}" : "{\"error\":\"not found\"}");
        });
        await app.StartAsync();
        return new LoopbackApi(app, new Uri(app.Urls.First()).Authority);
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
