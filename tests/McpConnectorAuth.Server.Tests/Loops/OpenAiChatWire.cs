using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>OpenAI's chat completions.</summary>
internal sealed class OpenAiChatWire : IModelWire
{
    public bool IsTurn(string path) => path == "/v1/chat/completions";

    public ModelRequest Read(JsonNode body)
    {
        var messages = WireText.Items(body["messages"]).ToLookup(message => (string)message["role"]!);
        return new ModelRequest(
            [.. messages["user"].Select(message => WireText.Of(message["content"]))],
            [.. WireText.Items(body["tools"]).Select(tool => new OfferedTool((string)tool["function"]!["name"]!))],
            [.. messages["tool"].Select(message => new ToolResult((string)message["tool_call_id"]!, WireText.Of(message["content"])))]);
    }

    public IEnumerable<(string? Event, object Data)> Write(ModelTurn turn)
    {
        var calls = turn.Tool is { } tool
            ? new[] { new { index = 0, id = $"call_{turn.Id}", type = "function", function = new { name = tool.Name, arguments = turn.Arguments } } }
            : null;
        yield return (null, Chunk(turn, new { role = "assistant", content = turn.Text, tool_calls = calls }, null));
        yield return (null, Chunk(turn, new { }, calls is null ? "stop" : "tool_calls"));
        yield return (null, new { id = $"chatcmpl-{turn.Id}", @object = "chat.completion.chunk", choices = Array.Empty<object>(), usage = new { prompt_tokens = 1, completion_tokens = 1, total_tokens = 2 } });
    }

    private static object Chunk(ModelTurn turn, object delta, string? end) => new
    {
        id = $"chatcmpl-{turn.Id}",
        @object = "chat.completion.chunk",
        created = 1,
        model = "scripted",
        choices = new[] { new { index = 0, delta, finish_reason = end } },
    };
}
