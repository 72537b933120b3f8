using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Demo;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Cli;

/// <summary>Source-generated JSON contracts of what the commands print.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.Never,
    WriteIndented = false)]
[JsonSerializable(typeof(DemoResult))]
[JsonSerializable(typeof(DevConfigExport))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(LoggedOut))]
[JsonSerializable(typeof(MemoryChange))]
[JsonSerializable(typeof(MemoryListing))]
[JsonSerializable(typeof(MemoryRecall))]
[JsonSerializable(typeof(MemoryText))]
[JsonSerializable(typeof(VaultRotation))]
[JsonSerializable(typeof(VaultState))]
internal sealed partial class CliJsonContext : JsonSerializerContext
{
}
