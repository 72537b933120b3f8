using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Server.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server.Tests.Conformance;

/// <summary>
/// The product's server, configured as it is on stdio, behind the SDK's transport for Streamable HTTP on loopback: the conformance suite speaks HTTP only. The
/// product has no such transport; the SDK's package that maps it to ASP.NET Core is not in this registry, so that this host does it.
/// </summary>
internal sealed class ConformanceHost : IAsyncDisposable
{
    private const string SessionHeader = "Mcp-Session-Id";

    private static readonly JsonTypeInfo<JsonRpcMessage> MessageType =
        (JsonTypeInfo<JsonRpcMessage>)McpJsonUtilities.DefaultOptions.GetTypeInfo(typeof(JsonRpcMessage));

    private readonly WebApplication _app;
    private readonly ConnectorAuthServices _services;
    private readonly bool _stateless;
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    private ConformanceHost(WebApplication app, TestProject project, bool stateless)
    {
        _app = app;
        _services = new ConnectorAuthServices(new ProjectWorkspace(project.Root));
        _stateless = stateless;
    }

    public string Url => $"{_app.Urls.First()}/mcp";

    /// <summary>Starts the server.</summary>
    /// <param name="project">The project that it works in.</param>
    /// <param name="stateless">Without sessions, as protocol 2026-07-28 is.</param>
    public static async Task<ConformanceHost> StartAsync(TestProject project, bool stateless)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var host = new ConformanceHost(builder.Build(), project, stateless);
        host._app.Run(host.AnswerAsync);
        await host._app.StartAsync();
        return host;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var session in _sessions.Values) await session.DisposeAsync();
        await _app.DisposeAsync();
        await _services.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        // Foreign names of this machine (DNS rebinding) are refused by whoever hosts the transport.
        if (!IsLoopback(context.Request.Host.Host))
        {
            context.Response.StatusCode = (int)HttpStatusCode.MisdirectedRequest;
            return;
        }

        var known = _sessions.TryGetValue(context.Request.Headers[SessionHeader].ToString(), out var session);
        switch (context.Request.Method)
        {
            case "POST":
                await PostAsync(context, session);
                break;
            case "GET" when known:
                context.Response.ContentType = "text/event-stream";
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await session!.Transport.HandleGetRequestAsync(context.Response.Body, context.RequestAborted);
                break;
            case "DELETE" when known:
                _sessions.TryRemove(session!.Id, out _);
                await session.DisposeAsync();
                break;
            default:
                context.Response.StatusCode = _stateless ? (int)HttpStatusCode.MethodNotAllowed : (int)HttpStatusCode.NotFound;
                break;
        }
    }

    private async Task PostAsync(HttpContext context, Session? session)
    {
        var message = (await JsonSerializer.DeserializeAsync(context.Request.Body, MessageType, context.RequestAborted))!;
        if (session is null && (_stateless || message is JsonRpcRequest { Method: "initialize" }))
        {
            session = new Session(_services, _stateless);
            if (_stateless) context.Response.RegisterForDisposeAsync(session);
            else context.Response.Headers[SessionHeader] = _sessions.GetOrAdd(session.Id, session).Id;
        }

        if (session is null)
        {
            context.Response.StatusCode = (int)HttpStatusCode.NotFound;
            return;
        }

        context.Response.ContentType = "text/event-stream";
        if (!await session.Transport.HandlePostRequestAsync(message, context.Response.Body, context.RequestAborted))
        {
            context.Response.ContentType = null;
            context.Response.StatusCode = (int)HttpStatusCode.Accepted;
        }
    }

    private static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));

    /// <summary>A running server and its transport.</summary>
    private sealed class Session : IAsyncDisposable
    {
        private readonly McpServer _server;
        private readonly CancellationTokenSource _end = new();
        private readonly Task _running;

        public Session(ConnectorAuthServices services, bool stateless)
        {
            var options = new McpServerOptions();
            McpServerHost.Configure(options, services);
            ConformanceFixtures.AddTo(options);
            Transport = new StreamableHttpServerTransport { Stateless = stateless, SessionId = stateless ? null : Id };
            _server = McpServer.Create(Transport, options);
            _running = _server.RunAsync(_end.Token);
        }

        public string Id { get; } = Guid.NewGuid().ToString("N");

        public StreamableHttpServerTransport Transport { get; }

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await Transport.DisposeAsync();
            await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await _server.DisposeAsync();
            _end.Dispose();
        }
    }
}
