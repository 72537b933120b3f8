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
    public void Digest_is_recommended_by_its_name() =>
        Kinds($"# Heron\n\n## Basic\n\n{Basic}\n## Digest\n\nDigest authentication is what we recommend. HTTP Digest needs the same account:\n\n```\ncurl --digest -u \"$USER:$PASSWORD\" https://heron.example/api/me\n```\n")[0].ShouldBe(AuthKind.Digest);

    [Fact]
    public void The_default_of_a_table_of_grants_comes_first() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Heron\n\n| Grant | For whom | Here |\n|---|---|---|\n| `password` | one's own company | yes, **default** |\n| `authorization_code` | many customers | yes, optional |\n\nOpen `https://id.heron.example/oauth/authorize?client_id={client_id}&redirect_uri={redirect_uri}&response_type=code`.\n\n```\ncurl https://id.heron.example/oauth/token -d grant_type=password -d client_id=a -d client_secret=b -d username=c -d password=d\n```\n\nThe same address takes `grant_type=authorization_code`, `code`, `client_id`, `client_secret`. Then `Authorization: Bearer {access_token}`.\n", "heron.md"), SourceName.Parse("heron")).Methods.Select(m => m.Kind).ShouldBe([AuthKind.OAuth2Password, AuthKind.OAuth2AuthorizationCode]);

    [Fact]
    public void The_number_of_a_revision_ends_no_sentence() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Heron\n\n```\ncurl https://id.heron.example/oauth/token -d grant_type=client_credentials -d client_id=a -d client_secret=b\n```\n\nThen `Authorization: Bearer {access_token}`.\n\n## Out of date\n\n* **Passwords.** Rev. 2 of the PDF had `grant_type=password`. Rev. 4 lists it under \"withdrawn\", and we got `unsupported_grant_type`.\n", "heron.md"), SourceName.Parse("heron")).Methods.Select(m => m.Kind).ShouldBe([AuthKind.OAuth2ClientCredentials]);

    [Fact]
    public void What_is_better_than_another_is_the_recommended_one() =>
        Kinds($"# Heron\n\n## Access\n\n{Basic}\n{Key}\nWe recommend the API key over Basic.\n")[0].ShouldBe(AuthKind.ApiKey);

    [Fact]
    public void What_was_the_way_once_is_no_method() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nVersion 2 (with `apikey` as a query parameter) is deprecated and not described here.\n").ShouldBe([AuthKind.ApiKey]);

    [Theory]
    [InlineData("Samples: `git clone https://user:password@git.heron.example/samples.git`.")]
    [InlineData("Sign in at https://console.heron.example/start?session_id=12345 and ask for access.")]
    [InlineData("Der verwendete API-Schlüssel steht in der Kopfzeile `X-Heron-Key`.")]
    public void Other_addresses_and_everyday_words_make_no_method(string remark)
    {
        var method = Analyze($"# Heron\n\n## Authentication\n\n{Key}\n{remark}\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.ApiKey);
        method.Deprecated.ShouldBeFalse();
    }

    [Fact]
    public void A_password_in_the_address_is_Basic() =>
        Kinds("# Heron\n\n## Authentication\n\nRegular HTTP authentication: `https://user:password@heron.example/api/method`.\n").ShouldBe([AuthKind.Basic]);

    [Fact]
    public void A_chapter_is_recommended_by_its_title() =>
        Kinds($"# Heron\n\n## Access\n\n### Mode a\n\n{Basic}\n### Mode b (the normal one)\n\n{Key}")[0].ShouldBe(AuthKind.ApiKey);

    [Fact]
    public void A_key_beside_a_token_comes_behind_the_token()
    {
        const string Both = "```\ncurl https://heron.example/api/nests -H 'X-Heron-Key: {key}' -H 'Authorization: Bearer {access_token}'\n```\n";
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{Both}\n## OAuth\n\nThe authorization code grant of OAuth 2.0: open `https://heron.example/oauth/authorize?response_type=code&client_id={{client_id}}`, then\n\n```\ncurl https://heron.example/oauth/token -d grant_type=authorization_code -d code=abc -d client_id=abc\n```\n")[0].ShouldBe(AuthKind.OAuth2AuthorizationCode);
    }

    [Fact]
    public void A_key_in_the_bearer_header_stays_beside_a_grant() =>
        Kinds("# Heron\n\n## Access\n\nEither a key or an access token goes along:\n\n```\ncurl https://heron.example/api/me -H \"Authorization: Bearer APIKEY\"\n```\n\n## OAuth\n\nApps use the authorization code grant: `https://heron.example/oauth/authorize?response_type=code&client_id={client_id}`.\n\n```\ncurl https://heron.example/oauth/token -d grant_type=authorization_code -d code=abc -d client_id=abc -d client_secret=def\n```\n")
            .ShouldBe([AuthKind.Bearer, AuthKind.OAuth2AuthorizationCode]);

    [Fact]
    public void How_a_client_signs_in_at_the_token_endpoint_is_no_method() =>
        Kinds("# Heron\n\nThe base URL is `https://heron.example/api`.\n\n## Access\n\nThe application signs in with HTTP Basic authorization, `{client_id}:{client_secret}` in base64. If the client id is `jo@heron.example` and the client secret `x`, the header is\n\n`Authorization: Basic am9AaGVyb24uZXhhbXBsZTp4`\n\n```http\nPOST /oauth/token HTTP/1.1\nHost: heron.example\n\ngrant_type=client_credentials\n```\n\n```http\nGET /api/me HTTP/1.1\nHost: heron.example\nAuthorization: Bearer {access_token}\n```\n")
            .ShouldBe([AuthKind.OAuth2ClientCredentials]);

    [Fact]
    public void The_same_token_in_another_place_is_no_method_of_its_own() =>
        Kinds("# Heron\n\n## Access\n\nThe password grant gives an access token:\n\n```\ncurl https://heron.example/oauth/token -d grant_type=password -d username=jo -d password=pw\n```\n\n```\ncurl https://heron.example/api/me -H 'Authorization: Bearer {access_token}'\n```\n\nOr so:\n\n```\ncurl 'https://heron.example/api/me?access_token={access_token}'\n```\n")
            .ShouldBe([AuthKind.OAuth2Password]);

    [Fact]
    public void One_sentence_does_not_undo_a_call_that_is_shown() =>
        Kinds("# Heron\n\nThe device uses HTTP digest authentication.\n\n```\ncurl --digest -u admin:{password} http://192.168.1.20/api/me\n```\n\n## Events\n\nEvents go to the given address without authentication.\n").ShouldBe([AuthKind.Digest]);

    [Fact]
    public void OAuth_1_with_three_legs_is_no_code_grant() =>
        Kinds("# Heron\n\nThe API is at `https://heron.example/api` and uses OAuth 1.0a.\n\n## Two-legged\n\n```\nAuthorization: OAuth realm=\"Heron\",oauth_consumer_key=\"abc\",oauth_token=\"\",oauth_nonce=\"1\",oauth_timestamp=\"2\",oauth_signature_method=\"PLAINTEXT\",oauth_version=\"1.0\",oauth_signature=\"def%26\"\n```\n\n## Three-legged\n\n1. `GET https://heron.example/oauth/request_token`\n2. Send the person to `https://heron.example/oauth/authorize?oauth_token=abc&oauth_callback=https://app.example/cb`\n3. `GET https://heron.example/oauth/access_token`\n").ShouldBe([AuthKind.OAuth1]);

    [Theory]
    [InlineData("Keep the API key as secure as your password.")]
    [InlineData("| Request header | |\n|---|---|\n| `Authorization` | see *Access* |\n")]
    public void What_says_nothing_of_a_method_makes_none(string remark) =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{remark}\n").ShouldBe([AuthKind.ApiKey]);

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

    private const string Two = "# Heron\n\n## Access\n\n{0}\n\n### Basic\n\n```\ncurl -u \"$USER:$PASSWORD\" https://api.heron.example/v1/nests\n```\n\n```\ncurl -u \"$USER:$PASSWORD\" https://api.heron.example/v1/eggs\n```\n\n### HRN1 management token\n\n```\ncurl -H \"Authorization: HRN1 $TOKEN\" https://api.heron.example/v1/nests\n```\n";

    [Theory]
    [InlineData("The integration is to be built with HRN1; Basic is the fallback.", AuthKind.ApiKey)]
    [InlineData("For integrations we recommend management tokens.", AuthKind.ApiKey)]
    [InlineData("We strongly suggest against using basic authentication.", AuthKind.ApiKey)]
    [InlineData("We recommend rotating management tokens.", AuthKind.Basic)]
    public void What_is_recommended_is_known_by_its_scheme_or_its_title(string sentence, AuthKind expected) =>
        Kinds(Two.Replace("{0}", sentence, StringComparison.Ordinal))[0].ShouldBe(expected);

    private static List<AuthKind> Kinds(string text) => [.. Analyze(text).Methods.Select(method => method.Kind)];

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "heron.md"), SourceName.Parse("heron"));
}
