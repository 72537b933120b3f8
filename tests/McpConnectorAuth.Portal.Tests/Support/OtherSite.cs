namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A page of another site (<c>localhost</c>, where the portal is <c>127.0.0.1</c>).</summary>
internal sealed class OtherSite : IAsyncDisposable
{
    private readonly LoopbackListener _listener;

    private OtherSite() => _listener = new LoopbackListener(
        context => LoopbackListener.WriteAsync(context, 200, "text/html; charset=utf-8", $"<!doctype html><meta charset=utf-8>{Page}"), "localhost");

    public string Url => $"http://{_listener.Authority}/";

    public string Page { get; set; } = "";

    public static OtherSite Start() => new();

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
