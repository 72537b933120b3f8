using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Verification;

/// <summary>The verdict of a check.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<VerificationOutcome>))]
public enum VerificationOutcome
{
    /// <summary>The call succeeds with the credential and fails without it or with a changed one.</summary>
    [JsonStringEnumMemberName("valid")] Valid,

    /// <summary>The API refuses the credential.</summary>
    [JsonStringEnumMemberName("invalid_credentials")] InvalidCredentials,

    /// <summary>The API knows the credential but does not let it make this call.</summary>
    [JsonStringEnumMemberName("insufficient_permissions")] InsufficientPermissions,

    /// <summary>The API asks to wait.</summary>
    [JsonStringEnumMemberName("rate_limited")] RateLimited,

    /// <summary>The host answers but the call does not exist there.</summary>
    [JsonStringEnumMemberName("wrong_endpoint")] WrongEndpoint,

    /// <summary>The call succeeds without a credential, so it proves nothing.</summary>
    [JsonStringEnumMemberName("endpoint_is_public")] EndpointIsPublic,

    /// <summary>No connection to the host.</summary>
    [JsonStringEnumMemberName("unreachable")] Unreachable,

    /// <summary>The TLS handshake or the certificate failed.</summary>
    [JsonStringEnumMemberName("tls_error")] TlsError,

    /// <summary>Anything else; the report says what came back.</summary>
    [JsonStringEnumMemberName("unexpected")] Unexpected,
}
