using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What saving a note did.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<MemoryEffect>))]
public enum MemoryEffect
{
    /// <summary>A new note was written.</summary>
    [JsonStringEnumMemberName("created")] Created,

    /// <summary>The text of a note was replaced.</summary>
    [JsonStringEnumMemberName("updated")] Updated,

    /// <summary>The note said the same already.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,

    /// <summary>The note was removed.</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}
