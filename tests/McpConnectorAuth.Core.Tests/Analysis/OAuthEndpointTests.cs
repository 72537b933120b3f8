using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>The authorization server's endpoints, wherever a document gives them.</summary>
public sealed class OAuthEndpointTests
{
    private const string Head = "# Curlew API\n\nThe base URL is `https://api.curlew.example/v1`. The API uses OAuth 2.0 with the client credentials grant.\n\n";
    private const string Sample = "```\ncurl https://test.curlew.example/oauth/token -d grant_type=client_credentials -d client_id=abc -d client_secret=def\n```\n\n";

    [Theory]
    [InlineData(Sample + "In production it is `https://id.curlew.example/oauth/token`.", "https://id.curlew.example/oauth/token")]
    [InlineData("`POST https://id.curlew.example/oauth2/fresh-one?grant_type=client_credentials&client_id={client_id}` with the secret as Basic.", "https://id.curlew.example/oauth2/fresh-one")]
    [InlineData("```http\nPOST /oauth/token HTTP/1.1\nHost: auth.eu-1.curlew.example\n\ngrant_type=client_credentials&client_id=a&client_secret=b\n```\n\nIts general form is `https://auth.{region}.curlew.example`.", "https://auth.{region}.curlew.example/oauth/token")]
    [InlineData("| Endpoint | Method |\n|---|---|\n| `id.curlew.example/oauth2/token` | POST |\n\n```\ngrant_type=client_credentials&client_id=abc&client_secret=def\n```", "https://id.curlew.example/oauth2/token")]
    [InlineData("[POST https://id.curlew.example/oauth/token](https://rest.curlew.example/v2/oauth/token)", "https://id.curlew.example/oauth/token")]
    [InlineData("```http\nPOST https://id.curlew.example/token.php?request=token\n\ngrant_type=client_credentials&client_id=a&client_secret=b\n```", "https://id.curlew.example/token.php?request=token")]
    [InlineData("```bash\nurl=\"https://id.curlew.example\"\nanswer=$(curl -s -X POST \"${url}/oauth/token\" \\\n  -d \"client_id=${client_id}\" -d grant_type=client_credentials -d \"client_secret=${client_secret}\")\n```", "https://id.curlew.example/oauth/token")]
    public void The_token_endpoint_is_the_one_a_connector_needs(string text, string expected) =>
        Analyze(Head + text + "\n").Methods.Single(m => m.Kind == AuthKind.OAuth2ClientCredentials).OAuth!.TokenUrl.ShouldBe(expected);

    [Fact]
    public void Each_grant_has_the_endpoint_of_its_own_chapter()
    {
        var methods = Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example`.\n\n## Authorization code grant\n\n```\nhttps://api.curlew.example/oauth/authorize?response_type=code&client_id=ID&redirect_uri=URI\n```\n\n```\nPOST https://api.curlew.example/oauth/access_token\n```\n\n## Client credentials grant\n\n```\ncurl -X POST https://api.curlew.example/oauth/authorize/client -u \"$ID:$SECRET\" -d grant_type=client_credentials\n```\n").Methods;
        methods.Single(m => m.Kind == AuthKind.OAuth2AuthorizationCode).OAuth!.TokenUrl.ShouldBe("https://api.curlew.example/oauth/access_token");
        methods.Single(m => m.Kind == AuthKind.OAuth2ClientCredentials).OAuth!.TokenUrl.ShouldBe("https://api.curlew.example/oauth/authorize/client");
    }

    [Fact]
    public void A_url_alone_below_the_parameters_of_a_token_request_is_where_they_go() =>
        Analyze("# Curlew API\n\n```\nhttps://id.curlew.example/account/authorize?client_id=ID&redirect_uri=URI&response_type=code\n```\n\n" + string.Concat(Enumerable.Repeat("The person says yes, and the browser comes back with a code that lives for a few minutes. ", 8)) + "\n\nThen POST:\n\n```\n'client_id'   // yours\n'client_secret'\n'code'\n'grant_type'  // authorization_code\n```\n\nTo this url:\n\n```\nhttps://id.curlew.example/v1/authorize\n```\n")
            .Methods.Single().OAuth!.TokenUrl.ShouldBe("https://id.curlew.example/v1/authorize");

    [Theory]
    [InlineData("response_type=code&")]
    [InlineData("response_type=code&\nstate=1&")]
    public void Parameters_on_lines_of_their_own_belong_to_the_url_above(string parameters) =>
        Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example`.\n\n```\nhttps://market.curlew.example/oauth/chooseplace?\n" + parameters + "\nredirect_uri=https://myapp.example/oauth/callback&\nclient_id=ID\n```\n\nPOST the code to `https://api.curlew.example/oauth/token` with `grant_type=authorization_code`.\n")
            .Methods[0].OAuth!.AuthorizeUrl.ShouldBe("https://market.curlew.example/oauth/chooseplace");

    [Fact]
    public void A_call_below_a_token_request_in_words_is_no_token_endpoint() =>
        Analyze("# Curlew API\n\nPOST `grant_type=client_credentials`, client id and client secret to https://id.curlew.example/oauth/token and send `Authorization: Bearer {access_token}`. Then call the API:\n\n```\nGET https://api.curlew.example/v1/nests\n```\n").Methods[0].OAuth!.TokenUrl.ShouldBe("https://id.curlew.example/oauth/token");

    [Fact]
    public void A_tenants_name_is_not_learnt_from_the_token_request() =>
        Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/{tenant}/v2`.\n\n```\ncurl https://api.curlew.example/idp/v2/token -d grant_type=client_credentials -d client_id=$ID -d client_secret=$SECRET\n```\n").Methods[0].OAuth!.TokenUrl.ShouldBe("https://api.curlew.example/idp/v2/token");

    [Fact]
    public void What_a_sample_fills_in_is_a_hole_again()
    {
        var oauth = Analyze("# Curlew API\n\nThe base URL is `https://{host}/birds/api/v1/{tenant}`.\n\n```\nhttps://impl.curlew.example/acme1/authorize?response_type=code&client_id=ID&redirect_uri=URI\n```\n\n```\ncurl https://eu1.curlew.example/birds/oauth2/acme1/token -d grant_type=authorization_code -d code=a\n```\n\nThe token endpoint is `https://{host}/birds/oauth2/{tenant}/token`.\n\n```\ncurl https://eu1.curlew.example/birds/api/v1/acme1/nests -H \"Authorization: Bearer abc\"\n```\n").Methods[0].OAuth!;
        oauth.TokenUrl.ShouldBe("https://{host}/birds/oauth2/{tenant}/token");
        oauth.AuthorizeUrl.ShouldBe("https://impl.curlew.example/{tenant}/authorize");
    }

    [Fact]
    public void A_client_that_signs_in_alone_needs_no_name_for_its_grant() =>
        Analyze("# Curlew API\n\n```http\nPOST https://id.curlew.example/oauth2/token\nContent-Type: application/x-www-form-urlencoded\n\nclient_id=a&client_secret=b\n```\n\nThere's no `grant_type`, since client credentials is the only one.\n\n```http\nGET https://api.curlew.example/v1/birds\nAuthorization: Bearer abc\n```\n")
            .Methods.Single().Kind.ShouldBe(AuthKind.OAuth2ClientCredentials);

    [Fact]
    public void A_key_called_client_id_in_the_query_asks_for_no_consent() =>
        Analyze("# Curlew API\n\nSend the access key as `https://api.curlew.example/birds?client_id={access_key}`.\n\nThe authorization code grant of OAuth 2.0: send people to `https://curlew.example/oauth/authorize?client_id={client_id}&redirect_uri={redirect_uri}&response_type=code`, then `POST https://curlew.example/oauth/token` with `grant_type=authorization_code`. Devices say `grant_type` = `http://oauth.net.example/grant_type/device/1.0`.\n")
            .Methods.Single(m => m.Kind == AuthKind.OAuth2AuthorizationCode).OAuth.ShouldNotBeNull().AuthorizeUrl.ShouldBe("https://curlew.example/oauth/authorize");

    [Theory]
    [InlineData("", "username password")]
    [InlineData("The client ID and the secret of the application go along.", "username password client_id client_secret")]
    public void The_password_grant_asks_for_a_client_where_there_is_one(string client, string expected) =>
        string.Join(' ', Analyze($"# Curlew API\n\nBase URL: `https://api.curlew.example/v1`. Ask for an access token with the password grant. {client}\n\n```\ncurl https://api.curlew.example/oauth/token -d grant_type=password -d username=jane -d password=pw\n```\n\n```\ncurl https://api.curlew.example/v1/birds -H 'Authorization: Bearer TOKEN'\n```\n")
            .Methods[0].Parameters.Select(parameter => parameter.Name)).ShouldBe(expected);

    [Fact]
    public void The_device_grant_polls_its_own_endpoint()
    {
        var oauth = Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example`. Devices use the OAuth 2.0 device code flow.\n\n`POST https://api.curlew.example/oauth/device/code` gives a user code; poll `POST https://api.curlew.example/oauth/device/token` for the access token. `POST https://api.curlew.example/oauth/token` renews it.\n\n```\ngrant_type=urn:ietf:params:oauth:grant-type:device_code&device_code=abc&client_id=def\n```\n")
            .Methods.Single(m => m.Kind == AuthKind.OAuth2DeviceCode).OAuth!;
        oauth.DeviceUrl.ShouldBe("https://api.curlew.example/oauth/device/code");
        oauth.TokenUrl.ShouldBe("https://api.curlew.example/oauth/device/token");
    }

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo"));
}
