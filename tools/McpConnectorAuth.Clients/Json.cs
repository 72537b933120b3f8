using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace McpConnectorAuth.Clients;

/// <summary>JSON as people would write it.</summary>
internal static class Json
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver,
    };

    public static string Write(JsonObject value) => value.ToJsonString(Readable) + "\n";

    public static JsonArray List(IEnumerable<string> items) => [.. items.Select(item => (JsonNode)item)];
}
