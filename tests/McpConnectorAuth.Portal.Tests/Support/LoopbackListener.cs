using System.Globalization;
using System.Net;
using System.Text;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A server on this machine that answers each request by a function, one after another.</summary>
internal sealed class LoopbackListener : IAsyncDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Task _serving;

    /// <summary>Starts it.</summary>
    /// <param name="answer">Answers a request; the response is closed afterwards.</param>
    /// <param name="host">The name under which it is reached.</param>
    public LoopbackListener(Func<HttpListenerContext, Task> answer, string host = "127.0.0.1")
    {
        Authority = string.Create(CultureInfo.InvariantCulture, $"{host}:{FreePort.Find()}");
        _listener.Prefixes.Add($"http://{Authority}/");
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    public string Authority { get; }

    /// <summary>Writes an answer.</summary>
    public static async Task WriteAsync(HttpListenerContext context, int status, string type, string text)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = type;
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(text));
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    private async Task ServeAsync(Func<HttpListenerContext, Task> answer)
    {
        while (_listener.IsListening)
        {
            try
            {
                var context = await _listener.GetContextAsync();
                await answer(context);
                context.Response.Close();
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Stopped, or the caller left.
            }
        }
    }
}
