using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;

namespace McpConnectorAuth.Bench;

/// <summary>What an agent waits for a verdict on a server that it has asked something before.</summary>
/// <param name="FirstMilliseconds">The first check of the process: from asking for the tools to the verdict.</param>
/// <param name="WarmMilliseconds">A later one, the same way.</param>
internal sealed record CheckMeasurement(double FirstMilliseconds, double WarmMilliseconds)
{
    private const string Source = "kelpwood";
    private const string Token = "CANARY-bench-token";

    // As long as an agent takes at least between two calls of tools: it has to think.
    private static readonly TimeSpan BetweenCalls = TimeSpan.FromSeconds(2);

    /// <summary>Takes the times of some server processes over one stored connection.</summary>
    public static async Task<List<CheckMeasurement>> TakeAsync(string server, string document, int rounds)
    {
        var root = Directory.CreateTempSubdirectory("mca-bench-").FullName;
        using var api = new HttpListener();
        var authority = Listen(api);
        _ = ServeAsync(api);
        try
        {
            var project = Path.Combine(root, "project");
            var folder = Directory.CreateDirectory(Path.Combine(project, "connectors", Source)).FullName;
            var path = Path.Combine(folder, $"{Source}_api_doc.md");
            await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(document)).Replace("127.0.0.1:8787", authority, StringComparison.Ordinal));
            await File.WriteAllTextAsync(Path.Combine(project, "connector-auth.json"), "{}");
            var variables = new Dictionary<string, string> { ["CONNECTOR_AUTH_HOME"] = Path.Combine(root, "home"), ["CONNECTOR_AUTH_KEY_STORE"] = "key_file" };
            await RunAsync(server, variables, "spec", Source, path, "--project", project);
            await RunAsync(server, new(variables) { ["CONNECTOR_CREDENTIAL_ACCESS_TOKEN"] = Token }, "login", Source, "--no-browser", "--approve", authority, "--project", project);
            var taken = new List<CheckMeasurement>();
            for (var round = 0; round < rounds; round++)
            {
                using var process = await McpProcess.StartAsync([server, "serve"], project, variables);
                using var status = await process.CallAsync("get_connection_status", "{}");
                await Task.Delay(BetweenCalls);
                var first = await CheckAsync(process);
                await Task.Delay(BetweenCalls);
                taken.Add(new CheckMeasurement(first, await CheckAsync(process)));
            }

            return taken;
        }
        finally
        {
            api.Stop();
            Directory.Delete(root, recursive: true);
        }
    }

    private static async Task<double> CheckAsync(McpProcess server)
    {
        var clock = Stopwatch.GetTimestamp();
        using var tools = await server.AskAsync("tools/list", "{}");
        using var answer = await server.CallAsync("run_auth_test", $$"""{"source":"{{Source}}"}""");
        var elapsed = Stopwatch.GetElapsedTime(clock).TotalMilliseconds;
        var outcome = answer.RootElement.GetProperty("result").GetProperty("structuredContent").GetProperty("outcome").GetString();
        return outcome == "valid" ? elapsed : throw new InvalidOperationException($"The check said {outcome}.");
    }

    private static string Listen(HttpListener api)
    {
        while (true)
        {
            var authority = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{Random.Shared.Next(20_000, 60_000)}");
            api.Prefixes.Clear();
            api.Prefixes.Add($"http://{authority}/");
            try
            {
                api.Start();
                return authority;
            }
            catch (HttpListenerException)
            {
                // Taken: another one.
            }
        }
    }

    private static async Task ServeAsync(HttpListener api)
    {
        try
        {
            while (true)
            {
                var context = await api.GetContextAsync();
                var known = context.Request.Headers["Authorization"] == $"Bearer {Token}";
                context.Response.StatusCode = known ? 200 : 401;
                context.Response.ContentType = "application/json";
                await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(known ? """{"name":"Ada"}""" : """{"error":"who are you"}"""));
                context.Response.Close();
            }
        }
        catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
        {
            // Stopped.
        }
    }

    private static async Task RunAsync(string server, Dictionary<string, string> variables, params string[] arguments)
    {
        var start = new ProcessStartInfo(server, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{arguments[0]} failed: {await errors}");
    }
}
