using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>A process that uses one connection with several threads, as an agent's server or a connector does.</summary>
internal static class StressChild
{
    private const int Threads = 4;

    /// <summary>
    /// <c>HOME HOST SECONDS</c>: renews a token of its own once, as a process does that has been running for a while, says "ready", waits for a line, sends requests, and prints what became of them: requests, refused in the end, tokens that had ended when they
    /// were returned, errors. It ends by itself after SECONDS, or on being killed.
    /// </summary>
    public static async Task RunAsync(string[] args)
    {
        var vault = Vault.Open(name => name == ConnectorAuthHome.Variable ? args[0] : Environment.GetEnvironmentVariable(name));
        var spec = LifecycleFixture.SpecOf(args[1], AuthKind.OAuth2AuthorizationCode);
        var limit = TimeSpan.FromSeconds(double.Parse(args[2], CultureInfo.InvariantCulture));
        using var api = new ApiClient();
        await using var lifecycle = new TokenLifecycle(vault, new OAuthClient(api));
        var client = new AuthenticatedClient(lifecycle, new RequestSender(api));
        var (requests, refused, ended, errors) = (0, 0, 0, 0);
        var texts = new HashSet<string>();
        await WarmAsync(vault, lifecycle, args[1]);
        Console.WriteLine("ready");
        Console.ReadLine();
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(_ => Task.Run(UseAsync)));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{requests} {refused} {ended} {errors} {string.Join(" | ", texts)}"));

        async Task UseAsync()
        {
            while (Stopwatch.GetElapsedTime(started) < limit)
            {
                try
                {
                    var token = (await lifecycle.EnsureValidAsync(LifecycleFixture.Id, spec, CancellationToken.None)).Token!;
                    if (!token.IsValid(DateTimeOffset.UtcNow)) Interlocked.Increment(ref ended);
                    using var request = new HttpRequestMessage(HttpMethod.Get, $"http://{args[1]}/api/me");
                    var response = await client.SendAsync(LifecycleFixture.Id, spec, request, CancellationToken.None);
                    Interlocked.Increment(ref requests);
                    if (response.Status != 200) Interlocked.Increment(ref refused);
                }
                catch (ConnectorAuthException error) when (error.Code != ErrorCodes.LoginRequired)
                {
                    Interlocked.Increment(ref errors);
                    lock (texts) texts.Add(error.Message);
                }
                catch (ConnectorAuthException)
                {
                    // The grant was lost; the parent signs in anew where it killed somebody, and fails where it did not.
                    Interlocked.Increment(ref refused);
                }

                await Task.Delay(Random.Shared.Next(5, 40));
            }
        }
    }

    private static async Task WarmAsync(Vault vault, TokenLifecycle lifecycle, string host)
    {
        var own = LifecycleFixture.Id with { Account = $"own{Environment.ProcessId}" };
        vault.Save(LifecycleFixture.ConnectionOf(host, LifecycleFixture.TokenOf("CANARY-own", "CANARY-own-refresh", DateTimeOffset.UnixEpoch, TimeSpan.FromHours(1))) with { Id = own });
        await lifecycle.EnsureValidAsync(own, LifecycleFixture.SpecOf(host, AuthKind.OAuth2AuthorizationCode, "/own/token"), CancellationToken.None);
        vault.Delete(own);
    }
}
