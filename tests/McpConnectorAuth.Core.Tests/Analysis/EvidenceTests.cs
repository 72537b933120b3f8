using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Whatever is asserted has words of the document beside it, as they stand there.</summary>
public sealed class EvidenceTests
{
    private const string OAuth = """
        # Heron API

        The base URL is `https://api.heron.example/v1`.

        ## OAuth 2.0

        We recommend OAuth 2.0 with an authorization code. PKCE is required.

        - Authorize: `https://id.heron.example/authorize?response_type=code&access_type=offline`
        - Token: `https://id.heron.example/token`, where the client id and the client secret are sent as HTTP Basic.
        - Revoke: `https://id.heron.example/revoke`

        Scopes: `nests.read`, `eggs.read`
        Scopes are comma separated.

        ## API keys (deprecated)

        API keys go into the header `X-Heron-Key`.

        ```
        curl -H "X-Heron-Key: {api_key}" https://api.heron.example/v1/nests
        ```
        """;

    [Theory]
    [InlineData("kind", "OAuth 2.0 with an authorization code")]
    [InlineData("recommended", "We recommend OAuth 2.0")]
    [InlineData("authorize_url", "https://id.heron.example/authorize")]
    [InlineData("token_url", "https://id.heron.example/token")]
    [InlineData("revocation_url", "https://id.heron.example/revoke")]
    [InlineData("scopes", "Scopes: `nests.read`, `eggs.read`")]
    [InlineData("scope_separator", "comma separated")]
    [InlineData("pkce", "PKCE is required.")]
    [InlineData("token_auth", "as HTTP Basic")]
    [InlineData("extra_params", "access_type=offline")]
    [InlineData("parameter.client_id", "client id")]
    public void Each_fact_of_a_grant_has_its_own_quote(string fact, string words)
    {
        var method = Analyze(OAuth).Methods[0];
        method.Kind.ShouldBe(AuthKind.OAuth2AuthorizationCode);
        method.Evidence.ShouldContain(e => e.Fact == fact && e.Quote.Contains(words, StringComparison.Ordinal), string.Join('\n', method.Evidence));
    }

    [Fact]
    public void What_is_called_old_says_where()
    {
        var method = Analyze(OAuth).Methods.Single(m => m.Kind == AuthKind.ApiKey);
        method.Deprecated.ShouldBeTrue();
        method.Evidence.ShouldContain(e => e.Fact == "deprecated" && e.Quote == "## API keys (deprecated)");
        method.Evidence.ShouldNotContain(e => e.Fact == "recommended");
    }

    [Fact]
    public void That_no_credential_is_needed_is_quoted()
    {
        var analysis = Analyze("# Plover API\n\nThe base URL is `https://api.plover.example`.\n\n## Authentication\n\nNo authentication is required, there are no API keys.\n");
        analysis.Outcome.ShouldBe(AnalysisOutcome.NoAuth);
        analysis.Evidence.ShouldNotBeNull().ShouldContain(e => e.Fact == "kind" && e.Quote.StartsWith("No authentication is required", StringComparison.Ordinal) && e.Line == 7);
        Analyze(OAuth).Evidence.ShouldBeNull();
    }

    [Fact]
    public void A_quote_keeps_the_line_breaks_of_the_document()
    {
        const string text = "# Plover API\n\nThe base URL is `https://api.plover.example`.\n\n## Authentication\n\nSend your API key with each request\nin the header  `X-Plover-Key`.\n";
        var evidence = Analyze(text).Methods[0].Evidence;
        evidence.ShouldContain(e => e.Quote.Contains("each request\nin the header  `X-Plover-Key`", StringComparison.Ordinal));
        evidence.ShouldAllBe(e => text.Contains(e.Quote, StringComparison.Ordinal));
    }

    [Fact]
    public void Methods_of_the_same_weight_are_asked_about_by_their_names() =>
        Analyze("# Plover API\n\nThe base URL is `https://api.plover.example`.\n\n## Authentication\n\nSend an API key in the header `X-Plover-Key`, or use HTTP Basic with your user name and password.\n\n```\ncurl -H \"X-Plover-Key: {api_key}\" https://api.plover.example/eggs\n```\n\n```\ncurl -u {username}:{password} https://api.plover.example/eggs\n```\n")
            .Questions.ShouldAllBe(question => !question.Contains("ApiKey", StringComparison.Ordinal));

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "api.md"), SourceName.Parse("api"));
}
