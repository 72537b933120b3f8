using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Browser;

/// <summary>The whole way of a person: our page, a certified server's login, consent and code forms, and the real check with its controls.</summary>
[Collection(InBrowser.Name)]
public sealed class OidcProviderTests(BrowserFixture browser) : IDisposable
{
    private readonly ApiClient _client = new();
    private readonly ConnectionVerifier _verifier = new();
    private readonly MemoryStore _store = new();

    [OidcFact]
    public async Task A_person_signs_in_with_a_code_and_PKCE_with_and_without_script()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var portal = new CredentialPortal(_store, _verifier, () => new OAuthClient(_client), new PortalOptions());
        foreach (var (script, client, secret) in new[] { (true, "web", "CANARY-web-secret"), (false, "web", "CANARY-web-secret"), (true, "pushing", "CANARY-pushing-secret") })
        {
            var session = await portal.OpenAsync(Request(provider, AuthKind.OAuth2AuthorizationCode, $"code-{client}-{script}".ToLowerInvariant(), pushed: client == "pushing"), CancellationToken.None);
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
            var page = await context.NewPageAsync();
            var console = new List<string>();
            page.Console += (_, message) => console.Add(message.Text);
            await page.GotoAsync(session.Url.ToString());
            await page.FillAsync("#field-client_id", client);
            await page.FillAsync("#field-client_secret", secret);
            await page.CheckAsync("#approve");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            await SignInAsync(page);
            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Identity" }).WaitForAsync();
            page.Url.ShouldNotContain("code=");
            console.ShouldNotContain(text => text.Contains("Content Security Policy", StringComparison.Ordinal));
            ShouldBeStored(session);
        }
    }

    [OidcFact]
    public async Task A_person_refuses_and_signs_in_after_all()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var portal = new CredentialPortal(_store, _verifier, () => new OAuthClient(_client), new PortalOptions());
        var session = await portal.OpenAsync(Request(provider, AuthKind.OAuth2AuthorizationCode, "refused"), CancellationToken.None);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.FillAsync("#field-client_id", "web");
        await page.FillAsync("#field-client_secret", "CANARY-web-secret");
        await page.CheckAsync("#approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("Cancel").ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "The access was not allowed" }).WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();
        await SignInAsync(page);
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Identity" }).WaitForAsync();
        ShouldBeStored(session);
    }

    [OidcFact]
    public async Task A_person_enters_a_devices_code_in_another_tab_with_and_without_script()
    {
        await using var provider = await OidcProvider.StartAsync();
        await using var portal = new CredentialPortal(_store, _verifier, () => new OAuthClient(_client), new PortalOptions());
        foreach (var script in new[] { true, false })
        {
            var session = await portal.OpenAsync(Request(provider, AuthKind.OAuth2DeviceCode, $"device-{script}".ToLowerInvariant()), CancellationToken.None);
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            await page.FillAsync("#field-client_id", "device");
            await page.CheckAsync("#approve");
            await page.GetByRole(AriaRole.Button, new() { Name = "Get a code" }).ClickAsync();
            var code = (await page.Locator(".code code").InnerTextAsync()).Trim();

            var there = await context.RunAndWaitForPageAsync(() => page.Locator("a[href$='/device']").ClickAsync());
            await there.FillAsync("input[name=user_code]", code);
            await there.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            (await there.ContentAsync()).ShouldContain(code);
            await there.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
            await SignInAsync(there);

            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Identity" }).WaitForAsync(new() { Timeout = 60_000 });
            ShouldBeStored(session);
        }
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _client.Dispose();
    }

    private void ShouldBeStored(PortalSession session)
    {
        session.State.ShouldBe(PortalState.Confirmed);
        session.Result!.Report!.Outcome.ShouldBe(VerificationOutcome.Valid);
        session.Result.Report.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401], ignoreOrder: true);
        _store.Load(session.ConnectionId)!.Token!.RefreshToken.ShouldNotBeNull();
    }

    private static async Task SignInAsync(IPage page)
    {
        await page.FillAsync("input[name=login]", "ada");
        await page.FillAsync("input[name=password]", "made-up");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign-in" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Continue" }).ClickAsync();
    }

    private static PortalRequest Request(OidcProvider provider, AuthKind kind, string source, bool pushed = false)
    {
        var issuer = provider.Issuer.GetLeftPart(UriPartial.Authority);
        var device = kind == AuthKind.OAuth2DeviceCode;
        var spec = SampleSpecs.Spec(
            "Acme Identity",
            [provider.Issuer.Authority],
            [
                new SpecParameter("client_id", "string", true, false, ""),
                new SpecParameter("client_secret", "string", !device, true, ""),
            ],
            [],
            [
                new SpecMethod(
                    "oauth",
                    kind,
                    [new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}")],
                    device ? ["client_id"] : ["client_id", "client_secret"],
                    device ? "none" : "basic",
                    [],
                    new SpecMethodOAuth { Issuer = issuer, PushedAuthorizationRequestUrl = pushed ? $"{issuer}/request" : null, Scopes = ["openid", "offline_access"] }),
            ]);
        spec = spec with { Authentication = spec.Authentication with { BaseUrls = [new SpecBaseUrl(issuer, "production", 3)] } };
        return new PortalRequest(PortalUnderTest.Id(source), spec, "spec.yaml", "Example Agent");
    }
}
