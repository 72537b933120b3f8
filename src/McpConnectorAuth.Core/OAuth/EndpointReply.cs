using System.Buffers;
using System.Text.Json;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>What an endpoint answered, its body read as an object where it is one.</summary>
/// <param name="Response">The answer, or why none came.</param>
/// <param name="Root">The JSON object, or a form read as one; null where the body is neither.</param>
internal sealed record EndpointReply(ApiResponse Response, JsonElement? Root)
{
    public bool IsSuccess => Response.Failure is null && Response.Status is >= 200 and < 300;

    /// <summary>Reads a body: JSON with or without a byte order mark, or the form in which some providers answer.</summary>
    public static EndpointReply Read(ApiResponse response)
    {
        if (response.Failure is not null || response.Truncated) return new EndpointReply(response, null);
        using var document = ReadableJson.TryParse(response.Body);
        if (document is null) return new EndpointReply(response, FormEncoding.TryDecode(response.Body.Span) is { } form ? ToObject(form) : null);
        return new EndpointReply(response, document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null);
    }

    /// <summary>The text of a member: strings and numbers; null where it is absent, empty or something else.</summary>
    public static string? Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) ? TextOf(value) : null;

    /// <summary>The text of a value: strings, numbers and truth values; null for the rest and for an empty text.</summary>
    public static string? TextOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() is { Length: > 0 } text ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => null,
    };

    /// <summary>The value at a path of member names and, in arrays, positions.</summary>
    public static JsonElement? At(JsonElement root, IEnumerable<string> path)
    {
        var current = root;
        foreach (var step in path)
        {
            if (current.ValueKind == JsonValueKind.Object && current.TryGetProperty(step, out var member)) current = member;
            else if (current.ValueKind == JsonValueKind.Array && int.TryParse(step, out var index) && index >= 0 && index < current.GetArrayLength()) current = current[index];
            else return null;
        }

        return current;
    }

    private static JsonElement ToObject(IReadOnlyList<KeyValuePair<string, string>> form)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in form) writer.WriteString(name, value);
            writer.WriteEndObject();
        }

        using var document = JsonDocument.Parse(buffer.WrittenMemory);
        return document.RootElement.Clone();
    }
}
