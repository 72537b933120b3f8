using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

/// <summary><c>token</c> shows a credential to a person at a terminal and to nobody else; <c>refresh</c> says what has nothing to refresh.</summary>
public sealed class TokenTests
{
    [Fact]
    public async Task A_pipe_gets_no_credential()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        var result = await project.RunAsync("token", MooringsProject.Source, "--for", $"http://{project.Host}/api/v1/account");
        result.ExitCode.ShouldBe(1);
        result.Output.ShouldBeEmpty();
        result.Errors.ShouldContain("terminal_only");
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");
    }

    [Fact]
    public async Task A_person_at_a_terminal_sees_the_header_for_an_approved_host_only()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        await using (var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "token", MooringsProject.Source, "--for", $"http://{project.Host}/any/path"))
            await terminal.WaitForAsync($"Authorization: Bearer {Canary.Value}");

        foreach (var url in new[] { "https://other.example/", $"http://{project.Host.Replace(":", ".other.example:", StringComparison.Ordinal)}/", $"http://{project.Host}@other.example/" })
        {
            await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "token", MooringsProject.Source, "--for", url);
            await terminal.WaitForAsync("host_not_approved");
            Canary.ShouldBeAbsentFrom(terminal.Shown, url);
        }
    }

    [Fact]
    public async Task A_key_has_nothing_to_refresh()
    {
        await using var project = await MooringsProject.StartConnectedAsync();
        (await project.RunAsync("refresh", MooringsProject.Source, "--json")).ShouldFail("method_not_supported");
    }
}
