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

    [Theory]
    [InlineData("Each request states two things: the integration in `HN-Integration`, and its secret in `HN-Secret`.\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nHN-Integration: int-0000\nHN-Secret: example\n```\n", "HN-Secret HN-Integration")]
    [InlineData("| Header | Value |\n|---|---|\n| `Heron-Shop` | id of the shop |\n| `Heron-Secret` | secret key |\n\n```ruby\nreq = Net::HTTP::Get.new(URI(\"https://api.heron.example/v1/nests\"))\nreq[\"Heron-Shop\"] = \"nest-4\"\nreq[\"Heron-Secret\"] = \"example-secret\"\n```\n", "Heron-Secret Heron-Shop")]
    [InlineData("The key goes into `Heron-Key`. `Heron-Version` says which version you were written for.\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nHeron-Key: example\nHeron-Version: 2\n```\n", "Heron-Key")]
    public void Headers_of_the_vendors_own_beside_the_credential_belong_to_it(string text, string expected) =>
        string.Join(' ', Analyze("# Heron\n\n## Access\n\n" + text).Methods.ShouldHaveSingleItem().Placements.Select(p => p.Name)).ShouldBe(expected);

    [Fact]
    public void A_signature_that_one_call_shows_and_one_sentence_describes_is_enough_where_nothing_else_is_said() =>
        Kinds("# Heron\n\nPodpis to HMAC-SHA512 z ciągu: metoda, ścieżka, czas.\n\n```php\ncurl_setopt($ch, CURLOPT_HTTPHEADER, [\n    \"X-Heron-Time: $time\",\n    \"X-Heron-Sign: $sign\",\n]);\n```\n").ShouldBe([AuthKind.SignedRequest]);

    [Theory]
    [InlineData("Heron Login is another matter")]
    [InlineData("Heron Login: a different story")]
    public void A_chapter_on_another_matter_has_no_method_of_the_api(string title) =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## {title}\n\nVisitors of a web site sign in at `https://id.heron.example/oauth2/authorize` with an authorization code (OAuth 2.0).\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void Two_values_with_a_colon_between_them_are_shown_by_a_sample_and_not_by_a_sentence() =>
        Analyze("# Heron\n\n## Access\n\nBoth values go into the `Authorization` header, with a colon in between and nothing in front:\n\n```\ncurl -H \"Authorization: $NEST_ID:$NEST_TOKEN\" https://api.heron.example/v1/nests\n```\n")
            .Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Format.Split('{', '}').Where(part => part == ":").ShouldHaveSingleItem();

    [Fact]
    public void A_header_whose_name_says_nothing_carries_a_key_where_samples_put_one_in()
    {
        var method = Analyze("# Heron\n\n## Access\n\nSend it in the `X-Heron-Team` header:\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nX-Heron-Team: YOUR_CONFIGURATION_KEY\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.ApiKey);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Heron-Team");
    }

    [Theory]
    [InlineData("Put it in the `Authorization` header. For API keys there's no `Bearer`:\n\n```\ncurl -H \"Authorization: <API_KEY>\" https://api.heron.example/v1/nests\n```\n", "Authorization {api_key}")]
    [InlineData("There are no OAuth apps and no bearer tokens. Everybody has a *service token*, which is sent as a cookie:\n\n```\ncurl --cookie \"heron=<service token>\" https://api.heron.example/v1/nests\n```\n", "heron {service_token}")]
    public void What_is_denied_of_bearer_speaks_for_what_is_sent(string text, string expected)
    {
        var method = Analyze($"# Heron\n\n{text}").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.ApiKey);
        string.Join(", ", method.Placements.Select(p => $"{p.Name} {p.Format}")).ShouldBe(expected);
        method.Parameters.ShouldHaveSingleItem().Secret.ShouldBeTrue();
    }

    [Fact]
    public void There_is_no_such_way_where_it_is_denied_as_a_whole() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nThere is no `Authorization: Bearer {{token}}` for programs.\n").ShouldBe([AuthKind.ApiKey]);

    [Theory]
    [InlineData("Pass them in the headers `X-Partner-Token` and `X-Nest-Token`.")]
    [InlineData("Send the header `X-Partner-Token`, and `X-Nest-Token` beside it. Both are needed on every call.")]
    public void Two_headers_that_are_named_together_are_one_method(string sentence) =>
        Analyze($"# Heron\n\n## Access\n\nYou get a partner token and a nest token. {sentence}\n").Methods.ShouldHaveSingleItem().Placements.Select(p => p.Name).ShouldBe(["X-Partner-Token", "X-Nest-Token"]);

    [Theory]
    [InlineData("Send two headers, `Heron-Account` (the number of your account) and `Heron-Token` (its token).", "header Heron-Account, header Heron-Token")]
    [InlineData("Send two headers, `Heron-Token` (your token) and `Heron-Version`.", "header Heron-Token")]
    [InlineData("Every function expects a form POST with `apiuser` and `apikey` in the body.", "body apiuser, body apikey")]
    public void What_is_sent_beside_a_key_belongs_to_it(string sentence, string expected) =>
        string.Join(", ", Analyze($"# Heron\n\n## Access\n\n{sentence}\n").Methods.ShouldHaveSingleItem().Placements.Select(p => $"{p.In.ToString().ToLowerInvariant()} {p.Name}")).ShouldBe(expected);

    [Theory]
    [InlineData("Send two headers, `Heron-Account` (the number of your account) and `Heron-Token` (its token).", "account False, api_key True")]
    [InlineData("Send your customer number and your PIN with every request, in the headers `Heron-Customer` and `Heron-Pin`.", "customer False, pin True")]
    public void Two_places_hold_two_values(string sentence, string expected) =>
        string.Join(", ", Analyze($"# Heron\n\n## Access\n\n{sentence}\n").Methods.ShouldHaveSingleItem().Parameters.Select(p => $"{p.Name} {p.Secret}")).ShouldBe(expected);

    [Fact]
    public void The_user_of_a_key_goes_with_it_in_a_form() =>
        Analyze("# Heron\n\n```\ncurl https://api.heron.example/v1/credit -d apiuser=$API_USER -d apikey=$API_KEY\n```\n").Methods.ShouldHaveSingleItem().Parameters.Select(p => (p.Name, p.Secret)).ShouldBe([("api_user", false), ("api_key", true)], ignoreOrder: true);

    [Fact]
    public void Two_headers_of_which_one_is_enough_are_two_methods() =>
        Analyze("# Heron\n\n## Access\n\nSend your token in the header `X-Partner-Token` or `X-Nest-Token`.\n").Methods.Count.ShouldBe(2);

    [Fact]
    public void Headers_without_an_x_are_keys_by_what_samples_put_in() =>
        Analyze("# Heron\n\n## Access\n\n```js\nawait fetch('https://api.heron.example/v1/nests', { headers: { 'Heron-App': process.env.HERON_APP_KEY, 'Heron-Secret': process.env.HERON_SECRET_KEY } })\n```\n").Methods.ShouldHaveSingleItem().Placements.Select(p => p.Name).ShouldBe(["Heron-App", "Heron-Secret"]);

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

    [Theory]
    [InlineData("Until spring scripts sent `Authorization: Basic base64({key}:)`. The keys stopped working in May.")]
    [InlineData("Scripts of the first edition put `?apikey={key}` into the URL. This is read for old accounts and must not be used for new ones.")]
    [InlineData("`Authorization: Bearer <key>` is answered with 401.")]
    [InlineData("`Authorization: Bearer <key>` is **not** understood.")]
    [InlineData("The Plover service takes a write key as Basic user name, `Authorization: Basic base64({write_key}:)`. The Dunlin service has a token, `Authorization: Bearer {token}`. These are separate products.")]
    public void What_the_next_sentence_withdraws_or_disowns_is_no_method(string text) =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n{text}\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void What_opens_nothing_of_the_api_is_no_method_of_it() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Feeders\n\nA feeder reports with the token it was built with:\n\n```\ncurl https://api.heron.example/v1/$ACCESS_TOKEN/report -d 1\n```\n\nSuch tokens don't open the API.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_script_that_goes_on_to_another_vendor_adds_no_method() =>
        Kinds($"# Heron\n\nThe base URL is `https://api.heron.example/v1`.\n\n## Access\n\n{Key}\n## Into a sheet\n\n```python\nt = requests.post(\"https://id.otter.example/oauth2/token\", data={{\"grant_type\": \"client_credentials\"}}, auth=(ID, SECRET)).json()\nrequests.put(\"https://api.otter.example/sheets/8\", headers={{\"Authorization\": \"Bearer \" + t[\"access_token\"]}}, json=rows)\n```\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_cookie_that_the_client_writes_itself_is_a_key()
    {
        var method = Analyze("# Heron\n\n## Access\n\nThe key is expected as a cookie named `HERONKEY`. No login call precedes it.\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nCookie: HERONKEY=7QXA4M2\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.ApiKey);
        method.Placements.ShouldHaveSingleItem().In.ShouldBe(PlacementLocation.Cookie);
    }

    [Fact]
    public void A_key_in_the_agents_name_keeps_what_stands_before_it()
    {
        var placement = Analyze("# Heron\n\n## Access\n\nThe key is part of the User-Agent.\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.heron.example\nUser-Agent: heron-client/<client_key>\n```\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem();
        placement.Name.ShouldBe("User-Agent");
        placement.Format.ShouldBe("heron-client/{client_key}");
    }

    [Fact]
    public void A_word_before_an_examples_key_belongs_to_the_header() =>
        Analyze("# Heron\n\n## Access\n\nSend your key in the `X-Heron-Auth` header:\n\n```\ncurl -H \"X-Heron-Auth: api-key jf8s7h4k9\" https://api.heron.example/v1/nests\n```\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Format.ShouldStartWith("api-key {");

    [Fact]
    public void Two_words_before_the_value_of_one_header_are_two_methods() =>
        Analyze("# Heron\n\n## Log-in\n\n`POST /login` takes `username` and `password`:\n\n```\ncurl -X POST https://api.heron.example/login -d '{\"username\": \"jo\", \"password\": \"pw\"}'\n```\n\n```json\n{\"token\": \"$YOUR_JWT_TOKEN\"}\n```\n\nThen set the `X-Authorization` header to `Bearer $YOUR_JWT_TOKEN`.\n\n## API keys\n\nA key goes into the same header:\n\n```\ncurl -H \"X-Authorization: ApiKey $API_KEY\" https://api.heron.example/nests\n```\n")
            .Methods.Select(m => (m.Kind, m.Placements[0].Format)).ShouldBe([(AuthKind.SessionLogin, "Bearer {session_token}"), (AuthKind.ApiKey, "ApiKey {api_key}")]);

    [Fact]
    public void A_table_of_query_parameters_names_no_headers() =>
        Analyze("# Heron\n\n## Access\n\nThe pair goes into the query string of each request:\n\n| Name | Required |\n|---|---|\n| `auth-id` | yes |\n| `auth-token` | yes |\n\n```\ncurl \"https://api.heron.example/v1/nests?auth-id=$AUTH_ID&auth-token=$AUTH_TOKEN\"\n```\n").Methods.ShouldHaveSingleItem().Placements.Select(p => (p.In, p.Name)).ShouldBe([(PlacementLocation.Query, "auth-id"), (PlacementLocation.Query, "auth-token")]);

    [Fact]
    public void A_folded_header_is_read_to_its_end() =>
        Kinds("# Heron\n\n## Access\n\nOAuth 1.0a, one-legged. The header:\n\n```\nAuthorization: OAuth oauth_nonce=\"uT\",\n  oauth_consumer_key=\"abc\",\n  oauth_signature=\"CPP2\"\n```\n").ShouldBe([AuthKind.OAuth1]);

    [Fact]
    public void A_grant_that_only_a_title_names_is_none() =>
        Kinds("# Heron\n\n## Access\n\n```\ncurl https://api.heron.example/oauth/token -d grant_type=client_credentials -d client_id=a -d client_secret=b\n```\n\n```\ncurl -H \"Authorization: Bearer <access_token>\" https://api.heron.example/v1/nests\n```\n\n## OAuth authorization code for shop apps\n\nTried out with a few partners.\n").ShouldBe([AuthKind.OAuth2ClientCredentials]);

    [Theory]
    [InlineData("The token does not expire.")]
    [InlineData("Para tu propia cuenta usa el token.")]
    public void A_token_that_lasts_is_a_persons_own(string sentence) =>
        Kinds($"# Heron\n\n## Access\n\n{sentence}\n\n```\ncurl -H \"Authorization: Bearer HRN-158\" https://api.heron.example/v1/nests\n```\n\n## OAuth\n\nFor others' accounts, send the user to `https://heron.example/oauth/authorize?response_type=code&client_id=a&redirect_uri=b`, then POST to `https://api.heron.example/oauth/token` with `grant_type=authorization_code`.\n").ShouldBe([AuthKind.Bearer, AuthKind.OAuth2AuthorizationCode]);

    [Fact]
    public void A_personal_token_goes_where_its_chapter_shows_it() =>
        Kinds("# Heron\n\n## Access\n\n### Personal access tokens\n\nToken id and token take the place of user name and password in HTTP basic authentication:\n\n```\ncurl -u \"$TOKEN_ID:$TOKEN\" https://api.heron.example/v1/nests\n```\n\n### OAuth 2.0\n\nSend the user to `https://heron.example/oauth/authorize?response_type=code&client_id=a&redirect_uri=b`, then POST to `https://api.heron.example/oauth/token` with `grant_type=authorization_code`.\n\n```\nAuthorization: Bearer eyJhbGci\n```\n").ShouldBe([AuthKind.Basic, AuthKind.OAuth2AuthorizationCode]);

    [Fact]
    public void A_list_below_what_does_not_work_makes_no_method() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nWhat doesn't work (people try):\n\n* `Authorization: Bearer {{key}}`, the gateway reads no such header\n* `?api_key={{key}}`, as it would be logged\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_cookie_is_a_key_whatever_else_the_page_tells_of() =>
        Kinds("# Heron\n\nThe base URL is `https://api.heron.example/v1`.\n\n## Shops\n\nShops have a token, `Authorization: Token {shop_token}`, for their own page.\n\n## Access\n\nSend the key as a cookie. There's no log-in call that would set it.\n\n```\ncurl --cookie \"heron=$HERON_KEY\" https://api.heron.example/v1/nests\n```\n\n```\ncurl --cookie \"heron=$HERON_KEY\" https://api.heron.example/v1/eggs\n```\n").ShouldContain(AuthKind.ApiKey);

    [Fact]
    public void A_header_that_goes_with_one_or_the_other_makes_two_methods() =>
        Analyze("# Heron\n\n## Access\n\nEither:\n\n```\ncurl -H \"X-Heron-Key: $KEY\" -H \"X-Heron-Token: $TOKEN\" https://api.heron.example/v1/nests\n```\n\nOr:\n\n```\ncurl -H \"X-Heron-Key: $KEY\" -H \"X-Heron-Secret: $SECRET\" https://api.heron.example/v1/nests\n```\n")
            .Methods.Select(m => string.Join(' ', m.Placements.Select(p => p.Name))).ShouldBe(["X-Heron-Key X-Heron-Token", "X-Heron-Key X-Heron-Secret"]);

    [Fact]
    public void The_clients_name_goes_along_with_its_token() =>
        Analyze("# Heron\n\nThe base URL is `https://api.heron.example/v1`.\n\n## Access\n\nPOST to `https://id.heron.example/oauth2/token` with `grant_type=client_credentials`.\n\nInclude your `Client-ID` and Access Token in the header of your request:\n\n```\nClient-ID: abcdefg12345\nAuthorization: Bearer access12345token\n```\n").Methods.ShouldHaveSingleItem().Placements.Select(p => p.Name).ShouldBe(["Authorization", "Client-ID"], ignoreOrder: true);

    [Theory]
    [InlineData("os.environ[\"HERON_KEY\"]")]
    [InlineData("os.getenv(\"HERON_KEY\")")]
    public void A_variable_of_the_environment_is_known_by_its_name(string value) =>
        Analyze($"# Heron\n\n## Access\n\n```python\ns.headers[\"User-Agent\"] = \"heron-client/\" + {value}\ns.get(\"https://api.heron.example/v1/nests\")\n```\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Format.ShouldStartWith("heron-client/{");

    [Fact]
    public void What_stands_beside_a_signature_stays_beside_it()
    {
        var method = Analyze("# Heron\n\n## Access\n\nEach request is signed, HMAC-SHA256 signature over verb, time and path. The header:\n\n```\nAuthorization: HRNv1 AccessId:Signature:Timestamp\n```\n\n```python\nauth = 'HRNv1 ' + access_id + ':' + signature.decode() + ':' + epoch\nrequests.get('https://api.heron.example/v1/nests', headers={'Authorization': auth})\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SignedRequest);
        method.Placements.ShouldHaveSingleItem().Format.ShouldBe("HRNv1 {access_id}:{signature}:{timestamp}");
    }

    [Fact]
    public void The_body_of_an_answer_is_no_place_for_a_key() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\nWith `refresh` in the body the response has a second key:\n\n```json\n{{\"access_token\": \"eyJ0eXAiOiJKV1Qi\"}}\n```\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_pattern_of_all_calls_shows_the_key_in_its_path()
    {
        var placement = Analyze("# Heron\n\n## Access\n\nThe URL holds the token of the endpoint:\n\n```\nhttps://{name}.heron.example/{token}/\n```\n").Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem();
        placement.In.ShouldBe(PlacementLocation.Path);
        placement.Name.ShouldBe("token");
    }

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

    [Theory]
    [InlineData("HTTP Basic. The user name is your **Auth ID**, the password is your **Auth Token**.", "Basic base64({auth_id}:{auth_token})")]
    [InlineData("HTTP Basic. The user name is the account SID and the password is the API key.", "Basic base64({account_sid}:{api_key})")]
    [InlineData("Send `Authorization: Basic base64(accountId:licenseKey)` with each call.", "Basic base64({account_id}:{license_key})")]
    public void Each_half_of_a_pair_is_named_by_its_own_clause(string sentence, string format) =>
        Analyze($"# Heron\n\nAll calls go to `https://api.heron.example/v1`.\n\n## Authentication\n\n{sentence}\n").Methods[0].Placements[0].Format.ShouldBe(format);

    [Theory]
    [InlineData("Prices of other vendors", "Otter's API:")]
    [InlineData("Prices", "We repeat what Otter writes; they don't concern our API:")]
    public void A_chapter_about_other_vendors_shows_no_method(string title, string lead) =>
        Kinds($"# Heron\n\nAll calls go to `https://api.heron.example/v1`.\n\n## Access\n\n{Key}\n## {title}\n\n{lead}\n\n> Get a token with `POST https://login.otter.example/oauth2/token`, grant type `client_credentials`, then send `Authorization: Bearer <access_token>`.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_sentence_may_leave_out_the_word_in_front_of_the_key_and_a_sample_cannot() =>
        Analyze("# Heron\n\n# Authentication\n\n```shell\ncurl https://api.heron.example/v1/nests -H \"Authorization: Token token=abc123abc123\"\n```\n\nInclude your secret API key in the `Authorization` header of each request, with the scheme name `Token` and the word `token=` in front of the key.\n").Methods[0].Placements[0].Format.ShouldBe("Token token={api_key}");

    [Theory]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`. The key must not be used in client-side code.")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`. It cannot be used with the sandbox.")]
    [InlineData("Requests are refused without these headers:\n\n- `X-Heron-Key: {key}`\n- `Accept: application/json`")]
    [InlineData("There is no log-in call:\n\n- send `X-Heron-Key: {key}` with each call")]
    [InlineData("Every project has its own keys:\n\n- send `X-Heron-Key: {key}` with each call")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`. Use one key for different products.")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`.\n\nVersions are dates. This does not concern the API version.")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`.\n\nSuch tokens cannot be used, and the API answers 401.")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`. If there is no authentication header in the request, the API answers 401.")]
    [InlineData("Send your key in the header `X-Heron-Key: {key}`.\n\n## Delete\n\nNothing has to be sent in the body.")]
    public void Ordinary_sentences_leave_the_method_standing(string text) =>
        Kinds($"# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n## Calls\n\n{text}\n").ShouldBe([AuthKind.ApiKey]);

    [Theory]
    [InlineData("Call `GET {base}/nests` with authorization in the `X-Heron-Key` header.")]
    [InlineData("The `X-Heron-Key` header holds `a81bc81b-dead-4e5d {token}`.")]
    [InlineData("```\ncurl https://api.heron.example/v1/nests -H 'X-Heron-Key: hunter-two secretpass1'\n```")]
    public void What_is_no_scheme_stays_out_of_the_format(string text) =>
        Analyze($"# Heron\n\n## Access\n\n{text}\n").Methods[0].Placements[0].Format.ShouldStartWith("{");

    [Fact]
    public void An_identity_provider_that_issues_the_tokens_of_the_calls_is_the_apis() =>
        Analyze("# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n## Access\n\n```\ncurl https://heron.otter-id.example/oauth2/token -d grant_type=client_credentials -d client_id=$ID -d client_secret=$SECRET\n```\n\n```\ncurl https://api.heron.example/v1/nests -H \"Authorization: Bearer $ACCESS_TOKEN\"\n```\n\n```\ncurl https://heron.otter-id.example/v1/userinfo -H \"Authorization: Bearer $ACCESS_TOKEN\"\n```\n").Methods[0].OAuth!.TokenUrl.ShouldBe("https://heron.otter-id.example/oauth2/token");

    [Theory]
    [InlineData("- `HE-ACCESS-KEY`: your API key\n- `HE-ACCESS-TIMESTAMP`: seconds since the epoch\n- `HE-ACCESS-SIGN`: base64 of the HMAC-SHA256 of `timestamp + method + path + body`, keyed with the secret\n- `HE-ACCESS-PASSPHRASE`: the passphrase you chose\n", "HE-ACCESS-")]
    [InlineData("All requests must contain the following headers:\n\n- `HERON-KEY` The API key as a string\n- `HERON-SIGN` The base64-encoded signature\n- `HERON-TIMESTAMP` A timestamp for your request\n- `HERON-PASSPHRASE` The passphrase you specified\n\nThe signature is made with the secret key.\n", "HERON-")]
    public void A_list_of_headers_with_a_signature_is_a_signed_request(string text, string prefix)
    {
        var method = Analyze($"# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n{text}").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SignedRequest);
        method.Placements.Select(place => place.Name + " " + place.Format).ShouldBe([prefix + "KEY {api_key}", prefix + "TIMESTAMP {timestamp}", prefix + "SIGN {signature}", prefix + "PASSPHRASE {passphrase}"], ignoreOrder: true);
        method.Parameters.Count.ShouldBe(3);
    }

    [Fact]
    public void What_signs_the_headers_of_an_event_is_no_signature_of_calls() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Events\n\nWhat arrives has these headers:\n\n- `Heron-Event`: its kind\n- `Heron-Signature`: HMAC-SHA256 of the body\n- `Heron-Timestamp`: when it was sent\n").ShouldBe([AuthKind.ApiKey]);

    [Theory]
    [InlineData("Signed endpoints need the parameters `timestamp` and `signature`. `signature` is the HMAC SHA256 of the query string with your `secretKey` as the key. The API key is passed in the `X-Heron-Apikey` header.")]
    [InlineData("It is the HMAC SHA256 of the query string, with your `secretKey` as the key. Send the API key in the header `X-Heron-Apikey`.\n\n```\ncurl -H 'X-Heron-Apikey: abc' 'https://api.heron.example/v1/nests?timestamp=1499827319559&signature=c8db'\n```")]
    public void What_keys_a_signature_is_asked_for_and_never_sent(string text)
    {
        var method = Analyze($"# Heron\n\nBase URL: `https://api.heron.example`\n\n{text}\n").Methods[0];
        method.Kind.ShouldBe(AuthKind.SignedRequest);
        method.Placements.ShouldContain(new Placement(PlacementLocation.Query, "signature", "{signature}"));
        method.Placements.ShouldContain(new Placement(PlacementLocation.Query, "timestamp", "{timestamp}"));
        method.Placements.ShouldNotContain(place => place.Name == "secretKey");
        method.Parameters.ShouldContain(parameter => parameter.Name == "secret_key" && parameter.Secret);
    }

    [Fact]
    public void A_link_that_somebody_signed_is_no_signed_request() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Pictures\n\nLinks to pictures have the query parameters `timestamp` and `signature` and work for an hour.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_pair_on_its_own_line_says_what_the_sample_logs_in_with()
    {
        var analysis = Analyze("# Heron\n\nTo authenticate, combine your e-mail address and the token:\n\n`{email_address}/token:{api_token}`\n\n```\ncurl https://{subdomain}.heron.example/api/v2/users/me.json -u jo@example.com/token:6wiIBWbGkBMo1mRDMuVwkw1E\n```\n");
        analysis.Methods.ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Format.ShouldBe("Basic base64({email}/token:{api_token})");
        analysis.Verification.ShouldAllBe(call => !call.Path.Contains("token", StringComparison.Ordinal));
    }

    [Fact]
    public void A_password_that_equals_empty_is_asked_of_nobody() =>
        Analyze("# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n## Authentication\n\nHTTP Basic: user name = API key, password = empty.\n").Methods.ShouldHaveSingleItem().Parameters.ShouldHaveSingleItem().Name.ShouldBe("api_key");

    private static List<AuthKind> Kinds(string text) => [.. Analyze(text).Methods.Select(method => method.Kind)];

    [Theory]
    [InlineData("認証は Basic 認証です。ユーザー名には店舗 ID、パスワードには連携パスワードを指定してください。")]
    [InlineData("L'accès se fait par authentification HTTP basique.")]
    [InlineData("L'accesso avviene con autenticazione di base.")]
    public void Basic_is_said_in_any_language(string said) =>
        Kinds($"# Heron\n\n## API\n\n`https://api.heron.example/v1`\n\n{said}\n\n- `GET /nests`\n").ShouldBe([AuthKind.Basic]);

    [Theory]
    [InlineData("The service treats the access key as the password of HTTP Basic authentication, with the fixed user name `key`.")]
    public void A_fixed_user_name_is_no_parameter(string said)
    {
        var method = Analyze($"# Heron\n\n## Gateways\n\nIn the network server make an integration with the header `X-Intake-Secret`. It's used for delivering measurements only.\n\n## Access keys\n\n{said}\n\n```python\nr = requests.get(\"https://heron.example/api/nests\", auth=(\"key\", ACCESS_KEY))\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.Basic);
        method.Placements.ShouldHaveSingleItem().Format.ShouldBe("Basic base64(key:{access_key})");
    }

    [Fact]
    public void What_cannot_be_used_from_other_programs_is_no_method() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Phones\n\nPhones fetch their settings with HTTP Digest. You can't use these from other programs.\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void What_was_removed_stands_in_another_clause() =>
        Kinds("# Heron\n\nRequests are signed with AWS Signature Version 4; Version 2 was removed in 2023.\n\n```http\nGET /?list-type=2 HTTP/1.1\nHost: nests.heron.example\nx-amz-date: 20250101T000000Z\nAuthorization: AWS4-HMAC-SHA256 Credential=HEXAMPLE0000/20250101/vie/s3/aws4_request, SignedHeaders=host;x-amz-date, Signature=0000example0000\n```\n").ShouldBe([AuthKind.SignedRequest]);

    [Fact]
    public void A_signature_behind_a_colon_is_no_key()
    {
        var method = Analyze("# Heron\n\nHeron doesn't accept unsigned calls. You need an access ID and a shared secret.\n\nHMAC the text with SHA-256 and the shared secret, then set `Authorization`:\n\n```\nGET /api/nests HTTP/1.1\nHost: heron.example\nAuthorization: HERON access-id-example:bm90LWEtcmVhbC1zaWduYXR1cmU=\n```\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SignedRequest);
        method.Placements.ShouldHaveSingleItem().Format.ShouldBe("HERON {access_id}:{signature}");
        method.Parameters.Select(p => p.Name).ShouldBe(["access_id", "shared_secret"]);
    }

    [Fact]
    public void A_key_of_two_parts_is_no_signature_where_nothing_is_signed() =>
        Kinds("# Heron\n\nSend the key:\n\n```\nGET /api/nests HTTP/1.1\nHost: heron.example\nAuthorization: HERON access-id-example:bm90LWEtcmVhbC1zaWduYXR1cmU=\n```\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void Parameters_of_a_signed_url_stand_in_a_list()
    {
        var method = Analyze("# Heron\n\nYour `api_id` and `api_secret` are in the contract. Append these parameters to every URL:\n\n- `api_id`: from the contract\n- `ts`: Unix time in seconds\n- `sig`: the request's signature\n\nTo get `sig`, join the others, append the secret and take the SHA-256.\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SignedRequest);
        method.Placements.Select(p => (p.In, p.Name)).ShouldBe([(PlacementLocation.Query, "api_id"), (PlacementLocation.Query, "ts"), (PlacementLocation.Query, "sig")], ignoreOrder: true);
        method.Parameters.Select(p => p.Name).ShouldBe(["api_id", "api_secret"], ignoreOrder: true);
    }

    [Fact]
    public void Parameters_of_a_call_to_somebody_are_signed_by_the_caller() =>
        Kinds($"# Heron\n\n## Access\n\n{Key}\n## Webhooks\n\nWe call your URL with these parameters:\n\n- `event_id`: the event\n- `ts`: Unix time\n- `sig`: signature, made with your webhook secret\n").ShouldBe([AuthKind.ApiKey]);

    [Fact]
    public void A_token_of_ones_own_is_signed_with_a_secret()
    {
        var method = Analyze("# Heron\n\nHeron doesn't hand out tokens. From the console you have an API key and an API secret; make a JSON Web Token, sign it with the secret (HS256), and send it along:\n\n```\nGET /v2/nests HTTP/1.1\nHost: api.heron.example\nAuthorization: Bearer <your JWT>\n```\n\n- `iss`: your API key\n").Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.OAuth2JwtBearer);
        method.Parameters.Select(p => p.Name).ShouldBe(["api_key", "api_secret"]);
    }

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "heron.md"), SourceName.Parse("heron"));
}
