using System.Net;
using System.Net.Sockets;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.Session;

public sealed class LifetimeTests
{
    private static readonly (string, string)[] _goodForm = [("method", "bearer"), ("value:api_key", ScriptedVerifier.GoodKey), ("approve", "api.acme.example")];

    [Fact]
    public async Task A_second_call_returns_the_open_link_and_a_changed_spec_does_not()
    {
        await using var portal = new PortalUnderTest();
        var first = await portal.OpenAsync();
        (await portal.OpenAsync()).ShouldBeSameAs(first);
        portal.Portal.Find(PortalUnderTest.Id()).ShouldBeSameAs(first);

        var changed = await portal.OpenAsync(SampleSpecs.Key(description: "Other words."));
        changed.ShouldNotBeSameAs(first);
        first.State.ShouldBe(PortalState.Replaced);
        portal.Portal.Find(PortalUnderTest.Id()).ShouldBeSameAs(changed);
        portal.Portal.Find(PortalUnderTest.Id("other")).ShouldBeNull();
    }

    [Fact]
    public async Task A_fresh_link_ends_the_old_one()
    {
        await using var portal = new PortalUnderTest();
        using var old = new LinkClient(await portal.OpenAsync());
        await old.OpenAsync();
        using var fresh = new LinkClient(await portal.OpenAsync(fresh: true));
        fresh.Session.Url.ShouldNotBe(old.Session.Url);
        await old.Session.WaitForEndAsync(CancellationToken.None);
        old.Session.State.ShouldBe(PortalState.Replaced);

        (await old.SubmitAsync("save", _goodForm)).ShouldContain("There is a newer link");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        await fresh.OpenAsync();
        await fresh.SubmitAsync("save", _goodForm);
        portal.Store.Load(PortalUnderTest.Id()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Several_portals_are_open_at_once()
    {
        await using var portal = new PortalUnderTest();
        using var one = new LinkClient(await portal.OpenAsync(source: "one"));
        using var two = new LinkClient(await portal.OpenAsync(source: "two"));
        await one.OpenAsync();
        await two.OpenAsync();
        await two.SubmitAsync("decline");
        await one.SubmitAsync("save", _goodForm);
        one.Session.State.ShouldBe(PortalState.Confirmed);
        two.Session.State.ShouldBe(PortalState.Declined);
        portal.Store.Load(PortalUnderTest.Id("one")).ShouldNotBeNull();
        portal.Store.Load(PortalUnderTest.Id("two")).ShouldBeNull();
    }

    [Fact]
    public async Task A_link_expires_and_stores_nothing_afterwards()
    {
        var clock = new ManualClock();
        await using var portal = new PortalUnderTest(clock: clock);
        using var link = new LinkClient(await portal.OpenAsync());
        (await link.OpenAsync()).ShouldContain("15 minutes left");
        link.Session.ExpiresAt.ShouldBe(clock.GetUtcNow().AddMinutes(15));

        clock.Advance(TimeSpan.FromMinutes(15));

        await link.Session.WaitForEndAsync(CancellationToken.None);
        link.Session.State.ShouldBe(PortalState.Expired);
        (await link.SubmitAsync("save", _goodForm)).ShouldContain("This page has expired");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        (await portal.OpenAsync()).ShouldNotBeSameAs(link.Session);
    }

    [Fact]
    public async Task A_link_that_nobody_opens_ends_by_the_systems_clock_too()
    {
        await using var portal = new PortalUnderTest(new PortalOptions { SessionDeadline = TimeSpan.FromMilliseconds(50) });
        var session = await portal.OpenAsync();
        await session.WaitForEndAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        session.State.ShouldBe(PortalState.Expired);
    }

    [Theory]
    [InlineData(-600, 20, true)]
    [InlineData(600, 0, true)]
    [InlineData(-600, 0, false)]
    public async Task A_clock_that_jumps_never_prolongs_a_link(int jumpMinutes, int passedMinutes, bool expired)
    {
        var clock = new ManualClock();
        await using var portal = new PortalUnderTest(clock: clock);
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        clock.SetWallClock(clock.GetUtcNow().AddMinutes(jumpMinutes));
        clock.Advance(TimeSpan.FromMinutes(passedMinutes));
        (await link.PageAsync()).Contains("This page has expired", StringComparison.Ordinal).ShouldBe(expired);
    }

    [Fact]
    public async Task A_test_that_runs_at_the_deadline_may_finish()
    {
        var clock = new ManualClock();
        await using var portal = new PortalUnderTest(new PortalOptions { TestDeadline = TimeSpan.FromMinutes(1) }, clock);
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        clock.Advance(TimeSpan.FromMinutes(14.9));
        var verdict = new TaskCompletionSource<VerificationReport>();
        portal.Verifier.Script = (_, _) => verdict.Task;
        using var started = await link.PostAsync(_goodForm.Append(("action", "test")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        clock.Advance(TimeSpan.FromSeconds(30));
        link.Session.State.ShouldBe(PortalState.Open);

        verdict.SetResult(ScriptedVerifier.Valid);

        await link.Session.WaitForEndAsync(CancellationToken.None);
        link.Session.State.ShouldBe(PortalState.Confirmed);
    }

    [Fact]
    public async Task A_taken_port_is_an_error_that_says_so()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var portal = new PortalUnderTest(new PortalOptions { Port = port });
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => portal.OpenAsync());
        error.Code.ShouldBe(ErrorCodes.PortalUnavailable);
        error.Message.ShouldContain($"127.0.0.1:{port}: the port is taken");

        taken.Stop();
        (await portal.OpenAsync()).Url.Port.ShouldBe(port);
    }

    [Fact]
    public async Task Nothing_listens_before_the_first_link_and_after_the_end()
    {
        var portal = new PortalUnderTest();
        var session = await portal.OpenAsync();
        using var link = new LinkClient(session);
        await link.OpenAsync();
        var verdict = new TaskCompletionSource<VerificationReport>();
        portal.Verifier.Script = (_, _) => verdict.Task;
        using var started = await link.PostAsync(_goodForm.Append(("action", "test")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        var poll = link.GetAsync("/status");

        await portal.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(5));

        session.State.ShouldBe(PortalState.Expired);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        using var client = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => client.ConnectAsync(IPAddress.Loopback, session.Url.Port));
        await Should.ThrowAsync<ObjectDisposedException>(() => portal.OpenAsync());
        try
        {
            using var answer = await poll;
        }
        catch (HttpRequestException)
        {
            // Answered or cut off: both end the wait.
        }
    }

    [Fact]
    public async Task Methods_that_can_not_be_carried_out_are_refused_by_name()
    {
        await using var portal = new PortalUnderTest();
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => portal.OpenAsync(SampleSpecs.Methods(), method: "signed"));
        error.Code.ShouldBe(ErrorCodes.MethodNotSupported);
        error.Message.ShouldContain("signed");
        error.NextStep.ShouldContain("bearer_token, user_and_password");
        (await Should.ThrowAsync<ConnectorAuthException>(() => portal.OpenAsync(method: "nonsense"))).Code.ShouldBe(ErrorCodes.InvalidArgument);

        var chosen = await portal.OpenAsync(SampleSpecs.Methods(), method: "user_and_password");
        using var link = new LinkClient(chosen);
        (await link.OpenAsync()).ShouldContain("value:username");
    }

    [Theory, Trait("case", "U19")]
    [InlineData("/")]
    [InlineData("/connect")]
    [InlineData("/connect/")]
    public async Task An_address_without_a_session_leads_nowhere(string path)
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync();
        using var client = new HttpClient();
        using var answer = await client.GetAsync(new Uri(session.Url, path));
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await answer.Content.ReadAsStringAsync()).ShouldNotContain(session.Url.AbsolutePath);
    }

    [Fact]
    public async Task Ended_sessions_are_forgotten_in_the_end_and_open_ones_are_not()
    {
        await using var portal = new PortalUnderTest();
        var open = await portal.OpenAsync(source: "kept");
        PortalSession? first = null;
        for (var i = 0; i < 70; i++)
        {
            var session = await portal.OpenAsync(source: "busy", fresh: true);
            first ??= session;
        }

        using var link = new LinkClient(open);
        await link.OpenAsync();
        portal.Portal.Find(PortalUnderTest.Id("kept")).ShouldBeSameAs(open);
        using var forgotten = new LinkClient(first!);
        using var answer = await forgotten.GetAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}
