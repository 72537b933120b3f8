using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>
/// Checks a value against the keywords of JSON Schema 2020-12 that the published schema uses, and fails on any other keyword,
/// so that none is passed over.
/// </summary>
internal sealed class JsonSchemaCheck(JsonObject root)
{
    private static readonly HashSet<string> Annotations = ["$schema", "$id", "$defs", "title", "description"];

    public bool Accepts(JsonNode? value) => Accepts(root, value);

    private bool Accepts(JsonNode schema, JsonNode? value) =>
        schema is JsonValue always ? (bool)always : schema.AsObject().All(keyword => Annotations.Contains(keyword.Key) || AcceptsKeyword(schema.AsObject(), keyword.Key, keyword.Value!, value));

    private bool AcceptsKeyword(JsonObject schema, string keyword, JsonNode argument, JsonNode? value) => keyword switch
    {
        "$ref" => Accepts(root["$defs"]![((string)argument!)["#/$defs/".Length..]]!, value),
        "type" => (argument as JsonArray ?? [argument.DeepClone()]).Any(type => TypesOf(value).Contains((string)type!)),
        "enum" => argument.AsArray().Any(allowed => JsonNode.DeepEquals(allowed, value)),
        "required" => value is not JsonObject mapping || argument.AsArray().All(key => mapping.ContainsKey((string)key!)),
        "properties" => value is not JsonObject mapping || argument.AsObject().All(pair => !mapping.ContainsKey(pair.Key) || Accepts(pair.Value!, mapping[pair.Key])),
        "additionalProperties" => value is not JsonObject mapping || mapping.All(pair => schema["properties"]?[pair.Key] is not null || Accepts(argument, pair.Value)),
        "items" => value is not JsonArray list || list.All(item => Accepts(argument, item)),
        "minItems" => value is not JsonArray list || list.Count >= (int)argument,
        "minLength" => Text(value) is not { } text || text.Length >= (int)argument,
        "maxLength" => Text(value) is not { } text || text.Length <= (int)argument,
        "pattern" => Text(value) is not { } text || Regex.IsMatch(text, (string)argument!, RegexOptions.ECMAScript),
        "minimum" => !TypesOf(value).Contains("integer") || (long)value! >= (long)argument,
        "if" => Accepts(argument, value) || Accepts(schema["else"]!, value),
        "else" => true,
        _ => throw new NotSupportedException($"The keyword {keyword} is not checked."),
    };

    private static string? Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue(out string? text) ? text : null;

    private static string[] TypesOf(JsonNode? value) => value switch
    {
        null => ["null"],
        JsonObject => ["object"],
        JsonArray => ["array"],
        JsonValue scalar when scalar.TryGetValue(out string? _) => ["string"],
        JsonValue scalar when scalar.TryGetValue(out bool _) => ["boolean"],
        JsonValue scalar when scalar.TryGetValue(out long _) => ["integer", "number"],
        _ => ["number"],
    };
}
