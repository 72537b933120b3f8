using System.Text.Json.Nodes;
using McpConnectorAuth.Clients;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Clients;

/// <summary>Real clients, pinned in tests/tools, accept what the repository ships and connect to the server that it names.</summary>
public sealed class RealClientTests : IDisposable
{
    private readonly TestProject _project = new();

    public void Dispose() => _project.Dispose();

    [NodeToolFact("claude")]
    public async Task Claude_Code_accepts_the_plugin_strictly_with_all_its_parts()
    {
        var (code, output) = await NodeTool.RunAsync(_project, Shipped.CopyInto(_project), "claude", "plugin", "validate", ".", "--strict");

        code.ShouldBe(0, output);
        foreach (var agent in Instructions.Agents(Repository.Root)) output.ShouldContain($"agents: connector-auth:{agent.Name}");
        foreach (var skill in Instructions.Skills(Repository.Root)) output.ShouldContain($"skills: connector-auth:{skill.Name}");
    }

    [NodeToolFact("claude")]
    public async Task Claude_Code_connects_to_the_plugins_server_and_to_one_that_was_added()
    {
        var (code, plugin) = await NodeTool.RunAsync(_project, null, "claude", "--plugin-dir", Shipped.CopyInto(_project), "mcp", "list");
        code.ShouldBe(0, plugin);
        plugin.ShouldMatch("plugin:connector-auth:connector-auth: mcp-connector-auth serve - .*Connected");

        (code, var added) = await InstallAsync("claude mcp add");
        code.ShouldBe(0, added);
        (_, var listed) = await NodeTool.RunAsync(_project, null, "claude", "mcp", "list");
        listed.ShouldMatch("(?m)^connector-auth: mcp-connector-auth serve - .*Connected");
    }

    [NodeToolFact("claude")]
    public async Task Claude_Code_installs_the_plugin_as_the_README_says()
    {
        var (code, output) = await InstallAsync("claude plugin marketplace add");
        code.ShouldBe(0, output);
        (code, output) = await InstallAsync("claude plugin install");
        code.ShouldBe(0, output);
        (_, var listed) = await NodeTool.RunAsync(_project, null, "claude", "mcp", "list");
        listed.ShouldMatch("plugin:connector-auth:connector-auth: mcp-connector-auth serve - .*Connected");
    }

    [NodeToolFact("gemini")]
    public async Task Gemini_CLI_connects_to_the_extensions_server_and_to_one_that_was_added()
    {
        var extensions = Directory.CreateDirectory(Path.Combine(NodeTool.HomeOf(_project), ".gemini/extensions")).FullName;
        Directory.CreateSymbolicLink(Path.Combine(extensions, "connector-auth"), Shipped.CopyInto(_project));
        var (code, extension) = await NodeTool.RunAsync(_project, null, "gemini", "mcp", "list");
        code.ShouldBe(0, extension);
        extension.ShouldMatch(@"connector-auth \(from connector-auth\): mcp-connector-auth serve \(stdio\) - Connected");

        Directory.Delete(Path.Combine(extensions, "connector-auth"));
        (code, var added) = await InstallAsync("gemini mcp add");
        code.ShouldBe(0, added);
        (_, var listed) = await NodeTool.RunAsync(_project, null, "gemini", "mcp", "list");
        listed.ShouldMatch(@"connector-auth: mcp-connector-auth serve \(stdio\) - Connected");
    }

    [NodeToolFact("opencode")]
    public async Task Opencode_connects_and_knows_the_agents()
    {
        var folder = Shipped.CopyInto(_project);
        var (code, servers) = await NodeTool.RunAsync(_project, folder, "opencode", "mcp", "list");
        code.ShouldBe(0, servers);
        servers.ShouldMatch("connector-auth.*connected");

        (code, var agents) = await NodeTool.RunAsync(_project, folder, "opencode", "agent", "list");
        code.ShouldBe(0, agents);
        foreach (var agent in Instructions.Agents(Repository.Root)) agents.ShouldContain($"{agent.Name} (subagent)");
    }

    [NodeToolFact("mcpb")]
    public async Task The_bundles_manifest_is_valid_and_can_be_packed()
    {
        var folder = Path.Combine(Shipped.CopyInto(_project), "packaging/mcpb");
        var (code, output) = await NodeTool.RunAsync(_project, folder, "mcpb", "validate", "manifest.json");
        code.ShouldBe(0, output);
        var entry = (string)JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(folder, "manifest.json")))!["server"]!["entry_point"]!;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(folder, entry))!);
        await File.WriteAllTextAsync(Path.Combine(folder, entry), "stands for the executable");

        (code, output) = await NodeTool.RunAsync(_project, folder, "mcpb", "pack", ".", "out.mcpb");

        code.ShouldBe(0, output);
        new FileInfo(Path.Combine(folder, "out.mcpb")).Length.ShouldBeGreaterThan(0);
    }

    /// <summary>Runs the README's line that begins so, as a new user would.</summary>
    private Task<(int Code, string Output)> InstallAsync(string beginning)
    {
        var readme = File.ReadAllText(Path.Combine(Repository.Root, "README.md"));
        readme.ShouldContain($"`{beginning}");
        var line = readme.Split('`').First(code => code.StartsWith(beginning, StringComparison.Ordinal));
        var words = line.Split(' ').Select(word => word == "REPOSITORY" ? Shipped.CopyInto(_project) : word).ToList();
        return NodeTool.RunAsync(_project, null, words[0], [.. words.Skip(1)]);
    }
}
