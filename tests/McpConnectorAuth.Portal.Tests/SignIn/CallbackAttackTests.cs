using System.Net;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.SignIn;

/// <summary>What arrives at a redirect address and must not lead to a token, to another session or to another place.</summary>
public sealed class CallbackAttackTests
{
    private const string Unknown = "belongs to no page that is waiting for it here";

    [Fact]
    [Trait("case", "X11")]
    public async Task A_state_that_is_unknown_foreign_or_used_is_refused_before_any_exchange()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var mine = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        using var other = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority), source: "other"));
        var callback = $"{mine.Link.Origin}/callback";

        // Before anybody began.
        (await mine.RefusedAsync($"{callback}?code=CANARY-code&state=guessed")).ShouldContain(Unknown);
        await mine.BeginAsync(provider.Authority);
        await other.BeginAsync(provider.Authority);
        var good = provider.Agree(mine.Provider!);
        var foreign = provider.Agree(other.Provider!);

        // Guessed, empty, missing, cut, prolonged, doubled; another session's in this browser, and this one's in another's.
        var state = State(good);
        (await mine.RefusedAsync($"{callback}?code=CANARY-code&state=guessed")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{callback}?code=CANARY-code&state=")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{callback}?code=CANARY-code")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{callback}?code=CANARY-code&state={state[..^1]}")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{callback}?code=CANARY-code&state={state}x")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{good}&state={state}")).ShouldContain(Unknown);
        (await mine.RefusedAsync($"{good}&code=CANARY-code")).ShouldContain(Unknown);
        (await mine.RefusedAsync(foreign)).ShouldContain(Unknown);
        (await other.RefusedAsync(good)).ShouldContain(Unknown);
        provider.TokenRequests.ShouldBe(0);

        // None of this took the sign-in from the person; once completed, it can't be completed again.
        (await mine.ReturnAsync(good)).ShouldContain("Connected to Acme Orders");
        (await mine.RefusedAsync(good)).ShouldContain(Unknown);
        provider.Exchanges.ShouldBe(1);
        provider.TokenRequests.ShouldBe(1);
        other.Link.Session.State.ShouldBe(PortalState.Open);
    }

    [Fact]
    public async Task A_callback_that_comes_twice_at_once_is_exchanged_once()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var callback = provider.Agree(browser.Provider!);

        var answers = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => browser.CallbackAsync(callback)));

        answers.Count(answer => answer.Headers.Location!.ToString().Contains("/connect/", StringComparison.Ordinal)).ShouldBe(1);
        foreach (var answer in answers) answer.Dispose();
        await browser.Link.Session.WaitForEndAsync(CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(30));
        provider.TokenRequests.ShouldBe(1);
    }

    [Fact]
    public async Task Another_browser_that_knows_the_state_gets_nowhere()
    {
        // Login CSRF and fixation: an attacker makes a victim's browser complete a sign-in with the attacker's account, or completes the victim's.
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var callback = provider.Agree(browser.Provider!);
        var cookie = browser.Cookie!;
        foreach (var stolen in new[] { null, "", $"{cookie.Split('=')[0]}=", $"{cookie.Split('=')[0]}={new string('0', 64)}", $"other={cookie.Split('=')[1]}", browser.Link.Cookie })
        {
            using var attacker = new SignInClient(browser.Link.Session) { Cookie = stolen };
            (await attacker.RefusedAsync(callback)).ShouldContain(Unknown);
        }

        provider.TokenRequests.ShouldBe(0);
        browser.Link.Session.State.ShouldBe(PortalState.Open);

        // A value that an attacker planted beforehand is not taken over: each sign-in has one of its own.
        await browser.PressAsync("back");
        await browser.SubmitAsync(provider.Authority, "");
        browser.Cookie.ShouldNotBe(cookie);
        using var fixated = new SignInClient(browser.Link.Session) { Cookie = cookie };
        (await fixated.RefusedAsync(provider.Agree(browser.Provider!))).ShouldContain(Unknown);
        (await browser.RefusedAsync(callback)).ShouldContain(Unknown);
        provider.TokenRequests.ShouldBe(0);
    }

    [Fact]
    [Trait("case", "U18")]
    public async Task A_callback_without_a_code_says_so_and_costs_nothing()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var good = provider.Agree(browser.Provider!);
        using var bare = await browser.CallbackAsync($"{browser.Link.Origin}/callback");
        bare.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await bare.Content.ReadAsStringAsync()).ShouldContain("no authorization code");
        (await browser.RefusedAsync($"{browser.Link.Origin}/callback?state={State(good)}")).ShouldContain("no authorization code");
        (await browser.RefusedAsync($"{browser.Link.Origin}/callback?code=&state={State(good)}")).ShouldContain("no authorization code");
        (await browser.ReturnAsync(good)).ShouldContain("Connected to Acme Orders");
    }

    [Fact]
    public async Task An_answer_of_another_issuer_is_refused_before_the_code_is_sent_anywhere()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        provider.Iss = "https://attacker.example";
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { Issuer = provider.Issuer })));
        await browser.BeginAsync(provider.Authority);
        var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
        page.ShouldContain("data-outcome=\"none\"");
        provider.TokenRequests.ShouldBe(0);

        provider.Iss = provider.Issuer;
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        await browser.PressAsync("retry");
        (await browser.ReturnAsync(provider.Agree(browser.Provider!))).ShouldContain("Connected to Acme Orders");
    }

    [Fact]
    public async Task Nothing_in_a_callback_decides_where_the_browser_goes_or_what_it_is_told()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var callback = $"{browser.Link.Origin}/callback";
        var state = State(provider.Agree(browser.Provider!));
        foreach (var attack in new[]
        {
            "redirect_uri=https://evil.example&next=//evil.example&url=javascript:alert(1)",
            "error=x%0d%0aSet-Cookie:%20evil=1&error_uri=https://evil.example",
            "code=a%0d%0aLocation:%20https://evil.example",
        })
        {
            using var answer = await browser.CallbackAsync($"{callback}?{attack}&state=unknown");
            answer.Headers.Location!.ToString().ShouldBe("/sign-in/unknown");
            answer.Headers.ToString().ShouldNotContain("evil");
        }

        // The provider's own words on an error are shown as words.
        var page = await browser.ReturnAsync($"{callback}?state={state}&error=%3Cscript%3E&error_description=%3Cimg%20src%3Dx%20onerror%3Dalert(1)%3E&error_uri=javascript%3Aalert(1)");
        page.ShouldNotContain("<script>");
        page.ShouldNotContain("<img");
        page.ShouldNotContain("javascript:");
        provider.TokenRequests.ShouldBe(0);
    }

    [Theory]
    [InlineData("Host", "evil.example", 421)]
    [InlineData("Host", "localhost:{port}", 421)]
    [InlineData("Sec-Fetch-Dest", "iframe", 403)]
    [InlineData("Sec-Fetch-Dest", "image", 403)]
    [InlineData("Sec-Fetch-Dest", "empty", 403)]
    [InlineData("Sec-Purpose", "prefetch;prerender", 403)]
    public async Task A_callback_is_a_navigation_to_the_exact_host(string header, string value, int status)
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var callback = provider.Agree(browser.Provider!);
        using var answer = await browser.CallbackAsync(callback, request =>
        {
            request.Headers.Remove(header);
            request.Headers.Add(header, value.Replace("{port}", $"{browser.Link.Session.Url.Port}", StringComparison.Ordinal));
        });
        ((int)answer.StatusCode).ShouldBe(status);
        provider.TokenRequests.ShouldBe(0);
        (await browser.ReturnAsync(callback)).ShouldContain("Connected to Acme Orders");
    }

    [Theory]
    [InlineData("POST", 405)]
    [InlineData("HEAD", 405)]
    [InlineData("PUT", 405)]
    public async Task A_callback_is_a_GET(string method, int status)
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        using var answer = await browser.CallbackAsync(provider.Agree(browser.Provider!), request =>
        {
            request.Method = new HttpMethod(method);
            request.Headers.Remove("Sec-Fetch-Site");
        });
        ((int)answer.StatusCode).ShouldBe(status);
        provider.TokenRequests.ShouldBe(0);
    }

    [Fact]
    public async Task A_huge_query_is_cut_off_and_a_long_code_is_not()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var state = State(provider.Agree(browser.Provider!));
        using (var huge = await browser.CallbackAsync($"{browser.Link.Origin}/callback?state={state}&code={new string('x', 20_000)}"))
            huge.StatusCode.ShouldBe(HttpStatusCode.RequestUriTooLong);
        using (var many = await browser.CallbackAsync($"{browser.Link.Origin}/callback?state=no&{string.Join('&', Enumerable.Range(0, 1500).Select(i => $"p{i}=1"))}"))
            ((int)many.StatusCode).ShouldBeOneOf(303, 400, 414);
        var page = await browser.ReturnAsync($"{browser.Link.Origin}/callback?state={state}&code={new string('x', 9_000)}");
        page.ShouldContain("refused");
        provider.TokenRequests.ShouldBe(1);
        provider.Exchanges.ShouldBe(0);
    }

    [Fact]
    public async Task A_sign_in_that_took_too_long_or_was_given_up_is_not_completed()
    {
        var clock = new ManualClock();
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest(clock: clock);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var callback = provider.Agree(browser.Provider!);
        clock.Advance(TimeSpan.FromMinutes(11));
        (await browser.RefusedAsync(callback)).ShouldContain(Unknown);

        await browser.PressAsync("back");
        await browser.SubmitAsync(provider.Authority, "");
        callback = provider.Agree(browser.Provider!);
        await browser.PressAsync("back");
        (await browser.RefusedAsync(callback)).ShouldContain(Unknown);

        await browser.SubmitAsync(provider.Authority, "");
        callback = provider.Agree(browser.Provider!);
        await browser.PressAsync("decline");
        (await browser.RefusedAsync(callback)).ShouldContain(Unknown);
        provider.TokenRequests.ShouldBe(0);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_second_browser_neither_sees_the_way_to_the_provider_nor_begins_one()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        using var second = new LinkClient(browser.Link.Session);
        foreach (var suffix in new[] { "", "?returned=1", "?again=1", "?returned=1&again=1", "/status", "/status?seen=1" })
        {
            using var answer = await second.GetAsync(suffix);
            answer.Headers.Contains("Refresh").ShouldBeFalse();
            answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
            (await answer.Content.ReadAsStringAsync()).ShouldNotContain("/authorize");
        }
    }

    [Fact]
    public async Task The_cookie_of_a_sign_in_is_sent_to_the_redirect_address_only()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.Link.OpenAsync();
        using var posted = await browser.Link.PostAsync(
        [
            new("method", "oauth"), new("value:client_id", StrictProvider.ClientId), new("value:client_secret", "CANARY"), new("approve", provider.Authority), new("action", "test"),
        ]);
        await browser.Link.SettleAsync();
        using var shown = await browser.Link.GetAsync();
        shown.Headers.GetValues("Set-Cookie").Single().ShouldMatch($"^sign-in-{browser.Link.Session.Id}=[0-9a-f]{{64}}; Path=/callback; HttpOnly; SameSite=Lax$");
        shown.Headers.GetValues("Referrer-Policy").Single().ShouldBe("same-origin");
    }

    [Fact]
    public async Task Nothing_that_was_issued_or_typed_is_in_any_page_header_or_address()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        var seen = new List<string>();
        foreach (var outcome in new[] { ScriptedVerifier.Invalid, ScriptedVerifier.Valid })
        {
            portal.Verifier.Script = (_, _) => Task.FromResult(outcome);
            using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority), fresh: true));
            seen.Add(await browser.BeginAsync(provider.Authority));
            seen.Add(browser.Provider!);
            var callback = provider.Agree(browser.Provider!);
            using (var stranger = new SignInClient(browser.Link.Session)) seen.Add(await stranger.RefusedAsync(callback));
            using (var answer = await browser.CallbackAsync(callback))
            {
                seen.Add(answer.Headers.ToString());
                seen.Add(await answer.Content.ReadAsStringAsync());
            }

            seen.Add(await browser.ShowAsync());
            seen.Add(await browser.RefusedAsync(callback));
        }

        provider.Issued.Count.ShouldBeGreaterThan(4);
        foreach (var text in seen)
        {
            text.ShouldNotContain("CANARY");
            foreach (var issued in provider.Issued) text.ShouldNotContain(Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(issued)));
        }
    }

    private static string State(string callback) => System.Web.HttpUtility.ParseQueryString(new Uri(callback).Query)["state"]!;
}
