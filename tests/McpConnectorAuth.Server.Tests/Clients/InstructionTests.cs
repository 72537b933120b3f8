using System.Text;
using System.Text.RegularExpressions;
using McpConnectorAuth.Clients;
using McpConnectorAuth.Server.Tests.Mcp;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Clients;

/// <summary>What agents read: the same for every client, true of the tools, short, and with the gates that protect the person.</summary>
public sealed partial class InstructionTests
{
    public static TheoryData<string> GeneratedFiles() => [.. ClientFiles.Generate(Repository.Root).Select(file => file.Path)];

    public static TheoryData<string> SourceFiles() => [.. Instructions.Files(Repository.Root)];

    [Theory]
    [MemberData(nameof(GeneratedFiles))]
    public void Every_clients_file_is_as_generated(string path) =>
        File.ReadAllText(Path.Combine(Repository.Root, path)).ShouldBe(
            ClientFiles.Generate(Repository.Root).Single(file => file.Path == path).Text,
            $"run: dotnet run --project tools/McpConnectorAuth.Clients");

    [Fact]
    public async Task The_documentation_of_tools_is_as_generated()
    {
        foreach (var file in await DocumentationFiles.GenerateAsync(Repository.Root))
            (await File.ReadAllTextAsync(Path.Combine(Repository.Root, file.Path))).ShouldBe(file.Text, $"{file.Path}: run dotnet run --project tools/McpConnectorAuth.Clients");
    }

    [Fact]
    public void No_file_is_left_over_from_an_agent_or_skill_that_is_gone()
    {
        var generated = ClientFiles.Generate(Repository.Root).Select(file => file.Path).ToHashSet();
        foreach (var folder in (string[])[".agents", ".claude-plugin", ".codex", ".github/agents", ".opencode"])
        {
            var root = Path.Combine(Repository.Root, folder);
            foreach (var file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != ".gitignore"))
                generated.ShouldContain(Path.GetRelativePath(Repository.Root, file));
        }
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void It_names_only_tools_and_arguments_that_exist(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var schemas = Path.Combine(Repository.Root, "src/McpConnectorAuth/Tools/Schemas");
        var tools = Directory.GetFiles(schemas, "*.json").ToDictionary(file => Path.GetFileNameWithoutExtension(file), File.ReadAllText);
        foreach (Match call in Call().Matches(text))
        {
            var tool = call.Groups["tool"].Value;
            tools.Keys.ShouldContain(tool, path);
            foreach (Match argument in Argument().Matches(call.Groups["arguments"].Value))
                tools[tool].ShouldContain($"\"{argument.Value}\": {{", Case.Sensitive, $"{path}: {call.Value}");
        }

        foreach (Match name in Name().Matches(text))
        {
            var isTool = name.Value.StartsWith("`get_", StringComparison.Ordinal) || name.Value.StartsWith("`run_", StringComparison.Ordinal) || name.Value.StartsWith("`write_", StringComparison.Ordinal)
                || name.Value.EndsWith("_memory`", StringComparison.Ordinal) || name.Value.EndsWith("_connection`", StringComparison.Ordinal) || name.Value.EndsWith("_portal`", StringComparison.Ordinal);
            if (isTool) tools.Keys.ShouldContain(name.Value.Trim('`'), path);
        }
    }

    [Fact]
    public void Every_tool_is_taught_and_every_agent_and_skill_that_is_named_exists()
    {
        var all = string.Concat(Instructions.Files(Repository.Root).Select(path => File.ReadAllText(Path.Combine(Repository.Root, path))));
        foreach (var tool in ToolContractTests.Names) all.ShouldContain($"`{tool}");
        string[] names = [.. Instructions.Agents(Repository.Root).Concat(Instructions.Skills(Repository.Root)).Select(each => each.Name)];
        foreach (Match reference in Reference().Matches(all)) names.ShouldContain(reference.Groups["name"].Value);
    }

    [Theory]
    [MemberData(nameof(SourceFiles))]
    public void It_is_short_and_keeps_the_gates(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));

        Encoding.UTF8.GetByteCount(text).ShouldBeLessThan(path.Contains("review", StringComparison.Ordinal) ? 4200 : 3600);
        text.ShouldNotContain("TODO");
        if (path.StartsWith("agents/", StringComparison.Ordinal))
        {
            text.ShouldContain("Return:");
            text.ShouldMatch("(?i)never (ask for|open|touch|no)|Touch no connector code");
        }
        else if (!path.Contains("guide", StringComparison.Ordinal))
        {
            text.ShouldContain("**Gate**");
        }
    }

    [Fact]
    public void Whatever_can_open_the_portal_waits_for_the_person_and_asks_for_no_secret()
    {
        foreach (var path in Instructions.Files(Repository.Root))
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root, path));
            if (!text.Contains("await_user_confirmation", StringComparison.Ordinal)) continue;
            text.ShouldContain("`confirmed`");
            text.ShouldMatch("Never (ask for a secret|copy a token)");
        }
    }

    [GeneratedRegex(@"`(?<tool>[a-z]+(?:_[a-z]+)+) \{(?<arguments>[^}`]*)\}")]
    private static partial Regex Call();

    [GeneratedRegex(@"(?<=^|, )[a-z_]+")]
    private static partial Regex Argument();

    [GeneratedRegex("`[a-z]+(?:_[a-z]+)+`")]
    private static partial Regex Name();

    [GeneratedRegex(@"(?:skill|agent) (?<name>[a-z]+(?:-[a-z]+)+)")]
    private static partial Regex Reference();
}
