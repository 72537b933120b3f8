using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class StatusTests
{
    [Fact]
    public async Task An_empty_project_says_how_to_begin()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "status");
        result.ExitCode.ShouldBe(0, result.Errors);
        result.Output.ShouldContain("mcp-connector-auth analyze");

        var json = await CommandLine.RunAsync(project, "status", "--json");
        json.Json.GetProperty("connections").GetArrayLength().ShouldBe(0);
        json.Json.GetProperty("next_step").GetString()!.ShouldNotContain("analyze_auth_doc");
    }

    [Fact]
    public async Task Follows_a_source_from_its_document_to_the_proof()
    {
        await using var project = await MooringsProject.StartAsync();
        (await NextStepAsync(project)).ShouldContain("spec kelpwood");
        (await project.RunAsync("spec", MooringsProject.Source)).ExitCode.ShouldBe(0);
        (await NextStepAsync(project)).ShouldContain("login kelpwood");
        (await project.LoginAsync(Canary.Value)).ExitCode.ShouldBe(0);
        (await NextStepAsync(project)).ShouldContain("test kelpwood --write");

        var result = await project.RunAsync("status", MooringsProject.Source);
        result.ShouldBePlain();
        result.Output.ShouldContain("access_token");
        result.Output.ShouldContain(project.Host);
        result.Output.ShouldContain("valid");
        Canary.ShouldBeAbsentFrom(result.Output, "the output");
    }

    [Fact]
    public async Task Several_sources_are_a_table_of_80_columns()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        project.Folder.Write("connectors/other/other_api_doc.md", "# Other\n\nNothing.\n");
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string> { ["NO_COLOR"] = "1" }, "status");
        (await terminal.WaitForExitAsync()).ShouldBe(0);
        terminal.Shown.ShouldContain("kelpwood");
        terminal.Shown.ShouldContain("other");
        WithoutEscapes(terminal.Shown).Split('\n').ShouldAllBe(line => line.TrimEnd().Length < 80);
    }

    [Trait("case", "S9")]
    [Fact]
    public async Task An_unknown_source_is_refused()
    {
        using var project = new TestProject();
        (await CommandLine.RunAsync(project, "status", "nobody", "--json")).ShouldFail("unknown_source");
    }

    private static async Task<string> NextStepAsync(MooringsProject project)
    {
        var status = await project.RunAsync("status", MooringsProject.Source, "--json");
        return status.Json.GetProperty("connections")[0].GetProperty("next_step").GetString()!;
    }

    private static string WithoutEscapes(string text) => System.Text.RegularExpressions.Regex.Replace(text, "\u001b\\[[0-9;?]*[a-zA-Z]|\u001b[=>]", "");
}
