using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary>Credentials in clear: only when a person asks, only for that person, never into version control.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class ExportTests
{
    private const string Config = "connectors/kelpwood/configs/dev_config.json";

    [Fact]
    public async Task Writes_flat_json_that_git_ignores_and_only_the_owner_reads()
    {
        await using var project = await StartAsync(repository: true);

        var result = await ExportAsync(project);

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");
        var path = project.Folder.PathOf(Config);
        var json = JsonElement.Parse(await File.ReadAllTextAsync(path));
        json.EnumerateObject().Select(member => (member.Name, member.Value.GetString())).ShouldBe([("access_token", Canary.Value)]);
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(project.Folder.PathOf(".gitignore"))).ShouldBe($"bin/\n/{Config}\n");
        (await GitAsync(project, "status", "--porcelain", "--untracked-files=all")).ShouldNotContain("dev_config");

        // Again: nothing changes; something else of the person's is not replaced unasked.
        (await ExportAsync(project)).Json.GetProperty("change").GetString().ShouldBe("unchanged");
        await File.WriteAllTextAsync(path, "{\"mine\":1}");
        (await ExportAsync(project)).ShouldFail("file_edited");
        (await ExportAsync(project, "--overwrite")).Json.GetProperty("change").GetString().ShouldBe("updated");
        File.GetUnixFileMode(path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        (await File.ReadAllTextAsync(project.Folder.PathOf(".gitignore"))).Split('\n').Length.ShouldBe(3);
    }

    [Fact]
    public async Task The_written_test_of_the_project_reads_it()
    {
        await using var project = await StartAsync(repository: false);
        (await ExportAsync(project)).ExitCode.ShouldBe(0);
        (await project.RunAsync("test", MooringsProject.Source, "--write", "--language", "shell", "--json")).ExitCode.ShouldBe(0);

        var start = new ProcessStartInfo("sh", [project.Folder.PathOf("connectors/kelpwood/tests/auth_test.sh")]) { RedirectStandardOutput = true };
        using var test = Process.Start(start)!;
        var output = await test.StandardOutput.ReadToEndAsync();
        await test.WaitForExitAsync();

        test.ExitCode.ShouldBe(0, output);
        output.ShouldContain("valid");
    }

    [Fact]
    public async Task A_file_that_git_tracks_is_refused()
    {
        await using var project = await StartAsync(repository: true);
        project.Folder.Write(Config, "{}");
        await GitAsync(project, "add", "--force", Config);

        (await ExportAsync(project, "--overwrite")).ShouldFail("file_tracked");

        (await File.ReadAllTextAsync(project.Folder.PathOf(Config))).ShouldBe("{}");
    }

    [Fact]
    public async Task A_rule_that_takes_the_exclusion_back_is_refused()
    {
        await using var project = await StartAsync(repository: true);
        project.Folder.Write("connectors/.gitignore", "!dev_config.json\n");

        (await ExportAsync(project)).ShouldFail("file_tracked");

        File.Exists(project.Folder.PathOf(Config)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("connectors/kelpwood/configs")]
    [InlineData(Config)]
    [InlineData(".gitignore")]
    public async Task A_symbolic_link_on_the_way_is_refused(string link)
    {
        await using var project = await StartAsync(repository: true);
        var elsewhere = Directory.CreateDirectory(Path.Combine(project.Folder.Home, "elsewhere")).FullName;
        var target = Path.HasExtension(link) ? Path.Combine(elsewhere, "file") : elsewhere;
        if (target != elsewhere) await File.WriteAllTextAsync(target, "kept");
        Directory.CreateDirectory(Path.GetDirectoryName(project.Folder.PathOf(link))!);
        File.Delete(project.Folder.PathOf(link));
        File.CreateSymbolicLink(project.Folder.PathOf(link), target);

        (await ExportAsync(project, "--overwrite")).ShouldFail("path_outside_project");

        foreach (var file in Directory.EnumerateFiles(elsewhere)) (await File.ReadAllTextAsync(file)).ShouldBe("kept");
    }

    [Fact]
    public async Task A_program_of_the_project_named_git_is_not_asked()
    {
        await using var project = await StartAsync(repository: true);
        project.Folder.Write("bin/git", "#!/bin/sh\ntouch \"$(dirname \"$0\")/ran\"\nexit 0\n");
        File.SetUnixFileMode(project.Folder.PathOf("bin/git"), (UnixFileMode)0b111_101_101);
        await GitAsync(project, "config", "core.fsmonitor", project.Folder.PathOf("bin/git"));
        var path = $"{project.Folder.PathOf("bin")}:{Environment.GetEnvironmentVariable("PATH")}";

        var result = await CommandLine.RunAsync(project.Folder, new Dictionary<string, string> { ["PATH"] = path }, "export", MooringsProject.Source, "--dev-config", "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        File.Exists(project.Folder.PathOf("bin/ran")).ShouldBeFalse();
    }

    [Fact]
    public async Task What_is_not_stored_or_not_asked_for_is_refused()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        (await ExportAsync(project)).ShouldFail("not_confirmed");
        (await project.RunAsync("export", MooringsProject.Source, "--json")).ShouldFail("invalid_argument", exitCode: 2);
        File.Exists(project.Folder.PathOf(".gitignore")).ShouldBeFalse();
    }

    private static async Task<MooringsProject> StartAsync(bool repository)
    {
        var project = await MooringsProject.StartConnectedAsync();
        if (!repository) return project;
        await GitAsync(project, "init", "--quiet");
        project.Folder.Write(".gitignore", "bin/");
        return project;
    }

    private static Task<CommandLine> ExportAsync(MooringsProject project, params string[] more) =>
        project.RunAsync(["export", MooringsProject.Source, "--dev-config", "--json", .. more]);

    private static async Task<string> GitAsync(MooringsProject project, params string[] arguments)
    {
        using var git = Process.Start(new ProcessStartInfo("git", ["-C", project.Folder.Root, .. arguments]) { RedirectStandardOutput = true })!;
        var output = await git.StandardOutput.ReadToEndAsync();
        await git.WaitForExitAsync();
        git.ExitCode.ShouldBe(0, string.Join(' ', arguments));
        return output;
    }
}
