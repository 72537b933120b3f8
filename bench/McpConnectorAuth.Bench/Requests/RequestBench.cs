using System.Diagnostics;
using System.Globalization;
using System.Net;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Bench.Requests;

/// <summary>
/// What an authenticated request costs more than a bare HttpClient call while the token is good, one after another and from 16 threads; and how long a new token
/// is in danger between the provider's answer and the moment from which a kill can't lose it. The server is a process of its own, so that processor time is the client's.
/// </summary>
internal static class RequestBench
{
    private const int DefaultRounds = 30;
    private const int Requests = 400;
    private const int Threads = 16;
    private const int Processes = 7;
    private const int Renewals = 40;
    private const int Settled = 10;

    private static readonly ConnectionId Id = new("bench", SourceName.Parse("bench"));

    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["server", .. var file]) return PlainServer.Run(file);
        var root = args is ["renew", var home, ..] ? home : Directory.CreateTempSubdirectory("mca-bench-").FullName;
        if (args is ["renew", _, var given])
        {
            await RenewAsync(root, int.Parse(given, CultureInfo.InvariantCulture));
            return 0;
        }

        var rounds = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : DefaultRounds;
        using var server = Start(["requests", "server", Path.Combine(root, "connections", "bench", "bench", "default.token")]);
        var port = int.Parse((await server.StandardOutput.ReadLineAsync())!, CultureInfo.InvariantCulture);
        try
        {
            await CompareAsync(root, port, rounds);
            await MeasureDangerAsync(root, port, server);
        }
        finally
        {
            server.Kill();
            await server.WaitForExitAsync();
            Directory.Delete(root, recursive: true);
        }

        return 0;
    }

    private static async Task CompareAsync(string root, int port, int rounds)
    {
        var vault = Store(root, port, DateTimeOffset.UtcNow);
        var spec = Spec(port);
        using var api = new ApiClient();
        await using var lifecycle = new TokenLifecycle(vault, new OAuthClient(api));
        var client = new AuthenticatedClient(lifecycle, new RequestSender(api));
        using var bare = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        var url = new Uri($"http://127.0.0.1:{port}/api/me");

        var (one, many) = (new Comparison(), new Comparison());
        for (var round = -5; round < rounds; round++)
        {
            foreach (var (threads, comparison) in new[] { (1, one), (Threads, many) })
            {
                var plain = await MeasureAsync(threads, BareAsync);
                var ours = await MeasureAsync(threads, OursAsync);
                if (round >= 0) comparison.Add(plain, ours);
            }
        }

        Console.WriteLine($"{rounds} rounds of {Requests} requests; processor time: least of all rounds; wall time: median");
        Console.WriteLine($"{"",-12} {"bare",14} {"authenticated",14} {"added",10} {"ratio",7} {"wall ratio",11} {"contended locks per 1000, bare / ours",40}");
        one.Print("1 thread");
        many.Print($"{Threads} threads");

        var ensure = await EnsureAsync(1);
        var ensureMany = await EnsureAsync(Threads);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"EnsureValidAsync alone: {ensure.Processor:F2} us on 1 thread, {ensureMany.Processor:F2} us on {Threads}, {ensureMany.Contended} contended locks in {Requests * 100} calls"));

        async Task BareAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            request.Headers.TryAddWithoutValidation("Authorization", "Bearer at-0");
            using var response = await bare.SendAsync(request);
            if (response.StatusCode != HttpStatusCode.OK || (await response.Content.ReadAsByteArrayAsync()).Length != 11) throw new InvalidOperationException("No answer.");
        }

        async Task OursAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            var response = await client.SendAsync(Id, spec, request, CancellationToken.None);
            if (response.Status != 200 || response.Body.Length != 11) throw new InvalidOperationException("No answer.");
        }

        async Task<Sample> EnsureAsync(int threads)
        {
            var best = new Sample(double.MaxValue, 0, 0);
            for (var round = 0; round < 5; round++)
            {
                var sample = await MeasureAsync(threads, () => lifecycle.EnsureValidAsync(Id, spec, CancellationToken.None), 100);
                if (sample.Processor < best.Processor) best = sample;
            }

            return best;
        }
    }

    private static async Task<Sample> MeasureAsync(int threads, Func<Task> action, int times = 1)
    {
        var count = Requests * times / threads;
        var (contended, processor, started) = (Monitor.LockContentionCount, Environment.CpuUsage.TotalTime, Stopwatch.GetTimestamp());
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < count; i++) await action();
        })));
        var (wall, total) = (Stopwatch.GetElapsedTime(started), count * threads);
        return new Sample((Environment.CpuUsage.TotalTime - processor).TotalMicroseconds / total, wall.TotalMicroseconds / total, (int)(Monitor.LockContentionCount - contended));
    }

    /// <summary>Has processes renew a token again and again, while the server looks out for what they store.</summary>
    private static async Task MeasureDangerAsync(string root, int port, Process server)
    {
        var (first, next, later) = (new List<double>(), new List<double>(), new List<double>());
        for (var process = 0; process < Processes; process++)
        {
            Store(root, port, DateTimeOffset.UtcNow);
            using var child = Start(["requests", "renew", root, $"{port}"]);
            for (var renewal = 0; renewal < Renewals; renewal++)
            {
                if (double.TryParse(await server.StandardOutput.ReadLineAsync(), NumberStyles.Float, CultureInfo.InvariantCulture, out var taken)) (renewal == 0 ? first : renewal < Settled ? next : later).Add(taken);
            }

            await child.WaitForExitAsync();
        }

        Console.WriteLine($"from the provider's answer to the stored token, {Processes} processes of {Renewals} renewals:");
        foreach (var (name, list) in new[] { ("first of a process", first), ($"the next {Settled - 1}", next), ("later ones", later) })
        {
            list.Sort();
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-20} least {list[0] / 1000:F2} ms, median {list[list.Count / 2] / 1000:F2} ms, 90 % within {list[list.Count * 9 / 10] / 1000:F2} ms ({list.Count} seen)"));
        }
    }

    private static async Task RenewAsync(string root, int port)
    {
        var spec = Spec(port);
        using var api = new ApiClient();
        await using var lifecycle = new TokenLifecycle(OpenVault(root), new OAuthClient(api));
        for (var renewal = 0; renewal < Renewals; renewal++) await lifecycle.RefreshAsync(Id, spec, null, CancellationToken.None);
    }

    private static Vault Store(string root, int port, DateTimeOffset now)
    {
        var vault = OpenVault(root);
        vault.Save(new Connection(
            Id,
            "main",
            new CredentialValues([new("client_id", new Secret("bench"))]),
            [$"127.0.0.1:{port}"],
            now,
            Token: new TokenState(new CredentialValues([new("access_token", new Secret("at-0"))], ["access_token"]), new Secret("rt-0"), "Bearer", now, now.AddHours(10), null)));
        return vault;
    }

    private static Vault OpenVault(string root) => Vault.Open(name => name switch
    {
        ConnectorAuthHome.Variable => root,
        Vault.KeyStoreVariable => VaultKeyOrigin.KeyFile,
        _ => null,
    });

    private static ConnectorSpec Spec(int port) => new(
        "Bench",
        new ConnectionSection([new SpecParameter("client_id", "string", true, false, "")], [], null),
        "",
        new AuthenticationSection(
            null,
            null,
            [
                new SpecMethod(
                    "main",
                    AuthKind.OAuth2AuthorizationCode,
                    [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
                    ["client_id"],
                    "body",
                    [],
                    new SpecMethodOAuth { AuthorizationUrl = $"http://127.0.0.1:{port}/authorize", TokenUrl = $"http://127.0.0.1:{port}/token" }),
            ],
            [new SpecBaseUrl($"http://127.0.0.1:{port}/api", "production", 0)],
            [$"127.0.0.1:{port}"],
            [],
            [],
            null));

    private static Process Start(string[] args) =>
        Process.Start(new ProcessStartInfo(Environment.ProcessPath!, args) { RedirectStandardOutput = true })!;

    /// <summary>One measurement, times in microseconds per request.</summary>
    private sealed record Sample(double Processor, double Wall, int Contended);

    private sealed class Comparison
    {
        private readonly List<Sample> _bare = [];
        private readonly List<Sample> _ours = [];

        public void Add(Sample bare, Sample ours)
        {
            _bare.Add(bare);
            _ours.Add(ours);
        }

        public void Print(string name)
        {
            var (bare, ours) = (_bare.Min(sample => sample.Processor), _ours.Min(sample => sample.Processor));
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{name,-12} {bare,11:F1} us {ours,11:F1} us {ours - bare,7:F1} us {ours / bare,7:F2} {Median(_ours) / Median(_bare),11:F2} {Contended(_bare),25:F2} / {Contended(_ours):F2}"));
        }

        private static double Contended(List<Sample> samples) => samples.Sum(sample => sample.Contended) * 1000.0 / (samples.Count * Requests);

        private static double Median(List<Sample> samples)
        {
            var sorted = samples.Select(sample => sample.Wall).Order().ToList();
            return (sorted[sorted.Count / 2] + sorted[(sorted.Count - 1) / 2]) / 2;
        }
    }
}
