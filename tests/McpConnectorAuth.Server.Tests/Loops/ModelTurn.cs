namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>What the model says: a text, a tool call, or a text and a call.</summary>
/// <param name="Text">What the client shows to the person; null for nothing.</param>
/// <param name="Tool">The tool to call, as this client offers it; null for none.</param>
/// <param name="Arguments">The call's arguments, JSON.</param>
/// <param name="Id">Unique in the conversation.</param>
internal sealed record ModelTurn(string? Text, OfferedTool? Tool, string Arguments, string Id);
