using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpConnectorAuth.Core;

namespace McpConnectorAuth.Workflow;

/// <summary>Values of the core's enumerations as the JSON spells them, for texts that people and models read beside it.</summary>
internal static class JsonName
{
    /// <summary>The JSON spelling, such as <c>api_key</c>.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum =>
        JsonSerializer.SerializeToElement(value, (JsonTypeInfo<T>)CoreJsonContext.Default.GetTypeInfo(typeof(T))!).GetString()!;
}
