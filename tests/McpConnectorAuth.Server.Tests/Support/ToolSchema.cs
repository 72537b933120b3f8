using System.ComponentModel;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>
/// JSON Schema (2020-12) of a tool's arguments or result, derived from the type that is really read or written, with the
/// texts of its <see cref="DescriptionAttribute"/>s.
/// </summary>
internal static class ToolSchema
{
    /// <summary>Schema of arguments: optional members are plain types that may be left out, unknown ones are refused.</summary>
    public static JsonNode ForArguments(JsonTypeInfo type) => Export(type, isArguments: true);

    /// <summary>
    /// Schema of a result. Models pay for every byte of it on every turn, so it says names, types and meanings, and leaves out
    /// which members are always there, which values an enumeration has, what plain lists hold, and what a member's name says already.
    /// </summary>
    public static JsonNode ForResult(JsonTypeInfo type) => Export(type, isArguments: false);

    private static JsonNode Export(JsonTypeInfo type, bool isArguments)
    {
        var options = new JsonSchemaExporterOptions
        {
            TreatNullObliviousAsNonNullable = true,
            TransformSchemaNode = (context, node) => Refine(context, node, isArguments),
        };
        return type.GetJsonSchemaAsNode(options);
    }

    private static JsonNode Refine(JsonSchemaExporterContext context, JsonNode node, bool isArguments)
    {
        if (node is not JsonObject schema) return node;
        if (schema.ContainsKey("enum") && !schema.ContainsKey("type")) schema.Insert(0, "type", "string");
        schema.Remove("required");
        if (isArguments && schema["properties"] is JsonObject properties) Restrict(context, schema, properties);
        if (!isArguments) Shorten(schema, context.Path.Length == 0);
        if (isArguments || context.TypeInfo.OriginatingResolver is ServerJsonContext) DropNull(schema);
        var attributes = context.PropertyInfo?.AttributeProvider?.GetCustomAttributes(typeof(DescriptionAttribute), inherit: false);
        if (attributes is [DescriptionAttribute { Description: { Length: > 0 } text }, ..])
            schema["description"] = schema["description"] is { } members ? $"{text}: {members}" : text;
        if (!isArguments && context.PropertyInfo is { } property && SaysOnlyItsName(property.Name, (string?)schema["description"])) schema.Remove("description");
        return schema;
    }

    private static bool SaysOnlyItsName(string name, string? description) => description is null || description == name.Replace('_', ' ');

    /// <summary>An object that most results lack or that holds plain values and lists of them only, or a list of such, is described by the names of its members.</summary>
    private static void Shorten(JsonObject schema, bool isResult)
    {
        schema.Remove("enum");
        if (schema["additionalProperties"] is JsonValue) schema.Remove("additionalProperties");
        // What is there only for several documents is told of once, where those are listed.
        schema.Remove("default");
        schema.Remove("format");
        if (schema["items"] is JsonObject { Count: 1 }) schema.Remove("items");
        if (schema["properties"] is JsonObject all && all["document"]?["type"] is JsonArray) all.Remove("document");
        if ((schema["properties"] ?? schema["items"]?["properties"]) is not JsonObject members) return;
        var isPlain = members.All(member => !HasMembers(member.Value!));
        if (schema["type"] is not JsonArray && (!isPlain || isResult)) return;
        schema.Remove("items");
        schema["description"] = string.Join(", ", members.Select(member => member.Key));
        schema.Remove("properties");
    }

    private static bool HasMembers(JsonNode schema) => ((schema["items"] ?? schema)["type"]?.ToJsonString() ?? "").Contains("object", StringComparison.Ordinal);

    /// <summary>An argument is required where its type can't be null and it has no default; others than the named ones are refused.</summary>
    private static void Restrict(JsonSchemaExporterContext context, JsonObject schema, JsonObject properties)
    {
        var required = new JsonArray();
        foreach (var property in context.TypeInfo.Properties)
        {
            if (!properties.ContainsKey(property.Name)) continue;
            if (!property.IsGetNullable && property.AssociatedParameter is not { HasDefaultValue: true }) required.Add((JsonNode)property.Name);
        }

        if (required.Count > 0) schema["required"] = required;
        schema["additionalProperties"] = false;
    }

    private static void DropNull(JsonObject schema)
    {
        if (schema["type"] is JsonArray types && types.Count == 2) schema["type"] = types.First(t => (string?)t != "null")!.DeepClone();

        // What may be left out is a choice that another tool lists.
        if (schema["enum"] is JsonArray values && values.Remove(null)) schema.Remove("enum");
        if (schema["default"] is null) schema.Remove("default");
    }
}
