using System.Net;
using System.Net.Sockets;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>A test that needs a name, other than localhost, of which this machine's resolver says that it is this machine.</summary>
internal sealed class LoopbackNameFactAttribute : FactAttribute
{
    public LoopbackNameFactAttribute() => Skip = Name is null ? "No name but localhost leads to a loopback address here (the machine's own name and ip6-localhost were tried)." : null;

    /// <summary>Such a name, or null.</summary>
    public static string? Name { get; } = Array.Find([Dns.GetHostName(), "ip6-localhost", "ip6-loopback"], LeadsHere);

    private static bool LeadsHere(string name)
    {
        try
        {
            return Array.TrueForAll(Dns.GetHostAddresses(name), IPAddress.IsLoopback);
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
