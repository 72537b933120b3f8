namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>One tool call of a script.</summary>
/// <param name="Tool">The tool's own name.</param>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Expected">Regular expression that the result, as the model reads it, has to match.</param>
/// <param name="Says">What the model says beside the call, made of the results so far.</param>
/// <param name="Report">What the client tells later when the call only began something; the model says nothing more until then. Null for a call that is done when it returns.</param>
internal sealed record ScriptStep(string Tool, object Arguments, string Expected, Func<IReadOnlyList<string>, string>? Says = null, string? Report = null);
