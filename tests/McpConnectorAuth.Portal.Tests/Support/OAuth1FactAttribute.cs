namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in Chromium against Debian's python3-oauthlib, skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OAuth1FactAttribute : FactAttribute
{
    public OAuth1FactAttribute() => Skip = Chromium.Missing ?? (OAuth1Provider.Available ? null : "The Python module oauthlib is not installed (Debian: python3-oauthlib).");
}
