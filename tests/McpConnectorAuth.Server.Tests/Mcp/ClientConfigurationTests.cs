using System.Diagnostics;
using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>What the repository tells clients to start does start, and speaks nothing but the protocol.</summary>
[Collection(nameof(SourceTree))]
public sealed class ClientConfigurationTests
{
    [Fact]
    public async Task The_command_of_mcp_json_serves_from_the_checkout()
    {
        using var project = new TestProject();
        var file = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "mcp.json"));
        var server = JsonDocument.Parse(file).RootElement.GetProperty("mcpServers").GetProperty("connector-auth");
        await using var session = await McpSession.StartAsync(project, configure: start =>
        {
            start.FileName = server.GetProperty("command").GetString()!;
            start.ArgumentList.Clear();
            foreach (var argument in server.GetProperty("args").EnumerateArray()) start.ArgumentList.Add(argument.GetString()!);
            start.WorkingDirectory = Repository.Root;
        });
        (await session.Client.ListToolsAsync()).Count.ShouldBe(ToolContractTests.Names.Count);
    }

    /// <summary>A client whose patience ended while the server was starting falls back: both handshakes then wait in the pipe.</summary>
    [Fact]
    public async Task A_client_that_gave_up_on_discovery_is_served_by_the_older_handshake()
    {
        using var project = new TestProject();
        using var process = Process.Start(ServerExecutable.StartInfo(project))!;
        string[] messages =
        [
            """{"jsonrpc":"2.0","id":1,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"t","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}""",
            """{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":1}}""",
            """{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""",
            """{"jsonrpc":"2.0","method":"notifications/initialized"}""",
            """{"jsonrpc":"2.0","id":3,"method":"tools/list","params":{}}""",
        ];
        foreach (var message in messages) await process.StandardInput.WriteLineAsync(message);
        JsonElement answer;
        do
        {
            answer = JsonDocument.Parse((await process.StandardOutput.ReadLineAsync()).ShouldNotBeNull()).RootElement;
            answer.TryGetProperty("error", out var error).ShouldBeFalse(error.ToString());
        }
        while (!answer.TryGetProperty("id", out var id) || id.GetInt32() != 3);

        answer.GetProperty("result").GetProperty("tools").GetArrayLength().ShouldBe(ToolContractTests.Names.Count);
        process.StandardInput.Close();
        process.WaitForExit(5000).ShouldBeTrue();
    }

    [Trait("case", "X7")]
    [Fact]
    public async Task Standard_output_carries_messages_only()
    {
        using var project = new TestProject();
        using var process = Process.Start(ServerExecutable.StartInfo(project))!;
        await process.StandardInput.WriteLineAsync("this is no message");
        await process.StandardInput.WriteLineAsync("""{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"t","version":"1"}}}""");
        JsonElement answer;
        do
        {
            var line = await process.StandardOutput.ReadLineAsync();
            answer = JsonDocument.Parse(line.ShouldNotBeNull()).RootElement;
            answer.GetProperty("jsonrpc").GetString().ShouldBe("2.0");
        }
        while (!answer.TryGetProperty("result", out _));

        answer.GetProperty("result").GetProperty("serverInfo").GetProperty("name").GetString().ShouldBe("mcp-connector-auth");
        process.StandardInput.Close();
        (await process.StandardOutput.ReadToEndAsync()).ShouldBeEmpty();
        process.WaitForExit(5000).ShouldBeTrue();
    }
}
