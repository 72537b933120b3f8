namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>The result of a tool call.</summary>
/// <param name="CallId">Id of the call, as the model gave it.</param>
/// <param name="Text">The result as the model reads it.</param>
internal sealed record ToolResult(string CallId, string Text);
