using System.Text.Json;
using Microsoft.Extensions.AI;

namespace McpConnectorAuth.Models;

/// <summary>
/// Anthropic's Messages API. The provider's own package builds its requests by reflection, which this program has switched off,
/// so the few members that are needed are written here.
/// </summary>
internal sealed class MessagesFormat : ChatFormat
{
    private const int MaximumTokens = 4096;

    public override string Provider => "anthropic";

    public override string DefaultUrl => "https://api.anthropic.com";

    public override string Path => "/v1/messages";

    public override IEnumerable<(string Name, string Value)> Headers(string? key)
    {
        yield return ("anthropic-version", "2023-06-01");
        if (key is not null) yield return ("x-api-key", key);
    }

    public override void WriteRequest(Utf8JsonWriter writer, string model, IReadOnlyList<ChatMessage> messages)
    {
        writer.WriteString("model", model);
        writer.WriteNumber("max_tokens", MaximumTokens);
        writer.WriteString("system", string.Join('\n', messages.Where(message => message.Role == ChatRole.System).Select(message => message.Text)));
        WriteMessages(writer, messages.Where(message => message.Role != ChatRole.System));
    }

    public override string? ReadReply(JsonElement reply)
    {
        if (Member(reply, "content", JsonValueKind.Array) is not { } content) return null;
        var texts = content.EnumerateArray().Select(part => Member(part, "text", JsonValueKind.String)?.GetString()).OfType<string>().ToList();
        return texts.Count > 0 ? string.Concat(texts) : null;
    }
}
