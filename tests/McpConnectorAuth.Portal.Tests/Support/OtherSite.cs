using System.Globalization;
using System.Net;
using System.Text;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A page of another site (<c>localhost</c>, where the portal is <c>127.0.0.1</c>).</summary>
internal sealed class OtherSite : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    private OtherSite(int port)
    {
        Url = string.Create(CultureInfo.InvariantCulture, $"http://localhost:{port}/");
        _listener.Prefixes.Add(Url);
        _listener.Start();
        _serving = ServeAsync();
    }

    public string Url { get; }

    public string Page { get; set; } = "";

    public static OtherSite Start() => new(FreePort.Find());

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
                context.Response.ContentType = "text/html; charset=utf-8";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"<!doctype html><meta charset=utf-8>{Page}"));
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or the browser left.
            }
        }
    }
}
