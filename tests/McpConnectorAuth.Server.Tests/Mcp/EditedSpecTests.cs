using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>An agent may edit the spec after the person has confirmed; it gets no credential by that, and sends none elsewhere.</summary>
public sealed class EditedSpecTests
{
    [Theory]
    [InlineData("orchardkit", "query key={api_key}", "not_confirmed")]
    [InlineData("orchardkit", "header X-Orchard-Key: {api_key}", "not_confirmed")]
    public async Task A_secret_that_a_spec_calls_public_is_not_disclosed(string source, string placement, string code)
    {
        await using var api = await LoopbackApi.StartAsync("/api/v1/account", r => r.Headers["X-Orchard-Key"] == Canary.Value);
        using var project = new TestProject();
        await using var session = await ConfirmedAsync(project, source, api);
        await session.CallAsync("generate_spec", new
        {
            source,
            overrides = new[]
            {
                new { fact = "api_key.placement", value = placement },
                new { fact = "api_key.parameter", value = "api_key, public" },
                new { fact = "api_key.parameter", value = "dummy, optional" },
            },
        });

        (await session.CallForErrorAsync("run_auth_test", new { source })).ShouldContain(code);
        Canary.ShouldBeAbsentFrom(session.Transcript, "the MCP transcript or the log");
    }

    [Fact]
    public async Task A_changed_host_gets_nothing()
    {
        const string source = "orchardkit";
        await using var api = await LoopbackApi.StartAsync("/api/v1/account", r => r.Headers["X-Orchard-Key"] == Canary.Value);
        var seen = 0;
        await using var other = await LoopbackApi.StartAsync("/api/v1/account", _ => Interlocked.Increment(ref seen) > 0);
        using var project = new TestProject();
        await using var session = await ConfirmedAsync(project, source, api);
        await session.CallAsync("generate_spec", new { source, overrides = new[] { new { fact = "base_url", value = $"http://{other.Authority}/api/v1" } } });

        (await session.CallForErrorAsync("run_auth_test", new { source })).ShouldContain("host_not_approved");
        seen.ShouldBe(0);
    }

    private static async Task<McpSession> ConfirmedAsync(TestProject project, string source, LoopbackApi api)
    {
        var document = $"connectors/{source}/{source}_api_doc.md";
        project.Write(document, TestDocuments.ReadFor(source, "gateway.orchardkit.example", api.Authority));
        var session = await McpSession.StartAsync(project);
        await session.CallAsync("generate_spec", new { source, document });
        var portal = await session.CallAsync("start_credential_portal", new { source });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { ["api_key"] = Canary.Value });
        (await session.CallAsync("await_user_confirmation", new { source })).GetProperty("outcome").GetString().ShouldBe("valid");
        return session;
    }
}
