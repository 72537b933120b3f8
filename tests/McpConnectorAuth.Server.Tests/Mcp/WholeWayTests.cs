using System.Text;
using McpConnectorAuth.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>From a document to a verified connection through a real client, in both protocol eras, against APIs that enforce what the document says.</summary>
public sealed class WholeWayTests
{
    /// <summary>A document, the API that it describes, and what the person types.</summary>
    public sealed record Case(
        string Source, string Host, string Kind, string VerificationPath, Func<HttpRequest, bool> Rule, IReadOnlyDictionary<string, string> Values)
    {
        public override string ToString() => Source;
    }

    private static readonly Case[] Cases =
    [
        new("lanternfish", "api.lanternfish.example", "bearer", "/v3/me", r => r.Headers.Authorization == $"Bearer {Canary.Value}", Secret()),
        new("orchardkit", "gateway.orchardkit.example", "api_key", "/api/v1/account", r => r.Headers["X-Orchard-Key"] == Canary.Value, Secret()),
        new("quillmark", "search.quillmark.example", "api_key", "/v2/usage", r => r.Query["apikey"] == Canary.Value, Secret()),
        new("bellwether", "desk.bellwether.example", "basic", "/api/v2/users/me.json", r => r.Headers.Authorization == Basic($"agent@example.org/token:{Canary.Value}"),
            new Dictionary<string, string> { ["email"] = "agent@example.org", ["api_token"] = Canary.Value }),
        new("copperline", "data.copperline.example", "basic", "/rest/plants", r => r.Headers.Authorization == Basic($"{Canary.Value}:"), Secret()),
    ];

    public static TheoryData<string, string> Ways()
    {
        var data = new TheoryData<string, string>();
        foreach (var each in Cases)
        {
            data.Add(each.Source, McpSession.Modern);
            data.Add(each.Source, McpSession.Legacy);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task A_client_is_taken_from_the_document_to_a_verified_connection(string source, string protocol)
    {
        var @case = Cases.First(c => c.Source == source);
        await using var api = await LoopbackApi.StartAsync(@case.VerificationPath, @case.Rule);
        using var project = new TestProject();
        var document = $"connectors/{source}/{source}_api_doc.md";
        project.Write(document, TestDocuments.ReadFor(source, @case.Host, api.Authority));
        await using var processes = new ProcessListWatch();
        await using var session = await McpSession.StartAsync(project, protocol);
        session.Client.NegotiatedProtocolVersion.ShouldBe(protocol);

        var analysis = await session.CallAsync("analyze_auth_doc", new { document });
        analysis.GetProperty("methods")[0].GetProperty("kind").GetString().ShouldBe(@case.Kind);
        Encoding.UTF8.GetByteCount(analysis.GetRawText()).ShouldBeLessThan(6000);

        var spec = await session.CallAsync("generate_spec", new { source, document });
        spec.GetProperty("change").GetString().ShouldBe("created");
        spec.GetProperty("unverified").GetArrayLength().ShouldBe(0);
        spec.GetProperty("hosts")[0].GetString().ShouldBe(api.Authority);
        File.Exists(project.PathOf(spec.GetProperty("spec_path").GetString()!)).ShouldBeTrue();

        // No test runs before a person has confirmed.
        (await session.CallForErrorAsync("run_auth_test", new { source })).ShouldContain("start_credential_portal");

        var portal = await session.CallAsync("start_credential_portal", new { source });
        portal.GetProperty("link_shown").GetString().ShouldBe("not_supported");
        var again = await session.CallAsync("start_credential_portal", new { source });
        again.GetProperty("url").GetString().ShouldBe(portal.GetProperty("url").GetString());
        (await session.CallAsync("await_user_confirmation", new { source, max_wait_seconds = 0 })).GetProperty("state").GetString().ShouldBe("pending");

        var waiting = session.CallAsync("await_user_confirmation", new { source, max_wait_seconds = 60 });
        using var person = new PortalVisitor(portal.GetProperty("url").GetString()!);
        await person.OpenAsync();
        var fields = portal.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!).ToList();
        var values = @case.Values.Count == 1 ? new Dictionary<string, string> { [fields.ShouldHaveSingleItem()] = Canary.Value } : @case.Values;
        await person.SubmitAsync("test", values);
        person.Text.ShouldContain("connected", Shouldly.Case.Insensitive, person.Text);

        var confirmation = await waiting;
        confirmation.GetProperty("state").GetString().ShouldBe("confirmed", person.Text);
        confirmation.GetProperty("outcome").GetString().ShouldBe("valid");
        confirmation.GetProperty("stored").EnumerateArray().Select(n => n.GetString()).ShouldBe(values.Keys, ignoreOrder: true);
        confirmation.GetProperty("approved_hosts")[0].GetString().ShouldBe(api.Authority);

        foreach (var language in new[] { "python", "shell" })
        {
            var written = await session.CallAsync("write_auth_test", new { source, language });
            File.Exists(project.PathOf(written.GetProperty("path").GetString()!)).ShouldBeTrue();
            var verdict = await session.CallAsync("run_auth_test", new { source, language });
            verdict.GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
            verdict.GetProperty("test").GetProperty("outcome").GetString().ShouldBe("valid", verdict.GetRawText());
            verdict.GetProperty("test").GetProperty("exit_code").GetInt32().ShouldBe(0);
            verdict.GetProperty("probes").GetArrayLength().ShouldBe(3);
        }

        var saved = await session.CallAsync("save_memory", new { topic = source, title = "Where the key is", content = "The key is made in the account settings." });
        saved.GetProperty("effect").GetString().ShouldBe("created");
        var recalled = await session.CallAsync("recall_memory", new { words = "where key", topic = source });
        recalled.GetProperty("notes")[0].GetProperty("content").GetString().ShouldBe("The key is made in the account settings.");
        var resources = await session.Client.ListResourcesAsync();
        resources.Select(r => r.Uri).ShouldContain("memory://MEMORY.md");
        var read = await session.Client.ReadResourceAsync($"memory://{source}.md");
        read.Contents.ShouldHaveSingleItem().ShouldBeOfType<ModelContextProtocol.Protocol.TextResourceContents>().Text.ShouldContain("account settings");

        var status = (await session.CallAsync("get_connection_status", new { source })).GetProperty("connections")[0];
        status.GetProperty("last_outcome").GetString().ShouldBe("valid");
        status.GetProperty("next_step").GetString()!.ShouldStartWith("Verified");

        AssertNoLeak(session, project);
        Canary.ShouldBeAbsentFrom(await processes.StopAsync(), "a process's command line");
    }

    private static void AssertNoLeak(McpSession session, TestProject project)
    {
        Canary.ShouldBeAbsentFrom(session.Transcript, "the MCP transcript or the log");
        foreach (var file in project.Files()) Canary.ShouldBeAbsentFrom(Encoding.Latin1.GetString(File.ReadAllBytes(file)), file);
    }

    /// <summary>The one secret that a method asks for, whatever the document calls it.</summary>
    private static Dictionary<string, string> Secret() => new() { [""] = Canary.Value };

    private static string Basic(string pair) => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))}";
}
