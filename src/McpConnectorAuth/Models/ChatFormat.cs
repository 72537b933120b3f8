using System.Text.Json;
using Microsoft.Extensions.AI;

namespace McpConnectorAuth.Models;

/// <summary>How a provider of models is spoken to: where, with which headers, and what request and reply look like.</summary>
internal abstract class ChatFormat
{
    /// <summary>The formats there are.</summary>
    public static IReadOnlyList<ChatFormat> All => [new MessagesFormat(), new ChatCompletionsFormat()];

    /// <summary>What stands before the slash in <see cref="ModelSettings.ModelVariable"/>.</summary>
    public abstract string Provider { get; }

    /// <summary>The provider's own URL.</summary>
    public abstract string DefaultUrl { get; }

    /// <summary>Path of the call below the URL.</summary>
    public abstract string Path { get; }

    /// <summary>Headers of a request with a key, the key's own among them.</summary>
    public abstract IEnumerable<(string Name, string Value)> Headers(string? key);

    /// <summary>Writes the members of a request.</summary>
    public abstract void WriteRequest(Utf8JsonWriter writer, string model, IReadOnlyList<ChatMessage> messages);

    /// <summary>The text of a reply; null where the reply is none of this format.</summary>
    public abstract string? ReadReply(JsonElement reply);

    /// <summary>Writes messages as objects with a role and a text.</summary>
    protected static void WriteMessages(Utf8JsonWriter writer, IEnumerable<ChatMessage> messages)
    {
        writer.WriteStartArray("messages");
        foreach (var message in messages)
        {
            writer.WriteStartObject();
            writer.WriteString("role", message.Role.Value);
            writer.WriteString("content", message.Text);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    /// <summary>A member of an object that has the given kind.</summary>
    protected static JsonElement? Member(JsonElement element, string name, JsonValueKind kind) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var member) && member.ValueKind == kind ? member : null;
}
