using System.Net;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>Fills the portal's form over HTTP as a browser without JavaScript would.</summary>
internal sealed partial class PortalVisitor : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = true });
    private string _page = "";
    private Uri _url;

    public PortalVisitor(string url)
    {
        _url = new Uri(url);
        _http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    public string Page => _page;

    /// <summary>What a person reads: the page without its markup.</summary>
    public string Text => WebUtility.HtmlDecode(BlankPattern().Replace(TagPattern().Replace(_page[_page.IndexOf("<main", StringComparison.Ordinal)..], " "), " "));

    public async Task OpenAsync()
    {
        using var response = await _http.GetAsync(_url);
        _page = await response.Content.ReadAsStringAsync();
        response.StatusCode.ShouldBe(HttpStatusCode.OK, _page);
    }

    /// <summary>Submits the form with the named button, keeping hidden inputs and ticking every checkbox, and follows to the final page.</summary>
    public async Task SubmitAsync(string button, IReadOnlyDictionary<string, string> values)
    {
        await SendAsync(button, values);
        while ((await _http.GetStringAsync(new Uri($"{_url}/status"))).Contains("testing", StringComparison.OrdinalIgnoreCase)) await Task.Delay(50);
        _page = await _http.GetStringAsync(_url);
    }

    /// <summary>Does the same and then what the page says, as a browser without script: comes back after the seconds that it names, and loads its style sheet.</summary>
    public async Task SubmitWithoutScriptAsync(string button, IReadOnlyDictionary<string, string> values)
    {
        await SendAsync(button, values);
        while (RefreshPattern().Match(_page) is { Success: true } refresh)
        {
            await Task.Delay(TimeSpan.FromSeconds(int.Parse(refresh.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture)));
            await OpenAsync();
        }

        (await _http.GetStringAsync(new Uri(_url, "/assets/portal.css"))).ShouldNotBeEmpty();
    }

    private async Task SendAsync(string button, IReadOnlyDictionary<string, string> values)
    {
        var form = FormPattern().Matches(_page).Select(m => m.Value).First(f => f.Contains($"value=\"{button}\"", StringComparison.Ordinal));
        var fields = new List<KeyValuePair<string, string>>();
        foreach (Match input in InputPattern().Matches(form))
        {
            var type = Attribute(input.Value, "type");
            var name = Attribute(input.Value, "name");
            if (name.Length == 0) continue;
            if (type is "hidden") fields.Add(new(name, WebUtility.HtmlDecode(Attribute(input.Value, "value"))));
            if (type is "checkbox") fields.Add(new(name, Attribute(input.Value, "value") is { Length: > 0 } on ? WebUtility.HtmlDecode(on) : "on"));
            if (type is "radio" && input.Value.Contains(" checked", StringComparison.Ordinal)) fields.Add(new(name, WebUtility.HtmlDecode(Attribute(input.Value, "value"))));
        }

        foreach (Match input in NamePattern().Matches(form))
        {
            var name = WebUtility.HtmlDecode(input.Groups[1].Value);
            if (name.StartsWith("value:", StringComparison.Ordinal) && values.TryGetValue(name["value:".Length..], out var value)) fields.Add(new(name, value));
        }

        var submit = ButtonPattern().Matches(form).First(m => m.Value.Contains($"value=\"{button}\"", StringComparison.Ordinal));
        fields.Add(new(Attribute(submit.Value, "name"), button));
        var action = new Uri(_url, WebUtility.HtmlDecode(ActionPattern().Match(form).Groups[1].Value));
        using var request = new HttpRequestMessage(HttpMethod.Post, action) { Content = new FormUrlEncodedContent(fields) };
        request.Headers.Add("Origin", _url.GetLeftPart(UriPartial.Authority));
        using var response = await _http.SendAsync(request);
        _page = await response.Content.ReadAsStringAsync();
        _url = response.RequestMessage!.RequestUri!;
        response.StatusCode.ShouldBe(HttpStatusCode.OK, _page);
    }

    public void Dispose() => _http.Dispose();

    private static string Attribute(string tag, string name) =>
        Regex.Match(tag, $"\\s{name}=\"([^\"]*)\"", RegexOptions.NonBacktracking).Groups[1].Value;

    [GeneratedRegex("http-equiv=\"refresh\" content=\"([0-9]+)\"")]
    private static partial Regex RefreshPattern();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex TagPattern();

    [GeneratedRegex("\\s+")]
    private static partial Regex BlankPattern();

    [GeneratedRegex("<form[^>]*>.*?</form>", RegexOptions.Singleline)]
    private static partial Regex FormPattern();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline)]
    private static partial Regex InputPattern();

    [GeneratedRegex("<button[^>]*>", RegexOptions.Singleline)]
    private static partial Regex ButtonPattern();

    [GeneratedRegex("<(?:input|textarea|select)[^>]*?\\sname=\"([^\"]*)\"", RegexOptions.Singleline)]
    private static partial Regex NamePattern();

    [GeneratedRegex("<form[^>]*?\\saction=\"([^\"]*)\"")]
    private static partial Regex ActionPattern();
}
