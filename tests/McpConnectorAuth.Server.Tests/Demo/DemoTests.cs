using McpConnectorAuth.Server.Tests.Cli;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Demo;

public sealed class DemoTests
{
    [Theory]
    [InlineData("quillmoor", "basic", "api_token,email")]
    [InlineData("kelpwood", "bearer", "access_token")]
    [InlineData("brasswren", "api_key", "api_key")]
    public async Task Every_example_ends_in_a_verified_connection(string example, string kind, string stored)
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "demo", "--yes", "--example", example, "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.Json.GetProperty("kind").GetString().ShouldBe(kind);
        string.Join(',', result.Json.GetProperty("stored").EnumerateArray().Select(name => name.GetString())).ShouldBe(stored);
        result.Json.GetProperty("outcome").GetString().ShouldBe("valid");
        result.Json.GetProperty("written_test").GetString().ShouldBe("passed");
        var probes = result.Json.GetProperty("probes").EnumerateArray()
            .ToDictionary(probe => probe.GetProperty("control").GetString()!, probe => probe.GetProperty("status").GetInt32());
        probes["credential"].ShouldBe(200);
        probes["no_credential"].ShouldBe(401);
        probes["changed_credential"].ShouldBe(example == "brasswren" ? 403 : 401);
    }

    [Fact]
    public async Task For_a_person_it_tells_the_way_step_by_step_with_quotes_and_lines()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "demo", "--yes");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.ShouldBePlain();
        for (var step = 1; step <= 7; step++) result.Output.ShouldContain($"\n{step}  ");
        result.Output.ShouldContain("quillmoor_api_doc.md:");
        result.Output.ShouldContain("Basic base64({email}/token:{api_token})");
        result.Output.ShouldContain("/connect/");
        result.Output.ShouldContain("Verified");
    }

    [Fact]
    public async Task A_person_can_do_it_by_hand()
    {
        using var project = new TestProject();
        await using var terminal = PseudoTerminal.Start(project, new Dictionary<string, string>(), "demo", "--example", "kelpwood");
        await terminal.WaitForAsync("Ctrl+C");
        var start = terminal.Shown.IndexOf("http://", terminal.Shown.IndexOf("Your turn", StringComparison.Ordinal), StringComparison.Ordinal);
        using var visitor = new PortalVisitor(terminal.Shown[start..terminal.Shown.IndexOfAny(['\r', '\n'], start)]);
        await visitor.OpenAsync();
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = "kwt_demo-4b81e6d0" });
        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
        terminal.Shown.ShouldContain("Verified");
    }

    [Fact]
    public async Task It_leaves_nothing_behind_and_touches_nothing_of_the_persons()
    {
        using var project = new TestProject();
        var temporary = Directory.CreateDirectory(project.PathOf("tmp")).FullName;
        var result = await CommandLine.RunAsync(project, new Dictionary<string, string> { ["TMPDIR"] = temporary }, "demo", "--yes", "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.Json.GetProperty("project").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Null);
        Directory.EnumerateFileSystemEntries(temporary).ShouldBeEmpty();
        Directory.Exists(project.Home).ShouldBeFalse();
        Directory.Exists(project.PathOf("connectors")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_machine_without_python_and_curl_still_ends_in_a_verified_connection()
    {
        using var project = new TestProject();
        var nothing = Directory.CreateDirectory(project.PathOf("bin")).FullName;
        var result = await CommandLine.RunAsync(project, new Dictionary<string, string> { ["PATH"] = nothing }, "demo", "--yes", "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.Json.GetProperty("outcome").GetString().ShouldBe("valid");
        result.Json.GetProperty("written_test").GetString().ShouldBe("not_run");
    }

    [Fact]
    public async Task It_can_be_kept()
    {
        using var project = new TestProject();
        var temporary = Directory.CreateDirectory(project.PathOf("tmp")).FullName;
        var result = await CommandLine.RunAsync(project, new Dictionary<string, string> { ["TMPDIR"] = temporary }, "demo", "--yes", "--keep", "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        var kept = result.Json.GetProperty("project").GetString()!;
        File.Exists(Path.Combine(kept, "connectors/quillmoor/connector_spec.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task An_example_that_does_not_exist_is_refused_with_those_that_do()
    {
        using var project = new TestProject();
        var result = await CommandLine.RunAsync(project, "demo", "--example", "nobody", "--json");
        result.ShouldFail("invalid_argument", exitCode: 2);
        result.Output.ShouldContain("quillmoor, kelpwood, brasswren");
    }
}
