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

        var status = (await session.CallAsync("get_connection_status", new { source })).GetProperty("connections")[0];
        status.TryGetProperty("last_outcome", out _).ShouldBeFalse(status.GetRawText());
        status.GetProperty("next_step").GetString()!.ShouldContain("start_credential_portal");
        (await session.CallForErrorAsync("run_auth_test", new { source })).ShouldContain("host_not_approved");
        seen.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_removed_is_no_longer_confirmed()
    {
        const string source = "orchardkit";
        await using var api = await LoopbackApi.StartAsync("/api/v1/account", r => r.Headers["X-Orchard-Key"] == Canary.Value);
        using var project = new TestProject();
        await using var session = await ConfirmedAsync(project, source, api);

        // By a person in a terminal, which this server does not hear of.
        (await Cli.CommandLine.RunAsync(project, "logout", source)).ExitCode.ShouldBe(0);
        (await session.CallForErrorAsync("await_user_confirmation", new { source })).ShouldContain("portal_not_open");

        var portal = await session.CallAsync("start_credential_portal", new { source });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { ["api_key"] = Canary.Value });
        await session.CallAsync("revoke_connection", new { source });
        (await session.CallForErrorAsync("await_user_confirmation", new { source })).ShouldContain("portal_not_open");
    }

    [Fact]
    public async Task A_broken_spec_is_reported_with_its_line()
    {
        const string source = "orchardkit";
        await using var api = await LoopbackApi.StartAsync("/api/v1/account", r => r.Headers["X-Orchard-Key"] == Canary.Value);
        using var project = new TestProject();
        await using var session = await ConfirmedAsync(project, source, api);
        project.Write($"connectors/{source}/connector_spec.yaml", "display_name: [\n");
        McpSession.TextOf(await session.CallRawAsync("get_connection_status", new { source })).ShouldContain("connector_spec.yaml:2:1");
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
