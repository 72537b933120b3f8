namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>What the model does in a conversation, of the main agent or of a subagent.</summary>
/// <param name="Prompt">What the user's side says in this conversation and in no other.</param>
/// <param name="Steps">The calls, one a turn.</param>
/// <param name="Conclusion">What it says in the end.</param>
internal sealed record ModelScript(string Prompt, IReadOnlyList<ScriptStep> Steps, string Conclusion);
