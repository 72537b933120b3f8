using System.ComponentModel;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Server;
using McpConnectorAuth.Workflow;

namespace McpConnectorAuth.Tools;

/// <summary><c>write_auth_test</c>: writes an ordinary test file that the project keeps.</summary>
internal sealed class WriteAuthTestTool(ConnectorAuthServices services) : ConnectorTool<WriteAuthTestTool.Arguments, WrittenTest>(
    services,
    new ToolDefinition(
        "write_auth_test",
        "Write the authentication test",
        "Writes a test file that the project keeps; it fails by assertion and prints no secret. Next: run_auth_test.",
        ReadOnly: false, Destructive: true, Idempotent: true, OpenWorld: false),
    ServerJsonContext.Default.WriteAuthTestArguments,
    ServerJsonContext.Default.WrittenTest)
{
    internal sealed record Arguments(
        [property: Description("source name")] string Source,
        [property: Description("of the file")] TestLanguage Language = TestLanguage.Python,
        [property: Description("replace a file that a person edited")] bool Overwrite = false);

    protected override Task<ToolReply<WrittenTest>> RunAsync(Arguments arguments, ToolCall call, CancellationToken cancellationToken)
    {
        var result = Services.Workflow.WriteTest(arguments.Source, arguments.Language, arguments.Overwrite);
        return Task.FromResult(new ToolReply<WrittenTest>(result, $"{result.Path} {JsonName.Of(result.Change)}. Run by hand: {result.Command}. Next: run_auth_test."));
    }
}
