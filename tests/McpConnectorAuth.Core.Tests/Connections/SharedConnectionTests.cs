using System.Diagnostics;
using System.Globalization;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Tests.Credentials;
using Xunit.Abstractions;

namespace McpConnectorAuth.Core.Tests.Connections;

/// <summary>Many processes, one connection, a refresh token that is good for one use at a provider that ends the grant at the second.</summary>
public sealed class SharedConnectionTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Processes = 16;

    private readonly TemporaryFolder _home = new();
    private RotatingProvider _provider = null!;

    public async Task InitializeAsync() => _provider = await RotatingProvider.StartAsync();

    public async Task DisposeAsync()
    {
        await _provider.DisposeAsync();
        _home.Dispose();
    }

    [Fact, Trait("case", "X3"), Trait("case", "U8")]
    public async Task Each_end_of_a_token_costs_one_refresh_whoever_needs_it_and_nobody_gets_an_ended_token()
    {
        var seconds = Stress.Of(10, 300);
        _provider.Lifetime = 5;
        SignIn();
        var children = await StartAsync(Processes, seconds);
        var started = Stopwatch.GetTimestamp();
        var reports = await Task.WhenAll(children.Select(ReportAsync));

        var elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var totals = Enumerable.Range(0, 4).Select(column => reports.Sum(report => int.Parse(report.Split(' ')[column], CultureInfo.InvariantCulture))).ToList();
        var refreshes = _provider.TokenRequests.Count;
        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{Processes} processes, {elapsed:F0} s, tokens of {_provider.Lifetime} s: {totals[0]} requests, {refreshes} refreshes for {_provider.Issued - 1} new tokens, {_provider.Early} early, {_provider.Reused} reused, {_provider.Ended} reached the API after their end, {totals[1]} refused in the end, {totals[2]} ended when returned, {totals[3]} errors"));
        string.Join('\n', reports.Select(report => report.Split(' ', 5)[4]).Where(text => text.Length > 0)).ShouldBe("");
        totals[0].ShouldBeGreaterThan(Processes * 10);
        totals[1].ShouldBe(0);
        totals[2].ShouldBe(0);
        _provider.Reused.ShouldBe(0);
        _provider.IsOver.ShouldBeFalse();

        // Each refresh brought a token, none came while the last one was good, and there is one for each life.
        refreshes.ShouldBe(_provider.Issued - 1);
        _provider.Early.ShouldBe(0);
        refreshes.ShouldBeGreaterThan(0);
        refreshes.ShouldBeLessThanOrEqualTo((int)(elapsed / (_provider.Lifetime!.Value * 0.9)) + 1);
        TokenChild.Reveal(Vault().Load(LifecycleFixture.Id)!.Token).ShouldBe(_provider.AccessToken);
    }

    /// <summary>
    /// Processes are killed around the moment in which the provider answers. Whatever they were doing, the store opens, the lock is free, and the connection goes on;
    /// unless the kill fell between the provider's answer and the write that follows, which no client can prevent: then a person is asked, without further requests.
    /// </summary>
    [Fact]
    public async Task Killing_processes_at_random_loses_nothing_but_an_answer_that_nobody_could_write_down()
    {
        var (count, most, limit) = (Stress.Of(3, Processes), Stress.Of(4, int.MaxValue), TimeSpan.FromSeconds(300));
        _provider.Lifetime = 1;
        SignIn();
        var (rounds, lost, longestLost, shortestKept) = (0, 0, TimeSpan.Zero, TimeSpan.MaxValue);
        TaskCompletionSource asked = new();
        long answered = 0;
        _provider.BeforeReply = () =>
        {
            asked.TrySetResult();
            return Task.CompletedTask;
        };
        _provider.AfterReply = () => Interlocked.CompareExchange(ref answered, Stopwatch.GetTimestamp(), 0);
        var children = await StartAsync(count);
        var started = Stopwatch.GetTimestamp();
        try
        {
            for (; rounds < most && Stopwatch.GetElapsedTime(started) < limit; rounds++)
            {
                (asked, answered) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), 0);
                await asked.Task.WaitAsync(TimeSpan.FromMinutes(1));
                var (since, pause) = (Stopwatch.GetTimestamp(), TimeSpan.FromMilliseconds(Random.Shared.NextDouble() * 12));
                while (Stopwatch.GetElapsedTime(since) < pause) Thread.SpinWait(20);
                var killed = Stopwatch.GetTimestamp();
                foreach (var child in children) child.Kill();
                foreach (var child in children) await child.WaitForExitAsync();
                var after = answered == 0 ? TimeSpan.Zero : Stopwatch.GetElapsedTime(answered, killed);

                // The lock is free, the store opens, and what it holds is the token before or the one after.
                bool isKept;
                using (var change = await Vault().ChangeTokenAsync(LifecycleFixture.Id, TimeSpan.FromSeconds(5), CancellationToken.None))
                    isKept = change.Current!.Token.ShouldNotBeNull().RefreshToken!.Reveal() == _provider.RefreshToken;
                if (isKept && after > TimeSpan.Zero && after < shortestKept) shortestKept = after;
                if (!isKept)
                {
                    lost++;
                    if (after > longestLost) longestLost = after;
                    await ShouldAskForAPerson();
                }

                foreach (var child in children) child.Dispose();
                children = await StartAsync(count);
            }
        }
        finally
        {
            foreach (var child in children)
            {
                if (!child.HasExited) child.Kill();
                child.Dispose();
            }
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{rounds} rounds of {count} killed processes: {lost} answers lost, the latest kill of those {longestLost.TotalMilliseconds:F2} ms after the provider's answer; the earliest kill that lost nothing {(shortestKept == TimeSpan.MaxValue ? double.NaN : shortestKept.TotalMilliseconds):F2} ms after it"));

        // What is measured is also how long a busy machine takes to wake the reader; that a write takes this long would be a fault.
        longestLost.ShouldBeLessThan(TimeSpan.FromMilliseconds(500));
    }

    private async Task ShouldAskForAPerson()
    {
        await using var fixture = new Access(_home.Path, _provider.Host);
        var before = _provider.TokenRequests.Count;
        await Task.Delay(TimeSpan.FromSeconds(_provider.Lifetime!.Value));
        for (var call = 0; call < 3; call++) (await Should.ThrowAsync<ConnectorAuthException>(fixture.EnsureAsync)).Code.ShouldBe(ErrorCodes.LoginRequired);
        (_provider.TokenRequests.Count - before).ShouldBe(1);
        Vault().Load(LifecycleFixture.Id)!.Token.ShouldBeNull();
        SignIn();
    }

    private static async Task<string> ReportAsync(Process child)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(Stress.Of(3, 10)));
        var report = await child.StandardOutput.ReadLineAsync(limit.Token);
        await ChildProcess.Finish(child);
        return report.ShouldNotBeNull();
    }

    private async Task<List<Process>> StartAsync(int count, int seconds = 3600)
    {
        var children = Enumerable.Range(0, count)
            .Select(_ => ChildProcess.Start(ChildProcess.CommandLine("stress", _home.Path, _provider.Host, $"{seconds}")))
            .ToList();
        foreach (var child in children) (await child.StandardOutput.ReadLineAsync()).ShouldBe("ready");

        // They begin together.
        foreach (var child in children) await child.StandardInput.WriteLineAsync();
        return children;
    }

    private void SignIn()
    {
        var (access, refresh) = _provider.SignIn();
        Vault().Save(LifecycleFixture.ConnectionOf(
            _provider.Host, LifecycleFixture.TokenOf(access, refresh, DateTimeOffset.UtcNow, TimeSpan.FromSeconds(_provider.Lifetime!.Value))));
    }

    private Vault Vault() => VaultTests.VaultIn(_home.Path);

    private sealed class Access(string home, string host) : IAsyncDisposable
    {
        private readonly Core.Requests.ApiClient _api = new();
        private readonly Core.Specs.ConnectorSpec _spec = LifecycleFixture.SpecOf(host, Core.Analysis.AuthKind.OAuth2AuthorizationCode);
        private TokenLifecycle? _lifecycle;

        public Task<Connection> EnsureAsync() =>
            (_lifecycle ??= new TokenLifecycle(VaultTests.VaultIn(home), new Core.OAuth.OAuthClient(_api))).EnsureValidAsync(LifecycleFixture.Id, _spec, CancellationToken.None);

        public async ValueTask DisposeAsync()
        {
            if (_lifecycle is not null) await _lifecycle.DisposeAsync();
            _api.Dispose();
        }
    }
}
