using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Which of several methods comes first, and what is a method at all.</summary>
public sealed class MethodOrderTests
{
    private const string Key = "Send the key in the header `X-Heron-Key`:\n\n```\ncurl -H \"X-Heron-Key: $HERON_KEY\" https://heron.example/api/me\n```\n";
    private const string Basic = "HTTP Basic is possible as well, with the user name and the password of a person:\n\n```\ncurl -u \"$USER:$PASSWORD\" https://heron.example/api/me\n```\n";

    [Fact]
    public void What_is_described_first_comes_first()
    {
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{Basic}").ShouldBe([AuthKind.ApiKey, AuthKind.Basic]);
        Kinds($"# Heron\n\n## Access\n\n{Basic}\n{Key}").ShouldBe([AuthKind.Basic, AuthKind.ApiKey]);
    }

    [Fact]
    public void A_plain_recommendation_outweighs_the_order() =>
        Kinds($"# Heron\n\n## Access\n\n{Basic}\n{Key}\nThe API key is recommended for integrations.\n")[0].ShouldBe(AuthKind.ApiKey);

    [Fact]
    public void A_conditional_recommendation_does_not() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{Basic}\nIf you build a tool for one person, Basic is recommended.\n")[0].ShouldBe(AuthKind.ApiKey);

    [Fact]
    public void One_sentence_far_from_any_chapter_on_access_makes_no_method()
    {
        var far = string.Concat(Enumerable.Range(0, 30).Select(i => $"Field number {i} of a nest holds the count of its eggs.\n"));
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Nests\n\n{far}\nThe feeder on the roof sends `Authorization: Bearer {{feeder}}` to the nest.\n").ShouldBe([AuthKind.ApiKey]);
    }

    [Fact]
    public void A_client_certificate_lies_below_what_goes_on_each_call() =>
        Kinds("# Heron\n\n## Access\n\nMutual TLS: each caller presents its client certificate. The client certificate is issued by us.\n\n" + Basic)[0].ShouldBe(AuthKind.Basic);

    [Theory]
    [InlineData("There is no account, no API key, nothing to register.", AnalysisOutcome.NoAuth)]
    [InlineData("Beyond the badge there is no further key, no token.", AnalysisOutcome.NotDocumented)]
    public void Several_things_that_are_not_needed_make_an_open_api(string sentence, AnalysisOutcome outcome) =>
        Analyze($"# Heron\n\nReads the nests at `https://heron.example/api`. {sentence}\n").Outcome.ShouldBe(outcome);

    [Theory]
    [InlineData("SIGNATURE_INVALID: the signature is wrong")]
    [InlineData("apikey: invalid")]
    public void Codes_and_messages_are_no_headers(string code) =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Errors\n\n| 401 | `{code}` | wrong |\n").ShouldBe([AuthKind.ApiKey]);

    private static List<AuthKind> Kinds(string text) => [.. Analyze(text).Methods.Select(method => method.Kind)];

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "heron.md"), SourceName.Parse("heron"));
}
