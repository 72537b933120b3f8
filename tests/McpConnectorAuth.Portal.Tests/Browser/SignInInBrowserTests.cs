using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Portal.Tests.Support;
using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Browser;

[Collection(InBrowser.Name)]
public sealed class SignInInBrowserTests(BrowserFixture browser)
{
    private static readonly bool[] _withAndWithoutScript = [true, false];

    [ChromiumFact]
    public async Task A_person_signs_in_in_the_same_tab_with_and_without_script()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var provider = StrictProvider.Start();
            provider.GrantedScope = "orders:read offline_access";
            await using var portal = Portal(provider);
            var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority));
            await using var context = await browser.NewContextAsync(Options(script));
            var page = await context.NewPageAsync();
            var console = new List<string>();
            page.Console += (_, message) => console.Add(message.Text);
            await page.GotoAsync(session.Url.ToString());
            await page.GetByText($"http://{session.Url.Authority}/callback", new() { Exact = true }).WaitForAsync();
            await page.GetByLabel("Client ID", new() { Exact = true }).FillAsync(StrictProvider.ClientId);
            await page.GetByLabel("Client secret", new() { Exact = true }).FillAsync(StrictProvider.ClientSecret);
            await page.GetByLabel("I approve").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = $"Sign in at {provider.Authority}" }).ClickAsync();

            // At the provider, in this tab; refused first.
            await page.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "The access was not allowed" }).WaitForAsync();
            page.Url.ShouldNotContain("error");
            if (script) await Screenshots.SaveAsync(page, "sign-in-refused");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in again" }).ClickAsync();

            // The way back in the browser shows the page and does not send the person away again.
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).WaitForAsync();
            await page.GoBackAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = $"Sign in at {provider.Authority}" }).WaitForAsync();
            if (script) await Screenshots.SaveAsync(page, "sign-in-waiting");
            await page.GetByRole(AriaRole.Link, new() { Name = $"Sign in at {provider.Authority}" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();

            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
            if (script) await Screenshots.SaveAsync(page, "granted-scopes");
            (await page.InnerTextAsync("main")).ShouldContain("not granted");
            page.Url.ShouldNotContain("code");
            (await page.EvaluateAsync<string>("() => performance.getEntriesByType('navigation')[0].name + document.referrer + document.cookie")).ShouldNotContain("CANARY");
            (await page.ContentAsync()).ShouldNotContain("CANARY");
            (await context.CookiesAsync()).ShouldNotContain(cookie => cookie.Name.StartsWith("sign-in-", StringComparison.Ordinal));
            portal.Store.Load(PortalUnderTest.Id())!.Token.ShouldNotBeNull();
            console.ShouldBeEmpty();
        }
    }

    [ChromiumFact]
    public async Task A_registered_address_on_localhost_works_with_and_without_script()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var provider = StrictProvider.Start();
            await using var portal = Portal(provider);
            var redirect = $"http://localhost:{FreePort.Find()}/oauth/done";
            provider.Registered.Add(redirect);
            var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = redirect }));
            await using var context = await browser.NewContextAsync(Options(script));
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            await page.GetByText(redirect, new() { Exact = true }).WaitForAsync();
            await FillAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
            page.Url.ShouldStartWith(session.Url.ToString());
        }
    }

    [ChromiumFact]
    public async Task The_portals_own_port_can_be_registered_under_another_name()
    {
        await using var provider = StrictProvider.Start();
        var port = FreePort.Find();
        await using var portal = Portal(provider, new PortalOptions { Port = port });
        var redirect = $"http://localhost:{port}/cb";
        provider.Registered.Add(redirect);
        var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = redirect }));
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await FillAsync(page);
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
        (await page.GotoAsync($"http://localhost:{port}{session.Url.AbsolutePath}"))!.Status.ShouldBe(421);
    }

    [ChromiumFact]
    public async Task A_code_is_copied_entered_elsewhere_and_noticed_with_and_without_script()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var provider = StrictProvider.Start();
            await using var portal = Portal(provider);
            var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, kind: AuthKind.OAuth2DeviceCode));
            await using var context = await browser.NewContextAsync(Options(script));
            await context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            await FillAsync(page);
            await page.GetByRole(AriaRole.Button, new() { Name = "Get a code" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Enter this code" }).WaitForAsync();
            (await page.InnerTextAsync(".code code")).Replace("\n", "", StringComparison.Ordinal).ShouldBe(provider.UserCode);
            if (script)
            {
                await Screenshots.SaveAsync(page, "device-code");
                (await page.InnerTextAsync("main [data-seconds]")).ShouldMatch("^The code is good for (10:00|9:[0-9]{2}) more\\.$");
                await page.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();
                await page.GetByText("Copied", new() { Exact = true }).WaitForAsync();
                (await page.EvaluateAsync<string>("() => navigator.clipboard.readText()")).ShouldBe(provider.UserCode);
            }

            var there = await context.RunAndWaitForPageAsync(() => page.GetByRole(AriaRole.Link, new() { Name = "with the code filled in" }).ClickAsync());
            await there.GetByRole(AriaRole.Button, new() { Name = "Agree" }).ClickAsync();
            (await there.EvaluateAsync<bool>("() => window.opener === null")).ShouldBeTrue();

            // Nothing is pressed here: the page goes on by itself.
            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
        }
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_signs_in()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = Portal(provider);
        var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority));
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.textContent")).ShouldBe("Copy");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(StrictProvider.ClientId);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(StrictProvider.ClientSecret);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        (await page.EvaluateAsync<string>("() => document.activeElement.textContent")).ShouldBe($"Sign in at {provider.Authority}");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).WaitForAsync();
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
    }

    [ChromiumFact]
    public async Task A_stored_connection_is_signed_in_again_with_one_click()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = Portal(provider);
        portal.Store.Save(new Connection(
            PortalUnderTest.Id(),
            "oauth",
            new CredentialValues([new("client_id", new Secret(StrictProvider.ClientId)), new("client_secret", new Secret(StrictProvider.ClientSecret))], ["client_secret"]),
            [provider.Authority],
            new DateTimeOffset(2026, 2, 3, 0, 0, 0, TimeSpan.Zero)));
        var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority));
        await using var context = await browser.NewContextAsync(Options(true));
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await Screenshots.SaveAsync(page, "sign-in-again");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at" }).First.ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Orders" }).WaitForAsync();
    }

    [ChromiumFact]
    public async Task The_host_to_sign_in_at_follows_what_is_typed()
    {
        await using var portal = new PortalUnderTest();
        var spec = SampleSpecs.SignIn("api.acme-orders.example", oauth => oauth with { AuthorizationUrl = "https://{tenant}.acme-id.example/authorize", TokenUrl = "https://{tenant}.acme-id.example/token" });
        spec = spec with
        {
            Connection = spec.Connection with { Parameters = [new SpecParameter("tenant", "string", true, false, "Your company's name at Acme ID."), .. spec.Connection.Parameters] },
            Authentication = spec.Authentication with
            {
                Hosts = ["api.acme-orders.example", "{tenant}.acme-id.example"],
                Methods = [spec.Authentication.Methods[0] with { Parameters = ["tenant", "client_id", "client_secret"] }],
            },
        };
        var session = await portal.OpenAsync(spec);
        await using var context = await browser.NewContextAsync(Options(true));
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at {tenant}.acme-id.example" }).WaitForAsync();
        await page.GetByLabel("Tenant").FillAsync("Initech");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in at initech.acme-id.example" }).WaitForAsync();
        await Screenshots.SaveAsync(page, "sign-in");
        (await page.InnerTextAsync("[aria-labelledby=grant-heading] strong code")).ShouldBe("initech.acme-id.example");
    }

    [ChromiumFact]
    public async Task Nothing_overflows_on_a_phone()
    {
        foreach (var (name, options) in new[]
        {
            ("dark", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark, ViewportSize = new ViewportSize { Width = 880, Height = 700 } }),
            ("phone", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 320, Height = 640 }, DeviceScaleFactor = 2 }),
        })
        {
            await using var provider = StrictProvider.Start();
            provider.GrantedScope = "orders:read offline_access";
            await using var portal = Portal(provider);
            foreach (var kind in new[] { AuthKind.OAuth2DeviceCode, AuthKind.OAuth2AuthorizationCode })
            {
                var session = await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, kind: kind), fresh: true, source: $"{kind}".ToLowerInvariant());
                await using var context = await browser.NewContextAsync(options);
                var page = await context.NewPageAsync();
                await page.GotoAsync(session.Url.ToString());
                await FitsAsync(page, $"{name}-{kind}-form");
                await FillAsync(page);
                await page.ClickAsync("button[value=test]");
                if (kind == AuthKind.OAuth2DeviceCode)
                {
                    await page.WaitForSelectorAsync(".code");
                    await FitsAsync(page, $"{name}-device-code");
                    continue;
                }

                await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).WaitForAsync();
                await page.GoBackAsync();
                await FitsAsync(page, $"{name}-waiting");
                await page.ClickAsync("a.button");
                await page.GetByRole(AriaRole.Button, new() { Name = "Allow" }).ClickAsync();
                await page.WaitForSelectorAsync(".scopes");
                await FitsAsync(page, $"{name}-granted-scopes");
            }
        }

        static async Task FitsAsync(IPage page, string name)
        {
            // Half a style sheet fits nowhere.
            await page.WaitForLoadStateAsync(LoadState.Load);
            await Screenshots.SaveAsync(page, name);
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0, name);
        }
    }

    private static BrowserNewContextOptions Options(bool script) => new() { JavaScriptEnabled = script, ViewportSize = new ViewportSize { Width = 880, Height = 700 } };

    private static PortalUnderTest Portal(StrictProvider provider, PortalOptions? options = null)
    {
        var portal = new PortalUnderTest(options);
        portal.Verifier.Script = (values, _) => Task.FromResult(
            values.TryGet("access_token", out var token) && token.Reveal() == provider.LastToken ? ScriptedVerifier.Valid : ScriptedVerifier.Invalid);
        return portal;
    }

    private static async Task FillAsync(IPage page)
    {
        await page.GetByLabel("Client ID", new() { Exact = true }).FillAsync(StrictProvider.ClientId);
        await page.GetByLabel("Client secret", new() { Exact = true }).FillAsync(StrictProvider.ClientSecret);
        await page.GetByLabel("I approve").CheckAsync();
    }
}
