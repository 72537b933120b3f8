using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Browser;

/// <summary>The three legs of OAuth 1.0 (RFC 5849) from our page through a provider built on oauthlib and back, and the real check with its controls.</summary>
[Collection(InBrowser.Name)]
public sealed class OAuth1ProviderTests(BrowserFixture browser) : IDisposable
{
    private readonly ApiClient _client = new();
    private readonly ConnectionVerifier _verifier = new();
    private readonly MemoryStore _store = new();

    [OAuth1Fact]
    public async Task A_person_signs_in_and_the_signed_call_proves_it()
    {
        await using var provider = await OAuth1Provider.StartAsync();
        await using var portal = new CredentialPortal(_store, _verifier, () => new OAuthClient(_client), new PortalOptions());
        var session = await portal.OpenAsync(new PortalRequest(PortalUnderTest.Id(), Spec(provider.Url), "spec.yaml", "Example Agent"), CancellationToken.None);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());

        // First with a wrong secret: the provider refuses before there is anything to sign in to.
        await page.FillAsync("#field-consumer_key", OAuth1Provider.ConsumerKey);
        await page.FillAsync("#field-consumer_secret", "CANARY-mistyped");
        await page.CheckAsync("#approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at" }).ClickAsync();
        await page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        (await page.ContentAsync()).ShouldNotContain("CANARY");
        _store.Load(session.ConnectionId).ShouldBeNull();

        await page.FillAsync("#field-consumer_secret", OAuth1Provider.ConsumerSecret);
        await page.CheckAsync("#approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Archive" }).WaitForAsync();

        page.Url.ShouldNotContain("oauth_verifier");
        session.State.ShouldBe(PortalState.Confirmed);
        session.Result!.Report!.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401]);
        var stored = _store.Load(session.ConnectionId)!;
        stored.Token!.Issued.SecretNames.ShouldBe(["oauth_token", "oauth_token_secret"], ignoreOrder: true);
        stored.Values.Names.ShouldBe(["consumer_key", "consumer_secret"]);
    }

    public void Dispose()
    {
        _verifier.Dispose();
        _client.Dispose();
    }

    private static ConnectorSpec Spec(Uri provider)
    {
        var origin = provider.GetLeftPart(UriPartial.Authority);
        var spec = SampleSpecs.Spec(
            "Acme Archive",
            [provider.Authority],
            [new SpecParameter("consumer_key", "string", true, false, ""), new SpecParameter("consumer_secret", "string", true, true, "")],
            [],
            [
                new SpecMethod(
                    "oauth",
                    AuthKind.OAuth1,
                    [],
                    ["consumer_key", "consumer_secret"],
                    null,
                    [],
                    new SpecMethodOAuth { RequestTokenUrl = $"{origin}/request_token", AuthorizationUrl = $"{origin}/authorize", TokenUrl = $"{origin}/access_token" }),
            ]);
        return spec with { Authentication = spec.Authentication with { BaseUrls = [new SpecBaseUrl(origin, "production", 3)] } };
    }
}
