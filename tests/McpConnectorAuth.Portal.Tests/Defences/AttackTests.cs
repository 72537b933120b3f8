using System.Globalization;
using System.Net;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.Defences;

public sealed class AttackTests
{
    [Theory]
    [MemberData(nameof(AttackTable.Unopened), MemberType = typeof(AttackTable))]
    public async Task An_attack_on_an_unopened_link_does_not_take_it_from_the_person(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());

        var answer = await RawHttp.SendAsync(link.Session.Url.Port, Fill(attack.Request, link, null));

        ShouldBeRefused(attack, answer);
        answer.Headers.ContainsKey("Set-Cookie").ShouldBeFalse();
        await link.OpenAsync();
        link.Token.ShouldNotBeNull();
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Theory]
    [MemberData(nameof(AttackTable.Opened), MemberType = typeof(AttackTable))]
    public async Task An_attack_on_an_open_page_changes_nothing(Attack attack)
    {
        ArgumentNullException.ThrowIfNull(attack);
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        using var other = new LinkClient(await portal.OpenAsync(source: "other"));
        await link.OpenAsync();
        await other.OpenAsync();

        var answer = await RawHttp.SendAsync(link.Session.Url.Port, Fill(attack.Request, link, other));

        ShouldBeRefused(attack, answer);
        answer.Headers.ContainsKey("Set-Cookie").ShouldBeFalse();
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
        link.Session.State.ShouldBe(PortalState.Open);
        (await link.PageAsync()).ShouldNotContain("Kept from your last try");
        await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", ScriptedVerifier.GoodKey), ("approve", "api.acme.example"));
        link.Session.State.ShouldBe(PortalState.Confirmed);
    }

    [Fact]
    public async Task The_requests_of_the_table_are_accepted_where_nothing_is_wrong_with_them()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        var opened = await RawHttp.SendAsync(link.Session.Url.Port, Fill(AttackTable.Harmless.Navigation, link, null));
        opened.Status.ShouldBe(200);
        link.Cookie = opened.Headers["Set-Cookie"].Split(';')[0];
        await link.OpenAsync();
        var posted = await RawHttp.SendAsync(link.Session.Url.Port, Fill(AttackTable.Harmless.Post, link, null));
        posted.Status.ShouldBe(303);
        portal.Store.Load(PortalUnderTest.Id()).ShouldNotBeNull();
    }

    [Fact]
    public async Task Every_answer_carries_the_protecting_headers()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        foreach (var address in new[] { link.Session.Url.ToString(), link.Session.Url + "/status", link.Origin + "/assets/portal.css", link.Origin + "/assets/portal.js", link.Origin + "/none" })
        {
            using var client = new HttpClient();
            client.DefaultRequestHeaders.Add("Cookie", link.Cookie);
            using var answer = await client.GetAsync(new Uri(address));
            ShouldBeProtected(answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value), StringComparer.OrdinalIgnoreCase));
        }
    }

    [Fact]
    public async Task The_cookie_is_out_of_reach_of_scripts_other_sites_and_other_sessions()
    {
        await using var portal = new PortalUnderTest();
        var session = await portal.OpenAsync();
        using var link = new LinkClient(session);
        using var answer = await link.GetAsync();
        var cookie = answer.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain($"portal-{session.Id}=");
        cookie.ShouldEndWith($"; Path=/connect/{session.Id}; HttpOnly; SameSite=Strict");
        session.Id.Length.ShouldBe(32);

        link.Cookie = cookie.Split(';')[0];
        using var again = await link.GetAsync();
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        again.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task A_link_clicked_in_another_site_works_a_second_time_in_the_same_browser()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();

        // SameSite=Strict keeps the cookie back on the first step; the page leads to itself, which is a step of the same site.
        var cookie = link.Cookie;
        link.Cookie = null;
        using var bounced = await link.GetAsync("", request =>
        {
            request.Headers.Add("Sec-Fetch-Site", "cross-site");
            request.Headers.Add("Sec-Fetch-Dest", "document");
        });
        bounced.StatusCode.ShouldBe(HttpStatusCode.OK);
        var page = await bounced.Content.ReadAsStringAsync();
        page.ShouldContain($"url={link.Session.Url.AbsolutePath}?again=1");
        page.ShouldNotContain("name=\"token\"");
        link.Cookie = cookie;
        using var second = await link.GetAsync("?again=1");
        (await second.Content.ReadAsStringAsync()).ShouldContain("name=\"token\"");
    }

    [Fact]
    public async Task Unknown_fields_are_ignored_and_missing_ones_are_named()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        var page = await link.SubmitAsync("save", ("method", "bearer"), ("value:admin", "yes"), ("hosts", "evil.example"), ("approve", "evil.example"));
        page.ShouldContain("API key is missing.");
        page.ShouldNotContain("evil.example");
        await link.SubmitAsync(
            "save", ("method", "bearer"), ("value:admin", "yes"), ("value:api_key", ScriptedVerifier.GoodKey), ("approve", "api.acme.example"));
        portal.Store.Load(PortalUnderTest.Id())!.Values.Names.ShouldBe(["api_key"]);
    }

    [Theory]
    [InlineData("a\rb")]
    [InlineData("a\nInjected: yes")]
    [InlineData("a\u0001b")]
    [InlineData("a\u200Bb")]
    [InlineData("ключ")]
    public async Task A_value_that_would_break_a_header_is_refused_and_not_shown(string value)
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        var page = await link.SubmitAsync("save", ("method", "bearer"), ("value:api_key", value), ("approve", "api.acme.example"));
        page.ShouldContain("can&#x27;t be sent in a header");
        page.ShouldNotContain("Kept from your last try");
        page.ShouldNotContain("Injected");
        portal.Store.Load(PortalUnderTest.Id()).ShouldBeNull();
    }

    [Fact]
    public async Task A_thousand_idle_connections_block_nobody()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        var idle = new List<System.Net.Sockets.TcpClient>();
        try
        {
            for (var i = 0; i < 1000; i++)
            {
                var client = new System.Net.Sockets.TcpClient();
                idle.Add(client);
                await client.ConnectAsync(IPAddress.Loopback, link.Session.Url.Port);

                // Half of them begin a request and never end it.
                if (i % 2 == 0) await client.GetStream().WriteAsync("GET / HT"u8.ToArray());
            }

            await link.OpenAsync().WaitAsync(TimeSpan.FromSeconds(20));
            await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", ScriptedVerifier.GoodKey), ("approve", "api.acme.example"))
                .WaitAsync(TimeSpan.FromSeconds(20));
            link.Session.State.ShouldBe(PortalState.Confirmed);
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_body_that_trickles_in_is_cut_off()
    {
        await using var portal = new PortalUnderTest();
        using var link = new LinkClient(await portal.OpenAsync());
        await link.OpenAsync();
        var answer = await RawHttp.SendAsync(
            link.Session.Url.Port,
            $"POST {link.Session.Url.AbsolutePath} HTTP/1.1\r\nHost: 127.0.0.1:{link.Session.Url.Port}\r\nOrigin: {link.Origin}\r\nCookie: {link.Cookie}\r\n"
                + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 5000\r\n\r\nmethod=be");
        answer.Status.ShouldBe(408);
        link.Session.State.ShouldBe(PortalState.Open);
    }

    private static void ShouldBeRefused(Attack attack, RawAnswer answer)
    {
        answer.Status.ShouldBe(attack.Status);
        answer.Headers.ContainsKey("Server").ShouldBeFalse();
        answer.Body.ShouldNotContain("CANARY");
        answer.Body.ShouldNotContain("   at ");
        if (attack.Bare) answer.Body.ShouldBeEmpty();
        else ShouldBeProtected(answer.Headers);
        if (attack.Status != 200) answer.Body.ShouldNotContain("name=\"token\"");
    }

    private static void ShouldBeProtected(IReadOnlyDictionary<string, string> headers)
    {
        headers["Content-Security-Policy"].ShouldBe(
            "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'");
        headers["X-Frame-Options"].ShouldBe("DENY");
        headers["X-Content-Type-Options"].ShouldBe("nosniff");
        headers["Cache-Control"].ShouldBe("no-store");
        headers["Referrer-Policy"].ShouldBe("same-origin");
        headers["Cross-Origin-Opener-Policy"].ShouldBe("same-origin");
        headers["Cross-Origin-Resource-Policy"].ShouldBe("same-origin");
        headers.ContainsKey("Server").ShouldBeFalse();
        headers.ContainsKey("Access-Control-Allow-Origin").ShouldBeFalse();
    }

    private static string Fill(string request, LinkClient link, LinkClient? other)
    {
        var filled = request
            .Replace("{authority}", link.Session.Url.Authority, StringComparison.Ordinal)
            .Replace("{port}", link.Session.Url.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal)
            .Replace("{path}", link.Session.Url.AbsolutePath, StringComparison.Ordinal)
            .Replace("{PATH}", link.Session.Url.AbsolutePath.ToUpperInvariant(), StringComparison.Ordinal)
            .Replace("{id}", link.Session.Id, StringComparison.Ordinal)
            .Replace("{cookie}", link.Cookie, StringComparison.Ordinal)
            .Replace("{token}", link.Token, StringComparison.Ordinal)
            .Replace("{otherCookie}", other?.Cookie?.Split('=')[1], StringComparison.Ordinal)
            .Replace("{otherToken}", other?.Token, StringComparison.Ordinal);
        var body = filled.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return filled.Replace("{length}", (filled.Length - body).ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }
}
