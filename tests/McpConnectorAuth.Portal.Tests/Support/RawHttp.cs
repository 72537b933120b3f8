using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Sends bytes as they are to a port of this machine and reads the answer to its end.</summary>
internal static class RawHttp
{
    public static async Task<RawAnswer> SendAsync(int port, string request)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port);
        var stream = client.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var answer = new MemoryStream();
        try
        {
            await stream.CopyToAsync(answer).WaitAsync(TimeSpan.FromSeconds(30));
        }
        catch (IOException)
        {
            // Cut off by the server: what came before counts.
        }

        return RawAnswer.Parse(Encoding.UTF8.GetString(answer.ToArray()));
    }
}
