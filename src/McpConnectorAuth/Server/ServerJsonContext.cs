using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Memory;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Tools;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Server;

/// <summary>Source-generated JSON contracts of tool arguments and results: snake_case, unknown arguments refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AnalyzeAuthDocTool.Arguments), TypeInfoPropertyName = "AnalyzeAuthDocArguments")]
[JsonSerializable(typeof(GenerateSpecTool.Arguments), TypeInfoPropertyName = "GenerateSpecArguments")]
[JsonSerializable(typeof(StartCredentialPortalTool.Arguments), TypeInfoPropertyName = "StartCredentialPortalArguments")]
[JsonSerializable(typeof(AwaitUserConfirmationTool.Arguments), TypeInfoPropertyName = "AwaitUserConfirmationArguments")]
[JsonSerializable(typeof(WriteAuthTestTool.Arguments), TypeInfoPropertyName = "WriteAuthTestArguments")]
[JsonSerializable(typeof(RunAuthTestTool.Arguments), TypeInfoPropertyName = "RunAuthTestArguments")]
[JsonSerializable(typeof(RefreshConnectionTool.Arguments), TypeInfoPropertyName = "RefreshConnectionArguments")]
[JsonSerializable(typeof(RevokeConnectionTool.Arguments), TypeInfoPropertyName = "RevokeConnectionArguments")]
[JsonSerializable(typeof(SaveMemoryTool.Arguments), TypeInfoPropertyName = "SaveMemoryArguments")]
[JsonSerializable(typeof(RecallMemoryTool.Arguments), TypeInfoPropertyName = "RecallMemoryArguments")]
[JsonSerializable(typeof(GetConnectionStatusTool.Arguments), TypeInfoPropertyName = "GetConnectionStatusArguments")]
[JsonSerializable(typeof(GeneratedSpec))]
[JsonSerializable(typeof(OpenedPortal))]
[JsonSerializable(typeof(Confirmation))]
[JsonSerializable(typeof(WrittenTest))]
[JsonSerializable(typeof(ConnectionTest))]
[JsonSerializable(typeof(RefreshedConnection))]
[JsonSerializable(typeof(LoggedOut))]
[JsonSerializable(typeof(MemoryChange))]
[JsonSerializable(typeof(MemoryRecall))]
[JsonSerializable(typeof(ProjectStatus))]
internal sealed partial class ServerJsonContext : JsonSerializerContext;
