using System.Collections.Concurrent;
using McpConnectorAuth.Server.Tests.Support;
using ModelContextProtocol.Protocol;
using ProgressNotificationValue = ModelContextProtocol.ProgressNotificationValue;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>Clients cut silent calls: whatever a tool does, one that asks for progress hears that it goes on.</summary>
public sealed class ProgressTests
{
    private const string Source = "lanternfish";

    [Theory]
    [InlineData(McpSession.Modern)]
    [InlineData(McpSession.Legacy)]
    public async Task A_check_of_a_slow_api_is_not_silent(string protocol)
    {
        // The API answers when the client has heard of the wait, and not before.
        var heard = new Signal("(10 s)");
        var isSlow = false;
        await using var api = await LoopbackApi.StartAsync("/v3/me", request => (!isSlow || heard.Wait()) && IsGood(request));
        using var project = new TestProject();
        await using var session = await ConnectAsync(project, api, protocol);

        isSlow = true;
        var verdict = await session.CallAsync("run_auth_test", new { source = Source }, heard);
        verdict.GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
        heard.WasHeard.ShouldBeTrue(heard.Text);
        heard.Text.ShouldContain("Making the verification call and its controls (10 s)");
    }

    [Theory]
    [InlineData("python_stdlib")]
    [InlineData("shell")]
    public async Task Lines_of_a_written_test_come_as_they_are_printed(string language)
    {
        var heard = new Signal("credential: 200");
        var left = int.MaxValue;
        await using var api = await LoopbackApi.StartAsync("/v3/me", request =>
        {
            // Three calls of the check and the written test's first; its second is answered when the line on the first has come.
            if (Interlocked.Decrement(ref left) < 0) heard.Wait();
            return IsGood(request);
        });
        using var project = new TestProject();
        await using var session = await ConnectAsync(project, api, McpSession.Modern);
        await session.CallAsync("write_auth_test", new { source = Source, language });

        left = 4;
        var verdict = await session.CallAsync("run_auth_test", new { source = Source, language }, heard);
        verdict.GetProperty("test").GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
        heard.CameInTime.ShouldBeTrue(heard.Text);
    }

    [Fact]
    public async Task Waiting_for_a_client_that_shows_the_link_is_not_silent()
    {
        var heard = new Signal("(10 s)");
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read(Source));
        await using var session = await McpSession.StartAsync(project, McpSession.Legacy, async (_, _) =>
        {
            await Task.Run(heard.Wait);
            return new ElicitResult { Action = "accept" };
        });
        await session.CallAsync("generate_spec", new { source = Source, document = "doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source = Source }, heard);
        portal.GetProperty("link_shown").GetString().ShouldBe("accept");
        heard.CameInTime.ShouldBeTrue(heard.Text);
    }

    private static bool IsGood(Microsoft.AspNetCore.Http.HttpRequest request) => request.Headers.Authorization == $"Bearer {Canary.Value}";

    private static async Task<McpSession> ConnectAsync(TestProject project, LoopbackApi api, string protocol)
    {
        project.Write("doc.md", TestDocuments.ReadFor(Source, "api.lanternfish.example", api.Authority));
        var session = await McpSession.StartAsync(project, protocol);
        await session.CallAsync("generate_spec", new { source = Source, document = "doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source = Source });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { [portal.GetProperty("fields")[0].GetString()!] = Canary.Value });
        await session.CallAsync("await_user_confirmation", new { source = Source, max_wait_seconds = 60 });
        return session;
    }

    /// <summary>Progress that somebody waits for, for less time than the product gives an API to answer.</summary>
    private sealed class Signal(string words) : IProgress<ProgressNotificationValue>
    {
        private readonly ManualResetEventSlim _heard = new();
        private readonly ConcurrentQueue<string> _messages = new();
        private int _late;

        public bool WasHeard => _heard.IsSet;

        /// <summary>Whether nobody waited in vain.</summary>
        public bool CameInTime => WasHeard && _late == 0;

        public string Text => string.Join('\n', _messages);

        public void Report(ProgressNotificationValue value)
        {
            _messages.Enqueue(value.Message ?? "");
            if (value.Message?.Contains(words, StringComparison.Ordinal) == true) _heard.Set();
        }

        public bool Wait()
        {
            if (!_heard.Wait(TimeSpan.FromSeconds(25))) Interlocked.Increment(ref _late);
            return true;
        }
    }
}
