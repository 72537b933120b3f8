using System.Globalization;
using System.Net;
using McpConnectorAuth.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Kestrel on loopback, without a host around it: no configuration from the environment, no logging (standard output
/// belongs to the protocol), no signal handlers.
/// </summary>
internal sealed class PortalServer : IAsyncDisposable
{
    // Well above what a person's browser opens; idle connections are dropped long before the limit counts.
    private const int MaximumConnections = 4096;
    private static readonly TimeSpan _shutdownGrace = TimeSpan.FromMilliseconds(250);

    private readonly KestrelServer _server;

    private PortalServer(KestrelServer server, Uri origin)
    {
        _server = server;
        Origin = origin;
    }

    /// <summary>Where the server listens, such as <c>http://127.0.0.1:41234/</c>.</summary>
    public Uri Origin { get; }

    /// <summary>Starts listening.</summary>
    /// <param name="application">What answers.</param>
    /// <param name="host"><c>127.0.0.1</c>, <c>[::1]</c>, or <c>localhost</c> for both.</param>
    /// <param name="port">The port; null for any that is free.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.PortalUnavailable"/> where the port is taken or can't be bound.</exception>
    public static async Task<PortalServer> StartAsync(IHttpApplication<HttpContext> application, string host, int? port, CancellationToken cancellationToken)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, AllowSynchronousIO = false };
        options.Limits.MaxRequestBodySize = PortalPipeline.MaximumBody;
        options.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        options.Limits.MaxRequestHeaderCount = 64;

        // Authorization codes are part of the line, and some are signed tokens of several KiB.
        options.Limits.MaxRequestLineSize = 12 * 1024;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        options.Limits.MinRequestBodyDataRate = new MinDataRate(bytesPerSecond: 240, gracePeriod: TimeSpan.FromSeconds(5));
        options.Limits.MaxConcurrentConnections = MaximumConnections;
        if (host == "localhost") options.ListenLocalhost(port ?? 0, UseHttp1);
        else options.Listen(IPAddress.Parse(host), port ?? 0, UseHttp1);

        var transport = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), transport, NullLoggerFactory.Instance);
        try
        {
            await server.StartAsync(application, cancellationToken);
        }
        catch (IOException error)
        {
            server.Dispose();
            throw Unavailable(host, port, error);
        }
        catch (System.Net.Sockets.SocketException error)
        {
            server.Dispose();
            throw Unavailable(host, port, error);
        }
        catch
        {
            server.Dispose();
            throw;
        }

        return new PortalServer(server, new Uri(server.Features.Get<IServerAddressesFeature>()!.Addresses.First()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var grace = new CancellationTokenSource(_shutdownGrace);
        await _server.StopAsync(grace.Token);
        _server.Dispose();
    }

    private static void UseHttp1(ListenOptions listen) => listen.Protocols = HttpProtocols.Http1;

    private static ConnectorAuthException Unavailable(string host, int? port, Exception error) => new(
        ErrorCodes.PortalUnavailable,
        port is null
            ? $"The credential page can't listen on {host}."
            : $"The credential page can't listen on {host}:{port.Value.ToString(CultureInfo.InvariantCulture)}: "
                + (error.InnerException is AddressInUseException ? "the port is taken." : "the port can't be bound."),
        port is null
            ? $"Check that programs of this machine may open ports on {host}, then try again."
            : "End the program that uses the port, or set another one, then try again.",
        error);
}
