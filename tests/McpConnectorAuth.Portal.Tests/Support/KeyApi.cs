namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>An API on loopback that answers <c>GET /v1/me</c> to one bearer token only.</summary>
internal sealed class KeyApi : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    private KeyApi(string key) => _listener = new LoopbackListener(context => context.Request.Headers["Authorization"] == $"Bearer {key}"
        ? LoopbackListener.WriteAsync(context, 200, "application/json", "{\"name\":\"Ada\"}")
        : LoopbackListener.WriteAsync(context, 401, "application/json", "{\"error\":\"key not known\"}"));

    public string Authority => _listener.Authority;

    public static KeyApi Start(string key) => new(key);

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
