using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>A real client that runs without a person at its terminal, with a made-up key, against a model of ours.</summary>
/// <param name="Command">Its command.</param>
/// <param name="Wire">What it speaks with the model.</param>
/// <param name="Environment">Variables that send it to the model at an address.</param>
/// <param name="Configure">Writes its configuration for a project and a model's address, and returns the arguments that go before the prompt's.</param>
internal sealed record AgentClient(
    string Command,
    IModelWire Wire,
    Func<string, Dictionary<string, string>> Environment,
    Func<TestProject, string, IReadOnlyList<string>> Configure)
{
    /// <summary>The server as the repository's configuration for a client in the editor names it; other clients read the same form.</summary>
    private static string ServerEntry => File.ReadAllText(Path.Combine(Repository.Root, ".cursor/mcp.json"));

    public static AgentClient ClaudeCode { get; } = new(
        "claude",
        new AnthropicWire(),
        ForClaudeCode,
        (project, _) => ["--mcp-config", Write(project, "mcp.json", ServerEntry), "--strict-mcp-config", "--allowedTools", "mcp__connector-auth", "-p"]);

    /// <summary>With the plugin's subagents. The hook accepts the link in the person's place; without it the client answers cancel.</summary>
    public static AgentClient ClaudeCodeWithPlugin { get; } = ClaudeCode with
    {
        Configure = (project, _) =>
        {
            var answer = Write(project, "accept.json", """{"hookSpecificOutput":{"hookEventName":"Elicitation","action":"accept","content":{}}}""");
            var settings = Write(project, "hooks.json",
                $$$"""{"hooks":{"Elicitation":[{"matcher":"plugin:connector-auth:connector-auth","hooks":[{"type":"command","command":"cat '{{{answer}}}'"}]}]}}""");
            return ["--plugin-dir", Shipped.CopyInto(project), "--settings", settings, "--allowedTools", "mcp__plugin_connector-auth_connector-auth,Agent", "-p"];
        },
    };

    public static AgentClient CopilotCli { get; } = new(
        "copilot",
        new OpenAiChatWire(),
        url => new() { ["COPILOT_OFFLINE"] = "true", ["COPILOT_PROVIDER_BASE_URL"] = $"{url}/v1", ["COPILOT_MODEL"] = "scripted" },
        (project, _) => ["--allow-all-tools", "--additional-mcp-config", $"@{Write(project, "mcp.json", ServerEntry)}", "-p"]);

    /// <summary>Waits for the server only where it is required; else its tools come with a later turn.</summary>
    public static AgentClient Codex { get; } = new(
        "codex",
        new OpenAiResponsesWire(),
        _ => [],
        (project, url) =>
        {
            var server = File.ReadAllText(Path.Combine(Repository.Root, ".codex/config.toml"));
            Write(project, ".codex/config.toml",
                $"""
                model = "scripted"
                model_provider = "scripted"

                [model_providers.scripted]
                name = "scripted"
                base_url = "{url}/v1"
                wire_api = "responses"

                {server}
                default_tools_approval_mode = "approve"
                required = true
                """);
            return ["exec", "--skip-git-repo-check"];
        });

    public static AgentClient GeminiCli { get; } = new(
        "gemini",
        new GeminiWire(),
        url => new() { ["GEMINI_API_KEY"] = "dummy", ["GOOGLE_GEMINI_BASE_URL"] = url },
        (project, _) =>
        {
            Write(project, ".gemini/settings.json", """{"security":{"auth":{"selectedType":"gemini-api-key"}},"privacy":{"usageStatisticsEnabled":false}}""");
            var extensions = Directory.CreateDirectory(Path.Combine(NodeTool.HomeOf(project), ".gemini/extensions")).FullName;
            Directory.CreateSymbolicLink(Path.Combine(extensions, "connector-auth"), Shipped.CopyInto(project));
            return ["--yolo", "--model", "gemini-2.5-flash", "-p"];
        });

    private static Dictionary<string, string> ForClaudeCode(string url) =>
        new() { ["ANTHROPIC_BASE_URL"] = url, ["ANTHROPIC_API_KEY"] = "dummy", ["ENABLE_TOOL_SEARCH"] = "false" };

    /// <summary>Writes a file below the client's home.</summary>
    private static string Write(TestProject project, string name, string text)
    {
        var path = Path.Combine(NodeTool.HomeOf(project), name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
