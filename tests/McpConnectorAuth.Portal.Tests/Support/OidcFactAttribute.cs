namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in Chromium against <c>oidc-provider</c>, skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class OidcFactAttribute : FactAttribute
{
    public OidcFactAttribute() => Skip = Chromium.Missing ?? (OidcProvider.Available ? null : "oidc-provider is not installed (npm ci in tests/tools).");
}
