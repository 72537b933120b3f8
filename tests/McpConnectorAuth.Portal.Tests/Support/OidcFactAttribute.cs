namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in Chromium against <c>oidc-provider</c>, skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OidcFactAttribute : FactAttribute
{
    public OidcFactAttribute()
    {
        if (Chromium.Path is null) Skip = "Chromium is not installed (Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH).";
        else if (!OidcProvider.Available) Skip = "oidc-provider is not installed (npm ci in tests/tools).";
    }
}
