using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Prompts;

/// <summary>A prompt that a person picks: a task in a sentence, then the skill that says how it is done.</summary>
/// <param name="Name">Name, snake_case.</param>
/// <param name="Title">Title for people.</param>
/// <param name="Description">What it does.</param>
/// <param name="Skill">The skill whose text it carries.</param>
/// <param name="Arguments">What the person fills in.</param>
/// <param name="Task">The task, from the arguments.</param>
internal sealed record PromptDefinition(
    string Name,
    string Title,
    string Description,
    string Skill,
    IReadOnlyList<PromptArgument> Arguments,
    Func<IReadOnlyDictionary<string, string>, string> Task);
