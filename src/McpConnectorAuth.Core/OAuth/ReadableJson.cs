using System.Text;
using System.Text.Json;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Reads JSON of strangers: what comes back can be read to the last member without an exception.</summary>
internal static class ReadableJson
{
    private const int MaximumDepth = 32;

    /// <summary>Reads a text; null where it is no JSON.</summary>
    public static JsonDocument? TryParse(string text) => TryParse(Encoding.UTF8.GetBytes(text));

    /// <summary>
    /// Reads UTF-8 with or without a byte order mark; null where it is no JSON, nests deeper than 32 levels, or holds text that is
    /// none, such as half a surrogate pair (RFC 8259 section 8.2), which the parser lets pass and every reader of the text stumbles over.
    /// </summary>
    public static JsonDocument? TryParse(ReadOnlyMemory<byte> utf8)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        JsonDocument? document = null;
        try
        {
            document = JsonDocument.Parse(utf8, new JsonDocumentOptions { MaxDepth = MaximumDepth });
            ReadThrough(document.RootElement);
            return document;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            document?.Dispose();
            return null;
        }
    }

    private static void ReadThrough(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    _ = member.Name;
                    ReadThrough(member.Value);
                }

                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray()) ReadThrough(item);
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}
