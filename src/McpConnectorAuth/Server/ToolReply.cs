namespace McpConnectorAuth.Server;

/// <summary>What a tool answers: the structured result and the same in a few lines that a person, or a client without structured content, can read.</summary>
/// <param name="Result">Structured content, as the output schema describes.</param>
/// <param name="Text">Short text.</param>
internal sealed record ToolReply<TResult>(TResult Result, string Text);
