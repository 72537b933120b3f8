namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in Chromium against Debian's python3-oauthlib, skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OAuth1FactAttribute : FactAttribute
{
    public OAuth1FactAttribute()
    {
        if (Chromium.Path is null) Skip = "Chromium is not installed (Debian: apt-get install chromium; elsewhere set CHROMIUM_PATH).";
        else if (!OAuth1Provider.Available) Skip = "The Python module oauthlib is not installed (Debian: python3-oauthlib).";
    }
}
