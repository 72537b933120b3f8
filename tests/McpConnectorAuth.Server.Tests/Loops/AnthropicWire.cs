using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>Anthropic's messages.</summary>
internal sealed class AnthropicWire : IModelWire
{
    public bool IsTurn(string path) => path == "/v1/messages";

    public ModelRequest Read(JsonNode body)
    {
        List<string> said = [];
        List<ToolResult> results = [];
        foreach (var message in WireText.Items(body["messages"]).Where(message => (string?)message["role"] == "user"))
        {
            if (message["content"] is not JsonArray blocks)
            {
                said.Add(WireText.Of(message["content"]));
                continue;
            }

            foreach (var block in WireText.Items(blocks))
            {
                if ((string?)block["type"] == "text") said.Add((string)block["text"]!);
                if ((string?)block["type"] == "tool_result") results.Add(new ToolResult((string)block["tool_use_id"]!, WireText.Of(block["content"])));
            }
        }

        return new ModelRequest(said, [.. WireText.Items(body["tools"]).Select(tool => new OfferedTool((string)tool["name"]!))], results);
    }

    public IEnumerable<(string? Event, object Data)> Write(ModelTurn turn)
    {
        yield return ("message_start", new
        {
            type = "message_start",
            message = new { id = $"msg_{turn.Id}", type = "message", role = "assistant", model = "scripted", content = Array.Empty<object>(), usage = new { input_tokens = 1, output_tokens = 1 } },
        });
        var index = 0;
        if (turn.Text is not null)
        {
            yield return ("content_block_start", new { type = "content_block_start", index, content_block = new { type = "text", text = "" } });
            yield return ("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "text_delta", text = turn.Text } });
            yield return ("content_block_stop", new { type = "content_block_stop", index });
            index++;
        }

        if (turn.Tool is { } tool)
        {
            yield return ("content_block_start", new { type = "content_block_start", index, content_block = new { type = "tool_use", id = $"toolu_{turn.Id}", name = tool.Name, input = new { } } });
            yield return ("content_block_delta", new { type = "content_block_delta", index, delta = new { type = "input_json_delta", partial_json = turn.Arguments } });
            yield return ("content_block_stop", new { type = "content_block_stop", index });
        }

        yield return ("message_delta", new { type = "message_delta", delta = new { stop_reason = turn.Tool is null ? "end_turn" : "tool_use" }, usage = new { output_tokens = 1 } });
        yield return ("message_stop", new { type = "message_stop" });
    }
}
