using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A provider of models on loopback that speaks both wire formats and says what a test tells it to.</summary>
internal sealed class LoopbackModel : IAsyncDisposable
{
    public const string Key = "CANARY-model-key-51c8e2";

    private readonly WebApplication _app;

    private LoopbackModel(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    /// <summary>Path, headers and body of each request.</summary>
    public ConcurrentQueue<(string Path, IHeaderDictionary Headers, string Body)> Requests { get; } = new();

    /// <summary>A model whose answer is a text.</summary>
    public static Task<LoopbackModel> SayingAsync(string answer) => StartAsync((context, ended) => context.Response.WriteAsync(Wrap(context.Request.Path, answer), ended));

    /// <summary>A model that makes claims.</summary>
    public static Task<LoopbackModel> ClaimingAsync(params (string Fact, string Value, string Quote)[] claims) =>
        SayingAsync(JsonSerializer.Serialize(new { claims = claims.Select(claim => new { fact = claim.Fact, value = claim.Value, quote = claim.Quote }) }));

    /// <summary>A server that answers as it likes, the body unread; the second argument is cancelled when the client gives up.</summary>
    public static async Task<LoopbackModel> StartAsync(Func<HttpContext, CancellationToken, Task> answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var model = new LoopbackModel(app);
        app.Run(async context =>
        {
            context.Request.EnableBuffering();
            using var reader = new StreamReader(context.Request.Body, leaveOpen: true);
            var body = await reader.ReadToEndAsync();
            context.Request.Body.Position = 0;
            model.Requests.Enqueue((context.Request.Path, new HeaderDictionary(context.Request.Headers.ToDictionary()), body));
            context.Response.ContentType = "application/json";
            await answer(context, context.RequestAborted);
        });
        await app.StartAsync();
        return model;
    }

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();

    private static string Wrap(PathString path, string answer) => path.Value switch
    {
        "/v1/messages" => JsonSerializer.Serialize(new
        {
            id = "msg_1",
            type = "message",
            role = "assistant",
            content = new[] { new { type = "text", text = answer } },
            stop_reason = "end_turn",
        }),
        "/v1/chat/completions" => JsonSerializer.Serialize(new
        {
            id = "chatcmpl-1",
            choices = new[] { new { index = 0, message = new { role = "assistant", content = answer }, finish_reason = "stop" } },
        }),
        var other => throw new InvalidOperationException($"no path of a model: {other}"),
    };
}
