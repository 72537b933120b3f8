using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpConnectorAuth.Bench.Requests;

/// <summary>
/// The least of a server, in a process of its own: an API that always answers the same, and a token endpoint. After each token it looks out for the file that
/// says that the token was stored, and prints how long that took.
/// </summary>
internal static class PlainServer
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);
    private static int _issued;

    /// <summary><c>FILE</c>: prints its port, then for each token request the microseconds from the sent reply to the existence of the file, or "missed".</summary>
    public static int Run(string[] args)
    {
        using var listener = new Socket(SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(64);
        Console.WriteLine(((IPEndPoint)listener.LocalEndPoint!).Port);
        while (true)
        {
            var socket = listener.Accept();
            socket.NoDelay = true;
            new Thread(() => Serve(socket, args[0])) { IsBackground = true }.Start();
        }
    }

    private static void Serve(Socket socket, string file)
    {
        var buffer = new byte[16 * 1024];
        var ok = Reply("""{"ok":true}""");
        try
        {
            while (Receive(socket, buffer) is { } request)
            {
                if (!request.StartsWith("POST /token", StringComparison.Ordinal))
                {
                    socket.Send(ok);
                    continue;
                }

                var reply = Reply($$"""{"access_token":"at-{{Interlocked.Increment(ref _issued)}}","token_type":"Bearer","expires_in":3600,"refresh_token":"rt-{{_issued}}"}""");
                var sent = Stopwatch.GetTimestamp();
                socket.Send(reply);

                // Looking out must not keep the processor from the one that is looked out for.
                while (!File.Exists(file) && Stopwatch.GetElapsedTime(sent) < Longest) Thread.Yield();
                var taken = Stopwatch.GetElapsedTime(sent);
                Console.WriteLine(taken < Longest ? taken.TotalMicroseconds.ToString("F0", CultureInfo.InvariantCulture) : "missed");
            }
        }
        catch (SocketException)
        {
            // The client is gone.
        }
    }

    private static byte[] Reply(string json) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {json.Length}\r\n\r\n{json}"));

    /// <summary>A whole request; null at the end of the connection.</summary>
    private static string? Receive(Socket socket, byte[] buffer)
    {
        var length = 0;
        while (true)
        {
            var read = socket.Receive(buffer.AsSpan(length));
            if (read == 0) return null;
            length += read;
            var text = Encoding.ASCII.GetString(buffer, 0, length);
            var head = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
            if (head < 0) continue;
            var start = text.IndexOf("Content-Length: ", StringComparison.OrdinalIgnoreCase);
            var body = start < 0 || start > head ? 0 : int.Parse(text.AsSpan(start + 16, text.IndexOf('\r', start) - start - 16), CultureInfo.InvariantCulture);
            if (length >= head + 4 + body) return text;
        }
    }
}
