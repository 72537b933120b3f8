using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>What counts as a method of the API's own, and what only stands near one.</summary>
public sealed class MethodEvidenceTests
{
    private const string Key = "Each call has the key in a header:\n\n```\ncurl -H \"X-Heron-Key: $HERON_KEY\" https://api.heron.example/v1/nests\n```\n";

    [Fact]
    public void What_a_sentence_below_a_table_disowns_is_nobodys_method() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Carriers\n\nWhat each carrier wants:\n\n| Carrier | What goes there |\n|---|---|\n| Otter | OAuth 2.0 client credentials, token from `https://login.otter.example/oauth2/token` with client id and secret |\n\nNone of it concerns the Heron API.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void How_people_sign_in_to_the_product_is_no_access_to_the_api() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Single sign-on\n\n| Field | Value |\n|---|---|\n| Authorization endpoint | `https://login.otter.example/oauth2/authorize` |\n| Token endpoint | `https://login.otter.example/oauth2/token` |\n| Client ID, client secret | from the registration |\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_header_whose_name_says_nothing_carries_a_key_where_samples_put_one_in()
    {
        var method = Analyze("# Heron\n\n## Access\n\nSend it in the `X-Heron-Team` header:\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nX-Heron-Team: YOUR_CONFIGURATION_KEY\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.ApiKey);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Heron-Team");
    }

    [Fact]
    public void A_method_is_recommended_by_the_name_of_what_it_sends() =>
        Kinds("# Heron\n\n## Access\n\nYou can use basic authentication or a service account token.\n\nWe recommend service account tokens.\n\n### Basic\n\n```\ncurl -u \"$USER:$PASSWORD\" https://api.heron.example/v1/nests\n```\n\n### Service account token\n\n```\ncurl -H \"Authorization: Bearer <SERVICE_ACCOUNT_TOKEN>\" https://api.heron.example/v1/nests\n```\n")[0].ShouldBe(AuthKind.Bearer);

    [Fact]
    public void The_header_in_the_chapter_of_a_log_in_carries_what_the_log_in_answered() =>
        Kinds($"# Heron\n\n## Access keys\n\n{Key}\n## User interface\n\n### POST /auth/login\n\nTakes `username` and `password`, answers with a token.\n\n### Then\n\n```\ncurl -H \"Authorization: Bearer <token>\" https://api.heron.example/v1/nests\n```\n").ShouldBe([AuthKind.ApiKey, AuthKind.SessionLogin], ignoreOrder: true);

    [Fact]
    public void A_signature_on_top_of_a_token_is_no_method_of_its_own() =>
        Kinds("# Heron\n\n## Access\n\nPOST to `https://api.heron.example/oauth/token` with `grant_type=client_credentials`, then:\n\n```\ncurl -H \"Authorization: Bearer <access_token>\" https://api.heron.example/v1/nests\n```\n\n## Payouts\n\nPayouts must be signed, header `X-Heron-Signature`. The signature is sent in addition to the token.\n").ShouldBe([AuthKind.OAuth2ClientCredentials]);

    [Theory]
    [InlineData("The value is **not** base64, as it would be with HTTP Basic.")]
    [InlineData("Unlike HTTP Basic it is sent as it is.")]
    public void A_comparison_with_basic_is_no_method(string sentence) =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{sentence}\n").ShouldBe([AuthKind.ApiKey]);

    [Theory]
    [InlineData("| scope | Optional | separated by spaces |")]
    [InlineData("| scope | String | Gives access to nests |")]
    public void Words_of_a_table_are_no_scopes(string row) =>
        Analyze($"# Heron\n\n## OAuth\n\nSend the user to `https://api.heron.example/oauth/authorize`, then POST the code to `https://api.heron.example/oauth/token` with `grant_type=authorization_code`.\n\n| Parameter | | |\n|---|---|---|\n{row}\n").Methods[0].OAuth!.Scopes.ShouldBeEmpty();

    [Fact]
    public void Scopes_of_a_table_are_spelled_as_code() =>
        Analyze("# Heron\n\n## OAuth\n\nSend the user to `https://api.heron.example/oauth/authorize`, then POST the code to `https://api.heron.example/oauth/token` with `grant_type=authorization_code`.\n\n| Parameter | | |\n|---|---|---|\n| scope | Required | `nests:read eggs:read` |\n").Methods[0].OAuth!.Scopes.ShouldBe(["nests:read", "eggs:read"]);

    [Fact]
    public void What_leads_to_a_401_is_no_method() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nSending the key as `Authorization: Bearer <key>` results in a 401.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void Another_vendors_token_endpoint_beside_a_call_to_that_vendor_is_no_grant() =>
        Kinds($"# Heron\n\nAll calls go to `https://api.heron.example/v1`.\n\n## Access\n\n{Key}\n## Partners' systems\n\nOtter fetches its bookings itself:\n\n```http\nGET /api/bookings HTTP/1.1\nHost: api.otter-pilots.example\nAuthorization: Bearer <access token>\n```\n\nwith a token from `https://login.otter-pilots.example/oauth2/token` (`grant_type=client_credentials`).\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_page_of_consent_without_a_token_endpoint_is_no_grant() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Calendars\n\n`GET /calendars` returns the consent page (`https://accounts.otter.example/o/oauth2/v2/auth`), the redirect uri is ours.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void Credentials_said_right_before_the_token_request_are_the_clients() =>
        Kinds("# Heron\n\n## OAuth\n\nSend the user to `https://api.heron.example/oauth/authorize`. Identifier and secret are user name and password of HTTP Basic:\n\n```http\nPOST /oauth/token HTTP/1.1\nHost: api.heron.example\n\ngrant_type=authorization_code&code=123\n```\n\nThen send `Authorization: Bearer <access_token>`.\n").ShouldBe([AuthKind.OAuth2AuthorizationCode]);

    [Fact]
    public void The_menu_of_a_user_is_no_half_of_a_pair() =>
        Analyze("# Heron\n\n## Access\n\nHTTP Basic works. You make an API token by opening the profile in the user menu.\n\n```\ncurl -u \"$USER:$PASSWORD\" https://api.heron.example/v1/nests\n```\n").Methods[0].Placements[0].Format.ShouldBe("Basic base64({username}:{password})");

    [Fact]
    public void A_key_shown_beside_a_signature_goes_with_it() =>
        Kinds("# Heron\n\n## Signing requests\n\nRequests have to be signed with HMAC-SHA256. Take all parameters, `apiKey` among them:\n\n    https://api.heron.example/client?command=list&apiKey=plgWJfZK4gyS3mOMTVmjUVg&signature=TTpdDq7jJ58XCRHomKoQXEQds\n").ShouldBe([AuthKind.SignedRequest]);

    [Fact]
    public void A_header_against_forged_requests_is_no_key() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nServers want the header `X-Heron-Session-Id` to prevent CSRF attacks.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_password_of_basic_that_a_call_answered_is_a_session()
    {
        var method = Analyze("# Heron\n\n## Access\n\n```\ncurl -X PUT \"https://api.heron.example/v1/session?consumerToken=abc&employeeToken=def\"\n```\n\n```json\n{ \"token\": \"eyJ0b2tlbklkIjo0Mn0x\" }\n```\n\n```\ncurl -u \"0:eyJ0b2tlbklkIjo0Mn0x\" https://api.heron.example/v1/nests\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SessionLogin);
    }

    private static List<AuthKind> Kinds(string text) => [.. Analyze(text).Methods.Select(method => method.Kind)];

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "heron.md"), SourceName.Parse("heron"));
}
