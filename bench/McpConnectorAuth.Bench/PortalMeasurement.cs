using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace McpConnectorAuth.Bench;

/// <summary>The credential portal of one server process.</summary>
/// <param name="ColdMilliseconds">From the tool call to the first 200 of the link, where it is the process's first tool call.</param>
/// <param name="WarmMilliseconds">The same on a server that has been asked for its status before.</param>
/// <param name="AgainMilliseconds">The same for the next link of that server.</param>
/// <param name="AddedBytes">Resident memory that the portal adds while its page waits: after the first page, minus before anything of the portal was loaded.</param>
internal sealed record PortalMeasurement(double ColdMilliseconds, double WarmMilliseconds, double AgainMilliseconds, long AddedBytes)
{
    private const string Source = "kelpwood";

    // As long as an agent takes at least between two calls of tools: it has to think.
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(2);

    public static async Task<PortalMeasurement> TakeAsync(string server, string project, string home)
    {
        var variables = new Dictionary<string, string> { ["CONNECTOR_AUTH_HOME"] = home, ["CONNECTOR_AUTH_KEY_STORE"] = "key_file" };
        double cold;
        using (var process = await McpProcess.StartAsync([server, "serve"], project, variables)) cold = await OpenAsync(process, fresh: false);

        using var warm = await McpProcess.StartAsync([server, "serve"], project, variables);

        // Refused calls load spec, store and status, which other tools need too, and nothing of the portal itself.
        using var unknown = await warm.CallAsync("get_connection_status", """{"source":"unknown"}""");
        using var refused = await warm.CallAsync("run_auth_test", $$"""{"source":"{{Source}}"}""");
        await Task.Delay(BetweenCalls);
        var before = warm.ResidentBytes;
        using var status = await warm.CallAsync("get_connection_status", "{}");
        await Task.Delay(BetweenCalls);
        var first = await OpenAsync(warm, fresh: false);
        await Task.Delay(BetweenCalls);
        var added = warm.ResidentBytes - before;
        return new PortalMeasurement(cold, first, await OpenAsync(warm, fresh: true), added);
    }

    /// <summary>Writes the spec of the example that is opened.</summary>
    public static async Task PrepareAsync(string server, string project, string document)
    {
        var folder = Directory.CreateDirectory(Path.Combine(project, "connectors", Source));
        File.Copy(document, Path.Combine(folder.FullName, $"{Source}_api_doc.md"));
        await File.WriteAllTextAsync(Path.Combine(project, "connector-auth.json"), "{}");
        using var spec = Process.Start(new ProcessStartInfo(server, ["spec", Source, "--project", project]) { RedirectStandardOutput = true })!;
        await spec.StandardOutput.ReadToEndAsync();
        await spec.WaitForExitAsync();
        if (spec.ExitCode != 0) throw new InvalidOperationException("The example's spec can't be written.");
    }

    private static async Task<double> OpenAsync(McpProcess server, bool fresh)
    {
        var clock = Stopwatch.GetTimestamp();
        using var answer = await server.CallAsync("start_credential_portal", $$"""{"source":"{{Source}}","fresh_link":{{(fresh ? "true" : "false")}}}""");
        var url = new Uri(answer.RootElement.GetProperty("result").GetProperty("structuredContent").GetProperty("url").GetString()!);

        // By hand: a client library would be compiled while the clock runs.
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, url.Port));
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET {url.AbsolutePath} HTTP/1.1\r\nHost: {url.Authority}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"));
        var (page, buffer) = (new MemoryStream(), new byte[16 * 1024]);
        for (int read; (read = await socket.ReceiveAsync(buffer)) > 0;) page.Write(buffer, 0, read);
        var elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        var text = Encoding.UTF8.GetString(page.ToArray());
        return text.StartsWith("HTTP/1.1 200", StringComparison.Ordinal) && text.Contains("</html>", StringComparison.Ordinal)
            ? elapsed
            : throw new InvalidOperationException($"The link did not answer with the page: {text[..Math.Min(200, text.Length)]}");
    }
}
