using System.Diagnostics;
using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>The public MCP inspector lists and calls the tools in both protocol eras.</summary>
public sealed class InspectorTests
{
    [InspectorTheory]
    [InlineData("modern")]
    [InlineData("legacy")]
    public async Task It_lists_the_tools_strictly(string era)
    {
        using var project = new TestProject();
        var (code, output) = await InspectAsync(project, era, "--method", "tools/list", "--strict");
        code.ShouldBe(0, output);
        JsonDocument.Parse(output).RootElement.GetProperty("tools").GetArrayLength().ShouldBe(ToolContractTests.Names.Count);
    }

    [InspectorTheory]
    [InlineData("modern")]
    [InlineData("legacy")]
    public async Task It_calls_a_tool_and_accepts_its_structured_content(string era)
    {
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read("lanternfish"));
        var (code, output) = await InspectAsync(project, era, "--method", "tools/call", "--tool-name", "analyze_auth_doc", "--tool-arg", "document=doc.md");
        code.ShouldBe(0, output);
        var result = JsonDocument.Parse(output).RootElement;
        result.GetProperty("structuredContent").GetProperty("methods")[0].GetProperty("kind").GetString().ShouldBe("bearer");
    }

    [InspectorTheory]
    [InlineData("modern")]
    [InlineData("legacy")]
    public async Task It_shows_a_tools_error(string era)
    {
        using var project = new TestProject();
        var (code, output) = await InspectAsync(project, era, "--method", "tools/call", "--tool-name", "run_auth_test", "--tool-arg", "source=nobody");
        code.ShouldNotBe(0);
        output.ShouldContain("spec_not_found");
    }

    private static async Task<(int Code, string Output)> InspectAsync(TestProject project, string era, params string[] arguments)
    {
        var start = new ProcessStartInfo(InspectorTheoryAttribute.Node)
        {
            WorkingDirectory = project.Root,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
        };
        foreach (var argument in (string[])[InspectorTheoryAttribute.Inspector, "--cli", "dotnet", ServerExecutable.Assembly, "serve", "--protocol-era", era, .. arguments])
            start.ArgumentList.Add(argument);
        start.Environment["CONNECTOR_AUTH_HOME"] = project.Home;
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(limit.Token);
        var text = await output;
        return (process.ExitCode, text.Length > 0 ? text : await error);
    }
}
