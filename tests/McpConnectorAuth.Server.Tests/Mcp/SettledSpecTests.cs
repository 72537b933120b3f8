using System.Text.Json;
using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>Following next_step of generate_spec comes to an end, what a person edits survives, and both files are named with their lines where they differ.</summary>
public sealed class SettledSpecTests
{
    private const string Source = "beta";
    private const string Document = "beta_api_doc.md";
    private const string Spec = "connectors/beta/connector_spec.yaml";

    [Fact]
    public async Task Facts_that_are_settled_one_after_the_other_stay()
    {
        using var project = Project();
        await using var session = await McpSession.StartAsync(project);
        await session.CallAsync("generate_spec", new { source = Source, document = Document });
        await session.CallAsync("generate_spec", new { source = Source, overrides = new[] { new { fact = "base_url", value = "https://api.beta.example/v1" } } });
        var settled = await session.CallAsync("generate_spec", new { source = Source, overrides = new[] { new { fact = "verification", value = "GET /me" } } });

        settled.GetProperty("base_url").GetString().ShouldBe("https://api.beta.example/v1");
        settled.GetProperty("verification").GetString().ShouldBe("GET /me");
        settled.GetProperty("next_step").GetString()!.ShouldContain("start_credential_portal");
        Texts(settled, "kept").ShouldBe(["base_url: https://api.beta.example/v1"]);
        Texts(settled, "unverified").ShouldBe(["base_url", "verification"]);

        var again = await session.CallAsync("generate_spec", new { source = Source });
        again.GetProperty("change").GetString().ShouldBe("unchanged");
        Texts(again, "unverified").ShouldBe(["base_url", "verification"]);

        var back = await session.CallAsync("generate_spec", new { source = Source, overrides = new[] { new { fact = "base_url", value = "as documented" } } });
        back.TryGetProperty("base_url", out _).ShouldBeFalse();
        Texts(back, "kept").ShouldBe(["verification: GET /me"]);
    }

    [Fact]
    public async Task What_a_person_edits_is_reported_with_both_lines_and_survives()
    {
        using var project = Project();
        await using var session = await McpSession.StartAsync(project);
        await session.CallAsync("generate_spec", new { source = Source, document = Document });
        Edit(project, "name: X-Api-Key", "name: X-Beta-Key");
        project.Write(Document, File.ReadAllText(project.PathOf(Document)) + "\nSend at most ten requests a second.\n");

        var status = await session.CallAsync("get_connection_status", new { source = Source });
        var findings = Texts(status.GetProperty("connections")[0], "findings");
        findings.ShouldContain(finding => finding.StartsWith("document_changed (spec line "));
        findings.ShouldContain(finding => finding.StartsWith("placement_differs (spec line ") && finding.Contains("document line 3"));

        var generated = await session.CallAsync("generate_spec", new { source = Source });
        Texts(generated, "kept").ShouldBe(["api_key.placement: header X-Beta-Key: {api_key}"]);
        Texts(generated, "unverified").ShouldContain("api_key.placement");
        Texts(generated, "findings").ShouldContain(finding => finding.StartsWith("before this update: document_changed"));
        Texts(generated, "findings").ShouldContain(finding => finding.StartsWith("placement_differs") && finding.Contains("document line 3"));
        File.ReadAllText(project.PathOf(Spec)).ShouldContain("name: X-Beta-Key");
    }

    [Fact]
    public async Task A_file_that_an_edit_broke_is_not_written_over()
    {
        using var project = Project();
        await using var session = await McpSession.StartAsync(project);
        await session.CallAsync("generate_spec", new { source = Source, document = Document });
        Edit(project, "kind: api_key", "kind: apikey");
        var broken = File.ReadAllText(project.PathOf(Spec));

        (await session.CallForErrorAsync("generate_spec", new { source = Source, document = Document })).ShouldContain("spec_invalid");
        File.ReadAllText(project.PathOf(Spec)).ShouldBe(broken);
    }

    private static TestProject Project()
    {
        var project = new TestProject();
        project.Write(Document, "# Beta API\n\nSend the API key in the `X-Api-Key` header on every request.\n");
        return project;
    }

    private static void Edit(TestProject project, string part, string replacement)
    {
        var text = File.ReadAllText(project.PathOf(Spec));
        text.ShouldContain(part);
        project.Write(Spec, text.Replace(part, replacement, StringComparison.Ordinal));
    }

    private static List<string> Texts(JsonElement answer, string name) => [.. answer.GetProperty(name).EnumerateArray().Select(item => item.GetString()!)];
}
