using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Analysis;

namespace McpConnectorAuth.Core;

/// <summary>Source-generated JSON contracts of the core's result types: snake_case names.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    WriteIndented = false)]
[JsonSerializable(typeof(AuthAnalysis))]
[JsonSerializable(typeof(Verification.VerificationOutcome))]
[JsonSerializable(typeof(Verification.VerificationCause))]
[JsonSerializable(typeof(Verification.TestLanguage))]
[JsonSerializable(typeof(Verification.FileChange))]
[JsonSerializable(typeof(Verification.TestLanguage))]
[JsonSerializable(typeof(Memory.MemoryEffect))]
public sealed partial class CoreJsonContext : JsonSerializerContext
{
}
