using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>JSON contracts of the vault's files. Secrets are not among them: they are written by hand, see <see cref="VaultContent"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(VerificationOutcome))]
[JsonSerializable(typeof(VaultKeyRecord))]
[JsonSerializable(typeof(VaultEnvelope))]
internal sealed partial class VaultJsonContext : JsonSerializerContext
{
}
