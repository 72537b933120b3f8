namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>What a client asks the model for: the conversation so far and the tools that it offers.</summary>
/// <param name="Said">Texts of the user's side, without results of tools.</param>
/// <param name="Tools">The offered tools.</param>
/// <param name="Results">Results of the calls so far, in order.</param>
internal sealed record ModelRequest(IReadOnlyList<string> Said, IReadOnlyList<OfferedTool> Tools, IReadOnlyList<ToolResult> Results);
