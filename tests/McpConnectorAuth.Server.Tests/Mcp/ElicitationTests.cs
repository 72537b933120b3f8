using McpConnectorAuth.Server.Tests.Support;
using ModelContextProtocol.Protocol;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>A client that can show a link is asked to; whatever it answers, the link is in the result and the portal is open.</summary>
public sealed class ElicitationTests
{
    [Theory]
    [InlineData(McpSession.Modern, "accept")]
    [InlineData(McpSession.Modern, "decline")]
    [InlineData(McpSession.Legacy, "accept")]
    [InlineData(McpSession.Legacy, "cancel")]
    public async Task The_link_is_shown_by_the_client(string protocol, string action)
    {
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read("lanternfish"));
        ElicitRequestParams? asked = null;
        await using var session = await McpSession.StartAsync(project, protocol, (request, _) =>
        {
            asked = request;
            return ValueTask.FromResult(new ElicitResult { Action = action });
        });
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source = "lanternfish" });

        portal.GetProperty("link_shown").GetString().ShouldBe(action);
        asked.ShouldNotBeNull().Mode.ShouldBe("url");
        asked.Url.ShouldBe(portal.GetProperty("url").GetString());
        asked.Message.ShouldNotContain("http");
        var state = await session.CallAsync("await_user_confirmation", new { source = "lanternfish", max_wait_seconds = 0 });
        state.GetProperty("state").GetString().ShouldBe("pending");
    }

    [Fact]
    public async Task A_client_that_fails_to_ask_has_not_cancelled()
    {
        using var project = new TestProject();
        project.Write("doc.md", TestDocuments.Read("lanternfish"));
        await using var session = await McpSession.StartAsync(project, McpSession.Legacy, (_, _) => throw new InvalidOperationException("no window to ask in"));
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source = "lanternfish" });
        portal.GetProperty("link_shown").GetString().ShouldBe("no_answer");
    }
}
