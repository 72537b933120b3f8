namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in a real browser, skipped visibly where Chromium is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute() => Skip = Chromium.Missing;
}
