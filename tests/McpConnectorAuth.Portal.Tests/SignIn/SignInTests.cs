using System.Net;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.SignIn;

public sealed class SignInTests
{
    [Fact]
    public async Task A_person_signs_in_and_the_access_is_tested_and_stored()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (values, _) => Task.FromResult(
            values.TryGet("access_token", out var token) && token.Reveal() == provider.LastToken ? ScriptedVerifier.Valid : ScriptedVerifier.Invalid);
        provider.GrantedScope = "orders:read offline_access extra";
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));

        var page = await browser.Link.OpenAsync();
        page.ShouldContain($"<code data-redirect>{browser.Link.Origin}/callback</code>");
        page.ShouldContain("orders:write");
        page.ShouldContain($"Sign in at {provider.Authority}");
        page = await browser.SubmitAsync(provider.Authority);
        page.ShouldContain($"Going to {provider.Authority}");
        browser.Provider.ShouldStartWith($"http://{provider.Authority}/authorize?");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();

        page = await browser.ReturnAsync(provider.Agree(browser.Provider!));

        page.ShouldContain("Connected to Acme Orders");
        page.ShouldContain("renewed by itself, without you");
        page.ShouldContain("not granted");
        browser.Link.Session.State.ShouldBe(PortalState.Confirmed);
        browser.Link.Session.Result!.Scopes.ShouldBe(
        [
            new ScopeGrant("orders:read", true, true), new ScopeGrant("orders:write", true, false),
            new ScopeGrant("offline_access", true, true), new ScopeGrant("extra", false, true),
        ]);
        var stored = portal.Store.Load(PortalUnderTest.Id())!;
        stored.Token!.RefreshToken.ShouldNotBeNull();
        stored.Token.Issued.TryGet("access_token", out var access).ShouldBeTrue();
        access!.Reveal().ShouldBe(provider.LastToken);
        stored.LastOutcome.ShouldBe(VerificationOutcome.Valid);
        stored.Values.Names.ShouldBe(["client_id", "client_secret"]);
    }

    [Fact]
    public async Task A_page_that_is_shown_again_sends_nobody_away()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        browser.Provider = null;

        var page = await browser.ShowAsync();

        browser.Provider.ShouldBeNull();
        page.ShouldContain($"Sign in at {provider.Authority}");
        page.ShouldContain("/authorize?");
        page = await browser.PressAsync("back");
        page.ShouldContain("value:client_secret");
        page.ShouldContain("Kept from your last try");
    }

    [Fact]
    public async Task A_refusal_at_the_provider_leads_back_to_the_form_in_plain_words()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);

        var page = await browser.ReturnAsync(provider.Refuse(browser.Provider!));

        page.ShouldContain("The access was not allowed");
        page.ShouldContain("Sign in again");
        page.ShouldNotContain("<b>no</b>");
        provider.TokenRequests.ShouldBe(0);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();

        // One click begins anew, with nothing typed again.
        var first = browser.Provider;
        await browser.PressAsync("retry");
        browser.Provider.ShouldNotBe(first);
        page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
        page.ShouldContain("Connected to Acme Orders");
    }

    [Fact]
    public async Task A_wrong_client_secret_and_a_wrong_address_are_told_apart()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        using (var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority))))
        {
            await browser.BeginAsync(provider.Authority, "CANARY-wrong");
            var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
            page.ShouldContain("The provider does not accept this client");
            page.ShouldContain("Copy client ID and client secret again");
            page.ShouldNotContain("CANARY");
        }

        using (var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { TokenUrl = $"http://{provider.Authority}/oauth/tokens" }))))
        {
            await browser.BeginAsync(provider.Authority);
            var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
            page.ShouldContain("The token address is wrong");
            page.ShouldContain("compare the token address of the spec with the document");
        }
    }

    [Theory]
    [InlineData("127.0.0.1", "/oauth/done")]
    [InlineData("localhost", "/oauth/done")]
    [InlineData("localhost", "/")]
    [InlineData("[::1]", "/oauth/done")]
    public async Task A_registered_redirect_address_is_used_to_the_letter(string host, string path)
    {
        if (host == "[::1]" && !System.Net.Sockets.Socket.OSSupportsIPv6) return;
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        var port = FreePort.Find();
        var redirect = $"http://{host}:{port}{path}";
        provider.Registered.Add(redirect);
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = redirect })));
        (await browser.Link.OpenAsync()).ShouldContain($"<code data-redirect>{redirect}</code>");
        await browser.SubmitAsync(provider.Authority);

        if (host != "127.0.0.1")
        {
            // A cookie belongs to a host: the browser steps over the registered one on its way.
            browser.Provider.ShouldStartWith($"http://{host}:{port}/sign-in/go/");
            browser.Cookie.ShouldBeNull();
            using var step = await browser.CallbackAsync(browser.Provider!);
            step.StatusCode.ShouldBe(HttpStatusCode.OK);
            browser.Cookie = step.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
            var ticket = browser.Provider!;
            browser.Provider = step.Headers.GetValues("Refresh").Single()["0; url=".Length..];
            using var again = await browser.CallbackAsync(ticket);
            again.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        }

        var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
        page.ShouldContain("Connected to Acme Orders");

        // Nothing listens there any longer than the session is open.
        await Should.ThrowAsync<HttpRequestException>(async () =>
        {
            for (var i = 0; i < 200; i++)
            {
                using var answer = await browser.CallbackAsync(redirect);
                await Task.Yield();
            }
        });
    }

    [Fact]
    public async Task A_registered_port_that_is_taken_is_an_error_and_is_said_on_the_page()
    {
        using var taken = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        var port = ((IPEndPoint)taken.LocalEndpoint).Port;
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        var spec = SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = $"http://127.0.0.1:{port}/cb" });
        var error = await Should.ThrowAsync<Core.ConnectorAuthException>(() => portal.OpenAsync(spec));
        error.Code.ShouldBe(Core.ErrorCodes.PortalUnavailable);
        error.Message.ShouldContain($"127.0.0.1:{port}: the port is taken");

        // With another method to choose from, the page opens and says so.
        var key = SampleSpecs.Key().Authentication.Methods[0];
        var several = spec with
        {
            Connection = spec.Connection with { Parameters = [.. spec.Connection.Parameters, new SpecParameter("api_key", "string", true, true, "")] },
            Authentication = spec.Authentication with { Methods = [.. spec.Authentication.Methods, key] },
        };
        using var browser = new SignInClient(await portal.OpenAsync(several));
        (await browser.Link.OpenAsync()).ShouldContain("the port is taken");
        (await browser.SubmitAsync(provider.Authority)).ShouldContain("the port is taken");
        taken.Stop();
        await browser.PressAsync("retry");
        browser.Provider.ShouldStartWith($"http://{provider.Authority}/authorize?");
    }

    [Fact]
    public async Task Two_pages_share_a_registered_port_and_the_last_one_gives_it_back()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        var origin = $"http://127.0.0.1:{FreePort.Find()}";
        using var one = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = $"{origin}/one" }), source: "one"));
        using var two = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = $"{origin}/two" }), source: "two"));
        await one.BeginAsync(provider.Authority);
        await two.BeginAsync(provider.Authority);
        var first = provider.Agree(one.Provider!);
        (await one.RefusedAsync(first.Replace("/one?", "/two?", StringComparison.Ordinal))).ShouldContain("belongs to no page");
        (await one.ReturnAsync(first)).ShouldContain("Connected to Acme Orders");
        (await two.ReturnAsync(provider.Agree(two.Provider!))).ShouldContain("Connected to Acme Orders");
        using var third = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority, oauth => oauth with { RedirectUri = $"{origin}/one" }), source: "third"));
        await third.BeginAsync(provider.Authority);
        (await third.ReturnAsync(provider.Agree(third.Provider!))).ShouldContain("Connected to Acme Orders");
    }

    [Theory]
    [InlineData("https://127.0.0.1:8765/cb")]
    [InlineData("http://evil.example:8765/cb")]
    [InlineData("http://user@127.0.0.1:8765/cb")]
    [InlineData("http://127.0.0.1:8765/cb#x")]
    [InlineData("urn:ietf:wg:oauth:2.0:oob")]
    public async Task A_redirect_address_that_this_program_can_not_answer_at_is_refused(string redirect)
    {
        await using var portal = new PortalUnderTest();
        var error = await Should.ThrowAsync<Core.ConnectorAuthException>(() => portal.OpenAsync(SampleSpecs.SignIn("127.0.0.1:9", oauth => oauth with { RedirectUri = redirect })));
        error.Code.ShouldBe(Core.ErrorCodes.SpecInvalid);
    }

    [Fact]
    public async Task A_host_that_comes_with_the_token_is_approved_before_anything_is_sent_there()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Valid);
        provider.Reply["instance_url"] = "https://EU7.acme-instances.example/services/";
        var spec = SampleSpecs.SignIn(provider.Authority, oauth => oauth with { ReplyFacts = new Dictionary<string, string> { ["instance_host"] = "instance_url" } });
        spec = spec with
        {
            Authentication = spec.Authentication with
            {
                Hosts = [provider.Authority, "{instance_host}"],
                BaseUrls = [new SpecBaseUrl("https://{instance_host}/v1", "production", 3)],
            },
        };
        using var browser = new SignInClient(await portal.OpenAsync(spec));
        await browser.BeginAsync(provider.Authority);

        var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));

        page.ShouldContain("One more host to approve");
        page.ShouldContain("<code>eu7.acme-instances.example</code>");
        portal.Verifier.Calls.ShouldBe(0);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        page = await browser.PressAsync("approve_hosts", ("approve", "evil.example"));
        page.ShouldContain("One more host to approve");
        portal.Verifier.Calls.ShouldBe(0);

        page = await browser.PressAsync("approve_hosts", ("approve", "eu7.acme-instances.example"));
        page.ShouldContain("Connected to Acme Orders");
        portal.Verifier.Hosts.ShouldBe([provider.Authority, "eu7.acme-instances.example"]);
        portal.Store.Load(PortalUnderTest.Id())!.ApprovedHosts.ShouldBe([provider.Authority, "eu7.acme-instances.example"]);

        // Signing in again at the same instance asks nothing more.
        using var again = new SignInClient(await portal.OpenAsync(spec));
        await again.BeginAsync(provider.Authority);
        (await again.ReturnAsync(provider.Agree(again.Provider!))).ShouldContain("Connected to Acme Orders");
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("localhost:8080")]
    [InlineData("evil.example@127.0.0.1")]
    [InlineData("x y")]
    public async Task A_host_that_comes_with_the_token_leads_nowhere_it_should_not(string host)
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        provider.Reply["instance_url"] = host;
        var spec = SampleSpecs.SignIn(provider.Authority, oauth => oauth with { ReplyFacts = new Dictionary<string, string> { ["instance_host"] = "instance_url" } });
        spec = spec with { Authentication = spec.Authentication with { Hosts = [provider.Authority, "{instance_host}"] } };
        using var browser = new SignInClient(await portal.OpenAsync(spec));
        await browser.BeginAsync(provider.Authority);
        var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
        page.ShouldContain("data-outcome=\"none\"");
        portal.Verifier.Calls.ShouldBe(0);
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_token_that_the_api_refuses_is_not_stored_unasked()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (_, _) => Task.FromResult(ScriptedVerifier.Invalid);
        provider.GrantedScope = "orders:read";
        using var browser = new SignInClient(await portal.OpenAsync(SampleSpecs.SignIn(provider.Authority)));
        await browser.BeginAsync(provider.Authority);
        var page = await browser.ReturnAsync(provider.Agree(browser.Provider!));
        page.ShouldContain("The API refused these credentials");
        page.ShouldContain("not granted");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        page = await browser.PressAsync("save_tested");
        page.ShouldContain("although the test did not succeed");
        portal.Store.Load(PortalUnderTest.Id())!.Token.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_token_without_a_person_is_fetched_first_and_then_tested()
    {
        await using var provider = StrictProvider.Start();
        await using var portal = new PortalUnderTest();
        portal.Verifier.Script = (values, _) => Task.FromResult(
            values.TryGet("access_token", out var token) && token.Reveal() == provider.LastToken ? ScriptedVerifier.Valid : ScriptedVerifier.Invalid);
        var spec = SampleSpecs.SignIn(provider.Authority, kind: AuthKind.OAuth2ClientCredentials);
        using var browser = new SignInClient(await portal.OpenAsync(spec));
        (await browser.Link.OpenAsync()).ShouldNotContain("data-redirect");
        var page = await browser.SubmitAsync(provider.Authority, "CANARY-wrong");
        page.ShouldContain("The provider does not accept this client");
        portal.Verifier.Calls.ShouldBe(0);
        page = await browser.SubmitAsync(provider.Authority);
        page.ShouldContain("Connected to Acme Orders");
        portal.Store.Load(PortalUnderTest.Id())!.Token.ShouldNotBeNull();

        using var unasked = new SignInClient(await portal.OpenAsync(spec, source: "unasked"));
        await unasked.Link.OpenAsync();
        await unasked.Link.SubmitAsync(
            "save", ("method", "oauth"), ("value:client_id", StrictProvider.ClientId), ("value:client_secret", StrictProvider.ClientSecret), ("approve", provider.Authority));
        portal.Store.Load(PortalUnderTest.Id("unasked"))!.Token.ShouldBeNull();
    }
}
