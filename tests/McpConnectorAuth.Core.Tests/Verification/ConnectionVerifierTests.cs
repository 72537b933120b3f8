using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Verification;

public sealed class ConnectionVerifierTests : IDisposable
{
    private readonly ConnectionVerifier _verifier = new();

    public static TheoryData<string> Animals => [.. Zoo.All.Select(api => api.Name)];

    public void Dispose() => _verifier.Dispose();

    [Trait("case", "U20")]
    [Trait("case", "U21")]
    [Theory]
    [MemberData(nameof(Animals))]
    public async Task Judges_every_api_right(string name)
    {
        var animal = Zoo.All.Single(candidate => candidate.Name == name);
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var good = await Verify(animal.Spec(api), animal.GoodValues, api);
        good.Outcome.ShouldBe(animal.WithGood, good.Explanation);
        var bad = await Verify(animal.Spec(api), animal.BadValues, api);
        bad.Outcome.ShouldBe(animal.WithBad, bad.Explanation);

        foreach (var report in new[] { good, bad })
        {
            report.Probes.Count.ShouldBeInRange(1, 3);
            report.Explanation.ShouldNotBeNullOrWhiteSpace();
            report.NextStep.ShouldNotBeNullOrWhiteSpace();
            ShouldHoldNone(report, animal.Canaries);
        }
    }

    [Fact]
    public void The_zoo_is_as_large_as_promised() => Zoo.All.Count.ShouldBeGreaterThanOrEqualTo(45);

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task Sends_nothing_when_the_credential_is_absent(string name)
    {
        var animal = Zoo.All.Single(candidate => candidate.Name == name);
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        (await Should.ThrowAsync<ConnectorAuthException>(() => Verify(animal.Spec(api), Values(), api))).Code.ShouldBeOneOf(ErrorCodes.InvalidCredentialField, ErrorCodes.LoginRequired);
        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Makes_the_call_and_two_controls()
    {
        var animal = Zoo.Placements.Single(candidate => candidate.Name == "bearer");
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var report = await Verify(animal.Spec(api), animal.GoodValues, api);
        report.Probes.Select(probe => probe.Control).ShouldBe(["credential", "no_credential", "changed_credential"]);
        report.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401]);
        report.Probes[0].Request.ShouldBe($"GET {api.Url}/api/me");
        api.Received.Count.ShouldBe(3);
        api.Received[1].ShouldNotContain("Authorization");
        var sent = TokenOf(api.Received[0]);
        var changed = TokenOf(api.Received[2]);
        changed.Length.ShouldBe(sent.Length);
        sent.Zip(changed).Count(pair => pair.First != pair.Second).ShouldBe(1);

        static string TokenOf(string request) => request.Split('\n').Single(line => line.StartsWith("Authorization: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Makes_one_call_where_the_document_warns_of_lockouts()
    {
        var animal = Zoo.Placements.Single(candidate => candidate.Name == "basic");
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var report = await Verify(animal.Spec(api, "Three failed logins lock the account."), animal.GoodValues, api);
        report.Outcome.ShouldBe(VerificationOutcome.Valid);
        report.Explanation.ShouldContain("skipped");
        report.Explanation.ShouldContain("Three failed logins lock the account.");
        report.Explanation.ShouldContain("only positively");
        api.Received.Count.ShouldBe(1);

        await Verify(animal.Spec(api, "Three failed logins lock the account."), animal.BadValues, api);
        api.Received.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(200)]
    [InlineData(404)]
    [InlineData(405)]
    public async Task Tries_the_next_candidate_where_the_first_proves_nothing(int status)
    {
        var animal = Zoo.Placements.Single(candidate => candidate.Name == "bearer");
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (context.Request.Path != "/api/other") return animal.Answer(context);
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        });
        var spec = animal.Spec(api);
        spec = spec with { Authentication = spec.Authentication with { Verification = [Get("/other"), .. spec.Authentication.Verification] } };
        var report = await Verify(spec, animal.GoodValues, api);
        report.Outcome.ShouldBe(VerificationOutcome.Valid);
        report.Explanation.ShouldContain("GET /me");
        report.Probes.Count.ShouldBe(status == 200 ? 6 : 4);
    }

    [Fact]
    public async Task Tries_three_candidates_at_most_and_reports_the_public_one()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/b" ? 200 : 404;
            return Task.CompletedTask;
        });
        var report = await Verify(Bearer(api.Url, Get("/a"), Get("/b"), Get("/c"), Get("/d")), Values(("token", Zoo.Key)), api);
        report.Outcome.ShouldBe(VerificationOutcome.EndpointIsPublic);
        report.Probes.Select(probe => probe.Request[^1]).ShouldBe(['a', 'b', 'b', 'b', 'c']);
    }

    [Theory]
    [InlineData("/me", VerificationOutcome.Unreachable, 1)]
    [InlineData("/open", VerificationOutcome.EndpointIsPublic, 4)]
    public async Task Says_what_was_made_where_the_time_ran_out(string first, VerificationOutcome outcome, int probes)
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (context.Request.Path == "/open") return Task.CompletedTask;
            if (context.Request.Headers.Authorization == $"Bearer {Zoo.Key}") return Task.CompletedTask;
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var started = Stopwatch.GetTimestamp();
        var report = await _verifier.VerifyAsync(
            Bearer(api.Url, Get(first), Get("/me")), "main", Values(("token", Zoo.Key)), [api.Host], TimeSpan.FromSeconds(5), CancellationToken.None);
        Stopwatch.GetElapsedTime(started).ShouldBeLessThan(TimeSpan.FromSeconds(20), "a call's own limit is 30 s");
        report.Outcome.ShouldBe(outcome, report.Explanation);
        report.Explanation.ShouldContain($"The time for the check ran out at GET /me, after {probes} ");
        report.NextStep.ShouldNotBeNullOrWhiteSpace();
        report.Probes.Count.ShouldBe(probes);
    }

    [Fact]
    public async Task Passes_over_candidates_that_would_change_something_or_lack_a_value()
    {
        var animal = Zoo.Placements.Single(candidate => candidate.Name == "bearer");
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var spec = animal.Spec(api);
        spec = spec with { Authentication = spec.Authentication with { Verification = [new("DELETE", "/me", 1), Get("/x/{unknown}"), Get("https://other.invalid/me"), Get("/me")] } };
        (await Verify(spec, animal.GoodValues, api)).Outcome.ShouldBe(VerificationOutcome.Valid);
        api.Received.ShouldAllBe(request => request.StartsWith("GET /api/me", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Says_unreachable_where_nobody_listens()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var host = listener.LocalEndpoint.ToString()!;
        listener.Stop();
        var report = await _verifier.VerifyAsync(Bearer($"http://{host}", Get("/me")), "main", Values(("token", Zoo.Key)), [host], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.Unreachable);
        report.Probes.ShouldHaveSingleItem().Status.ShouldBe(0);
    }

    [Fact]
    public async Task Says_unreachable_where_the_name_is_unknown()
    {
        var report = await _verifier.VerifyAsync(Bearer("https://no-such.invalid", Get("/me")), "main", Values(("token", Zoo.Key)), ["no-such.invalid"], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.Unreachable);
        report.Explanation.ShouldContain("does not resolve");
    }

    [Fact]
    public async Task Says_tls_error_for_a_self_signed_certificate()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("{}"), selfSigned: true);
        (await Verify(Bearer(api.Url, Get("/me")), Values(("token", Zoo.Key)), api)).Outcome.ShouldBe(VerificationOutcome.TlsError);
        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Refuses_a_host_that_the_person_did_not_approve()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("{}"));
        var error = await Should.ThrowAsync<ConnectorAuthException>(
            () => _verifier.VerifyAsync(Bearer(api.Url, Get("/me")), "main", Values(("token", Zoo.Key)), ["other.example"], null, CancellationToken.None));
        error.Code.ShouldBe(ErrorCodes.HostNotApproved);
        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Says_what_is_missing_where_the_spec_names_no_call()
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("{}"));
        (await Should.ThrowAsync<ConnectorAuthException>(() => Verify(Bearer(api.Url), Values(("token", Zoo.Key)), api))).Code.ShouldBe(ErrorCodes.NothingToVerify);
        (await Should.ThrowAsync<ConnectorAuthException>(() => Verify(Bearer(api.Url, new SpecVerification("PUT", "/me", 1)), Values(("token", Zoo.Key)), api))).Code.ShouldBe(ErrorCodes.NothingToVerify);
    }

    [Fact]
    [Trait("case", "D5")]
    public async Task Masks_keys_in_urls()
    {
        foreach (var name in new[] { "query", "path", "path segment" })
        {
            var animal = Zoo.Placements.Single(candidate => candidate.Name == name);
            await using var api = await LoopbackApi.StartAsync(animal.Answer);
            var report = await Verify(animal.Spec(api), animal.GoodValues, api);
            report.Probes[0].Request.ShouldContain("[redacted:key]");
            report.Probes[2].Request.ShouldContain("[redacted:key]");
        }
    }

    private Task<VerificationReport> Verify(ConnectorSpec spec, CredentialValues values, LoopbackApi api) =>
        _verifier.VerifyAsync(spec, "main", values, [api.Host], null, CancellationToken.None);

    private static void ShouldHoldNone(VerificationReport report, IEnumerable<string> canaries)
    {
        var text = $"{report.Explanation} {report.NextStep} {string.Join(' ', report.Probes.Select(probe => $"{probe.Request} {probe.Note}"))}";
        text.ShouldNotContain("CANARY");
        foreach (var canary in canaries)
        {
            text.ShouldNotContain(canary);
            text.ShouldNotContain(Uri.EscapeDataString(canary));
        }
    }
}
