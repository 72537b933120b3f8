using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>A test that needs a real client and a real browser; skipped visibly where one of them is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class AgentLoopFactAttribute : FactAttribute
{
    public AgentLoopFactAttribute(string command) => Skip = NodeTool.Missing(command) ?? Chromium.Missing;
}
