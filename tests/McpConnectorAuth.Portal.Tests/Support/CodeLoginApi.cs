using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>An API on loopback whose login takes a password and a code that is good once.</summary>
internal sealed class CodeLoginApi : IAsyncDisposable
{
    private readonly LoopbackListener _listener;
    private readonly HashSet<string> _spent = [];

    private CodeLoginApi() => _listener = new LoopbackListener(AnswerAsync);

    public string Authority => _listener.Authority;

    /// <summary>Codes in the order in which they came, also those that came twice.</summary>
    public ConcurrentQueue<string> Codes { get; } = [];

    public static CodeLoginApi Start() => new();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
        var code = body.RootElement.GetProperty("code").GetString()!;
        Codes.Enqueue(code);
        var isGood = body.RootElement.GetProperty("password").GetString() == "CANARY-password" && _spent.Add(code);
        await LoopbackListener.WriteAsync(context, isGood ? 200 : 401, "application/json", isGood ? "{\"session\":\"CANARY-session\"}" : "{\"error\":\"invalid login\"}");
    }
}
