using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Specs;

public sealed class SpecLintTests
{
    private static readonly AuthAnalysis Analysis = new(
        "acme",
        new DocumentInfo("acme_api_doc.md", "markdown", 100, SpecSamples.Sha),
        AnalysisOutcome.Documented,
        [
            new AuthMethod(
                "api_key",
                AuthKind.ApiKey,
                true,
                false,
                [new Placement(PlacementLocation.Header, "x-acme-key", "{key}")],
                [new AuthParameter("key", true, true, null)],
                null,
                [new Evidence("kind", "Send your key", 7), new Evidence("placement", "X-Acme-Key", 8)]),
        ],
        [new BaseUrl("https://api.acme.example/v1", "production", "https://api.acme.example/v1", 3)],
        [new VerificationCall("GET", "/me", "GET /me", 20)],
        [],
        [],
        []);

    private static ConnectorSpec Spec => SpecSamples.OneMethod;

    private static AuthMethod Documented => Analysis.Methods[0];

    [Fact]
    public void A_spec_that_says_what_the_document_says_has_no_findings()
    {
        SpecLint.Check(Spec, Analysis).ShouldBeEmpty();
        SpecLint.Check(Spec, null).ShouldBeEmpty();
    }

    [Fact]
    public void A_changed_document_is_reported() =>
        Check(Spec, Analysis with { Document = Analysis.Document with { Sha256 = new string('b', 64) } }).ShouldBe([("document_changed", 0)]);

    [Fact]
    public void A_method_that_the_spec_lacks_is_reported_with_the_documents_line()
    {
        var other = Documented with { Name = "login", Kind = AuthKind.Basic, Placements = [], Evidence = [new Evidence("kind", "or Basic", 30)] };
        Check(Spec, Analysis with { Methods = [Documented, other] }).ShouldBe([("method_missing", 30)]);
        Check(Spec, Analysis with { Methods = [Documented, other with { Deprecated = true }] }).ShouldBeEmpty();
        Check(Spec, Analysis with { Methods = [Documented with { Name = "renamed" }] }).ShouldBeEmpty();
    }

    [Fact]
    public void A_method_that_the_document_does_not_state_is_reported_unless_it_is_marked()
    {
        var mine = Spec.Authentication.Methods[0] with { Name = "mine", Kind = AuthKind.Bearer };
        var spec = Spec with { Authentication = Spec.Authentication with { Methods = [.. Spec.Authentication.Methods, mine] } };
        Check(spec, Analysis).ShouldBe([("method_unknown", 0)]);
        Check(spec with { Authentication = spec.Authentication with { Unverified = ["mine.placement"] } }, Analysis).ShouldBe([("unverified_fact", 0)]);
    }

    [Fact]
    public void Another_kind_and_another_placement_are_reported()
    {
        Check(Spec, Analysis with { Methods = [Documented with { Kind = AuthKind.Bearer }] }).ShouldBe([("kind_differs", 7)]);
        Check(Spec, Analysis with { Methods = [Documented with { Placements = [new Placement(PlacementLocation.Query, "x-acme-key", "{key}")] }] }).ShouldBe([("placement_differs", 8)]);
        Check(Spec, Analysis with { Methods = [Documented with { Placements = [new Placement(PlacementLocation.Header, "X-Acme-Key", "Key {key}")] }] }).ShouldBe([("placement_differs", 8)]);
    }

    [Fact]
    public void A_host_that_the_document_does_not_name_is_reported()
    {
        var section = Spec.Authentication;
        Check(Spec with { Authentication = section with { BaseUrls = [new SpecBaseUrl("https://evil.example", "production", 0)], Hosts = ["evil.example"] } }, Analysis)
            .ShouldBe([("host_differs", 3)]);
        Check(Spec with { Authentication = section with { Hosts = [.. section.Hosts, "evil.example"] } }, Analysis).ShouldBe([("host_differs", 0)]);
        Check(Spec, Analysis with { BaseUrls = [new BaseUrl("http://API.acme.example", "production", "", 3)] }).ShouldBeEmpty();
    }

    [Fact]
    public void Holes_compare_by_place_and_not_by_name()
    {
        var spec = SpecSamples.TwoMethods;
        var analysis = Analysis with { Methods = [], BaseUrls = [new BaseUrl("https://{yourDomain}.acme.example", "production", "", 3), new BaseUrl("https://sandbox.acme.example:8443", "sandbox", "", 4)] };
        SpecLint.Check(spec, analysis).ShouldNotContain(finding => finding.Code == "host_differs");
    }

    [Fact]
    public void A_required_token_that_the_api_issues_is_reported()
    {
        var spec = SpecSamples.TwoMethods;
        var method = spec.Authentication.Methods[1] with { Parameters = ["client_id", "access_token"] };
        var choice = spec.Connection.AuthMethods[1];
        Check(
            spec with
            {
                Connection = spec.Connection with { AuthMethods = [spec.Connection.AuthMethods[0], choice with { Parameters = [.. choice.Parameters, new SpecParameter("access_token", "string", true, true, "")] }] },
                Authentication = spec.Authentication with { Methods = [spec.Authentication.Methods[0], method], Unverified = [] },
            },
            null).ShouldBe([("issued_token_required", 0)]);
    }

    [Fact]
    public void A_secret_that_is_not_marked_is_reported() => Check(
        Spec with { Connection = Spec.Connection with { Parameters = [Spec.Connection.Parameters[0] with { Secret = false }] } },
        null).ShouldBe([("secret_not_marked", 0)]);

    [Fact]
    public void Findings_about_a_file_name_its_lines()
    {
        using var folder = new SpecFolder();
        folder.With(SpecSamples.HandWritten.Replace("secret: True", "secret: False", StringComparison.Ordinal));
        var changed = Analysis with
        {
            Document = Analysis.Document with { Sha256 = new string('b', 64) },
            Methods = [Documented with { Kind = AuthKind.Bearer, Placements = [new Placement(PlacementLocation.Header, "Authorization", "Bearer {key}")] }],
        };
        var lines = folder.Text.Split('\n');
        var findings = SpecLint.CheckFile(folder.SpecPath, SpecSamples.Display, changed);
        findings.Select(finding => (finding.Code, lines[finding.SpecLine - 1].Trim())).ShouldBe(
        [
            ("document_changed", $"document_sha256: {SpecSamples.Sha}"),
            ("kind_differs", "- kind: api_key"),
            ("placement_differs", """- {in: header, name: X-Acme-Key, format: "{api_key}"}"""),
            ("secret_not_marked", "name: api_key"),
        ]);
    }

    private static IEnumerable<(string Code, int DocumentLine)> Check(ConnectorSpec spec, AuthAnalysis? analysis) =>
        SpecLint.Check(spec, analysis).Select(finding => (finding.Code, finding.DocumentLine));
}
