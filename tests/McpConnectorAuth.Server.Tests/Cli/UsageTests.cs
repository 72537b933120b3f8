using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class UsageTests
{
    [Theory]
    [InlineData("analyze")]
    [InlineData("analyse", "x")]
    [InlineData("spec")]
    [InlineData("login")]
    [InlineData("memory")]
    [InlineData("memory", "show", "a", "b")]
    [InlineData("test", "x", "--language", "cobol")]
    [InlineData("status", "--no-such-option")]
    [InlineData("spec", "x", "--set", "foo")]
    [InlineData("demo", "--example", "foo")]
    [InlineData("test", "x", "--overwrite")]
    public async Task A_wrong_command_line_is_exit_code_2(params string[] arguments)
    {
        using var project = new TestProject();
        var forPerson = await CommandLine.RunAsync(project, arguments);
        forPerson.ExitCode.ShouldBe(2, forPerson.Output + forPerson.Errors);
        forPerson.Output.ShouldBeEmpty();
        forPerson.Errors.ShouldContain("--help");

        var forProgram = await CommandLine.RunAsync(project, [.. arguments, "--json"]);
        forProgram.ShouldFail("invalid_argument", exitCode: 2);
    }

    [Theory]
    [InlineData("--language", "python, python_stdlib, shell, typescript, csharp, go, http", "test", "x")]
    [InlineData("--to", "environment, keychain, key_file", "vault", "rotate")]
    public async Task A_choice_is_named_as_everywhere(string option, string names, params string[] command)
    {
        using var project = new TestProject();
        var help = await CommandLine.RunAsync(project, [.. command, "--help"]);
        string.Join(' ', help.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ShouldContain($": {names}.");
        foreach (var value in new[] { "PythonStdlib", "0" })
        {
            var refused = await CommandLine.RunAsync(project, [.. command, option, value, "--json"]);
            refused.ShouldFail("invalid_argument", exitCode: 2);
            refused.Output.ShouldContain($"{option} is one of {names}.");
            refused.Output.ShouldNotContain("McpConnectorAuth.");
        }
    }

    [Fact]
    public async Task Help_names_every_verb()
    {
        using var project = new TestProject();
        var help = await CommandLine.RunAsync(project, "--help");
        help.ExitCode.ShouldBe(0);
        foreach (var verb in new[] { "analyze", "spec", "login", "test", "status", "memory", "serve", "demo" }) help.Output.ShouldContain($"  {verb} ");
    }

    [Fact]
    public async Task With_a_terminal_and_no_verb_there_is_help()
    {
        using var project = new TestProject();
        await using var terminal = PseudoTerminal.Start(project, new Dictionary<string, string>());
        (await terminal.WaitForExitAsync()).ShouldBe(0);
        terminal.Shown.ShouldContain("analyze");
    }

    [Theory]
    [InlineData("serve", "--project", ".")]
    [InlineData("--project", ".")]
    public async Task Serving_writes_nothing_of_its_own_to_standard_output(params string[] arguments)
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, arguments);
        result.ExitCode.ShouldBe(0, result.Errors);
        result.Output.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_folder_for_temporary_files_that_can_not_be_used_is_named()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, new Dictionary<string, string> { ["TMPDIR"] = "/nonexistent/tmp" }, "demo", "--yes", "--json");
        result.ShouldFail("file_access");
        result.Output.ShouldContain("/nonexistent/tmp");
        result.Output.ShouldContain("TMPDIR");
    }

    [Fact]
    public async Task A_project_folder_that_does_not_exist_is_refused()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "status", "--project", project.PathOf("nowhere"), "--json");
        result.ShouldFail("file_access");
    }

    [Fact]
    public async Task The_project_can_be_elsewhere()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        using var other = new TestProject();
        var result = await CommandLine.RunAsync(other, "status", "--project", project.Folder.Root, "--json");
        result.Json.GetProperty("connections")[0].GetProperty("source").GetString().ShouldBe(MooringsProject.Source);
    }
}
