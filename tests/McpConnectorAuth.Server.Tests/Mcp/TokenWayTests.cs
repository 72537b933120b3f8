using System.Collections.Concurrent;
using System.Text;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>A connection whose token is issued: from the document to proof, refresh and revocation, without a secret in sight.</summary>
public sealed class TokenWayTests
{
    private const string Source = "gearwheel";

    private const string Document = """
        # Gearwheel parts API

        The base URL is `http://HOST/v1`.

        ## Authentication

        Machines use the OAuth 2.0 client credentials grant. Send a POST to the token endpoint, with HTTP Basic authentication of
        client ID and client secret:

        ```bash
        curl -X POST http://HOST/oauth/token \
          -u "$CLIENT_ID:$CLIENT_SECRET" \
          -d grant_type=client_credentials \
          -d scope=parts:read
        ```

        The reply holds an `access_token`, good for an hour. Send it as `Authorization: Bearer <access_token>`. Tokens are revoked at the
        revocation endpoint `http://HOST/oauth/revoke`.

        `GET /me` returns the calling client.
        """;

    [Fact]
    public async Task A_token_is_obtained_shown_refreshed_and_revoked()
    {
        await using var provider = await LoopbackProvider.StartAsync();
        using var project = new TestProject();
        var document = $"connectors/{Source}/{Source}_api_doc.md";
        project.Write(document, Document.Replace("HOST", provider.Authority, StringComparison.Ordinal));
        await using var session = await McpSession.StartAsync(project, McpSession.Modern);

        // A document that names only this machine as host leaves the base URL open.
        var baseUrl = new { fact = "base_url", value = $"http://{provider.Authority}/v1", quote = $"The base URL is `http://{provider.Authority}/v1`" };
        var spec = await session.CallAsync("generate_spec", new { source = Source, document, overrides = new[] { baseUrl } });
        spec.GetProperty("unverified").GetArrayLength().ShouldBe(0, spec.GetRawText());
        var portal = await session.CallAsync("start_credential_portal", new { source = Source });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { ["client_id"] = LoopbackProvider.ClientId, ["client_secret"] = Canary.Value });
        var confirmation = await session.CallAsync("await_user_confirmation", new { source = Source, max_wait_seconds = 60 });
        confirmation.GetProperty("state").GetString().ShouldBe("confirmed", person.Text);
        confirmation.GetProperty("outcome").GetString().ShouldBe("valid", person.Text);
        provider.Issued.ShouldBe(1);

        var status = await StatusAsync(session);
        status.TryGetProperty("token", out var token).ShouldBeTrue(status.GetRawText());
        token.GetString().ShouldBe("valid");
        status.GetProperty("token_refreshes").GetBoolean().ShouldBeTrue();
        status.GetProperty("token_expires_at").GetDateTimeOffset().ShouldBe(DateTimeOffset.UtcNow.AddHours(1), TimeSpan.FromMinutes(10));
        (await session.CallAsync("run_auth_test", new { source = Source })).GetProperty("outcome").GetString().ShouldBe("valid");
        provider.Issued.ShouldBe(1, "a good token is used again");

        // The written test asks nobody for a token: it gets the stored one, and reports what it does.
        foreach (var language in new[] { "python_stdlib", "shell" })
        {
            var lines = new ConcurrentQueue<string>();
            await session.CallAsync("write_auth_test", new { source = Source, language });
            var verdict = await session.CallAsync("run_auth_test", new { source = Source, language }, new Lines(lines));
            verdict.GetProperty("test").GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
            lines.ShouldContain("changed_credential: 401, invalid_credentials", string.Join('|', lines));
        }

        provider.Issued.ShouldBe(1, "a good token is used again");

        var refreshed = await session.CallAsync("refresh_connection", new { source = Source });
        refreshed.GetProperty("refreshes_itself").GetBoolean().ShouldBeTrue();
        provider.Issued.ShouldBe(2);

        // A provider that ends tokens before their time costs one more, not a person.
        provider.EndTokens();
        (await session.CallAsync("run_auth_test", new { source = Source })).GetProperty("outcome").GetString().ShouldBe("valid");
        provider.Issued.ShouldBe(3);

        provider.RefusesToRevoke = true;
        (await session.CallForErrorAsync("revoke_connection", new { source = Source })).ShouldContain("--local");
        (await StatusAsync(session)).GetProperty("token").GetString().ShouldBe("valid", "nothing is forgotten that is not ended");
        provider.RefusesToRevoke = false;

        var revoked = await session.CallAsync("revoke_connection", new { source = Source });
        revoked.GetProperty("revoked")[0].GetString().ShouldBe(Source);
        provider.Revoked.ShouldBe(1);
        (await session.CallForErrorAsync("run_auth_test", new { source = Source })).ShouldContain("not_confirmed");
        (await session.CallForErrorAsync("refresh_connection", new { source = Source })).ShouldContain("not_confirmed");

        Canary.ShouldBeAbsentFrom(session.Transcript, "the MCP transcript or the log");
        foreach (var file in project.Files()) Canary.ShouldBeAbsentFrom(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file);
    }

    [Fact]
    public async Task A_key_that_the_person_entered_has_nothing_to_refresh()
    {
        await using var api = await LoopbackApi.StartAsync("/v3/me", request => request.Headers.Authorization == $"Bearer {Canary.Value}");
        using var project = new TestProject();
        project.Write("connectors/lanternfish/lanternfish_api_doc.md", TestDocuments.ReadFor("lanternfish", "api.lanternfish.example", api.Authority));
        await using var session = await McpSession.StartAsync(project, McpSession.Legacy);
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "connectors/lanternfish/lanternfish_api_doc.md" });
        var portal = await session.CallAsync("start_credential_portal", new { source = "lanternfish" });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        await person.SubmitAsync("test", new Dictionary<string, string> { [portal.GetProperty("fields")[0].GetString()!] = Canary.Value });
        await session.CallAsync("await_user_confirmation", new { source = "lanternfish", max_wait_seconds = 60 });

        (await session.CallForErrorAsync("refresh_connection", new { source = "lanternfish" })).ShouldContain("method_not_supported");
        var revoked = await session.CallAsync("revoke_connection", new { source = "lanternfish" });
        revoked.GetProperty("removed")[0].GetString().ShouldBe("lanternfish");
        revoked.GetProperty("revoked").GetArrayLength().ShouldBe(0);
        revoked.GetProperty("next_step").GetString()!.ShouldContain("stay valid at the API");
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : IProgress<ModelContextProtocol.ProgressNotificationValue>
    {
        public void Report(ModelContextProtocol.ProgressNotificationValue value) => lines.Enqueue(value.Message ?? "");
    }

    private static async Task<System.Text.Json.JsonElement> StatusAsync(McpSession session) =>
        (await session.CallAsync("get_connection_status", new { source = Source })).GetProperty("connections")[0];
}
