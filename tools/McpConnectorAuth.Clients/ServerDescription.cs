using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace McpConnectorAuth.Clients;

/// <summary>What all clients are told of the server: <c>server.json</c>, and the version of the build.</summary>
/// <param name="Name">Name of the server and of the plugin.</param>
/// <param name="Title">Name for people.</param>
/// <param name="Version">Version of the build.</param>
/// <param name="Description">What it does.</param>
/// <param name="Summary">The same in at most 100 characters, as the MCP registry allows.</param>
/// <param name="Keywords">For catalogues.</param>
/// <param name="Author">For catalogues.</param>
/// <param name="License">SPDX identifier.</param>
/// <param name="Package">Identifier of the NuGet package.</param>
/// <param name="RegistryName">Name in the MCP registry, of the namespace that the publisher has proved to be theirs.</param>
/// <param name="Command">What starts it.</param>
/// <param name="Arguments">With which arguments.</param>
/// <param name="Environment">Variables that it reads, for clients that pass only named ones on.</param>
/// <param name="LongestCallSeconds">How long a call may take.</param>
/// <param name="Agents">What each agent may do beside.</param>
public sealed record ServerDescription(
    string Name,
    string Title,
    string Version,
    string Description,
    string Summary,
    IReadOnlyList<string> Keywords,
    string Author,
    string License,
    string Package,
    string RegistryName,
    string Command,
    IReadOnlyList<string> Arguments,
    IReadOnlyList<string> Environment,
    int LongestCallSeconds,
    IReadOnlyDictionary<string, AgentAccess> Agents)
{
    /// <summary>Reads the description of a checkout.</summary>
    public static ServerDescription Read(string root)
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(root, "tools/McpConnectorAuth.Clients/server.json")))!;
        var version = XDocument.Load(Path.Combine(root, "Directory.Build.props")).Descendants("Version").Single().Value;
        return new ServerDescription(
            Text("name"), Text("title"), version, Text("description"), Text("summary"), List("keywords"), Text("author"), Text("license"),
            Text("package"), Text("registry_name"), Text("command"), List("args"), List("environment"),
            (int)json["longest_call_seconds"]!,
            json["agents"]!.AsObject().ToDictionary(agent => agent.Key, agent => Enum.Parse<AgentAccess>((string)agent.Value!, ignoreCase: true), StringComparer.Ordinal));

        string Text(string name) => (string)json[name]!;
        IReadOnlyList<string> List(string name) => [.. json[name]!.AsArray().Select(item => (string)item!)];
    }
}
