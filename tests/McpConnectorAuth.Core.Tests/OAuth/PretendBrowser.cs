using Microsoft.AspNetCore.WebUtilities;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>Does what a browser does with an authorization URL: asks for it, and reads where it is sent.</summary>
internal static class PretendBrowser
{
    public static async Task<Dictionary<string, string>> VisitAsync(Uri url)
    {
        using var handler = new SocketsHttpHandler { AllowAutoRedirect = false };
        using var client = new HttpClient(handler);
        using var response = await client.GetAsync(url);
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.Redirect, await response.Content.ReadAsStringAsync());
        response.Headers.Location!.OriginalString.ShouldStartWith(OAuthSpec.Redirect);
        return QueryOf(response.Headers.Location);
    }

    public static Dictionary<string, string> QueryOf(Uri url) => QueryHelpers.ParseQuery(url.Query).ToDictionary(pair => pair.Key, pair => pair.Value.ToString());
}
