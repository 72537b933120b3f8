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

    /// <summary>A note of another title said nearly the same; it now says what was new as well.</summary>
    [JsonStringEnumMemberName("merged")] Merged,

    /// <summary>A note said the same already.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,

    /// <summary>The note was removed.</summary>
    [JsonStringEnumMemberName("removed")] Removed,
}
