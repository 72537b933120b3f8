namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A test in Chromium with axe-core, skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AxeFactAttribute : FactAttribute
{
    public AxeFactAttribute() => Skip = Chromium.Missing ?? (Axe.Path is not null ? null : "axe-core is not installed (npm install axe-core in the repository, or set AXE_CORE to its axe.min.js).");
}
