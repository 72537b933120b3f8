using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary>The whole way in a project that is laid out like a known framework's, and with a file that is broken.</summary>
public sealed class LayoutTests
{
    private const string Sources = "src/databricks/labs/community_connector/sources";

    [Fact]
    public async Task A_project_with_the_folders_of_a_known_kind_is_used_as_it_is_laid_out()
    {
        await using var project = await MooringsProject.StartAsync();
        var text = await File.ReadAllTextAsync(project.Folder.PathOf(MooringsProject.Document));
        Directory.Delete(project.Folder.PathOf("connectors"), recursive: true);
        project.Folder.Write($"{Sources}/kelpwood/kelpwood_api_doc.md", text);

        (await project.RunAsync("spec", MooringsProject.Source, "--json")).Json.GetProperty("spec_path").GetString().ShouldBe($"{Sources}/kelpwood/connector_spec.yaml");
        (await project.LoginAsync(Canary.Value)).ExitCode.ShouldBe(0);
        (await project.RunAsync("test", MooringsProject.Source, "--write", "--language", "shell", "--json")).ExitCode.ShouldBe(0);
        (await project.RunAsync("export", MooringsProject.Source, "--dev-config", "--json")).ExitCode.ShouldBe(0);

        File.Exists(project.Folder.PathOf("tests/unit/sources/kelpwood/auth_test.sh")).ShouldBeTrue();
        JsonElement.Parse(await File.ReadAllTextAsync(project.Folder.PathOf("tests/unit/sources/kelpwood/configs/dev_config.json")))
            .GetProperty("access_token").GetString().ShouldBe(Canary.Value);
        (await File.ReadAllTextAsync(project.Folder.PathOf(".gitignore"))).ShouldContain("/tests/unit/sources/kelpwood/configs/dev_config.json");
        Directory.Exists(project.Folder.PathOf("connectors")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_broken_file_keeps_no_server_from_starting_and_is_named_by_the_tool()
    {
        using var project = new TestProject();
        project.Write("connector-auth.json", "{\n  \"specs\": \"x\"\n}");
        (await CommandLine.RunAsync(project, "status", "--json")).ShouldFail("layout_invalid");
        await using var session = await McpSession.StartAsync(project);

        (await session.CallForErrorAsync("get_connection_status")).ShouldContain("connector-auth.json:2:3");
    }
}
