using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>save_memory</c>: keeps what was learned about an API in the project.</summary>
internal sealed class SaveMemoryTool(ConnectorAuthServices services) : ConnectorTool<SaveMemoryTool.Arguments, MemoryChange>(
    services,
    new ToolDefinition(
        "save_memory",
        "Save what was learned",
        "Keeps a lasting fact about how an API authenticates (a quirk, an error's cause, where a key is found). "
        + "Same topic and title updates; a near-duplicate is merged; secrets and facts of this session are refused.",
        ReadOnly: false, Destructive: true, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.SaveMemoryArguments,
    ServerJsonContext.Default.MemoryChange)
{
    internal sealed record Arguments(
        [property: Description("topic file, such as a source name or oauth-quirks")] string Topic,
        [property: Description("short title, unique in the topic")] string Title,
        [property: Description("the note, Markdown, at most 4 kB; empty for remove")] string Content = "",
        [property: Description("default add")] MemoryAction Action = MemoryAction.Add);

    protected override Task<ToolReply<MemoryChange>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var result = Services.Workflow.SaveMemory(new MemoryNote(arguments.Topic, arguments.Title, arguments.Content, arguments.Action), cancellationToken);
        var contradictions = string.Concat(result.Contradicts.Select(other => $"\ncontradicts {other}; correct or remove the wrong one"));
        return Task.FromResult(new ToolReply<MemoryChange>(result, $"{result.Path}: \"{result.Title}\" {JsonName.Of(result.Effect)}.{contradictions}"));
    }
}
