using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>OpenAI's responses.</summary>
internal sealed class OpenAiResponsesWire : IModelWire
{
    public bool IsTurn(string path) => path == "/v1/responses";

    public ModelRequest Read(JsonNode body)
    {
        var input = WireText.Items(body["input"]).ToList();
        return new ModelRequest(
            [.. input.Where(item => (string?)item["role"] == "user").Select(item => WireText.Of(item["content"]))],
            [.. WireText.Items(body["tools"]).SelectMany(Offered)],
            [.. input.Where(item => (string?)item["type"] == "function_call_output").Select(item => new ToolResult((string)item["call_id"]!, WireText.Of(item["output"])))]);
    }

    public IEnumerable<(string? Event, object Data)> Write(ModelTurn turn)
    {
        var response = new { id = $"resp_{turn.Id}", @object = "response", status = "in_progress" };
        yield return ("response.created", new { type = "response.created", response });
        if (turn.Text is not null)
        {
            yield return ("response.output_item.done", new
            {
                type = "response.output_item.done",
                item = new { type = "message", id = $"msg_{turn.Id}", role = "assistant", content = new[] { new { type = "output_text", text = turn.Text } } },
            });
        }

        if (turn.Tool is { } tool)
        {
            yield return ("response.output_item.done", new
            {
                type = "response.output_item.done",
                item = new { type = "function_call", id = $"fc_{turn.Id}", call_id = $"call_{turn.Id}", @namespace = tool.Namespace, name = tool.Name, arguments = turn.Arguments },
            });
        }

        yield return ("response.completed", new
        {
            type = "response.completed",
            response = new { response.id, response.@object, status = "completed", usage = new { input_tokens = 1, output_tokens = 1, total_tokens = 2 } },
        });
    }

    private static IEnumerable<OfferedTool> Offered(JsonNode tool) => (string?)tool["type"] == "namespace"
        ? WireText.Items(tool["tools"]).Select(inner => new OfferedTool((string)inner["name"]!, (string)tool["name"]!))
        : tool["name"] is { } name ? [new OfferedTool((string)name!)] : [];
}
