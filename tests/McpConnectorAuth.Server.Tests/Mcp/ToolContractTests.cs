using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>What a client reads about the tools: it changes on purpose only.</summary>
public sealed class ToolContractTests
{
    /// <summary>Every tool, in the order of the way.</summary>
    internal static readonly IReadOnlyList<string> Names =
    [
        "analyze_auth_doc", "generate_spec", "start_credential_portal", "await_user_confirmation",
        "write_auth_test", "run_auth_test", "refresh_connection", "revoke_connection", "save_memory", "recall_memory", "get_connection_status",
    ];

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, TypeInfoResolver = JsonSerializerOptions.Default.TypeInfoResolver };

    [Theory]
    [InlineData(McpSession.Modern)]
    [InlineData(McpSession.Legacy)]
    public async Task The_tools_are_listed_with_all_hints_and_described_schemas(string protocol)
    {
        using var project = new TestProject();
        await using var session = await McpSession.StartAsync(project, protocol);
        var tools = (await session.Client.ListToolsAsync()).Select(t => t.ProtocolTool).ToList();

        tools.Select(t => t.Name).ShouldBe(Names, ignoreOrder: true);
        foreach (var tool in tools)
        {
            tool.Title.ShouldNotBeNullOrEmpty();
            tool.Description.ShouldNotBeNullOrEmpty();
            tool.Annotations.ShouldNotBeNull().ReadOnlyHint.ShouldNotBeNull();
            tool.Annotations!.DestructiveHint.ShouldNotBeNull();
            tool.Annotations!.IdempotentHint.ShouldNotBeNull();
            tool.Annotations!.OpenWorldHint.ShouldNotBeNull();
            AssertDescribed(tool.Name, tool.InputSchema);
            tool.OutputSchema.ShouldNotBeNull().GetProperty("properties").EnumerateObject().ShouldNotBeEmpty();
        }
    }

    [Fact]
    public async Task The_list_stays_below_14_kB()
    {
        using var project = new TestProject();
        await using var session = await McpSession.StartAsync(project);
        await session.Client.ListToolsAsync();
        var line = session.Transcript.Split('\n').Single(l => l.Contains("\"inputSchema\"", StringComparison.Ordinal));
        Encoding.UTF8.GetByteCount(line).ShouldBeLessThan(14_000);
    }

    /// <summary>The served schemas are files; they have to be those of the types that are really read and written. UPDATE_SNAPSHOTS=1 rewrites them.</summary>
    [Fact]
    public async Task The_served_schemas_are_those_of_the_types()
    {
        using var project = new TestProject();
        await using var services = new ConnectorAuthServices(new ProjectWorkspace(project.Root));
        foreach (var tool in McpServerHost.Tools(services))
        {
            var derived = new JsonObject
            {
                ["input"] = ToolSchema.ForArguments(tool.ArgumentsType),
                ["output"] = ToolSchema.ForResult(tool.ResultType),
            };
            Snapshot.Match($"../../../src/McpConnectorAuth/Tools/Schemas/{tool.ProtocolTool.Name}.json", derived.ToJsonString(Indented));
        }
    }

    [Fact]
    public async Task Descriptions_and_hints_are_as_approved()
    {
        using var project = new TestProject();
        await using var session = await McpSession.StartAsync(project);
        foreach (var tool in (await session.Client.ListToolsAsync()).Select(t => t.ProtocolTool))
        {
            var received = new JsonObject
            {
                ["name"] = tool.Name,
                ["title"] = tool.Title,
                ["description"] = tool.Description,
                ["annotations"] = new JsonObject
                {
                    ["readOnlyHint"] = tool.Annotations!.ReadOnlyHint,
                    ["destructiveHint"] = tool.Annotations.DestructiveHint,
                    ["idempotentHint"] = tool.Annotations.IdempotentHint,
                    ["openWorldHint"] = tool.Annotations.OpenWorldHint,
                },
            };
            Snapshot.Match($"{tool.Name}.json", received.ToJsonString(Indented));
        }
    }

    private static void AssertDescribed(string tool, JsonElement schema)
    {
        if (schema.TryGetProperty("properties", out var properties))
        {
            foreach (var property in properties.EnumerateObject())
            {
                (property.Value.TryGetProperty("description", out var text) && text.GetString()!.Length > 0).ShouldBeTrue($"{tool}: {property.Name} has no description");
                AssertDescribed(tool, property.Value);
            }
        }

        if (schema.TryGetProperty("items", out var items)) AssertDescribed(tool, items);
    }
}
