using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>Where in a request a credential travels.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<PlacementLocation>))]
public enum PlacementLocation
{
    /// <summary>A request header.</summary>
    [JsonStringEnumMemberName("header")] Header,

    /// <summary>A query parameter.</summary>
    [JsonStringEnumMemberName("query")] Query,

    /// <summary>A field of the request body.</summary>
    [JsonStringEnumMemberName("body")] Body,

    /// <summary>A segment of the path.</summary>
    [JsonStringEnumMemberName("path")] Path,

    /// <summary>A cookie.</summary>
    [JsonStringEnumMemberName("cookie")] Cookie,
}
