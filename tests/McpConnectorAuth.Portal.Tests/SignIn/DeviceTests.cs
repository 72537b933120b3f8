using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.SignIn;

public sealed class DeviceTests
{
    [Fact]
    [Trait("case", "V1")]
    [Trait("case", "V4")]
    public async Task A_code_is_shown_until_it_has_been_entered()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (values, _) => Task.FromResult(
            values.TryGet("access_token", out var token) && token.Reveal() == provider.LastToken ? ScriptedVerifier.Valid : ScriptedVerifier.Invalid);
        using var browser = new SignInClient(await portal.OpenAsync(Spec(provider)));
        var page = await browser.Link.OpenAsync();
        page.ShouldContain(">Get a code<");
        page.ShouldNotContain("data-redirect");
        page = await browser.SubmitAsync(provider.Authority);

        // In groups for the eye, whole for the clipboard; where to go, and for how long.
        page.ShouldContain($"<span>{provider.UserCode![..4]}</span><span>{provider.UserCode[4..]}</span>");
        page.ShouldContain($"data-copy=\"{provider.UserCode}\"");
        page.ShouldContain($"href=\"{provider.Issuer}/activate?code={provider.UserCode}\" target=\"_blank\" rel=\"noopener noreferrer\"");
        page.ShouldContain($"Open {provider.Authority} with the code filled in");
        page.ShouldContain("The code is good for 10 minutes more.");
        page.ShouldContain("http-equiv=\"refresh\" content=\"5\"");

        // The page learns of the end without asking again and again.
        var version = System.Text.RegularExpressions.Regex.Match(page, "status\\?seen=([0-9]+)").Groups[1].Value;
        var waiting = browser.Link.GetAsync($"/status?seen={version}");
        provider.Settle(provider.UserCode, "ok");
        using (var answer = await waiting.WaitAsync(TimeSpan.FromSeconds(30))) (await answer.Content.ReadAsStringAsync()).ShouldBe("done");
        await browser.Link.Session.WaitForEndAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        page = await browser.ShowAsync();
        page.ShouldContain("Connected to Acme Orders");
        page.ShouldNotContain("CANARY");
        portal.Store.Load(PortalUnderTest.Id())!.Token!.RefreshToken.ShouldNotBeNull();
    }

    [Theory]
    [Trait("case", "V6")]
    [Trait("case", "V7")]
    [InlineData("access_denied", "The access was not allowed")]
    [InlineData("expired_token", "The code has expired")]
    public async Task A_code_that_was_refused_or_has_ended_is_replaced_by_one_click(string outcome, string heading)
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var browser = new SignInClient(await portal.OpenAsync(Spec(provider)));
        await browser.BeginAsync(provider.Authority);
        var first = provider.UserCode!;
        provider.Settle(first, outcome);
        var page = await AfterAsync(browser);
        page.ShouldContain(heading);
        page.ShouldContain("Get a new code");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();

        page = await browser.PressAsync("retry");
        provider.UserCode.ShouldNotBe(first);
        page.ShouldContain(provider.UserCode![..4]);
        provider.Settle(provider.UserCode, "ok");
        await browser.Link.Session.WaitForEndAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        browser.Link.Session.State.ShouldBe(PortalState.Confirmed);
    }

    [Fact]
    [Trait("case", "X22")]
    public async Task A_code_ends_by_its_own_time_though_the_provider_keeps_saying_pending()
    {
        await using var provider = StrictProvider.Start();
        provider.DeviceLifetime = 2;
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(Spec(provider)));
        await browser.BeginAsync(provider.Authority);
        (await AfterAsync(browser)).ShouldContain("The code has expired");
    }

    [Fact]
    public async Task A_person_who_goes_back_or_declines_is_asked_for_no_longer()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(Spec(provider)));
        await browser.BeginAsync(provider.Authority);
        var abandoned = provider.UserCode!;
        (await browser.PressAsync("back")).ShouldContain("Get a code");
        provider.Settle(abandoned, "ok");
        await browser.PressAsync("decline");
        browser.Link.Session.State.ShouldBe(PortalState.Declined);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        portal.Verifier.Calls.ShouldBe(0);
    }

    [Fact]
    public async Task A_provider_without_a_link_that_holds_the_code_gets_a_plain_one()
    {
        await using var provider = StrictProvider.Start();
        provider.GivesCompleteUri = false;
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(Spec(provider)));
        var page = await browser.BeginAsync(provider.Authority);
        page.ShouldContain($"href=\"{provider.Issuer}/activate\"");
        page.ShouldNotContain("with the code filled in");
    }

    private static ConnectorSpec Spec(StrictProvider provider) => SampleSpecs.SignIn(provider.Authority, kind: AuthKind.OAuth2DeviceCode);

    /// <summary>The page once it shows something else than the code.</summary>
    private static async Task<string> AfterAsync(SignInClient browser)
    {
        var page = await browser.ShowAsync();
        while (System.Text.RegularExpressions.Regex.Match(page, "status\\?seen=([0-9]+)") is { Success: true } match)
        {
            using var answer = await browser.Link.GetAsync($"/status?seen={match.Groups[1].Value}");
            page = await browser.ShowAsync();
        }

        return page;
    }
}
