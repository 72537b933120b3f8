using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class VaultVerbTests
{
    [Fact]
    public async Task Says_which_key_seals_the_store_and_seals_it_with_another()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var before = (await project.RunAsync("vault", "status", "--json")).Json;
        before.GetProperty("key_origin").GetString().ShouldBe("key_file");
        before.GetProperty("connections").GetInt32().ShouldBe(1);

        var rotation = await project.RunAsync("vault", "rotate", "--json");

        rotation.ExitCode.ShouldBe(0, rotation.Errors);
        rotation.Json.GetProperty("resealed").GetInt32().ShouldBe(1);
        rotation.Json.GetProperty("key_id").GetString().ShouldNotBe(before.GetProperty("key_id").GetString());
        (await project.RunAsync("test", MooringsProject.Source, "--json")).Json.GetProperty("outcome").GetString().ShouldBe("valid");
        var shown = (await project.RunAsync("vault", "status")).ShouldBePlain();
        shown.Output.ShouldContain(rotation.Json.GetProperty("key_id").GetString()!);
        Canary.ShouldBeAbsentFrom(shown.Output + rotation.Output, "the output");
    }

    [Fact]
    public async Task A_new_key_for_the_environment_comes_from_the_environment()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        (await project.RunAsync("vault", "rotate", "--to", "environment", "--json")).ShouldFail("vault_key");
        var key = new string('7', 64);

        var moved = await CommandLine.RunAsync(project.Folder, new Dictionary<string, string> { ["CONNECTOR_AUTH_NEW_KEY"] = key }, "vault", "rotate", "--to", "environment", "--json");

        moved.ExitCode.ShouldBe(0, moved.Output + moved.Errors);
        (moved.Output + moved.Errors).ShouldNotContain(key);
        var lost = await project.RunAsync("vault", "status", "--json");
        lost.ExitCode.ShouldBe(1);
        lost.Json.GetProperty("unreadable").GetArrayLength().ShouldBe(1);
        var status = await CommandLine.RunAsync(project.Folder, new Dictionary<string, string> { ["CONNECTOR_AUTH_KEY"] = key }, "status", MooringsProject.Source, "--json");
        status.Json.GetProperty("store").GetString()!.ShouldContain("CONNECTOR_AUTH_KEY");
        status.Json.GetProperty("connections")[0].GetProperty("stored").GetArrayLength().ShouldBe(1);
    }

    [Fact]
    public async Task An_unknown_place_is_a_wrong_command_line()
    {
        using var project = new TestProject();
        (await CommandLine.RunAsync(project, "vault", "rotate", "--to", "drawer", "--json")).ShouldFail("invalid_argument", exitCode: 2);
        var empty = await CommandLine.RunAsync(project, "vault", "status");
        empty.ExitCode.ShouldBe(0);
        Directory.Exists(project.Home).ShouldBeFalse();
    }
}
