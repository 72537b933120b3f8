namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in a real browser, skipped visibly where Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (Chromium.Path is null) Skip = "Chromium is not installed (Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH).";
    }
}
