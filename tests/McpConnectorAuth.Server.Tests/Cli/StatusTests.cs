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
    public async Task An_outcome_does_not_outlive_a_change_of_the_spec()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var spec = project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml");
        var text = await File.ReadAllTextAsync(spec);
        await File.WriteAllTextAsync(spec, text + "# a remark changes nothing\n");
        (await NextStepAsync(project)).ShouldStartWith("Verified");

        await File.WriteAllTextAsync(spec, text.Replace("path: /account", "path: /accounts", StringComparison.Ordinal));
        (await NextStepAsync(project)).ShouldBe("The spec was changed since the last check. Run \"mcp-connector-auth test kelpwood\".");
        (await project.RunAsync("status", MooringsProject.Source)).Output.ShouldContain("not tested");

        await File.WriteAllTextAsync(spec, text.Replace(project.Host, "127.0.0.1:9", StringComparison.Ordinal));
        var next = await NextStepAsync(project);
        next.ShouldContain("127.0.0.1:9");
        next.ShouldContain("mcp-connector-auth login kelpwood");

        await File.WriteAllTextAsync(spec, text);
        (await NextStepAsync(project)).ShouldStartWith("Verified");
    }

    [Fact]
    public async Task A_broken_spec_is_mended_as_it_says()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var spec = project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml");
        await File.AppendAllTextAsync(spec, "]\n");
        var next = await NextStepAsync(project);
        next.ShouldContain("move it away");
        next.ShouldContain("spec kelpwood");

        File.Move(spec, spec + ".broken");
        (await project.RunAsync("spec", MooringsProject.Source)).ExitCode.ShouldBe(0);
        (await NextStepAsync(project)).ShouldContain("login kelpwood");
    }

    [Fact]
    public async Task Next_steps_keep_the_account()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var login = await project.LoginAsync(Canary.Value, "sandbox");
        login.Json.GetProperty("next_step").GetString()!.ShouldContain("test kelpwood --account sandbox --write");
        (await NextStepAsync(project)).ShouldContain("test kelpwood --account sandbox --write");
        var wrong = await project.RunAsync("test", MooringsProject.Source, "--account", "Bad Name", "--json");
        wrong.ShouldFail("invalid_argument");
        wrong.Output.ShouldContain("is not an account name");
        (await project.RunAsync("test", MooringsProject.Source, "--account", "other", "--json")).Output.ShouldContain("sandbox");
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
