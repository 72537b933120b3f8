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

    [Theory]
    [InlineData("### OAuth\n\n* Authorization: `https://curlew.example/oauth/authorize`\n* Token: `https://curlew.example/oauth/token`\n* Scopes: `read`, `write`, separated by a space\n\nUse the token as `Authorization: Bearer {access_token}`.\n")]
    [InlineData("### OAuth\n\n* **Authorization**: https://curlew.example/oauth/authorize\n* **Token**: https://curlew.example/oauth/token\n* **Scopes**: `read write`\n")]
    [InlineData("OAuth 2.0.\n\n| Authorization endpoint | `/oauth/authorize` |\n|---|---|\n| Token endpoint | `/oauth/token` |\n| Scopes | `read`, `write` |\n\nBase URL: `https://curlew.example/v4`\n")]
    [InlineData("## OAuth 2.0\n\nBase URL: `https://curlew.example/v4`\n\n| | |\n|---|---|\n| Authorization endpoint | `/oauth/authorize` |\n| Token endpoint | `/oauth/token` |\n| Scopes | `read`, `write` |\n")]
    public void A_list_of_endpoints_is_the_code_grant(string text)
    {
        var method = Analyze("# Curlew API\n\n" + text).Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2AuthorizationCode);
        (method.OAuth!.AuthorizeUrl, method.OAuth.TokenUrl).ShouldBe(("https://curlew.example/oauth/authorize", "https://curlew.example/oauth/token"));
        method.OAuth.Scopes.ShouldBe(["read", "write"]);
    }

    [Fact]
    public void OAuth_in_other_words_is_the_code_grant()
    {
        var method = Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/v1`.\n\n```\ncurl https://api.curlew.example/v1/nests -H \"Access-Token: act.EXAMPLE9b2f\"\n```\n\n## Connecting\n\nSend the person to `https://api.curlew.example/portal/auth?app_id={app_id}&state={state}&redirect_uri={redirect_uri}`, then:\n\n```\ncurl -X POST https://api.curlew.example/v1/oauth2/access_token/ -d '{\"app_id\": \"7100\", \"secret\": \"EXAMPLE\", \"auth_code\": \"2c8b\"}'\n```\n\n```json\n{\"data\": {\"access_token\": \"act.EXAMPLE9b2f\"}}\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2AuthorizationCode);
        method.OAuth.ShouldNotBeNull().AuthorizeUrl.ShouldBe("https://api.curlew.example/portal/auth");
        method.OAuth.TokenUrl.ShouldBe("https://api.curlew.example/v1/oauth2/access_token/");
        method.Placements.ShouldHaveSingleItem().ShouldBe(new Placement(PlacementLocation.Header, "Access-Token", "{access_token}"));
        method.Parameters.Select(p => p.Name).ShouldBe(["app_id", "app_secret"]);
    }

    [Fact]
    public void What_is_refused_in_a_later_clause_is_not_what_is_shown()
    {
        var sandbox = "| | Production | Sandbox |\n|---|---|---|\n| Token | `https://api.curlew.example/token` | `https://sandbox-api.curlew.example/token` |\n\n";
        Analyze("# Curlew API\n\n" + sandbox + "Client ID and secret go along as HTTP Basic, in the body they are refused (401):\n\n```\ncurl -X POST https://api.curlew.example/token -u \"$CLIENT_ID:$CLIENT_SECRET\" -d grant_type=authorization_code -d code=$CODE\n```\n").Methods.ShouldHaveSingleItem().OAuth!.TokenUrl.ShouldBe("https://api.curlew.example/token");
    }

    [Fact]
    public void A_scope_that_is_spelled_as_a_url_is_no_call() =>
        Analyze("# Curlew API\n\nBase URL: `https://api.curlew.example/v1`. OAuth 2.0, authorization code:\n\n    https://id.curlew.example/authorize?response_type=code&client_id={client_id}&redirect_uri={redirect_uri}&scope=https://api.curlew.example/auth/nests\n\nTokens: `POST https://id.curlew.example/token`. Then `Authorization: Bearer {access_token}`.\n\n`GET /me`\n").Verification.Select(v => v.Path).ShouldBe(["/me"]);

    [Fact]
    public void A_url_behind_the_word_authorization_is_no_credential() =>
        Analyze("# Curlew API\n\nSend `X-Curlew-Key: {key}`.\n\n## Pages\n\n* Authorization: `https://{subdomain}.curlew.example/help/permissions`\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Curlew-Key");

    [Fact]
    public void A_header_that_is_said_to_carry_an_oauth_token_carries_it() =>
        Analyze("# Curlew API\n\n1. **Personal access token** – `PRIVATE-TOKEN: <token>` header (recommended)\n2. **OAuth 2.0 token** – `Authorization: Bearer <token>`\n\n```\ncurl --header \"PRIVATE-TOKEN: <your_access_token>\" https://api.curlew.example/v4/nests\n```\n\n## OAuth 2.0\n\n| | |\n|---|---|\n| Authorization endpoint | `/oauth/authorize` |\n| Token endpoint | `/oauth/token` |\n")
            .Methods.Single(method => method.Kind == AuthKind.OAuth2AuthorizationCode).Placements.ShouldHaveSingleItem().ShouldBe(new Placement(PlacementLocation.Header, "Authorization", "Bearer {access_token}"));

    private const string CodeGrant = "# Curlew API\n\nRedirect the user to `https://id.curlew.example/oauth/authorize` with `client_id`, `redirect_uri`, `response_type=code`{0}. Then {1} `https://id.curlew.example/oauth/token`.\n\n{2}\n";

    [Theory]
    [InlineData("Scopes: `nests refresh_token`", "nests refresh_token", null)]
    [InlineData("* Scopes: `nests`, `eggs` and `offline`", "nests eggs offline", null)]
    [InlineData("| Scope | Meaning |\n|---|---|\n| `nests.read` | read nests |\n| `nests.write` | write nests |", "nests.read nests.write", null)]
    [InlineData("| claim | value |\n|---|---|\n| `scope` | `signature impersonation` |", "signature impersonation", null)]
    [InlineData("Scopes are **comma separated**, e.g. `scope=read,eggs:read_all`.", "read eggs:read_all", ",")]
    [InlineData("Scopes are separated by commas, for example `read,eggs:read`.", "read eggs:read", ",")]
    [InlineData("Scope of this page: `nests` and what lies in them.", "", null)]
    [InlineData("Ids are comma separated, e.g. `id=1,2`. The scope of a search is `all,own`.", "", null)]
    public void Scopes_are_read_where_they_are_listed(string text, string scopes, string? separator)
    {
        var oauth = Analyze(Grant("", "POST the code to", text)).Methods[0].OAuth!;
        string.Join(' ', oauth.Scopes).ShouldBe(scopes);
        oauth.ScopeSeparator.ShouldBe(separator);
    }

    [Fact]
    public void A_list_of_scopes_holds_more_than_a_sample() =>
        Analyze(Head + "* Scopes: `nests:read`, `nests:write`\n\n```\ncurl https://id.curlew.example/oauth/token -u a:b -d grant_type=client_credentials -d scope=nests:read\n```\n").Methods[0].OAuth!.Scopes.ShouldBe(["nests:read", "nests:write"]);

    [Theory]
    [InlineData("complete it by posting `client_id`, `client_secret`, `code` and `grant_type=authorization_code` to", "body")]
    [InlineData("POST `client_id`, `client_secret`, `code` and `grant_type=authorization_code` to", "body")]
    [InlineData("with the client id and secret going into the body of the token request, POST the code to", "body")]
    [InlineData("POST `code` and `grant_type=authorization_code`, with `client_id` and `client_secret` in an HTTP Basic header, to", "basic")]
    [InlineData("POST the code to", "not_stated")]
    public void Where_the_secret_goes_is_said_by_what_is_posted(string sentence, string expected) =>
        Analyze(Grant("", sentence, "")).Methods[0].OAuth!.TokenAuth.ShouldBe(expected);

    [Theory]
    [InlineData(" and `approval_prompt=auto`", "approval_prompt", "auto")]
    [InlineData(" and `access_type=offline`", "access_type", "offline")]
    public void What_the_redirect_takes_along_in_words_is_a_parameter(string text, string name, string value) =>
        Analyze(Grant(text, "POST the code to", "")).Methods[0].OAuth!.ExtraParams.ShouldHaveSingleItem().ShouldBe(new KeyValuePair<string, string>(name, value));

    [Theory]
    [InlineData("-u \"$ID:$SECRET\" -d grant_type=client_credentials -d audience=https://api.curlew.example", "https://api.curlew.example")]
    [InlineData("-H 'Content-Type: application/json' -d '{\"client_id\":\"a\",\"client_secret\":\"b\",\"audience\":\"https://api.curlew.example\",\"grant_type\":\"client_credentials\"}'", "https://api.curlew.example")]
    [InlineData("-u \"$ID:$SECRET\" -d grant_type=client_credentials -d audience=$AUDIENCE", null)]
    public void The_audience_of_a_token_request_is_the_same_for_everybody(string arguments, string? expected) =>
        Analyze(Head + "```\ncurl -X POST https://id.curlew.example/oauth/token " + arguments + "\n```\n").Methods[0].OAuth!.ExtraParams.GetValueOrDefault("audience").ShouldBe(expected);

    [Theory]
    [InlineData("PKCE is mandatory for public clients and recommended for confidential ones.", "supported")]
    [InlineData("PKCE is mandatory.", "required")]
    public void What_binds_some_clients_does_not_bind_all(string sentence, string expected) =>
        Analyze(Grant("", "POST the code to", sentence)).Methods[0].OAuth!.Pkce.ShouldBe(expected);

    [Fact]
    public void What_the_browser_brings_back_nobody_is_asked_for() =>
        Analyze("# Curlew API\n\n1. Open `https://id.curlew.example/oauth2?client_id=...&response_type=code&scope=nests&redirect_uri=...&state=...`\n2. The browser returns to your redirect URI: `https://yourapp.example/cb?code=AB11&state=xyz&realmId=12314`. Keep the `realmId`.\n3. Exchange the code at `https://id.curlew.example/oauth2/token`. Authenticate with the client ID and secret in a Basic header.\n4. Call `GET https://api.curlew.example/v3/company/{realmId}/nests` with the bearer token.\n")
            .Methods[0].Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name).ShouldBe(["client_id", "client_secret"]);

    [Theory]
    [InlineData("", false)]
    [InlineData(" Registration gives you a client id and a client secret.", true)]
    public void A_device_has_a_secret_only_where_the_document_speaks_of_one(string sentence, bool secret) =>
        Analyze($"# Curlew API\n\nThe API uses the OAuth 2.0 device authorization grant. Device endpoint: `https://id.curlew.example/oauth/device`, token endpoint: `https://id.curlew.example/oauth/token`, `grant_type=urn:ietf:params:oauth:grant-type:device_code`.{sentence}\n")
            .Methods.Single(method => method.Kind == AuthKind.OAuth2DeviceCode).Parameters.Any(parameter => parameter.Name == "client_secret").ShouldBe(secret);

    private const string Console = "# Heron API\n\nMake an app in the console and press **Generate refresh token**.\n\n```\ncurl https://id.heron.example/oauth/token -d grant_type=refresh_token -d refresh_token=YOUR_REFRESH_TOKEN -d client_id=YOUR_ID -d client_secret=YOUR_SECRET\n```\n\n```\ncurl https://api.heron.example/v1/nests -H \"Authorization: Bearer ACCESS_TOKEN\"\n```\n";

    [Fact]
    public void A_refresh_token_of_a_console_is_where_the_code_grant_begins()
    {
        var method = Analyze(Console).Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2AuthorizationCode);
        method.OAuth!.TokenUrl.ShouldBe("https://id.heron.example/oauth/token");
        method.Parameters.Where(parameter => parameter.Required).Select(parameter => parameter.Name).ShouldBe(["client_id", "client_secret", "refresh_token"]);
    }

    [Theory]
    [InlineData("Send people to `https://id.heron.example/oauth/authorize?response_type=code&client_id=ID` first.", AuthKind.OAuth2AuthorizationCode)]
    [InlineData("```\ncurl https://id.heron.example/oauth/token -d grant_type=password -d username=A -d password=B -d client_id=YOUR_ID\n```", AuthKind.OAuth2Password)]
    public void A_refresh_token_that_another_call_hands_out_is_nobody_s_setting(string call, AuthKind kind)
    {
        var methods = Analyze(Console + "\n" + call + "\n").Methods;
        methods.ShouldAllBe(method => method.Kind == kind);
        methods[0].Parameters.ShouldNotContain(parameter => parameter.Name == "refresh_token");
    }

    [Fact]
    public void A_form_below_its_address_is_a_request_and_its_claims_name_the_scope()
    {
        var method = Analyze("# Heron accounts for robots\n\nThe program signs an assertion with its private key,\n\n```json\n{\n  \"iss\": \"<client_email>\",\n  \"scope\": \"nests.read eggs.read\",\n  \"aud\": \"https://id.heron.example/oauth2/token\"\n}\n```\n\nand sends it to `https://id.heron.example/oauth2/token`:\n\n```\ngrant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion=<the signed assertion>\n```\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nAuthorization: Bearer <access token>\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2JwtBearer);
        method.OAuth!.TokenUrl.ShouldBe("https://id.heron.example/oauth2/token");
        method.OAuth.Scopes.ShouldBe(["nests.read", "eggs.read"]);
    }

    [Theory]
    [InlineData("[\"client_secret_post\"]", "body")]
    [InlineData("[\"client_secret_basic\"]", "basic")]
    [InlineData("[\"client_secret_basic\", \"client_secret_post\"]", "not_stated")]
    public void The_members_of_a_discovery_document_are_endpoints(string supported, string expected)
    {
        var method = Analyze("# Heron API\n\nThe base URL is `https://api.heron.example/v1`. The configuration of Heron ID:\n\n```json\n{\n  \"issuer\": \"https://id.heron.example\",\n  \"authorization_endpoint\": \"https://id.heron.example/go\",\n  \"token_endpoint\": \"https://id.heron.example/swap\",\n  \"revocation_endpoint\": \"https://id.heron.example/drop\",\n  \"token_endpoint_auth_methods_supported\": " + supported + "\n}\n```\n\nPeople sign in through the browser (authorization code flow). The access token goes into `Authorization: Bearer`.\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2AuthorizationCode);
        method.OAuth!.AuthorizeUrl.ShouldBe("https://id.heron.example/go");
        method.OAuth.TokenUrl.ShouldBe("https://id.heron.example/swap");
        method.OAuth.RevocationUrl.ShouldBe("https://id.heron.example/drop");
        method.OAuth.TokenAuth.ShouldBe(expected);
        method.Evidence.ShouldContain(evidence => evidence.Fact == "token_url" && evidence.Quote.Contains("\"token_endpoint\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Scopes are `nests`, `eggs` and `birds`.", "nests eggs birds")]
    [InlineData("The only scope at this time is `nests`.", "nests")]
    [InlineData("Scopes: `nests` (all of them), `offline` (a refresh token), `id`.", "nests offline id")]
    [InlineData("Tick the scopes you need (`nests.read` is enough for lists).", "nests.read")]
    [InlineData("There are these scopes: `nests`, `eggs`.", "nests eggs")]
    [InlineData("Die Scopes sind `nests` und `eggs`.", "nests eggs")]
    [InlineData("Los scopes son `nests` y `eggs`.", "nests eggs")]
    [InlineData("Les scopes disponibles sont `nests` et `eggs`.", "nests eggs")]
    [InlineData("Os scopes são `nests` e `eggs`.", "nests eggs")]
    [InlineData("Gli scope disponibili sono `nests` e `eggs`.", "nests eggs")]
    [InlineData("Ask for these scopes:\n\n- `nests.read` - all lists\n- `nests.write` - changes\n", "nests.read nests.write")]
    [InlineData("### Scopes\n\n- `nests`: all lists\n- `eggs`: eggs\n", "nests eggs")]
    [InlineData("The `scope` parameter is optional.", "")]
    [InlineData("A call without its scope is answered with `403`.", "")]
    [InlineData("Scopes are explained in `docs`-like detail, see `/scopes`.", "")]
    [InlineData("These scopes can be had in the console:\n\n- press `Add` there\n", "")]
    public void Sentences_and_lists_say_what_the_scopes_are(string sentence, string expected) =>
        string.Join(' ', Analyze("# Heron API\n\nThe base URL is `https://api.heron.example`. The API uses the OAuth 2.0 authorization code grant. Authorization: `https://id.heron.example/oauth/authorize`, token: `https://id.heron.example/oauth/token`.\n\n" + sentence + "\n").Methods[0].OAuth!.Scopes).ShouldBe(expected);

    [Theory]
    [InlineData("Use PKCE (required, S256).", "required")]
    [InlineData("Authorization code with PKCE (S256, mandatory).", "required")]
    [InlineData("Autorisierungscode mit PKCE (Pflicht).", "required")]
    [InlineData("PKCE (not required).", "supported")]
    [InlineData("PKCE (S256) can be used.", "supported")]
    public void A_remark_behind_its_name_says_whether_pkce_is_required(string sentence, string expected) =>
        Analyze(Grant("", "POST the code to", sentence)).Methods[0].OAuth!.Pkce.ShouldBe(expected);

    [Theory]
    [InlineData("Add `audience=https://api.heron.example` to the authorize request; otherwise the token can't be used.", "https://api.heron.example")]
    [InlineData("Don't send `audience=https://api.heron.example`, it is refused.", null)]
    public void What_happens_without_a_parameter_does_not_speak_against_it(string sentence, string? expected) =>
        Analyze(Grant("", "POST the code to", sentence)).Methods[0].OAuth!.ExtraParams.GetValueOrDefault("audience").ShouldBe(expected);

    [Theory]
    [InlineData("The token endpoint wants\n    them as HTTP Basic credentials.", "basic")]
    [InlineData("The token endpoint expects both in the request body.", "body")]
    [InlineData("The API itself knows no HTTP Basic.", "not_stated")]
    public void What_the_token_endpoint_wants_is_how_the_client_signs_in(string sentence, string expected) =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("openapi: 3.0.3\ninfo:\n  title: Heron\n  version: '1'\n  description: |-\n    Register to get a client ID and a client secret.\n    " + sentence + "\nservers:\n  - url: https://api.heron.example\ncomponents:\n  securitySchemes:\n    heron:\n      type: oauth2\n      flows:\n        clientCredentials:\n          tokenUrl: https://id.heron.example/token\n          scopes: {}\nsecurity:\n  - heron: []\npaths:\n  /nests:\n    get: {}\n", "doc.yaml"), SourceName.Parse("demo"))
            .Methods[0].OAuth!.TokenAuth.ShouldBe(expected);

    [Fact]
    public void The_body_below_a_blank_line_belongs_to_the_request_above()
    {
        var oauth = AuthAnalyzer.Analyze(DocumentReader.Parse("@id = your-id\n@secret = your-secret\n\n### Token\nPOST https://id.heron.example/token\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=client_credentials&client_id={{id}}&client_secret={{secret}}&resource=urn:heron:nests\n\n### Nests\nGET https://api.heron.example/v1/nests\nAuthorization: Bearer {{token}}\n", "doc.http"), SourceName.Parse("demo")).Methods[0].OAuth!;
        oauth.TokenAuth.ShouldBe("body");
        oauth.ExtraParams.GetValueOrDefault("resource").ShouldBe("urn:heron:nests");
    }

    [Fact]
    public void A_code_may_be_redeemed_by_get_at_an_address_that_says_authorize()
    {
        var oauth = Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/v4`.\n\n## A connected user\n\nOAuth 2:\n\n    https://curlew.example/oauth/authenticate/?client_id=CLIENTID&response_type=code&redirect_url=REDIRECT_URL\n\nThe server fetches\n\n    GET https://curlew.example/oauth/authorize/?client_id=CLIENTID&client_secret=CLIENTSECRET&response_type=code&redirect_url=REDIRECT_URL&code=CODE\n\nCalls then have `access_token=TOKENEXAMPLE0001` in the query.\n").Methods[0].OAuth!;
        (oauth.AuthorizeUrl, oauth.TokenUrl).ShouldBe(("https://curlew.example/oauth/authenticate/", "https://curlew.example/oauth/authorize/"));
    }

    [Fact]
    public void A_device_code_that_is_asked_for_as_a_response_type_is_the_device_endpoints()
    {
        var oauth = Analyze("# Curlew API\n\nThe base URL is `https://www.curlew.example/api`.\n\n**Device code**:\n\n```bash\ncurl -X POST https://www.curlew.example/token -d response_type=device_code -d client_id=551200001\n```\n\nThen\n\n```bash\ncurl -X POST https://www.curlew.example/token -d grant_type=device_code -d client_id=551200001 -d code=b3c1EXAMPLE\n```\n").Methods.Single(m => m.Kind == AuthKind.OAuth2DeviceCode).OAuth!;
        (oauth.AuthorizeUrl, oauth.DeviceUrl, oauth.TokenUrl).ShouldBe((null, "https://www.curlew.example/token", "https://www.curlew.example/token"));
    }

    [Fact]
    public void The_login_host_is_no_tenant_of_two_labels()
    {
        var method = Analyze("# Curlew API\n\nCalls go to `https://{install}.{geo}.curlew.example/api/v1`.\n\n## OAuth 2.0\n\n```\nhttps://once.curlew.example/my/oauth/login?client_id=example0123&redirect_uri=https://app.example.org/cb&response_type=code\n```\n\n```bash\ncurl -X POST https://once.curlew.example/my/oauth/access_token -d client_id=example0123 -d client_secret=exampleSecret456 -d grant_type=authorization_code -d code=c0deexample\n```\n\n```json\n{\"access_token\": \"77aa11example22bb\", \"endpoint\": \"https://marsh.au.curlew.example\"}\n```\n").Methods[0];
        (method.OAuth!.AuthorizeUrl, method.OAuth.TokenUrl).ShouldBe(("https://once.curlew.example/my/oauth/login", "https://once.curlew.example/my/oauth/access_token"));
        // The reply says where calls go.
        method.Parameters.Select(p => p.Name).ShouldBe(["client_id", "client_secret"]);
    }

    [Fact]
    public void A_tenants_label_in_a_sample_is_the_hole_of_all_hosts() =>
        Analyze("# Curlew API\n\nCalls go to `https://{prefix}.api.curlew.example`.\n\n```\ncurl https://marsh1.api.curlew.example/nests -H \"Authorization: Bearer $TOKEN\"\n```\n\nClient credentials grant:\n\n```bash\ncurl -X POST https://marsh1.access.curlew.example/connect/token -d grant_type=client_credentials -d client_id=$ID -d client_secret=$SECRET\n```\n")
            .Methods.Single(m => m.Kind == AuthKind.OAuth2ClientCredentials).OAuth!.TokenUrl.ShouldBe("https://{prefix}.access.curlew.example/connect/token");

    [Fact]
    public void An_address_in_pieces_is_put_together() =>
        Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/v1`.\n\n```python\nTOKEN_URL = (\"https://id.curlew.example/tenants/marsh/\"\n             \"oauth2/v2.0/token\")\n\nr = requests.post(TOKEN_URL, data={\"grant_type\": \"client_credentials\", \"client_id\": cid, \"client_secret\": secret})\n```\n").Methods[0].OAuth!.TokenUrl.ShouldBe("https://id.curlew.example/tenants/marsh/oauth2/v2.0/token");

    [Fact]
    public void What_was_tried_in_vain_is_no_endpoint()
    {
        var analysis = Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/v4`.\n\n## Log on\n\n```bash\ncurl -X POST https://id.curlew.example/connect/token -u \"$ID:$SECRET\" -d grant_type=password -d username=jo -d \"password=$PASSWORD\"\n```\n\n### What didn't work\n\n* Authorization code: there is `https://id.curlew.example/connect/authorize`, used by the web client itself.\n\n## Call-backs\n\nPosts have `Curlew-Signature: sha256=0c1f`, HMAC-SHA256 of the body.\n");
        analysis.Methods.ShouldHaveSingleItem().OAuth!.AuthorizeUrl.ShouldBeNull();
    }

    [Theory]
    [InlineData("Register your application at `https://developers.curlew.example/apps`: you set a `redirect_uri` and get a `client_id`.")]
    [InlineData("Send the browser there with `client_id` and, as `redirect_uri`, `https://yourapp.example/callback`.")]
    public void A_page_for_developers_is_no_consent_page(string sentence) =>
        Analyze("# Curlew API\n\nThe base URL is `https://api.curlew.example/v1`.\n\n## OAuth 2.0\n\n" + sentence + "\n\n```bash\ncurl -X POST https://id.curlew.example/oauth/token -d grant_type=authorization_code -d client_id=$ID -d client_secret=$SECRET -d code=$CODE\n```\n").Methods[0].OAuth!.AuthorizeUrl.ShouldBeNull();

    [Fact]
    public void A_sample_that_calls_a_tenant_says_nothing_of_the_token_reply() =>
        Analyze("# Curlew API\n\nCalls go to `https://{subdomain}.curlew.example/api`.\n\n```python\nr = requests.post(\"https://login.curlew.example/oauth/token\", data={\"grant_type\": \"client_credentials\", \"client_id\": cid, \"client_secret\": secret})\nt = r.json()[\"access_token\"]\nrequests.get(\"https://{subdomain}.curlew.example/api/nests\", headers={\"Authorization\": \"Bearer \" + t})\n```\n").Methods[0].Parameters.Select(p => p.Name).ShouldContain("subdomain");

    private static string Grant(string asked, string exchange, string below) => CodeGrant.Replace("{0}", asked, StringComparison.Ordinal).Replace("{1}", exchange, StringComparison.Ordinal).Replace("{2}", below, StringComparison.Ordinal);

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo"));
}
