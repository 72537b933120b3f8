using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text.Json;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>An API on loopback whose login takes a password and a code that is good once.</summary>
internal sealed class CodeLoginApi : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;
    private readonly HashSet<string> _spent = [];

    private CodeLoginApi(int port)
    {
        Authority = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _listener.Prefixes.Add($"http://{Authority}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Authority { get; }

    /// <summary>Codes in the order in which they came, also those that came twice.</summary>
    public ConcurrentQueue<string> Codes { get; } = [];

    public static CodeLoginApi Start() => new(FreePort.Find());

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                using var body = await JsonDocument.ParseAsync(context.Request.InputStream);
                var code = body.RootElement.GetProperty("code").GetString()!;
                Codes.Enqueue(code);
                var isGood = body.RootElement.GetProperty("password").GetString() == "CANARY-password" && _spent.Add(code);
                context.Response.StatusCode = isGood ? 200 : 401;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(isGood ? "{\"session\":\"CANARY-session\"}"u8.ToArray() : "{\"error\":\"invalid login\"}"u8.ToArray());
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or the caller left.
            }
        }
    }
}
