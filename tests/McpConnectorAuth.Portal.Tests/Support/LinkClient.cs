using System.Net;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Speaks HTTP to a session as a browser would, header by header, so that a test can leave out or change each of them.</summary>
internal sealed partial class LinkClient : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false });

    public LinkClient(PortalSession session) => Session = session;

    public PortalSession Session { get; }

    public string? Cookie { get; set; }

    public string? Token { get; set; }

    public string Origin => Session.Url.GetLeftPart(UriPartial.Authority);

    /// <summary>Opens the link as a person's click does and remembers cookie and form token.</summary>
    public async Task<string> OpenAsync()
    {
        using var response = await GetAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        if (response.Headers.TryGetValues("Set-Cookie", out var cookies)) Cookie = cookies.Single().Split(';')[0];
        var page = await response.Content.ReadAsStringAsync();
        if (TokenInput().Match(page) is { Success: true } match) Token = match.Groups[1].Value;
        return page;
    }

    public Task<HttpResponseMessage> GetAsync(string suffix = "", Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, Session.Url + suffix);
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        return SendAsync(request, change);
    }

    public Task<HttpResponseMessage> PostAsync(IEnumerable<KeyValuePair<string, string>> fields, Action<HttpRequestMessage>? change = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Session.Url);
        request.Headers.Add("Origin", Origin);
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        if (Cookie is not null) request.Headers.Add("Cookie", Cookie);
        request.Content = new FormUrlEncodedContent(Token is null ? fields : fields.Append(new("token", Token)));
        return SendAsync(request, change);
    }

    /// <summary>Submits the form, expects the redirect and returns the page behind it.</summary>
    public async Task<string> SubmitAsync(string action, params (string Name, string Value)[] fields)
    {
        var all = fields.Select(field => KeyValuePair.Create(field.Name, field.Value)).Append(new("action", action));
        using var response = await PostAsync(all);
        response.StatusCode.ShouldBe(HttpStatusCode.SeeOther);
        response.Headers.Location!.ToString().ShouldBe(Session.Url.AbsolutePath);
        return await PageAsync();
    }

    /// <summary>The page as it is once no test runs.</summary>
    public async Task<string> PageAsync()
    {
        await SettleAsync();
        using var response = await GetAsync();
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Waits until no test runs.</summary>
    public async Task SettleAsync()
    {
        string status;
        do
        {
            using var answer = await GetAsync("/status");
            answer.StatusCode.ShouldBe(HttpStatusCode.OK);
            status = await answer.Content.ReadAsStringAsync();
        }
        while (status != "done");
    }

    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, Action<HttpRequestMessage>? change)
    {
        using (request)
        {
            change?.Invoke(request);
            return await _client.SendAsync(request);
        }
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]{64})\"", RegexOptions.NonBacktracking)]
    private static partial Regex TokenInput();
}
