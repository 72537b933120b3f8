using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Browser;

[Collection(InBrowser.Name)]
public sealed class FormInBrowserTests(BrowserFixture browser)
{
    private static readonly bool[] _withAndWithoutScript = [true, false];

    [ChromiumFact]
    public async Task A_wrong_key_is_shown_and_corrected_with_and_without_script()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var portal = new PortalUnderTest();
            var session = await portal.OpenAsync();
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
            var page = await context.NewPageAsync();
            var console = new List<string>();
            page.Console += (_, message) => console.Add(message.Text);

            await page.GotoAsync(session.Url.ToString());
            if (script) await ScreenshotAsync(page, "form");
            await page.GetByLabel("API key", new() { Exact = true }).FillAsync("CANARY-bad-key");
            await page.GetByLabel("I approve").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

            await page.GetByRole(AriaRole.Heading, new() { Name = "The API refused these credentials" }).WaitForAsync();
            (await page.ContentAsync()).ShouldNotContain("CANARY-bad-key");
            portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
            (await page.GetByLabel("I approve").IsCheckedAsync()).ShouldBeTrue();
            if (script) await ScreenshotAsync(page, "failed-test");

            await page.GetByLabel("API key", new() { Exact = true }).FillAsync($"  Bearer {ScriptedVerifier.GoodKey} ");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Billing" }).WaitForAsync();
            if (script) await ScreenshotAsync(page, "success");
            await session.WaitForEndAsync(CancellationToken.None);
            session.State.ShouldBe(PortalState.Confirmed);
            session.Result!.StoredNames.ShouldBe(["api_key"]);
            session.Result.Report!.Outcome.ShouldBe(VerificationOutcome.Valid);
            var stored = portal.Store.Load(PortalUnderTest.Id())!;
            stored.LastOutcome.ShouldBe(VerificationOutcome.Valid);
            stored.ApprovedHosts.ShouldBe(["api.acme.example"]);
            stored.Values.TryGet("api_key", out var key).ShouldBeTrue();
            key!.Reveal().ShouldBe(ScriptedVerifier.GoodKey);

            await page.ReloadAsync();
            (await page.ContentAsync()).ShouldNotContain("CANARY");
            console.ShouldBeEmpty();
        }
    }

    /// <summary>Pictures for the documentation, only where PORTAL_SCREENSHOTS names a folder.</summary>
    private static async Task ScreenshotAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"portal-{name}.png"), FullPage = true });
    }
}
