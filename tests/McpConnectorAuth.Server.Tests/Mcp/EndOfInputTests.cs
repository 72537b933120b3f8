using System.Diagnostics;
using McpConnectorAuth.Server.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>When the client closes the input the process goes, whatever is waiting.</summary>
public sealed class EndOfInputTests
{
    [Theory]
    [InlineData(McpSession.Modern)]
    [InlineData(McpSession.Legacy)]
    public async Task The_process_ends_while_a_portal_is_open_and_a_call_waits(string protocol)
    {
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read("lanternfish"));
        await using var session = await McpSession.StartAsync(project, protocol);
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "doc.md" });
        await session.CallAsync("start_credential_portal", new { source = "lanternfish" });
        var waiting = session.Client.CallToolAsync("await_user_confirmation", new Dictionary<string, object?> { ["source"] = "lanternfish", ["max_wait_seconds"] = 200 }).AsTask();
        await session.CallAsync("get_connection_status");
        waiting.IsCompleted.ShouldBeFalse();

        await EndsWithinASecondAsync(session);
    }

    [Fact]
    public async Task The_process_ends_while_an_elicitation_is_unanswered()
    {
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read("lanternfish"));
        var asked = new TaskCompletionSource();
        await using var session = await McpSession.StartAsync(project, McpSession.Legacy, async (_, cancellationToken) =>
        {
            asked.TrySetResult();
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new ElicitResult();
        });
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "doc.md" });
        var waiting = session.Client.CallToolAsync("start_credential_portal", new Dictionary<string, object?> { ["source"] = "lanternfish" }).AsTask();
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));
        waiting.IsCompleted.ShouldBeFalse();

        await EndsWithinASecondAsync(session);
    }

    private static async Task EndsWithinASecondAsync(McpSession session)
    {
        var clock = Stopwatch.StartNew();
        session.Process.StandardInput.Close();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await session.Process.WaitForExitAsync(limit.Token);
        session.Process.ExitCode.ShouldBe(0);

        // The promise is one second; the rest is allowance for a loaded machine.
        clock.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));
    }
}
