using System.Net;
using System.Net.Sockets;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>A test that needs a name, other than localhost, of which this machine's resolver says that it is this machine.</summary>
internal sealed class LoopbackNameFactAttribute : FactAttribute
{
    public LoopbackNameFactAttribute() => Skip = Name is null ? "No name but localhost leads to a loopback address here (those of the hosts file were tried)." : null;

    /// <summary>Such a name, or null.</summary>
    public static string? Name { get; } = InHostsFile().FirstOrDefault(LeadsHere);

    private static IEnumerable<string> InHostsFile()
    {
        var file = OperatingSystem.IsWindows() ? Path.Combine(Environment.SystemDirectory, "drivers", "etc", "hosts") : "/etc/hosts";
        return !File.Exists(file) ? [] : File.ReadLines(file).Select(line => line.Split('#')[0]).SelectMany(line => line.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(1)).Where(name => !name.StartsWith("localhost", StringComparison.OrdinalIgnoreCase));
    }

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
