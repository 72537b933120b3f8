using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>Gemini's streamGenerateContent.</summary>
internal sealed class GeminiWire : IModelWire
{
    public bool IsTurn(string path) => path.EndsWith(":streamGenerateContent", StringComparison.Ordinal);

    public ModelRequest Read(JsonNode body)
    {
        var parts = WireText.Items(body["contents"]).Where(content => (string?)content["role"] == "user").SelectMany(content => WireText.Items(content["parts"])).ToList();
        return new ModelRequest(
            [.. parts.Select(part => (string?)part["text"]).OfType<string>()],
            [.. WireText.Items(body["tools"]).SelectMany(tool => WireText.Items(tool["functionDeclarations"])).Select(tool => new OfferedTool((string)tool["name"]!))],
            [.. parts.Select(part => part["functionResponse"]).OfType<JsonNode>().Select(result => new ToolResult((string?)result["id"] ?? "", Text(result["response"]!)))]);
    }

    private static string Text(JsonNode response) => (string?)response["output"] ?? response.ToJsonString();

    public IEnumerable<(string? Event, object Data)> Write(ModelTurn turn)
    {
        List<object> parts = [];
        if (turn.Text is not null) parts.Add(new { text = turn.Text });
        if (turn.Tool is { } tool) parts.Add(new { functionCall = new { id = turn.Id, name = tool.Name, args = JsonNode.Parse(turn.Arguments) } });
        yield return (null, new
        {
            candidates = new[] { new { index = 0, content = new { role = "model", parts }, finishReason = "STOP" } },
            usageMetadata = new { promptTokenCount = 1, candidatesTokenCount = 1, totalTokenCount = 2 },
        });
    }
}
