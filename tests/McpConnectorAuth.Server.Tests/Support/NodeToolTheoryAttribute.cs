namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>Cases that need a pinned command from npm, see <see cref="NodeToolFactAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NodeToolTheoryAttribute : TheoryAttribute
{
    public NodeToolTheoryAttribute(string command) => Skip = NodeTool.Missing(command);
}
