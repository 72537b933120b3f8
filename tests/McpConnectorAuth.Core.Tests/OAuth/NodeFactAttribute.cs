namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>A test that needs an authorization server from npm; <c>tests/run</c> installs it.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeFactAttribute : FactAttribute
{
    public NodeFactAttribute(string package)
    {
        if (!NodeTool.Has(package)) Skip = $"{package} is not installed: run tests/run, or npm ci in tests/tools.";
    }
}
