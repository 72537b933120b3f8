using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.SignIn;

/// <summary>A stored connection is opened again: its grant has ended, or the spec asks for more.</summary>
public sealed class SignInAgainTests
{
    [Fact]
    public async Task A_connection_whose_grant_has_ended_takes_one_click()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        portal.Store.Save(Stored(provider));
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));

        var page = await browser.Link.OpenAsync();
        page.ShouldContain("saved on 3 February 2026 needs a new sign-in");
        page.ShouldContain($"value=\"{StrictProvider.ClientId}\"");
        page.ShouldContain("Kept from 3 February 2026");
        page.ShouldMatch($"id=\"approve\"[^>]* checked");
        page.ShouldNotContain("CANARY");

        await browser.SubmitAsync(provider.Authority, "");
        (await browser.ReturnAsync(provider.Agree(browser.Provider!))).ShouldContain("Connected to Acme Orders");
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Token.ShouldNotBeNull();
        Secret(stored).ShouldBe(StrictProvider.ClientSecret);
    }

    [Fact]
    public async Task New_scopes_are_marked_and_make_a_new_link()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Store.Save(Stored(provider) with
        {
            Token = new TokenState(new CredentialValues([new("access_token", new Secret("CANARY-old"))], ["access_token"]), null, "Bearer", DateTimeOffset.UtcNow, null, ["orders:read", "orders:write"]),
        });
        var first = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority));
        (await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority))).ShouldBeSameAs(first);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { Scopes = ["orders:read", "refunds"] })));
        first.State.ShouldBe(PortalState.Replaced);
        var page = await browser.Link.OpenAsync();
        page.ShouldContain("<code>refunds</code> <span class=\"tag\">new</span>");
        page.ShouldContain("<li><code>orders:read</code></li>");
        page.ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task A_stored_secret_goes_to_no_host_that_was_not_approved_with_it()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Store.Save(Stored(provider));

        // The spec was edited: one host more, which the person even approves.
        var spec = SampleSpecs.SignIn(provider.Authority);
        spec = spec with { Authentication = spec.Authentication with { Hosts = [provider.Authority, "evil.example"] } };
        using var browser = new SignInClient(await portal.OpenAsync(spec));
        var page = await browser.Link.OpenAsync();
        page.ShouldContain("A value is stored, but for other hosts");
        page.ShouldNotMatch("id=\"approve\"[^>]* checked");
        page = await browser.SubmitAsync($"{provider.Authority} evil.example", "");
        page.ShouldContain("Client secret is missing.");
        browser.Provider.ShouldBeNull();
        provider.TokenRequests.ShouldBe(0);
    }

    [Fact]
    public async Task A_stored_secret_does_not_follow_a_value_that_changes_the_host()
    {
        await using var portal = new PortalUnderTest();
        portal.Store.Save(new Connection(
            PortalUnderTest.Id(),
            "api_token",
            new CredentialValues(
                [new("subdomain", new Secret("initech")), new("email", new Secret("ada@initech.example")), new("api_key", new Secret(ScriptedVerifier.GoodKey))],
                ["api_key", "second_key"]),
            ["initech.acme-helpdesk.example"],
            new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero)));
        using var link = new LinkClient(await portal.OpenAsync(SampleSpecs.Subdomain()));
        (await link.OpenAsync()).ShouldContain("Kept from 3 February 2026");

        // First a submission that uses it and fails for another reason: what was looked up must not stay behind as if it had been typed.
        await link.SubmitAsync("test", ("method", "api_token"), ("value:subdomain", "initech"), ("value:email", ""), ("approve", "initech.acme-helpdesk.example"));
        var page = await link.SubmitAsync(
            "save", ("method", "api_token"), ("value:subdomain", "evil"), ("value:email", "ada@initech.example"), ("approve", "evil.acme-helpdesk.example"));
        page.ShouldContain("API key is missing.");
        page.ShouldNotContain("Kept from");
        portal.Verifier.Calls.ShouldBe(0);

        page = await link.SubmitAsync(
            "test", ("method", "api_token"), ("value:subdomain", "initech"), ("value:email", "ada@initech.example"), ("approve", "initech.acme-helpdesk.example"));
        page.ShouldContain("Connected to Acme Helpdesk");
    }

    [Fact]
    public async Task What_was_secret_is_not_shown_because_a_spec_says_so_now()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Store.Save(Stored(provider));
        var spec = SampleSpecs.SignIn(provider.Authority);
        spec = spec with { Connection = spec.Connection with { Parameters = [.. spec.Connection.Parameters.Select(parameter => parameter with { Secret = false })] } };
        using var browser = new SignInClient(await portal.OpenAsync(spec));
        var page = await browser.Link.OpenAsync();
        page.ShouldContain($"value=\"{StrictProvider.ClientId}\"");
        page.ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task A_sign_in_that_fails_leaves_what_is_stored()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        var stored = Stored(provider);
        portal.Store.Save(stored);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority, "CANARY-wrong");
        await browser.ReturnAsync(provider.Agree(browser.Provider!));
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeSameAs(stored);
    }

    private static Connection Stored(StrictProvider provider) => new(
        PortalUnderTest.Id(),
        "oauth",
        new CredentialValues([new("client_id", new Secret(StrictProvider.ClientId)), new("client_secret", new Secret(StrictProvider.ClientSecret))], ["client_secret"]),
        [provider.Authority],
        new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero),
        VerificationOutcome.Valid);

    private static string Secret(Connection connection) => connection.Values.TryGet("client_secret", out var value) ? value.Reveal() : "";
}
