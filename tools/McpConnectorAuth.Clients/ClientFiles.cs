using System.Text.Json.Nodes;

namespace McpConnectorAuth.Clients;

/// <summary>
/// What each client reads, from <c>agents/</c>, <c>skills/</c> and <see cref="ServerDescription"/>. The versions whose formats are followed
/// are named in docs/clients.md.
/// </summary>
public static class ClientFiles
{
    /// <summary>All generated files of a checkout.</summary>
    /// <exception cref="InvalidDataException">A source file's header is not what every client reads.</exception>
    public static IReadOnlyList<ClientFile> Generate(string root)
    {
        var server = ServerDescription.Read(root);
        var agents = Instructions.Agents(root);
        var skills = Instructions.Skills(root);
        if (!agents.Select(agent => agent.Name).SequenceEqual(server.Agents.Keys.Order(StringComparer.Ordinal)))
            throw new InvalidDataException("server.json has to name each file of agents/ and no other.");
        return [.. ClaudeCode(server), .. Copilot(server, agents), .. Codex(server, agents), .. Gemini(server), .. Cursor(server), .. OpenCode(server, agents), .. Bundle(server), .. Registry(server), .. SharedSkills(skills)];
    }

    /// <summary>A plugin, which Copilot CLI installs as well, and a catalogue of it alone; agents/ and skills/ are read where they are.</summary>
    private static IEnumerable<ClientFile> ClaudeCode(ServerDescription server)
    {
        yield return new(".claude-plugin/plugin.json", Json.Write(new JsonObject
        {
            ["name"] = server.Name,
            ["version"] = server.Version,
            ["description"] = server.Description,
            ["author"] = new JsonObject { ["name"] = server.Author },
            ["license"] = server.License,
            ["keywords"] = Json.List(server.Keywords),
            ["mcpServers"] = new JsonObject { [server.Name] = Command(server) },
        }));
        yield return new(".claude-plugin/marketplace.json", Json.Write(new JsonObject
        {
            ["name"] = server.Name,
            ["description"] = server.Description,
            ["owner"] = new JsonObject { ["name"] = server.Author },
            ["plugins"] = new JsonArray(new JsonObject { ["name"] = server.Name, ["source"] = "./", ["description"] = server.Description }),
        }));
    }

    /// <summary>VS Code and Copilot: the server of the workspace, and custom agents that can use no more than they need.</summary>
    private static IEnumerable<ClientFile> Copilot(ServerDescription server, IReadOnlyList<Instructions> agents)
    {
        yield return new(".vscode/mcp.json", Json.Write(new JsonObject { ["servers"] = new JsonObject { [server.Name] = Command(server, "stdio") } }));
        foreach (var agent in agents)
        {
            string[]? tools = server.Agents[agent.Name] switch
            {
                AgentAccess.Read => ["read", "search", $"{server.Name}/*"],
                AgentAccess.Edit => ["read", "search", "edit", $"{server.Name}/*"],
                _ => null,
            };
            var limit = tools is null ? "" : $"tools: [{string.Join(", ", tools.Select(tool => $"'{tool}'"))}]\n";
            yield return new($".github/agents/{agent.Name}.agent.md", $"---\nname: {agent.Name}\ndescription: {agent.Description}\n{limit}---\n\n{agent.Body}\n");
        }
    }

    private static IEnumerable<ClientFile> Codex(ServerDescription server, IReadOnlyList<Instructions> agents)
    {
        yield return new(".codex/config.toml",
            $"""
            [mcp_servers.{server.Name}]
            command = {Toml(server.Command)}
            args = [{string.Join(", ", server.Arguments.Select(Toml))}]
            env_vars = [{string.Join(", ", server.Environment.Select(Toml))}]
            tool_timeout_sec = {server.LongestCallSeconds}

            """);
        foreach (var agent in agents)
        {
            var sandbox = server.Agents[agent.Name] == AgentAccess.Read ? "sandbox_mode = \"read-only\"\n" : "";
            yield return new($".codex/agents/{agent.Name}.toml",
                $"name = {Toml(agent.Name)}\ndescription = {Toml(agent.Description)}\n{sandbox}developer_instructions = '''\n{Literal(agent)}\n'''\n");
        }
    }

    /// <summary>An extension; agents/ and skills/ are read where they are.</summary>
    private static IEnumerable<ClientFile> Gemini(ServerDescription server)
    {
        var command = Command(server);
        command["timeout"] = server.LongestCallSeconds * 1000;
        yield return new("gemini-extension.json", Json.Write(new JsonObject
        {
            ["name"] = server.Name,
            ["version"] = server.Version,
            ["description"] = server.Description,
            ["mcpServers"] = new JsonObject { [server.Name] = command },
        }));
    }

    private static IEnumerable<ClientFile> Cursor(ServerDescription server)
    {
        yield return new(".cursor/mcp.json", Json.Write(new JsonObject { ["mcpServers"] = new JsonObject { [server.Name] = Command(server, "stdio") } }));
    }

    private static IEnumerable<ClientFile> OpenCode(ServerDescription server, IReadOnlyList<Instructions> agents)
    {
        yield return new("opencode.json", Json.Write(new JsonObject
        {
            ["$schema"] = "https://opencode.ai/config.json",
            ["mcp"] = new JsonObject
            {
                [server.Name] = new JsonObject { ["type"] = "local", ["command"] = Json.List([server.Command, .. server.Arguments]), ["enabled"] = true },
            },
        }));
        foreach (var agent in agents)
        {
            var denied = server.Agents[agent.Name] switch
            {
                AgentAccess.Read => "permission:\n  edit: deny\n  bash: deny\n  webfetch: deny\n",
                AgentAccess.Edit => "permission:\n  bash: deny\n  webfetch: deny\n",
                _ => "",
            };
            yield return new($".opencode/agents/{agent.Name}.md", $"---\ndescription: {agent.Description}\nmode: subagent\n{denied}---\n\n{agent.Body}\n");
        }
    }

    /// <summary>The manifest of a bundle with the self-contained executable in <c>server/</c>.</summary>
    private static IEnumerable<ClientFile> Bundle(ServerDescription server)
    {
        yield return new("packaging/mcpb/manifest.json", Json.Write(new JsonObject
        {
            ["manifest_version"] = "0.3",
            ["name"] = server.Name,
            ["display_name"] = server.Title,
            ["version"] = server.Version,
            ["description"] = server.Description,
            ["author"] = new JsonObject { ["name"] = server.Author },
            ["license"] = server.License,
            ["keywords"] = Json.List(server.Keywords),
            ["server"] = new JsonObject
            {
                ["type"] = "binary",
                ["entry_point"] = $"server/{server.Command}",
                ["mcp_config"] = new JsonObject
                {
                    ["command"] = $"${{__dirname}}/server/{server.Command}",
                    ["args"] = Json.List(server.Arguments),
                    ["env"] = new JsonObject { ["CONNECTOR_AUTH_PROJECT"] = "${user_config.project}" },
                },
            },
            ["tools_generated"] = true,
            ["prompts_generated"] = true,
            ["user_config"] = new JsonObject
            {
                ["project"] = new JsonObject
                {
                    ["type"] = "directory",
                    ["title"] = "Project folder",
                    ["description"] = "Where documents, specs, tests and memory of your connectors are kept",
                    ["required"] = true,
                },
            },
        }));
    }

    /// <summary>How the MCP registry and NuGet say that the package is run (registry schema of 2025-12-11); it is packed into the NuGet package.</summary>
    private static IEnumerable<ClientFile> Registry(ServerDescription server)
    {
        yield return new(".mcp/server.json", Json.Write(new JsonObject
        {
            ["$schema"] = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json",
            ["name"] = server.RegistryName,
            ["title"] = server.Title,
            ["description"] = server.Summary,
            ["version"] = server.Version,
            ["packages"] = new JsonArray(new JsonObject
            {
                ["registryType"] = "nuget",
                ["registryBaseUrl"] = "https://api.nuget.org/v3/index.json",
                ["identifier"] = server.Package,
                ["version"] = server.Version,
                ["runtimeHint"] = "dnx",
                ["transport"] = new JsonObject { ["type"] = "stdio" },
                ["packageArguments"] = new JsonArray([.. server.Arguments.Select(argument => new JsonObject { ["type"] = "positional", ["value"] = argument })]),
                ["environmentVariables"] = new JsonArray(
                    new JsonObject
                    {
                        ["name"] = "CONNECTOR_AUTH_PROJECT",
                        ["description"] = "Project folder; where it is not set, the folder that the client starts the server in",
                        ["format"] = "filepath",
                        ["isRequired"] = false,
                        ["isSecret"] = false,
                    },
                    new JsonObject
                    {
                        ["name"] = "CONNECTOR_AUTH_OPEN_BROWSER",
                        ["description"] = "1 opens the credential portal in your browser; otherwise its link is shown",
                        ["isRequired"] = false,
                        ["isSecret"] = false,
                    },
                    new JsonObject
                    {
                        ["name"] = "CONNECTOR_AUTH_PORTAL_PORT",
                        ["description"] = "Fixed port of the credential portal on 127.0.0.1; otherwise any free one",
                        ["format"] = "number",
                        ["isRequired"] = false,
                        ["isSecret"] = false,
                    }),
            }),
        }));
    }

    /// <summary>Where Codex, Gemini CLI, opencode, Cursor and Copilot look for the skills of a repository.</summary>
    private static IEnumerable<ClientFile> SharedSkills(IReadOnlyList<Instructions> skills) =>
        skills.Select(skill => new ClientFile($".agents/skills/{skill.Name}/SKILL.md", skill.Source));

    private static JsonObject Command(ServerDescription server, string? type = null)
    {
        var command = new JsonObject { ["command"] = server.Command, ["args"] = Json.List(server.Arguments) };
        if (type is not null) command.Insert(0, "type", type);
        return command;
    }

    /// <summary>A basic string (TOML 1.0, section "String").</summary>
    private static string Toml(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Literal(Instructions agent) => agent.Body.Contains("'''", StringComparison.Ordinal)
        ? throw new InvalidDataException($"agents/{agent.Name}.md: three apostrophes would end Codex's string.")
        : agent.Body;
}
