using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>What the document says about authentication as a whole.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AnalysisOutcome>))]
public enum AnalysisOutcome
{
    /// <summary>At least one method is documented.</summary>
    [JsonStringEnumMemberName("documented")] Documented,

    /// <summary>The document says that no authentication is needed.</summary>
    [JsonStringEnumMemberName("no_auth")] NoAuth,

    /// <summary>The document does not say.</summary>
    [JsonStringEnumMemberName("not_documented")] NotDocumented,
}
