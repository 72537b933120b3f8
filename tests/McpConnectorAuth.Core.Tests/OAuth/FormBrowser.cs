using System.Net;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Goes through a provider's pages as a person would: keeps cookies, follows redirects, fills the form that is shown and sends it.</summary>
internal sealed partial class FormBrowser : IDisposable
{
    private readonly SocketsHttpHandler _handler = new() { AllowAutoRedirect = false, CookieContainer = new CookieContainer() };
    private readonly HttpClient _client;

    public FormBrowser() => _client = new HttpClient(_handler);

    public void Dispose() => _client.Dispose();

    /// <summary>Goes on until the provider sends the browser to the redirect URI; its query.</summary>
    public async Task<Dictionary<string, string>> SignInAsync(Uri url, string redirectUri, string button = "")
    {
        var end = await GoAsync(url, button, target => target.OriginalString.StartsWith(redirectUri, StringComparison.Ordinal));
        return PretendBrowser.QueryOf(end.ShouldNotBeNull("the provider never sent the browser back"));
    }

    /// <summary>Goes on until a page has no form any more.</summary>
    public async Task ApproveAsync(Uri url) => (await GoAsync(url, "", _ => false)).ShouldBeNull();

    private async Task<Uri?> GoAsync(Uri url, string button, Func<Uri, bool> isEnd)
    {
        HttpContent? content = null;
        for (var step = 0; step < 30; step++)
        {
            using var request = new HttpRequestMessage(content is null ? HttpMethod.Get : HttpMethod.Post, url) { Content = content };
            using var response = await _client.SendAsync(request);
            content = null;
            if (response.Headers.Location is { } location)
            {
                url = new Uri(url, location);
                if (isEnd(url)) return url;
                continue;
            }

            var page = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(HttpStatusCode.OK, page);
            var form = Form().Match(page);
            if (!form.Success) return null;
            url = new Uri(url, WebUtility.HtmlDecode(Action().Match(form.Groups["tag"].Value).Groups[1].Value));
            var fields = Input().Matches(form.Groups["body"].Value).Select(input => input.Value).Select(input => KeyValuePair.Create(
                Name().Match(input).Groups[1].Value, WebUtility.HtmlDecode(Value().Match(input).Groups[1].Value))).ToDictionary(pair => pair.Key, pair => pair.Value);
            if (fields.ContainsKey("login")) fields["login"] = "ada";
            if (fields.ContainsKey("password")) fields["password"] = "any";
            if (button.Length > 0 && page.Contains($"name=\"{button}\"", StringComparison.Ordinal)) fields[button] = "yes";
            content = new FormUrlEncodedContent(fields);
        }

        throw new InvalidOperationException("The provider's pages do not end.");
    }

    [GeneratedRegex("(?<tag><form[^>]*>)(?<body>.*?)</form>", RegexOptions.Singleline)]
    private static partial Regex Form();

    [GeneratedRegex("action=\"([^\"]*)\"")]
    private static partial Regex Action();

    [GeneratedRegex("<input[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Input();

    [GeneratedRegex("name=\"([^\"]*)\"")]
    private static partial Regex Name();

    [GeneratedRegex("value=\"([^\"]*)\"")]
    private static partial Regex Value();
}
