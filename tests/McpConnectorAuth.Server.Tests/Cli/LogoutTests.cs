using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class LogoutTests
{
    [Fact]
    public async Task Removes_what_is_stored_and_says_that_it_stays_valid_at_the_api()
    {
        await using var project = await MooringsProject.StartConnectedAsync();

        var result = await project.RunAsync("logout", MooringsProject.Source);

        result.ExitCode.ShouldBe(0, result.Errors);
        result.ShouldBePlain().Output.ShouldContain("revoked");
        Directory.EnumerateFiles(Path.Combine(project.Folder.Home, "connections"), "*.json", SearchOption.AllDirectories).ShouldBeEmpty();
        (await project.RunAsync("test", MooringsProject.Source, "--json")).ShouldFail("not_confirmed");

        var again = await project.RunAsync("logout", MooringsProject.Source, "--json");
        again.ShouldFail("not_confirmed");
        again.Output.ShouldContain("nothing to remove");
    }

    [Fact]
    public async Task Removes_what_an_export_wrote_and_names_a_file_that_it_did_not_write()
    {
        const string Config = "connectors/kelpwood/configs/dev_config.json";
        await using var project = await MooringsProject.StartConnectedAsync();
        (await project.RunAsync("export", MooringsProject.Source, "--dev-config")).ExitCode.ShouldBe(0);
        (await project.RunAsync("logout", MooringsProject.Source)).Output.ShouldNotContain(Config);
        File.Exists(project.Folder.PathOf(Config)).ShouldBeFalse();

        (await project.LoginAsync(Canary.Value)).ExitCode.ShouldBe(0);
        (await project.RunAsync("export", MooringsProject.Source, "--dev-config")).ExitCode.ShouldBe(0);
        await File.AppendAllTextAsync(project.Folder.PathOf(Config), "\n");
        var result = await project.RunAsync("logout", MooringsProject.Source, "--json");
        result.Json.GetProperty("next_step").GetString()!.ShouldContain(Config);
        File.Exists(project.Folder.PathOf(Config)).ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_not_stored_is_said_with_the_accounts_that_are()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var result = await project.RunAsync("logout", MooringsProject.Source, "--account", "sandbox", "--json");
        result.ShouldFail("not_confirmed");
        result.Output.ShouldContain("nothing to remove; what is stored: account default");
        result.Output.ShouldNotContain("login");
    }

    [Fact]
    public async Task Removes_one_account_or_all_of_the_project_also_without_a_spec()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        (await project.LoginAsync(Canary.Value, "sandbox")).ExitCode.ShouldBe(0);
        (await project.LoginAsync(Canary.Value, "second")).ExitCode.ShouldBe(0);

        (await project.RunAsync("logout", MooringsProject.Source, "--account", "sandbox", "--json")).Json
            .GetProperty("removed")[0].GetString().ShouldBe("kelpwood (sandbox)");
        (await AccountsAsync(project)).ShouldBe(["default", "second"]);

        // The spec may be gone, and an entry may be damaged: what is stored is shown and can be removed.
        Directory.Delete(project.Folder.PathOf("connectors"), recursive: true);
        var damaged = Directory.EnumerateFiles(project.Folder.Home, "second.json", SearchOption.AllDirectories).Single();
        await File.WriteAllTextAsync(damaged, "{}");
        (await AccountsAsync(project)).ShouldBe(["default", "second"]);
        (await project.RunAsync("logout", "--all", "--json")).Json.GetProperty("removed").GetArrayLength().ShouldBe(2);
        (await AccountsAsync(project)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Everything_is_removed_only_where_it_is_asked_for()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        (await project.RunAsync("logout", "--json")).ShouldFail("invalid_argument", exitCode: 2);
        (await project.RunAsync("logout", MooringsProject.Source, "--all", "--json")).ShouldFail("invalid_argument", exitCode: 2);
        (await project.RunAsync("logout", "--all", "--account", "default", "--json")).ShouldFail("invalid_argument", exitCode: 2);
        (await AccountsAsync(project)).ShouldBe(["default"]);
    }

    private static async Task<string?[]> AccountsAsync(MooringsProject project) =>
        [.. (await project.RunAsync("status", "--json")).Json.GetProperty("connections").EnumerateArray().Select(connection => connection.GetProperty("account").GetString())];
}
