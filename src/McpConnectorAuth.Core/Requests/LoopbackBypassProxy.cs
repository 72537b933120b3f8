using System.Net;

namespace McpConnectorAuth.Core.Requests;

/// <summary>
/// The proxy that the machine is set up for (environment variables or system settings), except for loopback: a call to
/// this machine is in clear text and must not travel through another.
/// </summary>
internal sealed class LoopbackBypassProxy : IWebProxy
{
    public ICredentials? Credentials
    {
        get => HttpClient.DefaultProxy.Credentials;
        set => throw new NotSupportedException();
    }

    public Uri? GetProxy(Uri destination) => HttpClient.DefaultProxy.GetProxy(destination);

    public bool IsBypassed(Uri host) =>
        (HostAddress.TryParse(host, out var address) && address.Class == AddressClass.Loopback) || HttpClient.DefaultProxy.IsBypassed(host);
}
