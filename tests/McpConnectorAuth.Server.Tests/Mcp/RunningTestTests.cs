using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>A written test that hangs holds nobody up but its own call, and ends at its time limit with all that it started.</summary>
public sealed class RunningTestTests
{
    [Theory]
    [InlineData("shell")]
    [InlineData("python_stdlib")]
    public async Task The_server_answers_while_a_test_hangs(string language)
    {
        using var released = new ManualResetEventSlim();
        var hangs = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var left = int.MaxValue;
        await using var api = await LoopbackApi.StartAsync("/v3/me", request =>
        {
            // The check makes three calls; the fourth is the written test's.
            if (Interlocked.Decrement(ref left) < 0)
            {
                hangs.TrySetResult();
                released.Wait(TimeSpan.FromMinutes(2));
            }

            return request.Headers.Authorization == $"Bearer {Canary.Value}";
        });
        const string source = "lanternfish";
        using var project = new TestProject();
        project.Write($"connectors/{source}/{source}_api_doc.md", TestDocuments.ReadFor(source, "api.lanternfish.example", api.Authority));
        await using var session = await McpSession.StartAsync(project, McpSession.Modern);
        await session.CallAsync("generate_spec", new { source, document = $"connectors/{source}/{source}_api_doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { [portal.GetProperty("fields")[0].GetString()!] = Canary.Value });
        await session.CallAsync("await_user_confirmation", new { source, max_wait_seconds = 60 });
        await session.CallAsync("write_auth_test", new { source, language });

        left = 3;
        var running = session.CallAsync("run_auth_test", new { source, language, timeout_seconds = 5 });
        await hangs.Task.WaitAsync(TimeSpan.FromMinutes(1));
        (await session.Client.ListToolsAsync()).Count.ShouldBeGreaterThan(5);
        var children = ChildrenOf(session.Process.Id);
        running.IsCompleted.ShouldBeFalse("the list came while the test was hanging");

        var verdict = await running;
        released.Set();
        verdict.GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
        var test = verdict.GetProperty("test");
        test.GetProperty("timed_out").GetBoolean().ShouldBeTrue();
        test.GetProperty("exit_code").GetInt32().ShouldBe(-1);
        children.ShouldNotBeEmpty();
        ChildrenOf(session.Process.Id).Intersect(children).ShouldBeEmpty("a test outlived its run");
        Canary.ShouldBeAbsentFrom(session.Transcript, "the MCP transcript or the log");
    }

    private static List<string> ChildrenOf(int parent)
    {
        var children = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                // Behind the name in parentheses come the state and the parent.
                var stat = File.ReadAllText(Path.Combine(folder, "stat"));
                if (stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1] == parent.ToString(System.Globalization.CultureInfo.InvariantCulture)) children.Add(folder);
            }
            catch (IOException)
            {
                // Gone.
            }
        }

        return children;
    }
}
