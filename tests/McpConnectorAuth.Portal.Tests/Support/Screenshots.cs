using Microsoft.Playwright;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Pictures for the documentation, taken only where PORTAL_SCREENSHOTS names a folder.</summary>
internal static class Screenshots
{
    public static async Task SaveAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("PORTAL_SCREENSHOTS") is { Length: > 0 } folder)
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"portal-{name}.png"), FullPage = true });
    }
}
