using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
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
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script, ViewportSize = new ViewportSize { Width = 880, Height = 700 } });
            var page = await context.NewPageAsync();
            var console = new List<string>();
            page.Console += (_, message) => console.Add(message.Text);

            await page.GotoAsync(session.Url.ToString());
            if (script) await Screenshots.SaveAsync(page, "form");
            await page.GetByLabel("API key", new() { Exact = true }).FillAsync("CANARY-bad-key");
            await page.GetByLabel("I approve").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

            await page.GetByRole(AriaRole.Heading, new() { Name = "The API refused these credentials" }).WaitForAsync();
            (await page.ContentAsync()).ShouldNotContain("CANARY-bad-key");
            portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
            (await page.GetByLabel("I approve").IsCheckedAsync()).ShouldBeTrue();
            if (script) await Screenshots.SaveAsync(page, "failed-test");

            await page.GetByLabel("API key", new() { Exact = true }).FillAsync($"  Bearer {ScriptedVerifier.GoodKey} ");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Billing" }).WaitForAsync();
            if (script) await Screenshots.SaveAsync(page, "success");
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
            await page.GoBackAsync();
            (await page.ContentAsync()).ShouldNotContain("CANARY");
            console.ShouldBeEmpty();
        }
    }

    [ChromiumFact]
    public async Task A_slow_test_shows_that_it_runs_and_goes_on_by_itself()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var portal = new PortalUnderTest();
            var session = await portal.OpenAsync();
            var verdict = new TaskCompletionSource<VerificationReport>();
            portal.Verifier.Script = (_, _) => verdict.Task;
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            await page.GetByLabel("API key", new() { Exact = true }).FillAsync(ScriptedVerifier.GoodKey);
            await page.GetByLabel("I approve").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "Testing…" }).WaitForAsync();
            if (script) await Screenshots.SaveAsync(page, "testing");

            verdict.SetResult(ScriptedVerifier.Valid);

            await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Billing" }).WaitForAsync();
        }
    }

    [ChromiumFact]
    public async Task The_keyboard_alone_is_enough()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync();
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());

        // Submitting with nothing filled in leads to the summary, and from there to the field.
        await TabToAsync(page, "Save and test");
        await page.Keyboard.PressAsync("Enter");
        (await FocusedAsync(page)).ShouldBe("error-summary");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");
        (await FocusedAsync(page)).ShouldBe("field-api_key");
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.activeElement).outlineStyle")).ShouldBe("solid");
        await page.Keyboard.TypeAsync("CANARY-wrong");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        (await page.Locator("#field-api_key").GetAttributeAsync("type")).ShouldBe("text");
        await page.Keyboard.PressAsync("Enter");
        (await page.Locator("#field-api_key").GetAttributeAsync("type")).ShouldBe("password");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.PressAsync("Enter");

        // The outcome takes the focus; the form follows it.
        await page.GetByRole(AriaRole.Heading, new() { Name = "The API refused these credentials" }).WaitForAsync();
        (await page.EvaluateAsync<string>("() => document.activeElement.dataset.outcome")).ShouldBe("InvalidCredentials");
        await TabToAsync(page, "field-api_key");
        await page.Keyboard.TypeAsync(ScriptedVerifier.GoodKey);
        await page.Keyboard.PressAsync("Enter");
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Billing" }).WaitForAsync();
        session.State.ShouldBe(PortalState.Confirmed);
    }

    [ChromiumFact]
    public async Task The_exact_host_appears_while_typing_and_is_approved_as_shown()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Subdomain());
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        (await page.GetByLabel("I approve").IsDisabledAsync()).ShouldBeTrue();

        await page.GetByLabel("Subdomain").FillAsync("Initech");
        await page.GetByText("initech.acme-helpdesk.example", new() { Exact = true }).WaitForAsync();
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByLabel("Subdomain").FillAsync("initrode");
        (await page.GetByLabel("I approve").IsCheckedAsync()).ShouldBeFalse();
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByLabel("Email").FillAsync("ada@initech.example");
        await page.GetByLabel("API key", new() { Exact = true }).FillAsync(ScriptedVerifier.GoodKey);
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Helpdesk" }).WaitForAsync();
        portal.Store.Load(PortalUnderTest.Id())!.ApprovedHosts.ShouldBe(["initrode.acme-helpdesk.example"]);
    }

    [ChromiumFact]
    public async Task A_host_of_an_optional_field_appears_with_its_value()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Region());
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.GetByLabel("API key", new() { Exact = true }).FillAsync(ScriptedVerifier.GoodKey);
        (await page.Locator(".hosts li:visible").AllInnerTextsAsync()).ShouldBe(["api.acme-metrics.example"]);
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByLabel("Region").FillAsync("eu");
        (await page.Locator(".hosts li:visible").AllInnerTextsAsync()).ShouldBe(["api.acme-metrics.example", "eu.acme-metrics.example"]);
        (await page.GetByLabel("I approve").IsCheckedAsync()).ShouldBeFalse();
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Metrics" }).WaitForAsync();
        portal.Store.Load(PortalUnderTest.Id())!.ApprovedHosts.ShouldBe(["api.acme-metrics.example", "eu.acme-metrics.example"]);
    }

    [ChromiumFact]
    public async Task Without_script_the_exact_host_is_shown_for_approval_first()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Subdomain());
        await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = false });
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.GetByLabel("Subdomain").FillAsync("initech");
        await page.GetByLabel("Email").FillAsync("ada@initech.example");
        await page.GetByLabel("API key", new() { Exact = true }).FillAsync(ScriptedVerifier.GoodKey);
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();

        await page.GetByText("initech.acme-helpdesk.example", new() { Exact = true }).WaitForAsync();
        portal.Verifier.Calls.ShouldBe(0);
        await page.GetByLabel("I approve").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Connected to Acme Helpdesk" }).WaitForAsync();
    }

    [ChromiumFact]
    public async Task A_second_browser_is_refused_with_a_way_out()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync();
        await using var first = await browser.NewContextAsync();
        await using var second = await browser.NewContextAsync();
        var mine = await first.NewPageAsync();
        await mine.GotoAsync(session.Url.ToString());
        var theirs = await second.NewPageAsync();
        var answer = await theirs.GotoAsync(session.Url.ToString());

        answer!.Status.ShouldBe(403);
        (await theirs.InnerTextAsync("main")).ShouldContain("ask your agent for a fresh link");
        (await theirs.ContentAsync()).ShouldNotContain("<form");
        (await mine.ReloadAsync())!.Status.ShouldBe(200);
        var tab = await first.NewPageAsync();
        (await tab.GotoAsync(session.Url.ToString()))!.Status.ShouldBe(200);
    }

    [ChromiumFact]
    public async Task A_link_in_another_site_opens_the_page_every_time_it_is_clicked()
    {
        await using var portal = new PortalUnderTest();
        await using var site = OtherSite.Start();
        var session = await portal.OpenAsync();
        site.Page = $"<a href=\"{session.Url}\">connect</a>";
        await using var context = await browser.NewContextAsync();
        for (var i = 0; i < 2; i++)
        {
            var page = await context.NewPageAsync();
            await page.GotoAsync(site.Url);
            await page.ClickAsync("a");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Connect to Acme Billing" }).WaitForAsync();
        }
    }

    [ChromiumFact]
    public async Task Another_site_can_neither_frame_nor_read_nor_submit_the_form()
    {
        await using var portal = new PortalUnderTest();
        await using var site = OtherSite.Start();
        var session = await portal.OpenAsync();
        await using var context = await browser.NewContextAsync();
        var mine = await context.NewPageAsync();
        await mine.GotoAsync(session.Url.ToString());
        var token = await mine.Locator("input[name=token]").First.GetAttributeAsync("value");

        // The strongest attacker: one who knows the link and even the token, in the victim's own browser.
        site.Page =
            $"""
            <iframe src="{session.Url}"></iframe>
            <form method="post" action="{session.Url}"><input name="token" value="{token}"><input name="method" value="bearer">
            <input name="value:api_key" value="CANARY-attacker"><input name="approve" value="api.acme.example"><button name="action" value="save">go</button></form>
            """;
        var page = await context.NewPageAsync();
        await page.GotoAsync(site.Url);
        (await page.EvaluateAsync<string>("url => fetch(url, {credentials: 'include'}).then(r => r.text(), () => 'blocked')", session.Url.ToString())).ShouldBe("blocked");
        (await page.EvaluateAsync<string>(
            "url => fetch(url, {method: 'POST', mode: 'no-cors', credentials: 'include', body: new URLSearchParams({action: 'decline'})}).then(r => r.type, () => 'blocked')",
            session.Url.ToString())).ShouldBe("blocked");
        (await page.Frames[1].ContentAsync()).ShouldNotContain("api_key");
        await page.ClickAsync("button");
        await page.WaitForURLAsync(session.Url.ToString());

        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        session.State.ShouldBe(PortalState.Open);
    }

    [ChromiumFact]
    public async Task Markup_in_a_spec_stays_text()
    {
        const string Attack = "<script>window.hit=1</script><img src=x onerror=window.hit=1>\"'><svg onload=window.hit=1>{{7*7}}";
        await using var portal = new PortalUnderTest();
        var spec = SampleSpecs.Spec(
            $"Acme {Attack}",
            ["api.acme.example"],
            [new SpecParameter("api_key", "string", true, true, $"Key {Attack} \u202Eevil\u202C")],
            [
                new SpecAuthMethod("bearer", Attack, []),
                new SpecAuthMethod("other", Attack, []),
            ],
            [.. new[] { "bearer", "other" }.Select(name => SampleSpecs.Key().Authentication.Methods[0] with { Name = name })]);
        spec = spec with { Authentication = spec.Authentication with { Document = Attack } };
        portal.Verifier.Script = (_, _) => Task.FromResult(new VerificationReport(
            VerificationOutcome.Unexpected, Attack, Attack, [new VerificationProbe(Attack, Attack, 200, Attack)]));
        var session = await portal.OpenAsync(spec, requestedBy: Attack);
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();

        await page.GotoAsync(session.Url.ToString());
        await ShouldBeInertAsync(page);
        (await page.InnerTextAsync("body")).ShouldNotContain("\u202E");
        await page.FillAsync("#field-api_key", ScriptedVerifier.GoodKey);
        await page.CheckAsync("#approve");
        await page.ClickAsync("button[value=test]");
        await page.WaitForSelectorAsync("[data-outcome=Unexpected]");
        await ShouldBeInertAsync(page);
        await page.ClickAsync("button[value=save_tested]");
        await page.WaitForSelectorAsync(".facts");
        await ShouldBeInertAsync(page);

        static async Task ShouldBeInertAsync(IPage page)
        {
            (await page.EvaluateAsync<bool>("() => window.hit === undefined")).ShouldBeTrue();
            (await page.Locator("main script, main img, svg[onload]").CountAsync()).ShouldBe(0);
            (await page.InnerTextAsync("h1")).ShouldContain("<script>");
        }
    }

    [ChromiumFact]
    public async Task The_page_cleans_a_pasted_value_as_the_server_does()
    {
        string[] pasted =
        [
            " abc ", "abc", "Bearer abc", "bearer  abc", "Authorization: Bearer abc", "“abc”", "\"abc\"", "\"a b\"", "BearerAbc", "Bearer", "\u200Babc\uFEFF",
            "https://abc.acme-helpdesk.example/x?y#z", "abc.acme-helpdesk.example", "https://evil.example/.acme-helpdesk.example", "«abc»", " “Bearer abc” ", "`abc`",
            "HTTPS://ABC.acme-helpdesk.EXAMPLE", "a@b.acme-helpdesk.example", "'", "''", "“”",
        ];
        await using var portal = new PortalUnderTest();
        await using var context = await browser.NewContextAsync();
        foreach (var (spec, method, parameter) in new[] { (SampleSpecs.Key(), "bearer", "api_key"), (SampleSpecs.Subdomain(), "api_token", "subdomain") })
        {
            var field = CredentialForm.For(spec, method).Fields.Single(candidate => candidate.Name == parameter);
            var session = await portal.OpenAsync(spec, fresh: true);
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            foreach (var value in pasted)
            {
                var cleaned = await page.EvaluateAsync<string>(
                    """
                    ([id, value]) => {
                      const field = document.getElementById(id);
                      field.value = value;
                      field.dispatchEvent(new Event("paste"));
                      return new Promise(resolve => setTimeout(() => resolve(field.value)));
                    }
                    """,
                    new[] { $"field-{parameter}", value });
                cleaned.ShouldBe(CredentialFormCleaning.Clean(field, value, []), $"{parameter}: {value}");
            }
        }
    }

    [ChromiumFact]
    public async Task A_key_file_is_chosen_or_pasted_and_its_lines_survive()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.KeyFile());
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await page.SetInputFilesAsync(
            "input[type=file]",
            new FilePayload { Name = "key.json", MimeType = "application/json", Buffer = "{\n  \"key\": \"CANARY\"\n}\n"u8.ToArray() });
        await page.WaitForFunctionAsync("() => document.querySelector('textarea').value !== ''");
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('textarea')).webkitTextSecurity")).ShouldBe("disc");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show" }).ClickAsync();
        (await page.EvaluateAsync<string>("() => getComputedStyle(document.querySelector('textarea')).webkitTextSecurity")).ShouldBe("none");
        await page.CheckAsync("#approve");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save without testing" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Saved for Acme Vaults" }).WaitForAsync();
        portal.Store.Load(PortalUnderTest.Id())!.Values.TryGet("service_account_json", out var value).ShouldBeTrue();
        value!.Reveal().ShouldBe("{\n  \"key\": \"CANARY\"\n}\n");
    }

    [ChromiumFact]
    public async Task Methods_are_chosen_and_a_request_is_declined()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync(SampleSpecs.Methods());
        await using var context = await browser.NewContextAsync();
        var page = await context.NewPageAsync();
        await page.GotoAsync(session.Url.ToString());
        await Screenshots.SaveAsync(page, "methods");
        await page.GetByRole(AriaRole.Link, new() { Name = "User and password" }).ClickAsync();
        await page.GetByLabel("Username").WaitForAsync();
        (await page.Locator("a[aria-current]").InnerTextAsync()).ShouldContain("User and password");
        await page.GetByRole(AriaRole.Button, new() { Name = "Decline" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { Name = "Declined" }).WaitForAsync();
        session.State.ShouldBe(PortalState.Declined);
    }

    [ChromiumFact]
    public async Task A_listed_value_is_chosen_and_each_method_has_fields_of_its_own_with_and_without_script()
    {
        foreach (var script in _withAndWithoutScript)
        {
            await using var portal = new PortalUnderTest();
            var session = await portal.OpenAsync(SampleSpecs.Choices());
            await using var context = await browser.NewContextAsync(new BrowserNewContextOptions { JavaScriptEnabled = script });
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());

            // Fields of the other method are not there.
            (await page.Locator("#field-api_token").CountAsync()).ShouldBe(1);
            (await page.Locator("#field-username, #field-password, #field-role").CountAsync()).ShouldBe(0);
            await page.GetByRole(AriaRole.Link, new() { Name = "User and password" }).ClickAsync();
            (await page.Locator("#field-api_token").CountAsync()).ShouldBe(0);
            (await page.GetByLabel("Role").Locator("option").AllInnerTextsAsync()).ShouldBe(["Choose…", "read only", "R&D \"<admin>\""]);
            (await page.GetByLabel("Data center").Locator("option").AllInnerTextsAsync()).ShouldBe(["Choose…", "eu", "us", "ap-south"]);

            await page.GetByLabel("Username").FillAsync("person");
            await page.Locator("#field-password").FillAsync("CANARY-password");
            if (script)
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Save without testing" }).ClickAsync();
                (await page.InnerTextAsync("#error-summary")).ShouldContain("Data center is missing.");
            }

            await page.GetByLabel("Data center").SelectOptionAsync("ap-south");
            await page.GetByLabel("Role").SelectOptionAsync("R&D \"<admin>\"");
            if (script) await Screenshots.SaveAsync(page, "choices");
            if (!script)
            {
                // Without script the server puts the host together; it shows it for approval and keeps what was chosen.
                await page.GetByRole(AriaRole.Button, new() { Name = "Save without testing" }).ClickAsync();
                (await page.GetByLabel("Data center").InputValueAsync()).ShouldBe("ap-south");
                (await page.GetByLabel("Role").InputValueAsync()).ShouldBe("R&D \"<admin>\"");
            }

            (await page.InnerTextAsync(".hosts")).ShouldContain("ap-south.acme-pay.example");
            await page.GetByLabel("I approve").CheckAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Save without testing" }).ClickAsync();
            await page.WaitForSelectorAsync(".end");

            var stored = portal.Store.Load(PortalUnderTest.Id())!;
            stored.ApprovedHosts.ShouldBe(["ap-south.acme-pay.example"]);
            stored.Values.Names.ShouldBe(["data_center", "password", "role", "username"]);
            stored.Values.TryGet("role", out var role).ShouldBeTrue();
            role!.Reveal().ShouldBe("R&D \"<admin>\"");
        }
    }

    [ChromiumFact]
    public async Task Nothing_overflows_on_a_phone_and_dark_is_dark()
    {
        await using var portal = new PortalUnderTest();
        foreach (var (name, options) in new[]
        {
            ("dark", new BrowserNewContextOptions { ColorScheme = ColorScheme.Dark, ViewportSize = new ViewportSize { Width = 880, Height = 700 } }),
            ("phone", new BrowserNewContextOptions { ViewportSize = new ViewportSize { Width = 320, Height = 640 }, DeviceScaleFactor = 2 }),
        })
        {
            var session = await portal.OpenAsync(SampleSpecs.Subdomain(), fresh: true);
            await using var context = await browser.NewContextAsync(options);
            var page = await context.NewPageAsync();
            await page.GotoAsync(session.Url.ToString());
            await page.GetByLabel("Subdomain").FillAsync("initech");
            await Screenshots.SaveAsync(page, name);
            (await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - innerWidth")).ShouldBeLessThanOrEqualTo(0);
            var background = await page.EvaluateAsync<string>("() => getComputedStyle(document.body).backgroundColor");
            background.ShouldBe(name == "dark" ? "rgb(21, 22, 20)" : "rgb(250, 249, 246)");
        }
    }

    private static Task<string> FocusedAsync(IPage page) =>
        page.EvaluateAsync<string>("() => document.activeElement.id || document.activeElement.textContent");

    private static async Task TabToAsync(IPage page, string target)
    {
        for (var i = 0; i < 30; i++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(page) == target) return;
        }

        throw new ShouldAssertException($"{target} can't be reached with the Tab key.");
    }
}
