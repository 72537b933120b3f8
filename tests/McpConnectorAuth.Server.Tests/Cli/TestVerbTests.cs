using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class TestVerbTests
{
    [Fact]
    public async Task Proves_the_stored_credential_with_its_controls()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var result = await project.RunAsync("test", MooringsProject.Source);

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.ShouldBePlain();
        result.Output.ShouldContain("valid");
        result.Output.ShouldContain("200  with the credential");
        result.Output.ShouldContain("401  without it");
        result.Output.ShouldContain("401  with one character changed");
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");
    }

    [Theory]
    [InlineData("shell")]
    [InlineData("python_stdlib")]
    public async Task Writes_and_runs_the_test_that_the_project_keeps(string language)
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var result = await project.RunAsync("test", MooringsProject.Source, "--write", "--language", language, "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        var run = result.Json.GetProperty("test");
        run.GetProperty("language").GetString().ShouldBe(language);
        run.GetProperty("exit_code").GetInt32().ShouldBe(0);
        var path = project.Folder.PathOf(run.GetProperty("path").GetString()!);
        Canary.ShouldBeAbsentFrom(await File.ReadAllTextAsync(path), path);
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");

        await File.AppendAllTextAsync(path, "\n# a person was here\n");
        var refused = await project.RunAsync("test", MooringsProject.Source, "--write", "--language", language, "--json");
        refused.ShouldFail("file_edited");
        refused.Json.GetProperty("error").GetProperty("next_step").GetString()!.ShouldContain("mcp-connector-auth test --write --overwrite");
        (await File.ReadAllTextAsync(path)).ShouldEndWith("# a person was here\n");
        (await project.RunAsync("test", MooringsProject.Source, "--write", "--overwrite", "--language", language, "--json")).ExitCode.ShouldBe(0);
        (await File.ReadAllTextAsync(path)).ShouldNotContain("# a person was here");
    }

    [Fact]
    public async Task An_edited_test_runs_for_a_person_at_a_terminal_only_and_with_the_projects_interpreter()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var written = await project.RunAsync("test", MooringsProject.Source, "--write", "--language", "python", "--json");
        written.ExitCode.ShouldBe(0, written.Output + written.Errors);
        var path = project.Folder.PathOf(written.Json.GetProperty("test").GetProperty("path").GetString()!);
        var note = project.Folder.PathOf("interpreter");
        var python = project.Folder.Write(".venv/bin/python", $"#!/bin/sh\necho ran >'{note}'\nexec python3 \"$@\"\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(path, (await File.ReadAllTextAsync(path)).Replace("def check():", "print('a person was here')\n\n\ndef check():", StringComparison.Ordinal));

        (await project.RunAsync("test", MooringsProject.Source, "--json")).ShouldFail("file_edited");
        var piped = await project.RunAsync("test", MooringsProject.Source, "--edited");
        piped.Errors.ShouldContain("terminal_only");
        File.Exists(note).ShouldBeFalse();

        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "test", MooringsProject.Source, "--edited");
        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
        terminal.Shown.ShouldContain("passed");
        File.Exists(note).ShouldBeTrue(terminal.Shown);
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
    }

    [Fact]
    public async Task A_verdict_other_than_valid_is_exit_code_1()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        // The API knows this path only by another credential's answer: it is not there.
        var spec = project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml");
        await File.WriteAllTextAsync(spec, (await File.ReadAllTextAsync(spec)).Replace("path: /account", "path: /nowhere", StringComparison.Ordinal));
        var result = await project.RunAsync("test", MooringsProject.Source, "--json");

        result.ExitCode.ShouldBe(1, result.Output + result.Errors);
        result.Json.GetProperty("outcome").GetString().ShouldBe("wrong_endpoint");
    }

    [Fact]
    public async Task Before_a_person_has_confirmed_it_is_refused()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var result = await project.RunAsync("test", MooringsProject.Source, "--json");
        result.ShouldFail("not_confirmed");
        result.Output.ShouldContain("mcp-connector-auth login");
        result.Output.ShouldNotContain("start_credential_portal");
    }
}
