using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>What became of a file that was written.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FileChange>))]
public enum FileChange
{
    /// <summary>It is new.</summary>
    [JsonStringEnumMemberName("created")] Created,

    /// <summary>It was replaced.</summary>
    [JsonStringEnumMemberName("updated")] Updated,

    /// <summary>It already had this content.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,
}
