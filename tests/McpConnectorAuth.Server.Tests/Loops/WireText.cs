using System.Text.Json.Nodes;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>Text in the shapes that all formats share.</summary>
internal static class WireText
{
    /// <summary>A string, or a list of parts of which some have a text.</summary>
    public static string Of(JsonNode? content) => content switch
    {
        null => "",
        JsonArray parts => string.Concat(parts.Select(part => (string?)part?["text"])),
        _ => content.GetValue<string>(),
    };

    /// <summary>The elements of a list that may be missing.</summary>
    public static IEnumerable<JsonNode> Items(JsonNode? list) => (list as JsonArray ?? []).OfType<JsonNode>();
}
