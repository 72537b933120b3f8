using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What to do with a note.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemoryAction>))]
public enum MemoryAction
{
    /// <summary>Keeps a new note; replaces the text of one of the same title.</summary>
    [JsonStringEnumMemberName("add")] Add,

    /// <summary>Replaces the text of a note that exists.</summary>
    [JsonStringEnumMemberName("update")] Update,

    /// <summary>Removes a note.</summary>
    [JsonStringEnumMemberName("remove")] Remove,
}
