using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>A server that only lists its tools has loaded nothing that only credentials need.</summary>
public sealed class ColdStartTests
{
    [Fact]
    public async Task Listing_the_tools_loads_neither_the_keychain_nor_the_vaults_cipher()
    {
        if (!OperatingSystem.IsLinux()) return;
        using var project = new TestProject();
        await using var session = await McpSession.StartAsync(project);
        await session.Client.ListToolsAsync();

        var maps = await File.ReadAllTextAsync($"/proc/{session.Process.Id}/maps");

        maps.ShouldContain("mcp-connector-auth.dll");
        foreach (var library in new[] { "Microsoft.Identity", "libsecret", "libSystem.Security.Cryptography" })
            maps.ShouldNotContain(library);
        Directory.Exists(project.Home).ShouldBeFalse();
    }
}
