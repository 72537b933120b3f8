using System.Text.Json;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>What an authorization server states of itself (RFC 8414 section 2), as far as it is used.</summary>
/// <param name="Issuer">The issuer, exactly as stated.</param>
/// <param name="AuthorizationUrl">Authorization endpoint, or null.</param>
/// <param name="TokenUrl">Token endpoint, or null.</param>
/// <param name="DeviceUrl">Device authorization endpoint (RFC 8628 section 4), or null.</param>
/// <param name="RevocationUrl">Revocation endpoint, or null.</param>
/// <param name="PushUrl">Pushed authorization request endpoint, only where the server requires its use (RFC 9126 section 5).</param>
/// <param name="SendsIssuer">Whether callbacks bring <c>iss</c> (RFC 9207 section 3).</param>
/// <param name="ReadAt">When it was read.</param>
internal sealed record ServerMetadata(
    string Issuer,
    string? AuthorizationUrl,
    string? TokenUrl,
    string? DeviceUrl,
    string? RevocationUrl,
    string? PushUrl,
    bool SendsIssuer,
    DateTimeOffset ReadAt)
{
    /// <summary>Reads metadata; null where the object states no issuer and so is none.</summary>
    public static ServerMetadata? Read(JsonElement root, DateTimeOffset now)
    {
        if (Text(root, "issuer") is not { } issuer) return null;
        return new ServerMetadata(
            issuer,
            Text(root, "authorization_endpoint"),
            Text(root, "token_endpoint"),
            Text(root, "device_authorization_endpoint"),
            Text(root, "revocation_endpoint"),
            IsTrue(root, "require_pushed_authorization_requests") ? Text(root, "pushed_authorization_request_endpoint") : null,
            IsTrue(root, "authorization_response_iss_parameter_supported"),
            now);
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text ? text : null;

    private static bool IsTrue(JsonElement root, string name) => root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
