using System.IO.Compression;
using System.Text.Json;
using McpConnectorAuth.Server.Tests.Mcp;
using McpConnectorAuth.Server.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Tests.Packaging;

/// <summary>Each package is installed as a stranger would install it, from a local feed into a clean home, and serves a real client.</summary>
[Collection(nameof(SourceTree))]
public sealed class PackageTests(BuiltPackages packages) : IClassFixture<BuiltPackages>, IDisposable
{
    private readonly TestProject _project = new();

    public void Dispose() => _project.Dispose();

    [Fact]
    public async Task The_single_file_serves_with_nothing_in_its_environment()
    {
        await ServesAsync(packages.Executable, ["serve"], environment: new Dictionary<string, string> { ["CONNECTOR_AUTH_HOME"] = _project.Home });
    }

    /// <summary>What trimming could have taken away: every page, template, schema, example and skill that the executable carries.</summary>
    [Fact]
    public async Task The_single_file_goes_the_whole_way()
    {
        foreach (var example in (string[])["quillmoor", "kelpwood", "brasswren"])
        {
            var (code, output) = await BuiltPackages.RunAsync(packages.Executable, ["demo", "--yes", "--json", "--example", example], _project.Root, new Dictionary<string, string>());
            code.ShouldBe(0, output);
            output.ShouldContain("\"outcome\":\"valid\"");
            output.ShouldContain("\"written_test\":\"passed\"");
        }
    }

    [Fact]
    public async Task The_tool_is_an_MCP_server_for_NuGet()
    {
        using var package = ZipFile.OpenRead(Path.Combine(packages.Feed, $"McpConnectorAuth.{BuiltPackages.Version}.nupkg"));

        var description = await TextAsync(package, "McpConnectorAuth.nuspec");
        description.ShouldContain("""<packageType name="McpServer" />""");
        description.ShouldContain("""<packageType name="DotnetTool" />""");
        description.ShouldContain($"<version>{BuiltPackages.Version}</version>");
        (await TextAsync(package, ".mcp/server.json")).ShouldBe(await File.ReadAllTextAsync(Path.Combine(Repository.Root, ".mcp/server.json")));
        (await TextAsync(package, "README.md")).ShouldNotContain("](docs/");
    }

    [Fact]
    public async Task The_tool_installs_from_a_feed_and_runs_at_once_with_dnx()
    {
        var home = CleanHome();
        var tools = Path.Combine(_project.Home, "tools");
        var (code, output) = await BuiltPackages.RunAsync(
            "dotnet", ["tool", "install", "McpConnectorAuth", "--tool-path", tools, "--add-source", packages.Feed, "--version", BuiltPackages.Version], _project.Root, home);
        code.ShouldBe(0, output);
        await ServesAsync(Path.Combine(tools, "mcp-connector-auth"), ["serve"], home);

        await ServesAsync("dotnet", ["dnx", $"McpConnectorAuth@{BuiltPackages.Version}", "--yes", "--source", packages.Feed, "--", "serve"], home);
    }

    [Fact]
    public async Task The_bundle_starts_by_the_command_of_its_manifest()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_project.Home, "bundle")).FullName;
        await ZipFile.ExtractToDirectoryAsync(packages.Bundle, folder);
        var manifest = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json"))).RootElement;
        manifest.GetProperty("version").GetString().ShouldBe(BuiltPackages.Version);
        var server = manifest.GetProperty("server").GetProperty("mcp_config");
        var settings = server.GetProperty("env").EnumerateObject()
            .ToDictionary(member => member.Name, member => member.Value.GetString()!.Replace("${user_config.project}", _project.Root, StringComparison.Ordinal));

        await ServesAsync(
            server.GetProperty("command").GetString()!.Replace("${__dirname}", folder, StringComparison.Ordinal),
            [.. server.GetProperty("args").EnumerateArray().Select(argument => argument.GetString()!)],
            settings);
    }

    /// <summary>Starts a command with no other environment than the given one, and has a real client look at all it serves.</summary>
    private async Task ServesAsync(string command, string[] arguments, IReadOnlyDictionary<string, string> environment)
    {
        await using var session = await McpSession.StartAsync(_project, configure: start =>
        {
            start.FileName = command;
            start.ArgumentList.Clear();
            foreach (var argument in arguments) start.ArgumentList.Add(argument);
            start.Environment.Clear();
            foreach (var (name, value) in environment) start.Environment[name] = value;
        });

        session.Client.ServerInfo.ShouldNotBeNull().Version.ShouldBe(BuiltPackages.Version);
        (await session.Client.ListToolsAsync()).Select(tool => tool.Name).ShouldBe(ToolContractTests.Names, ignoreOrder: true);
        var prompt = await session.Client.GetPromptAsync("authenticate_source", new Dictionary<string, object?> { ["source"] = "acme" });
        prompt.Messages.Single().Content.ShouldBeOfType<TextContentBlock>().Text.ShouldContain("start_credential_portal");
        var schema = await session.Client.ReadResourceAsync("schema://connector_spec.json");
        schema.Contents.Single().ShouldBeOfType<TextResourceContents>().Text.ShouldContain("external_options_allowlist");
    }

    /// <summary>The environment of a new user: a home with nothing in it, and the SDK on the path.</summary>
    private Dictionary<string, string> CleanHome()
    {
        var environment = new Dictionary<string, string>
        {
            ["HOME"] = Directory.CreateDirectory(Path.Combine(_project.Home, "user")).FullName,
            ["PATH"] = Environment.GetEnvironmentVariable("PATH")!,
            ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1",
            ["DOTNET_NOLOGO"] = "1",
        };
        if (Environment.GetEnvironmentVariable("DOTNET_ROOT") is { } root) environment["DOTNET_ROOT"] = root;
        return environment;
    }

    private static async Task<string> TextAsync(ZipArchive package, string entry)
    {
        using var reader = new StreamReader(await package.GetEntry(entry).ShouldNotBeNull(entry).OpenAsync());
        return await reader.ReadToEndAsync();
    }
}
