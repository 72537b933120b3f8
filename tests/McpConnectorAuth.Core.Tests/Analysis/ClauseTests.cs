using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>A sentence that refuses something, and what else it says.</summary>
public sealed class ClauseTests
{
    [Theory]
    [InlineData("the scheme word is `token`, not bearer", "`token`", true)]
    [InlineData("the scheme word is `token`, not bearer", "bearer", false)]
    [InlineData("resource is mandatory, else you get a token that the api refuses", "resource", true)]
    [InlineData("resource is mandatory, else you get a token that the api refuses", "refuses", false)]
    [InlineData("requests are signed; version 1 was removed", "signed", true)]
    [InlineData("requests are signed; version 1 was removed", "version 1", false)]
    [InlineData("it is for partners (`token …`); the routes on this page refuse it with 401, no longer valid", "token", false)]
    [InlineData("old header, not supported any more", "header", false)]
    [InlineData("the old header was removed", "header", false)]
    [InlineData("the header carries the token", "header", false)]
    public void What_another_clause_refuses_is_not_refused(string sentence, string named, bool another) =>
        Clauses.RefuseAnother(sentence, sentence.IndexOf(named, StringComparison.Ordinal)).ShouldBe(another);

    [Theory]
    [InlineData("id and secret go as http basic, in the body they are refused:", true)]
    [InlineData("the form of older clients, which is no longer accepted:", false)]
    [InlineData("when the header is missing, the call is refused:", false)]
    [InlineData("the word is `acme`, not bearer:", true)]
    public void A_sample_shows_what_the_main_clause_speaks_of(string sentence, bool another) =>
        Clauses.RefuseNotMain(sentence).ShouldBe(another);

    [Theory]
    [InlineData("A library which refuses an empty user name needs the header to be built by hand.", false)]
    [InlineData("The API refuses an empty user name.", true)]
    [InlineData("There are no personal tokens or API keys to create.", true)]
    public void Who_refuses_tells_whether_the_api_does(string sentence, bool refused) =>
        ((DocumentText.ContextOfWords(sentence.ToLowerInvariant()) & UnitContext.Rejected) != 0).ShouldBe(refused);

    [Fact]
    public void A_comment_on_what_happens_otherwise_refuses_no_sample() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Godwit API\n\nThe base URL is `https://api.godwit.example`.\n\n## Token\n\n```bash\n# resource is mandatory, else you get a token that /api refuses\ncurl -X POST https://id.godwit.example/token -d grant_type=client_credentials -d client_id=$ID -d client_secret=$SECRET -d resource=godwit\n```\n\nThe token goes into `Authorization: Bearer`.\n", "godwit.md"), SourceName.Parse("godwit"))
            .Methods.ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.OAuth2ClientCredentials);
}
