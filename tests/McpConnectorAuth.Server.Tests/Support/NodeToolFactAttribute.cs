namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A test that needs a pinned command from npm; <c>tests/run</c> installs it, and where it is missing the test is skipped with the reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeToolFactAttribute : FactAttribute
{
    public NodeToolFactAttribute(string command) => Skip = NodeTool.Missing(command);
}
