using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>What a credential is called where the document lists no settings: by its place, by what is said of the place, by its placeholder.</summary>
public sealed class ParameterNameTests
{
    private const string Head = "# Siskin API\n\nThe base URL is `https://api.siskin.example`.\n\n## Authentication\n\n";

    [Theory]
    [InlineData("Two headers go with each call:\n\n- `api-auth-accountid`: the account's number\n- `api-auth-applicationkey`: the secret of the application\n\n```\ncurl https://api.siskin.example/seeds -H 'api-auth-accountid: 77120042' -H 'api-auth-applicationkey: 9f8e7d6c5b4a'\n```", "account_id application_key")]
    [InlineData("```\ncurl https://api.siskin.example/seeds -H 'Authorization: AccessKey live_9f8e7d6c5b4a'\n```", "access_key")]
    [InlineData("Every call needs your API key.\n\n```\ncurl https://api.siskin.example/seeds -H 'access_token: live_9f8e7d6c5b4a'\n```", "api_key")]
    [InlineData("A chave de API fica em Configurações.\n\n```\ncurl https://api.siskin.example/seeds -H 'X-Siskin-Auth: 9f8e7d6c5b4a'\n```", "api_key")]
    [InlineData("Servers keep their RSA private key. The private key is made by the installer. A token goes into the header `X-Siskin-Authentication`.\n\n```\ncurl https://api.siskin.example/seeds -H 'X-Siskin-Authentication: <token contents>'\n```", "token")]
    [InlineData("Use Basic: the API key is the user name, the password stays blank.", "api_key")]
    public void A_credential_is_called_after_its_place_and_what_is_said_of_it(string words, string expected) =>
        Names(Head + words).ShouldBe(expected);

    [Theory]
    [InlineData("## Nesting tokens\n\nAsk an owner for a token.\n\n### Team tokens\n\nThe token is shown once.", "Authorization: Bearer $SISKIN_TOKEN", "team_token")]
    [InlineData("The token is shown once. Keep the token to yourself.", "X-Siskin-Token: 9f8e7d6c5b4a", "token")]
    [InlineData("Your API key is shown once.\n\n- `X-Siskin-AccessToken`: the API key", "X-Siskin-AccessToken: 9f8e7d6c5b4a", "api_key")]
    [InlineData("Its value is shown once.", "SISKAPIKEY: 9f8e7d6c5b4a", "api_key")]
    public void A_chapter_or_the_words_about_a_header_name_what_it_carries(string words, string header, string expected) =>
        Names(Head + words + "\n\n```\ncurl https://api.siskin.example/seeds -H '" + header + "'\n```").ShouldBe(expected);

    [Theory]
    [InlineData("Base URL: `https://{datacenterid}.siskin.example/api`", "datacenter_id api_key")]
    [InlineData("Base URL: `https://SISKIN_SERVER:8443/api`", "siskin_server api_key")]
    [InlineData("Base URL: `https://<your.siskin.server>/api`", "siskin_server api_key")]
    [InlineData("Base URL: `https://your-aviary.com/api`", "aviary api_key")]
    [InlineData("Base URL: `https://my-aviary.net/api`", "aviary api_key")]
    [InlineData("Base URL: `https://myna.io/v1`", "api_key")]
    [InlineData("Base URL: `https://yourtern.io/v1`", "api_key")]
    [InlineData("Base URL: `https://api.yourtern.io/v1`", "api_key")]
    [InlineData("Base URL: `https://NEST_NAME.siskin.io/api`", "nest_name api_key")]
    [InlineData("Base URL: `https://REST.SISKIN.IO/V1`", "api_key")]
    [InlineData("Base URL: `https://QKZV4W7RTEXBLM2P.api.siskin.io/v1`", "api_key")]
    [InlineData("Base URL: `https://api.siskin.example/v1`. Regions of birds are data.", "api_key")]
    public void Where_the_account_lives_is_asked_for_if_the_address_has_a_place_for_it(string words, string expected) =>
        Names("# Siskin API\n\n" + words + "\n\n## Authentication\n\nSend the API key in the header `X-Api-Key`.").ShouldBe(expected);

    [Fact]
    public void The_settings_of_a_tool_rename_nothing() =>
        Names(Head + "OAuth 2.0 with the authorization code grant. Authorize at `https://siskin.example/oauth/authorize`, get tokens at `https://siskin.example/oauth/token`.\n\nTo try it, enter these settings:\n\n| Setting | Value |\n|---|---|\n| Token endpoint | `https://siskin.example/oauth/token` |\n| OAuth Client ID | yours |\n| OAuth Client secret | yours |")
            .ShouldBe("client_id client_secret");

    [Fact]
    public void What_signs_is_asked_for_although_it_is_never_sent() =>
        Names(Head + "Sign with OAuth 1.0a, one-legged.\n\n```\nAuthorization: OAuth oauth_consumer_key=\"abc\", oauth_nonce=\"1\", oauth_signature_method=\"HMAC-SHA1\", oauth_timestamp=\"1\", oauth_signature=\"x\"\n```")
            .ShouldBe("consumer_key consumer_secret");

    [Theory]
    [InlineData("Klienten signerer den med sin private nøkkel. `iss` er `client_id`.\n\n```json\n{ \"alg\": \"RS256\", \"kid\": \"nokkel-1\" }\n```", "client_id kid private_key")]
    [InlineData("```python\njwt.encode({\"iss\": client_id, \"sub\": user_id}, PRIVATE_KEY, algorithm=\"RS256\")\n```", "client_id user_id private_key")]
    public void A_token_that_is_signed_needs_a_private_key_and_the_names_of_its_claims(string words, string expected) =>
        Names(Head + words + "\n\n```\ncurl https://login.siskin.example/token -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d assertion=$JWT\n```\n\nSend the access token as `Authorization: Bearer <access_token>`.")
            .ShouldBe(expected);

    [Fact]
    public void A_key_file_is_handed_over_whole() =>
        Names(Head + "Create a service account, then *Add key > Create new key > JSON*. The key pair is downloaded, with the private key.\n\nSign a JWT with RS256 and exchange it:\n\n```\ncurl https://login.siskin.example/token -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d assertion=$JWT\n```\n\nSend the access token as `Authorization: Bearer <access_token>`.")
            .ShouldBe("service_account_json");

    [Theory]
    [InlineData("`GET /orgs/{org_id}` is your organization.", "api_key org_id")]
    [InlineData("`GET /nests/{nest_id}/eggs` lists eggs.", "api_key")]
    public void The_account_that_the_first_call_is_about_is_asked_for(string words, string expected) =>
        Names(Head + "Send the API key in the header `X-Api-Key`.\n\n" + words).ShouldBe(expected);

    [Theory]
    [InlineData("The API supports two types of bearer tokens: **API keys** and **OAuth2 access tokens**. Send `Authorization: Bearer <API_KEY>`.", "api_key")]
    [InlineData("You get either a personal API token, or a client ID and a client secret for an app. Send the personal API token as `Authorization: Bearer <personal API token>`.", "personal_api_token")]
    public void Credentials_of_other_methods_are_not_asked_for(string words, string expected) =>
        Names(Head + words).ShouldBe(expected);

    [Fact]
    public void Two_words_for_a_subdomain_are_one_name() =>
        Names("# Demo API\n\nBase URL: `https://{sub-domain}.api.siskin.example/v1`\n\n## Authentication\n\nSend the API key in the header `X-Api-Key`.").ShouldBe("subdomain api_key");

    [Fact]
    public void A_key_in_the_path_is_called_as_the_document_calls_it() =>
        Names("# Heron feeds\n\n`{feed_key}` stands for your feed key, which the office sends on request.\n\n```\ncurl https://feeds.heron.example/v3/$FEED_KEY/nests.json\n```\n").ShouldBe("feed_key");

    private static string Names(string text) =>
        string.Join(' ', AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo")).Methods[0].Parameters.Select(p => p.Name));
}
