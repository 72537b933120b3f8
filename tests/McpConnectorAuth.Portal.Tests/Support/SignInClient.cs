using System.Net;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A browser that signs in, step by step, so that a test can leave out or change each of them.</summary>
internal sealed class SignInClient : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public SignInClient(PortalSession session) => Link = new LinkClient(session);

    public LinkClient Link { get; }

    /// <summary>Cookies for the redirect address, as <c>Cookie</c> carries them.</summary>
    public string? Cookie { get; set; }

    /// <summary>Where the page sent the browser.</summary>
    public string? Provider { get; set; }

    /// <summary>Fills in the form and goes as far as the provider.</summary>
    public async Task<string> BeginAsync(string authority, string secret = StrictProvider.ClientSecret)
    {
        await Link.OpenAsync();
        var page = await SubmitAsync(authority, secret);
        return page;
    }

    public async Task<string> SubmitAsync(string approve, string secret = StrictProvider.ClientSecret)
    {
        using var posted = await Link.PostAsync(
        [
            new("method", "oauth"), new("value:client_id", StrictProvider.ClientId), new("value:client_secret", secret), new("approve", approve), new("action", "test"),
        ]);
        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        posted.Headers.Location!.ToString().ShouldBe(Link.Session.Url.AbsolutePath);
        return await ShowAsync();
    }

    /// <summary>The session's page; remembers where it leads.</summary>
    public async Task<string> ShowAsync()
    {
        await Link.SettleAsync();
        using var shown = await Link.GetAsync();
        Take(shown);
        return await shown.Content.ReadAsStringAsync();
    }

    /// <summary>Presses a button of the page.</summary>
    public async Task<string> PressAsync(string action, params (string Name, string Value)[] fields)
    {
        using var posted = await Link.PostAsync(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(new("action", action)));
        posted.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        return await ShowAsync();
    }

    /// <summary>Comes back from the provider; the answer is where the browser is sent, without following.</summary>
    public async Task<HttpResponseMessage> CallbackAsync(string address, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");
        request.Headers.Add("Sec-Fetch-Site", "cross-site");
        request.Headers.Add("Sec-Fetch-Mode", "navigate");
        request.Headers.Add("Sec-Fetch-Dest", "document");
        if (Cookie is not null) request.Headers.TryAddWithoutValidation("Cookie", Cookie);
        change?.Invoke(request);
        return await _client.SendAsync(request);
    }

    /// <summary>Comes back from the provider and reads the page behind it.</summary>
    public async Task<string> ReturnAsync(string address)
    {
        using var answer = await CallbackAsync(address);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldStartWith(Link.Session.Url.ToString());
        return await ShowAsync();
    }

    /// <summary>Comes back, and is refused: sent to a clean address that answers 400.</summary>
    public async Task<string> RefusedAsync(string address, Action<HttpRequestMessage>? change = null)
    {
        using var answer = await CallbackAsync(address, change);
        answer.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        answer.Headers.Location!.ToString().ShouldNotContain("?");
        using var page = await CallbackAsync(new Uri(new Uri(address), answer.Headers.Location).ToString());
        page.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        return await page.Content.ReadAsStringAsync();
    }

    public void Dispose()
    {
        Link.Dispose();
        _client.Dispose();
    }

    private void Take(HttpResponseMessage answer)
    {
        if (answer.Headers.TryGetValues("Set-Cookie", out var cookies)) Cookie = cookies.Single().Split(';')[0];
        if (answer.Headers.TryGetValues("Refresh", out var refresh)) Provider = refresh.Single()["0; url=".Length..];
    }
}
