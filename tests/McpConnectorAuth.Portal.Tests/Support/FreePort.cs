using System.Net;
using System.Net.Sockets;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A port of 127.0.0.1 that was free a moment ago, for servers that can't bind port 0.</summary>
internal static class FreePort
{
    public static int Find()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}
