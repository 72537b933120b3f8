using System.Text.Json;
using Microsoft.Extensions.AI;

namespace McpConnectorAuth.Models;

/// <summary>OpenAI's Chat Completions API, which many providers and local servers speak too.</summary>
internal sealed class ChatCompletionsFormat : ChatFormat
{
    public override string Provider => "openai";

    public override string DefaultUrl => "https://api.openai.com/v1";

    public override string Path => "/chat/completions";

    public override IEnumerable<(string Name, string Value)> Headers(string? key) => key is null ? [] : [("Authorization", $"Bearer {key}")];

    public override void WriteRequest(Utf8JsonWriter writer, string model, IReadOnlyList<ChatMessage> messages)
    {
        writer.WriteString("model", model);
        WriteMessages(writer, messages);
    }

    public override string? ReadReply(JsonElement reply) =>
        Member(reply, "choices", JsonValueKind.Array) is { } choices && choices.GetArrayLength() > 0 && Member(choices[0], "message", JsonValueKind.Object) is { } message
            ? Member(message, "content", JsonValueKind.String)?.GetString()
            : null;
}
