using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Specs;

/// <summary>What saving a spec did to its file.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<SpecSaveResult>))]
public enum SpecSaveResult
{
    /// <summary>There was no file; one was written.</summary>
    [JsonStringEnumMemberName("created")] Created,

    /// <summary>The file was edited where it differed.</summary>
    [JsonStringEnumMemberName("updated")] Updated,

    /// <summary>The file said the same already and was not touched.</summary>
    [JsonStringEnumMemberName("unchanged")] Unchanged,
}
