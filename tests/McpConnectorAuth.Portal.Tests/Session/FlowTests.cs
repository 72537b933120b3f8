using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.Session;

public sealed class FlowTests
{
    private const string Host = "api.acme.example";
    private const string Good = ScriptedVerifier.GoodKey;

    [Fact]
    public async Task Saving_without_a_test_stores_and_calls_nobody()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();

        var page = await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", Good), ("approve", Host));

        page.ShouldContain("They were not tested.");
        page.ShouldNotContain(Good);
        portal.Verifier.Calls.ShouldBe(0);
        link.Session.State.ShouldBe(PortalState.Confirmed);
        link.Session.Result!.Report.ShouldBeNull();
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Method.ShouldBe("bearer");
        stored.LastOutcome.ShouldBeNull();
        stored.ApprovedHosts.ShouldBe([Host]);
        Value(stored, "api_key").ShouldBe(Good);
    }

    [Fact]
    public async Task A_correction_needs_no_secret_typed_twice()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Subdomain()));
        await link.OpenAsync();

        var page = await link.SubmitAsync(
            "test",
            ("method", "api_token"),
            ("value:subdomain", "initech"),
            ("value:api_key", Good),
            ("value:second_key", "CANARY-second"),
            ("approve", "initech.acme-helpdesk.example"));
        page.ShouldContain("Email is missing.");
        page.ShouldContain("Kept from your last try");
        page.ShouldContain("value=\"initech\"");
        page.ShouldNotContain("CANARY");
        portal.Verifier.Calls.ShouldBe(0);

        // The kept key is used, the kept optional key is removed on request.
        page = await link.SubmitAsync(
            "test",
            ("method", "api_token"),
            ("value:subdomain", "initech"),
            ("value:email", "ada@initech.example"),
            ("value:api_key", ""),
            ("remove:second_key", "yes"),
            ("approve", "initech.acme-helpdesk.example"));
        page.ShouldContain("Connected to Acme Helpdesk");
        portal.Verifier.Hosts.ShouldBe(["initech.acme-helpdesk.example"]);
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Values.Names.ShouldBe(["api_key", "email", "subdomain"]);
        Value(stored, "api_key").ShouldBe(Good);
    }

    [Fact]
    public async Task The_exact_hosts_are_approved_not_the_pattern_and_not_yesterdays()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Subdomain()));
        (await link.OpenAsync()).ShouldContain("{subdomain}.acme-helpdesk.example");
        (string, string)[] Fields(string subdomain, string approve) =>
        [
            ("method", "api_token"), ("value:subdomain", subdomain), ("value:email", "ada@initech.example"), ("value:api_key", Good), ("approve", approve),
        ];

        var page = await link.SubmitAsync("save", Fields("initech", "{subdomain}.acme-helpdesk.example"));
        page.ShouldContain(">initech.acme-helpdesk.example<");
        page.ShouldContain("Check the exact hosts and approve them.");
        await link.SubmitAsync("save", Fields("initrode", "initech.acme-helpdesk.example"));
        await link.SubmitAsync("save", Fields("initrode", ""));
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();

        await link.SubmitAsync("save", Fields("initrode", "initrode.acme-helpdesk.example"));
        portal.Store.Load(PortalUnderTest.Id())!.ApprovedHosts.ShouldBe(["initrode.acme-helpdesk.example"]);
    }

    [Fact]
    public async Task A_pasted_address_becomes_the_part_that_was_asked_for()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Subdomain()));
        await link.OpenAsync();
        var page = await link.SubmitAsync(
            "save", ("method", "api_token"), ("value:subdomain", "https://initech.acme-helpdesk.example/agent/home"), ("value:api_key", Good));
        page.ShouldContain("value=\"initech\"");
        page.ShouldContain("Subdomain: removed the rest of the address.");
    }

    [Theory]
    [InlineData("", "api.acme-metrics.example")]
    [InlineData("eu", "api.acme-metrics.example eu.acme-metrics.example")]
    public async Task A_host_of_an_optional_field_is_approved_only_where_it_is_used(string region, string hosts)
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Region()));
        await link.OpenAsync();
        await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", Good), ("value:region", region), ("approve", ""));
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", Good), ("value:region", region), ("approve", hosts));
        portal.Store.Load(PortalUnderTest.Id())!.ApprovedHosts.ShouldBe(hosts.Split(' '));
    }

    [Theory]
    [InlineData("evil.example/")]
    [InlineData("x@evil.example#")]
    [InlineData("evil.example:443/a")]
    [InlineData("a.b")]
    [InlineData("-a")]
    public async Task A_value_can_not_lead_the_credential_to_another_host(string subdomain)
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Subdomain()));
        await link.OpenAsync();
        var page = await link.SubmitAsync(
            "save",
            ("method", "api_token"),
            ("value:subdomain", subdomain),
            ("value:email", "ada@initech.example"),
            ("value:api_key", Good),
            ("approve", $"{subdomain}.acme-helpdesk.example"));
        page.ShouldContain("Subdomain is one part of a host name");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_failed_test_leaves_what_worked_before_and_can_be_saved_anyway()
    {
        await using var portal = new PortalUnderTest();
        var earlier = new Connection(
            PortalUnderTest.Id(), "bearer", new CredentialValues([KeyValuePair.Create("api_key", new Secret("CANARY-earlier"))]), [Host],
            new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero), VerificationOutcome.Valid);
        portal.Store.Save(earlier);
        using var link = new LinkClient(await portal.OpenAsync());
        (await link.OpenAsync()).ShouldContain("saved on 3 February 2026");

        var page = await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", "CANARY-bad"), ("approve", Host));
        page.ShouldContain("The API refused these credentials");
        page.ShouldContain("key not known");
        page.ShouldContain("Copy the key again");
        page.ShouldNotContain("CANARY");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeSameAs(earlier);
        link.Session.State.ShouldBe(PortalState.Open);

        page = await link.SubmitAsync("save_tested");
        page.ShouldContain("although the test did not succeed");
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.LastOutcome.ShouldBe(VerificationOutcome.InvalidCredentials);
        stored.LastCheckedAt.ShouldNotBeNull();
        Value(stored, "api_key").ShouldBe("CANARY-bad");
        link.Session.Result!.Report!.Outcome.ShouldBe(VerificationOutcome.InvalidCredentials);
    }

    [Fact]
    public async Task There_is_nothing_to_save_anyway_before_a_test()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        await link.SubmitAsync("save_tested");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        link.Session.State.ShouldBe(PortalState.Open);
    }

    [Fact]
    public async Task A_check_that_can_not_be_made_says_why_and_repeats_no_unknown_error()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();

        portal.Verifier.Script = (_, _) => throw new ConnectorAuthException(ErrorCodes.NothingToVerify, "The spec names no call.", "Add one.");
        var page = await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", Good), ("approve", Host));
        page.ShouldContain("The test could not be made");
        page.ShouldContain("The spec names no call.");
        page.ShouldContain("Add one.");

        portal.Verifier.Script = (values, _) => throw new InvalidOperationException($"broken near {Reveal(values)}");
        page = await link.SubmitAsync("test", ("method", "bearer"), ("approve", Host));
        page.ShouldContain("The test met an error of its own.");
        page.ShouldNotContain("broken near");
        page.ShouldNotContain(Good);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_check_that_hangs_ends_at_its_deadline()
    {
        var clock = new ManualClock();
        await using var portal = new PortalUnderTest(new PortalOptions { TestDeadline = TimeSpan.FromSeconds(45) }, clock);
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        portal.Verifier.Script = (_, _) => new TaskCompletionSource<VerificationReport>().Task;
        using var answer = await link.PostAsync(Fields("test", ("method", "bearer"), ("value:api_key", Good), ("approve", Host)));
        using var testing = await link.GetAsync();
        (await testing.Content.ReadAsStringAsync()).ShouldContain("http-equiv=\"refresh\"");

        clock.Advance(TimeSpan.FromSeconds(46));

        (await link.PageAsync()).ShouldContain("The test took longer than 45 seconds");
        link.Session.State.ShouldBe(PortalState.Open);
    }

    [Fact]
    public async Task A_store_that_refuses_keeps_the_page_open_and_the_values()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        portal.Store.Failure = new ConnectorAuthException(ErrorCodes.FileAccess, "The disk is full.", "Make room.");

        var page = await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", Good), ("approve", Host));
        page.ShouldContain("It could not be saved");
        page.ShouldContain("The disk is full.");
        page = await link.SubmitAsync("save", ("method", "bearer"), ("approve", Host));
        page.ShouldContain("The disk is full.");
        link.Session.State.ShouldBe(PortalState.Open);

        portal.Store.Failure = null;
        await link.SubmitAsync("save", ("method", "bearer"), ("approve", Host));
        Value(portal.Store.Load(PortalUnderTest.Id())!, "api_key").ShouldBe(Good);
    }

    [Fact]
    public async Task Declining_stores_nothing_and_is_final()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        (await link.SubmitAsync("decline")).ShouldContain("Example Agent is told that you declined");
        await link.Session.WaitForEndAsync(CancellationToken.None);

        var page = await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", Good), ("approve", Host));
        page.ShouldContain("Declined");
        link.Session.State.ShouldBe(PortalState.Declined);
        link.Session.Result!.StoredNames.ShouldBeEmpty();
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_person_chooses_among_the_methods_that_can_be_carried_out()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Methods()));
        var page = await link.OpenAsync();
        page.ShouldContain("value:api_key");
        page.ShouldContain("The document also describes Signed");

        using var other = await link.GetAsync("?method=user_and_password");
        page = await other.Content.ReadAsStringAsync();
        page.ShouldContain("value:username");
        page.ShouldNotContain("value:api_key");
        using var unknown = await link.GetAsync("?method=signed");
        (await unknown.Content.ReadAsStringAsync()).ShouldContain("value:username");

        using var refused = await link.PostAsync(Fields("save", ("method", "signed"), ("value:signing_key", "CANARY-x"), ("approve", "api.acme-cloud.example")));
        ((int)refused.StatusCode).ShouldBe(400);
        await link.SubmitAsync(
            "save", ("method", "user_and_password"), ("value:username", "ada"), ("value:password", "CANARY-pass"), ("approve", "api.acme-cloud.example"));
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Method.ShouldBe("user_and_password");
        stored.Values.Names.ShouldBe(["password", "username"]);
    }

    [Theory]
    [InlineData("value:data_center", "moon", "Data center is one of: eu, us, ap-south.")]
    [InlineData("value:data_center", "EU", "Data center is one of: eu, us, ap-south.")]
    [InlineData("value:data_center", "", "Data center is missing.")]
    [InlineData("value:role", "root", "Role is one of: read only, R&D \"<admin>\".")]
    public async Task A_value_that_is_not_listed_is_refused(string field, string value, string message)
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Choices());
        using var link = new LinkClient(session);
        await link.OpenAsync();
        var fields = new Dictionary<string, string> { ["method"] = "user_and_password", ["value:data_center"] = "eu", ["value:username"] = "x", ["value:password"] = "CANARY", ["value:role"] = "", [field] = value };

        // A field of another method is no part of the form.
        var page = await link.SubmitAsync("save", [.. fields.Select(pair => (pair.Key, pair.Value)), ("value:api_token", "CANARY-other"), ("approve", "eu.acme-pay.example")]);

        System.Net.WebUtility.HtmlDecode(page).ShouldContain(message);
        page.ShouldNotContain("CANARY");
        session.State.ShouldBe(PortalState.Open);
    }

    [Fact]
    public async Task The_same_list_is_the_same_question_and_another_list_a_new_page()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Choices());

        (await portal.OpenAsync(SampleSpecs.Choices())).ShouldBeSameAs(session);

        var spec = SampleSpecs.Choices();
        var changed = spec with { Connection = spec.Connection with { Parameters = [spec.Connection.Parameters[0] with { Enum = ["eu"] }] } };
        (await portal.OpenAsync(changed)).ShouldNotBeSameAs(session);
        session.State.ShouldBe(PortalState.Replaced);
    }

    [Fact]
    public async Task Line_breaks_of_a_key_file_survive()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.KeyFile()));
        (await link.OpenAsync()).ShouldContain("<textarea");
        await link.SubmitAsync(
            "save",
            ("method", "service_account"),
            ("value:service_account_json", "{\r\n  \"key\": \"CANARY\",\r\n  \"lines\": 3\r\n}\r\n"),
            ("approve", "api.acme-vaults.example"));
        Value(portal.Store.Load(PortalUnderTest.Id())!, "service_account_json").ShouldBe("{\n  \"key\": \"CANARY\",\n  \"lines\": 3\n}\n");
    }

    [Fact]
    public async Task A_test_that_is_overtaken_by_a_decline_stores_nothing()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        var verdict = new TaskCompletionSource<VerificationReport>();
        var cancelled = new TaskCompletionSource();
        portal.Verifier.Script = (_, token) =>
        {
            token.Register(() => cancelled.SetResult());
            return verdict.Task;
        };
        using var started = await link.PostAsync(Fields("test", ("method", "bearer"), ("value:api_key", Good), ("approve", Host)));
        await link.SubmitAsync("decline");
        await cancelled.Task;
        verdict.SetResult(ScriptedVerifier.Valid);
        (await link.PageAsync()).ShouldContain("Declined");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    private static IEnumerable<KeyValuePair<string, string>> Fields(string action, params (string Name, string Value)[] fields) =>
        fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(new("action", action));

    private static string Value(Connection connection, string name)
    {
        connection.Values.TryGet(name, out var value).ShouldBeTrue();
        return value!.Reveal();
    }

    private static string Reveal(CredentialValues values) => values.TryGet("api_key", out var value) ? value.Reveal() : "";
}
