using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>The most likely cause of an outcome that is not valid.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerificationCause>))]
public enum VerificationCause
{
    /// <summary>The person's value is not the right one.</summary>
    [JsonStringEnumMemberName("wrong_value")] WrongValue,

    /// <summary>The value goes to the wrong place on the request, or in the wrong form.</summary>
    [JsonStringEnumMemberName("wrong_placement")] WrongPlacement,

    /// <summary>The value belongs to another host, region or environment, or the call does not exist where it was made.</summary>
    [JsonStringEnumMemberName("wrong_host")] WrongHost,

    /// <summary>The caller is known and lacks a permission or scope.</summary>
    [JsonStringEnumMemberName("missing_scope")] MissingScope,

    /// <summary>The API wants another way of authentication.</summary>
    [JsonStringEnumMemberName("wrong_method")] WrongMethod,

    /// <summary>The credential has ended.</summary>
    [JsonStringEnumMemberName("expired")] Expired,
}
