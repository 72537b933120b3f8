using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>A spec from several documents: each fact keeps the document and the line that it comes from.</summary>
public sealed class SpecSeveralDocumentsTests
{
    private static readonly AuthDocument Guide = DocumentReader.Parse("# Dunlin\n\n## Authentication\n\nSend your API key in the `X-Dunlin-Key` header.\n", "guide.md");
    private static readonly AuthDocument Reference = DocumentReader.Parse("# Reference\n\nBase URL: `https://api.dunlin.example/v1`\n\n## Birds\n\nA partner sends `X-Partner-Key: {partner_key}` instead.\n\nThe call `GET /flock` needs a key.\n", "reference.md");

    private static readonly SpecOverride[] Overrides =
    [
        new("partner.placement", "header X-Partner-Key: {partner_key}", "A partner sends `X-Partner-Key: {partner_key}` instead."),
        new("verification", "GET /flock", "The call `GET /flock` needs a key."),
    ];

    [Fact]
    public void Quotes_of_overrides_are_looked_up_in_every_document()
    {
        var built = Build([Guide, Reference]);
        built.Unverified.ShouldBeEmpty();
        var authentication = built.Spec.Authentication;
        authentication.Document.ShouldBe("guide.md");
        authentication.MoreDocuments.ShouldBe(["reference.md"]);
        authentication.Methods[0].Evidence.ShouldAllBe(evidence => evidence.Document == null);
        authentication.Methods[1].Evidence.ShouldHaveSingleItem().ShouldBe(new Evidence("placement", Overrides[0].Quote!, 7, "reference.md"));
        authentication.BaseUrls.ShouldHaveSingleItem().ShouldBe(new SpecBaseUrl("https://api.dunlin.example/v1", "production", 3, "reference.md"));
        authentication.Verification[0].ShouldBe(new SpecVerification("GET", "/flock", 9, "reference.md"));
    }

    [Fact]
    public void A_quote_of_a_document_that_was_not_named_supports_nothing() =>
        Build([Guide]).Unverified.ShouldBe(["partner.placement", "verification"]);

    [Fact]
    public void The_file_keeps_which_document_says_what()
    {
        using var folder = new SpecFolder();
        var spec = Build([Guide, Reference]).Spec;
        folder.Save(spec);
        folder.Load().ShouldBeSpec(spec);
        folder.Save(Build([Guide]).Spec with { DisplayName = "Dunlin" });
        folder.Load().Authentication.MoreDocuments.ShouldBeNull();
    }

    private static SpecBuildResult Build(IReadOnlyList<AuthDocument> documents) =>
        SpecBuilder.Build(AuthAnalyzer.Analyze(documents, SourceName.Parse("dunlin")), documents, Overrides, "Dunlin");
}
