using System.Globalization;
using System.Net;
using System.Text;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>An API on loopback that answers <c>GET /v1/me</c> to one bearer token only.</summary>
internal sealed class KeyApi : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly string _key;
    private readonly Task _serving;

    private KeyApi(int port, string key)
    {
        Authority = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
        _key = key;
        _listener.Prefixes.Add($"http://{Authority}/");
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Authority { get; }

    public static KeyApi Start(string key) => new(FreePort.Find(), key);

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
                var known = context.Request.Headers["Authorization"] == $"Bearer {_key}";
                context.Response.StatusCode = known ? 200 : 401;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(known ? "{\"name\":\"Ada\"}" : "{\"error\":\"key not known\"}"));
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or the caller left.
            }
        }
    }
}
