namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class SpecTests
{
    [Fact]
    public async Task An_override_that_is_missing_is_named()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("spec", MooringsProject.Source, "--set", "portal.kind=session_login", "--set", "portal.placement=header X-Session: {session}", "--set", "portal.login=POST /session json", "--json");
        result.ShouldFail("invalid_argument");
        result.Output.ShouldContain("portal.login_returns");
        result.Output.ShouldNotContain("connector_spec.yaml:");
        File.Exists(project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml")).ShouldBeFalse();
    }

    [Fact]
    public async Task Writes_the_spec_and_says_what_comes_next()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("spec", MooringsProject.Source, MooringsProject.Document);

        result.ExitCode.ShouldBe(0, result.Errors);
        result.ShouldBePlain();
        result.Output.ShouldContain("connectors/kelpwood/connector_spec.yaml");
        result.Output.ShouldContain(project.Host);
        result.Output.ShouldContain("mcp-connector-auth login kelpwood");
        File.Exists(project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_fact_can_be_settled_and_is_marked_where_no_quote_supports_it()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync(
            "spec", MooringsProject.Source, MooringsProject.Document, "--set", "base_url=https://berths.example.com/v9", "--display-name", "Kelpwood Test", "--json");

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.Errors.ShouldBeEmpty();
        result.Json.GetProperty("base_url").GetString().ShouldBe("https://berths.example.com/v9");
        result.Json.GetProperty("unverified").EnumerateArray().Select(fact => fact.GetString()).ShouldContain("base_url");
        (await File.ReadAllTextAsync(project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml"))).ShouldContain("Kelpwood Test");
    }

    [Theory]
    [InlineData("base_url")]
    [InlineData("=x")]
    [InlineData("base_url=")]
    public async Task A_malformed_fact_is_refused(string fact)
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("spec", MooringsProject.Source, MooringsProject.Document, "--set", fact, "--json");
        result.ShouldFail("invalid_argument", exitCode: 2);
        File.Exists(project.Folder.PathOf("connectors/kelpwood/connector_spec.yaml")).ShouldBeFalse();
    }

    [Fact]
    public async Task A_source_name_that_leaves_the_project_is_refused()
    {
        await using var project = await MooringsProject.StartAsync();
        var result = await project.RunAsync("spec", "../../etc", MooringsProject.Document, "--json");
        result.ShouldFail("invalid_source_name");
    }
}
