using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Browser;

[Collection(InBrowser.Name)]
public sealed class AccessibilityTests(BrowserFixture browser)
{
    private static readonly ColorScheme[] _schemes = [ColorScheme.Light, ColorScheme.Dark];

    [AxeFact]
    public async Task Axe_finds_nothing_on_any_page_in_light_and_dark()
    {
        foreach (var scheme in _schemes)
        {
            await using var portal = new PortalUnderTest();
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { ColorScheme = scheme });
            var page = await context.NewPageAsync();

            var session = await portal.OpenAsync(SampleSpecs.Methods());
            await page.GotoAsync(session.Url.ToString());
            await ShouldBeAccessibleAsync(page, "methods");
            await page.ClickAsync("button[value=test]");
            await page.WaitForSelectorAsync("#error-summary:not([hidden])");
            await ShouldBeAccessibleAsync(page, "errors of the script");
            await page.ClickAsync("button[value=decline]");
            await page.WaitForSelectorAsync(".end");
            await ShouldBeAccessibleAsync(page, "declined");

            session = await portal.OpenAsync(SampleSpecs.Choices(), source: "choices", method: "user_and_password");
            await page.GotoAsync(session.Url.ToString());
            await ShouldBeAccessibleAsync(page, "choices");
            await page.ClickAsync("button[value=test]");
            await page.WaitForSelectorAsync("#error-summary:not([hidden])");
            await ShouldBeAccessibleAsync(page, "a choice that is missing");

            session = await portal.OpenAsync(SampleSpecs.KeyFile(), source: "file");
            await page.GotoAsync(session.Url.ToString());
            await ShouldBeAccessibleAsync(page, "key file");

            session = await portal.OpenAsync(SampleSpecs.Subdomain(), source: "subdomain");
            await page.GotoAsync(session.Url.ToString());
            await ShouldBeAccessibleAsync(page, "hosts incomplete");

            // The server's own errors: the script is kept from seeing them first.
            await page.FillAsync("#field-api_key", "CANARY");
            await page.FillAsync("#field-second_key", "CANARY");
            await page.EvaluateAsync("() => document.addEventListener('submit', event => event.stopPropagation(), true)");
            await page.ClickAsync("button[value=test]");
            await page.WaitForSelectorAsync(".field.has-error");
            (await page.InnerTextAsync("#error-summary")).ShouldContain("Email is missing.");
            await ShouldBeAccessibleAsync(page, "errors of the server");

            session = await portal.OpenAsync(source: "tested");
            await page.GotoAsync(session.Url.ToString());
            await page.FillAsync("#field-api_key", " CANARY ");
            await page.CheckAsync("#approve");
            await page.ClickAsync("button[value=test]");
            await page.WaitForSelectorAsync("[data-outcome]");
            await ShouldBeAccessibleAsync(page, "failed test");

            var verdict = new TaskCompletionSource<VerificationReport>();
            portal.Verifier.Script = (_, _) => verdict.Task;
            await page.ClickAsync("button[value=test]");
            await page.WaitForSelectorAsync(".spinner");
            await ShouldBeAccessibleAsync(page, "testing");
            verdict.SetResult(ScriptedVerifier.Valid);
            await page.WaitForSelectorAsync(".tick");
            await ShouldBeAccessibleAsync(page, "success");

            await using var provider = StrictProvider.Start();
            provider.GrantedScope = "orders:read";
            portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
            foreach (var kind in new[] { AuthKind.OAuth2DeviceCode, AuthKind.OAuth2AuthorizationCode })
            {
                session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, kind: kind), source: $"signing-in-{kind}".ToLowerInvariant());
                await page.GotoAsync(session.Url.ToString());
                await ShouldBeAccessibleAsync(page, $"{kind}");
                await page.FillAsync("#field-client_id", StrictProvider.ClientId);
                await page.FillAsync("#field-client_secret", StrictProvider.ClientSecret);
                await page.CheckAsync("#approve");
                await page.ClickAsync("button[value=test]");
                if (kind == AuthKind.OAuth2DeviceCode)
                {
                    await page.WaitForSelectorAsync(".code");
                    await ShouldBeAccessibleAsync(page, "device code");
                    continue;
                }

                await page.ClickAsync("button[value=no]");
                await page.WaitForSelectorAsync("[data-outcome]");
                await ShouldBeAccessibleAsync(page, "refused at the provider");
                await page.ClickAsync("button[value=retry]");
                await page.WaitForSelectorAsync("button[value=yes]");
                await page.GoBackAsync();
                await page.WaitForSelectorAsync("a.button");
                await ShouldBeAccessibleAsync(page, "waiting for the sign-in");
                await page.ClickAsync("a.button");
                await page.ClickAsync("button[value=yes]");
                await page.WaitForSelectorAsync(".scopes");
                await ShouldBeAccessibleAsync(page, "granted scopes");
            }

            await page.GotoAsync(new Uri(session.Url, "/callback").ToString());
            await ShouldBeAccessibleAsync(page, "callback without a code");
            await page.GotoAsync(new Uri(session.Url, "/nothing").ToString());
            await ShouldBeAccessibleAsync(page, "not found");
        }
    }

    private static async Task ShouldBeAccessibleAsync(IPage page, string state)
    {
        // Evaluated by the debugger: the page's own policy would let no foreign script in.
        await page.EvaluateAsync(await File.ReadAllTextAsync(Axe.Path!));
        var violations = await page.EvaluateAsync<string>(
            """
            () => axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] })
              .then(r => r.passes.length < 10 ? "axe did not run" : r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html).join(" | ")).join("\n"))
            """);
        violations.ShouldBe("", state);
    }
}
