using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>The log-in call of a document: how it is made, what it returns, and that a spec can carry it out.</summary>
public sealed class LoginCallTests
{
    private const string Json = """
        # Acme API

        Base URL: https://acme.example/api/v1

        ## Authentication

        Log in first with user name and password:

        ```http
        POST /api/v1/auth/login HTTP/1.1
        Host: acme.example
        Content-Type: application/json

        {"userName": "jo", "password": "example"}
        ```

        ```json
        {"result": {"user": "jo", "sessionToken": "8f14e45fceea167a"}, "requestId": "77"}
        ```

        Send the token with every later request:

        ```http
        GET /api/v1/me HTTP/1.1
        Host: acme.example
        X-Session-Token: 8f14e45fceea167a
        ```

        `GET /me` returns the caller.
        """;

    [Theory]
    [InlineData("python", "login = requests.post(\"https://nas.example/api/login\", json={\"user\": user, \"password\": password})\nheaders = {\"X-Session-Id\": login.json()[\"sessionId\"]}\nrequests.get(\"https://nas.example/api/shares\", headers=headers)")]
    [InlineData("powershell", "$login = Invoke-RestMethod -Uri 'https://nas.example/api/login' -Method Post -Body (@{ user = $user; password = $password } | ConvertTo-Json)\n$headers = @{}\n$headers.Add('X-Session-Id', $login.sessionId)\nInvoke-RestMethod 'https://nas.example/api/shares' -Headers $headers")]
    public void What_a_sample_sends_after_it_has_logged_in_is_the_sessions(string language, string sample)
    {
        var method = Methods($"# NAS API\n\nCalls look like this:\n\n```{language}\n{sample}\n```\n").ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Session-Id");
    }

    [Fact]
    public void A_token_in_the_json_answer_is_found_where_it_stands()
    {
        var login = Login(Json);
        (login.Method, login.Path, login.Body).ShouldBe(("POST", "https://acme.example/api/v1/auth/login", "json"));
        login.Placements.Select(placement => (placement.In, placement.Name, placement.Format)).ShouldBe(
            [(PlacementLocation.Body, "userName", "{username}"), (PlacementLocation.Body, "password", "{password}")]);
        login.Returns.ShouldHaveSingleItem().ShouldBe(new LoginReturn("session_token", "body", "result.sessionToken"));
        Json.ShouldContain(login.Quote);
        login.Line.ShouldBe(10);
    }

    [Fact]
    public void A_spec_carries_the_call_out()
    {
        var document = DocumentReader.Parse(Json, "doc.md");
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("demo"));
        using var folder = new SpecFolder();
        folder.Save(SpecBuilder.Build(analysis, document, [], null).Spec);
        var method = folder.Load().Authentication.Methods[0];
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Login.ShouldNotBeNull().Returns.ShouldHaveSingleItem().Path.ShouldBe("result.sessionToken");
        method.Parameters.ShouldBe(["username", "password"]);
        method.Evidence.ShouldContain(evidence => evidence.Fact == "login" && evidence.Line == 10);
    }

    [Fact]
    public void A_token_in_a_header_of_the_answer_is_found_there() =>
        Login(Json.Replace(
                """
                ```json
                {"result": {"user": "jo", "sessionToken": "8f14e45fceea167a"}, "requestId": "77"}
                """,
                """
                ```http
                HTTP/1.1 200 OK
                Content-Type: application/json
                X-Auth-Token: 8f14e45fceea167a

                {"id": "77"}
                """,
                StringComparison.Ordinal))
            .Returns.ShouldHaveSingleItem().ShouldBe(new LoginReturn("session_token", "header", "X-Auth-Token"));

    [Fact]
    public void A_cookie_that_the_answer_sets_comes_back_as_a_cookie() =>
        Login(Json
                .Replace("X-Session-Token: 8f14e45fceea167a", "Cookie: ACMESESSION=8f14e45fceea167a", StringComparison.Ordinal)
                .Replace("Send the token", "The answer sets the cookie `ACMESESSION`. Send the session cookie", StringComparison.Ordinal))
            .Returns.ShouldHaveSingleItem().ShouldBe(new LoginReturn("session_id", "cookie", "ACMESESSION"));

    [Fact]
    public void A_form_is_told_from_json() =>
        Login(Json
                .Replace("application/json", "application/x-www-form-urlencoded", StringComparison.Ordinal)
                .Replace("{\"userName\": \"jo\", \"password\": \"example\"}", "userName=jo&password=example", StringComparison.Ordinal))
            .Body.ShouldBe("form");

    [Fact]
    public void What_stands_in_a_field_names_it_and_may_be_sent_along()
    {
        var login = Login(Json
            .Replace("\"password\": \"example\"}", "\"password\": \"example\", \"orgUnit\": \"{organization_id}\", \"devKey\": \"{developer_key}\"}", StringComparison.Ordinal)
            .Replace("X-Session-Token: 8f14e45fceea167a", "X-Session-Token: 8f14e45fceea167a\ndevKey: {developer_key}", StringComparison.Ordinal));
        login.Placements.Select(place => place.Name + " " + place.Format).ShouldBe(["userName {username}", "password {password}", "orgUnit {organization_id}", "devKey {developer_key}"]);
        login.Returns.ShouldHaveSingleItem().Path.ShouldBe("result.sessionToken");
    }

    [Fact]
    public void What_the_document_does_not_show_is_not_made_up()
    {
        var login = Login(Json.Replace("\"sessionToken\": \"8f14e45fceea167a\"", "\"language\": \"en\"", StringComparison.Ordinal));
        login.Returns.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("## 1. Get a token\n\n`POST /auth/token`\n\n```json\n{\"clientId\": \"yours\", \"clientSecret\": \"yours\"}\n```\n\nResponse:\n\n```json\n{\"token\": \"abc\", \"expiresIn\": 3600}\n```\n\n## 2. Call the API\n\n`Authorization: Bearer {token}`\n", "json", "clientId {client_id}, clientSecret {client_secret}", "token")]
    [InlineData("`POST /auth/token`\n\n```json\n{\"client_id\": \"x\", \"client_secret\": \"y\"}\n```\n\nResponse:\n\n```json\n{\"access_token\": \"abc\", \"expires_in\": 3600}\n```\n\nThen send `Authorization: Bearer {access_token}`.\n", "json", "client_id {client_id}, client_secret {client_secret}", "access_token")]
    [InlineData("1. `POST /auth` with the form fields `username` and `password`.\n\n   ```json\n   {\"status\": \"ok\", \"sessionId\": \"3B3C45\"}\n   ```\n\n2. Pass it in all calls: `Authorization: {sessionId}`.\n", "form", "username {username}, password {password}", "sessionId")]
    public void A_call_in_words_is_read_like_a_sample(string text, string body, string fields, string returned)
    {
        var login = Login("# Heron\n\nBase URL: `https://api.heron.example`\n\n" + text);
        (login.Method, login.Path.EndsWith("/auth", StringComparison.Ordinal) || login.Path.EndsWith("/auth/token", StringComparison.Ordinal), login.Body).ShouldBe(("POST", true, body));
        string.Join(", ", login.Placements.Select(place => place.Name + " " + place.Format)).ShouldBe(fields);
        login.Returns.ShouldHaveSingleItem().Path.ShouldBe(returned);
    }

    [Theory]
    [InlineData("`POST /auth/token` makes a new key of the same rights.\n\nResponse:\n\n```json\n{\"api_secret\": \"abc\"}\n```\n")]
    [InlineData("`POST /auth/token` with `name` makes a new token for a colleague.\n")]
    public void A_call_that_sends_nothing_that_proves_anything_is_no_log_in(string text) =>
        Methods("# Heron\n\nBase URL: `https://api.heron.example`\n\nSend `Authorization: Bearer {token}` with the token from your account page.\n\n" + text).ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.Bearer);

    [Fact]
    public void A_cookie_in_words_is_what_the_log_in_hands_out()
    {
        var method = Methods("# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n## Authentication\n\nLog in with `POST /login` (`email`, `password`). The response sets the cookie `heron_session`; send it with all further requests.\n").ShouldHaveSingleItem();
        method.Placements.ShouldHaveSingleItem().ShouldBe(new Placement(PlacementLocation.Cookie, "heron_session", "{session_id}"));
        method.Login.ShouldNotBeNull().Returns.ShouldHaveSingleItem().Path.ShouldBe("heron_session");
    }

    [Fact]
    public void A_cookie_of_the_web_page_is_no_credential() =>
        Methods("# Heron\n\nBase URL: `https://api.heron.example/v1`\n\n## Keys\n\nSend `X-Heron-Key: {key}`.\n\n## Language\n\nThe page keeps its language in the cookie `lang`.\n").ShouldHaveSingleItem().Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Heron-Key");

    [Fact]
    public void What_a_sample_takes_from_the_answer_is_no_key() =>
        Methods("# Heron\n\n## Listing nests\n\n```python\nr = requests.post('https://api.heron.example/v1/login', json={'username': USER, 'password': PW})\ntoken = r.json()['token']\nrequests.get('https://api.heron.example/v1/nests', headers={'X-Auth-Token': token})\n```\n").ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.SessionLogin);

    private static IReadOnlyList<AuthMethod> Methods(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo")).Methods;

    private const string Told = "# Plover\n\nDie API: `https://api.plover.example/v1`\n\n";

    [Theory]
    [InlineData("Stuur gebruikersnaam en wachtwoord naar `POST /login`:", "{\"username\": \"jo\", \"password\": \"geheim\"}", "Het antwoord bevat een token:", "Dit token geeft u bij alle volgende aanroepen mee in de header `X-Plover-Token`.")]
    [InlineData("Envoyez l'identifiant et le mot de passe à `POST /connexion` :", "{\"identifiant\": \"jo\", \"mot_de_passe\": \"secret\"}", "La réponse contient un jeton :", "Ce jeton est à envoyer dans l'en-tête `X-Plover-Token` de tous les appels suivants.")]
    [InlineData("Benutzer und Kennwort gehen an `POST /torwache`:", "{\"benutzer\": \"jo\", \"kennwort\": \"geheim\"}", "Zurück kommt", "In jedem weiteren Aufruf steht es im Header `X-Plover-Token`.")]
    [InlineData("`POST /gate` with", "{\"badge\": \"901\", \"pin\": \"000000\"}", "You get", "From then on, every request has the header `X-Plover-Token`.")]
    public void A_log_in_is_told_in_any_language(string call, string sent, string answer, string later)
    {
        var method = First($"{Told}## 1\n\n{call}\n\n```json\n{sent}\n```\n\n{answer}\n\n```json\n{{\"token\": \"nep-token-0000\"}}\n```\n\n{later}\n\n## 2\n\n- `GET /nests`\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("X-Plover-Token");
        method.Parameters.Count(p => p.Secret).ShouldBe(1);
        method.Parameters.Count.ShouldBe(2);
        method.Login.ShouldNotBeNull().Placements.Count.ShouldBe(2);
    }

    [Fact]
    public void Who_logs_in_stands_before_what_proves_it() =>
        First($"{Told}`POST /auth` with\n\n```json\n{{\"badge\": \"901\", \"pin\": \"000000\"}}\n```\n\nYou get\n\n```json\n{{\"access_id\": \"ca-1-EXAMPLE\"}}\n```\n\n```\nGET /v1/nests HTTP/1.1\nHost: api.plover.example\nPlover-Access: ca-1-EXAMPLE\n```\n").Parameters.Select(p => p.Name).ShouldBe(["badge", "pin"]);

    [Theory]
    [InlineData("`POST /users` makes a user:", "{\"username\": \"jo\", \"password\": \"geheim\"}")]
    [InlineData("`POST /register` with", "{\"email\": \"jo@plover.example\", \"password\": \"geheim\"}")]
    public void Who_joins_does_not_log_in(string call, string sent) =>
        AuthAnalyzer.Analyze(DocumentReader.Parse($"{Told}Send your key in the header `X-Plover-Token`.\n\n## Users\n\n{call}\n\n```json\n{sent}\n```\n\n```json\n{{\"token\": \"nep-token-0000\"}}\n```\n", "plover.md"), SourceName.Parse("plover"))
            .Methods.ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.ApiKey);

    [Fact]
    public void A_call_that_returns_the_token_one_has_is_no_log_in() =>
        First("# Plover\n\n## Token\n\nEach user has one token, to be seen in the profile.\n\n```\ncurl -H 'Authorization: Token nep-token-0000' https://plover.example/api/nests/\n```\n\nWithout a browser:\n\n```\ncurl -X POST https://plover.example/api/token/ -H 'Content-Type: application/json' -d '{\"username\": \"jo\", \"password\": \"geheim\"}'\n```\n\n```json\n{\"token\": \"nep-token-0000\"}\n```\n").Kind.ShouldBe(AuthKind.ApiKey);

    [Theory]
    [InlineData("The controller sets the cookie `PLSESSION`.", "PLSESSION")]
    [InlineData("The answer sets it in a cookie, `PLSESSION`.", "PLSESSION")]
    [InlineData("The answer has a cookie with the name `PLSESSION`.", "PLSESSION")]
    [InlineData("Reading needs only the cookie.", null)]
    public void A_cookie_jar_is_a_session(string told, string? cookie)
    {
        var method = First($"# Plover\n\n```bash\ncurl -c jar.txt -X POST https://plover.example/api/auth/login -H 'Content-Type: application/json' -d '{{\"username\":\"jo\",\"password\":\"<password>\"}}'\n```\n\n{told}\n\n```bash\ncurl -b jar.txt https://plover.example/api/nests\n```\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        if (cookie is not null)
            method.Placements.ShouldContain(p => p.In == PlacementLocation.Cookie && p.Name == cookie);
    }

    [Fact]
    public void A_cookie_that_the_answer_sets_goes_back_with_each_call()
    {
        var method = First("PLOVER SERVICES\n\nPost your user id and password as form fields to /logon:\n\n    POST /ws/logon HTTP/1.1\n    Host: tos.plover.example\n    Content-Type: application/x-www-form-urlencoded\n\n    userid=EDIUSER&password=notreal\n\nThe answer is\n\n    HTTP/1.1 200 OK\n    Set-Cookie: PLTICKET=9f3eEXAMPLE; Path=/ws; Secure\n\nThe cookie PLTICKET has to accompany all further requests.\n\n    curl -b jar.txt https://tos.plover.example/ws/vessels\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        var placement = method.Placements.ShouldHaveSingleItem();
        (placement.In, placement.Name, placement.Format).ShouldBe((PlacementLocation.Cookie, "PLTICKET", "{session_id}"));
        method.Evidence.ShouldContain(e => e.Fact == "placement" && e.Quote.StartsWith("Set-Cookie: PLTICKET", StringComparison.Ordinal));
        method.Login!.Returns.ShouldHaveSingleItem().In.ShouldBe("cookie");
    }

    [Fact]
    public void A_key_in_xml_logs_in()
    {
        var method = First("# Plover\n\n```bash\ncurl -X POST https://api.plover.example/shop/login -H 'Content-Type: application/xml' -d '<?xml version=\"1.0\" ?>\n<Params>\n  <ApiKey>9b1cEXAMPLE0000</ApiKey>\n</Params>'\n```\n\n```xml\n<Login>\n  <Token>f3a9EXAMPLE77</Token>\n</Login>\n```\n\n```http\nPOST /shop/getNests HTTP/1.1\nHost: api.plover.example\nAuthorization: Bearer f3a9EXAMPLE77\n```\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Parameters.ShouldHaveSingleItem().Name.ShouldBe("api_key");
    }

    [Fact]
    public void A_session_that_is_started_is_a_log_in()
    {
        var method = First("# Plover\n\n```bash\ncurl -X POST https://api.plover.example/service/session/action/start -d partnerId=1234567 -d secret=0123456789abcdef0123456789abcdef\n```\n\nThe answer is a bare string:\n\n    \"djJ8MTIzNDU2N3xFWEFNUExF\"\n\nFrom then on each call carries it:\n\n```bash\ncurl -X POST https://api.plover.example/service/nests/action/list -H 'Content-Type: application/json' -d '{\"ks\": \"djJ8MTIzNDU2N3xFWEFNUExF\"}'\n```\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("ks");
    }

    [Fact]
    public void A_bots_token_goes_where_the_session_goes()
    {
        var methods = AuthAnalyzer.Analyze(DocumentReader.Parse("# Plover\n\n**Bot (use this).** The page shows a token once:\n\n```bash\ncurl -H \"Authorization: Bearer $BOT_TOKEN\" https://api.plover.example/v1/nests\n```\n\n**A person's password.** Log in:\n\n```bash\ncurl -X POST https://api.plover.example/v1/auth/login -H 'Content-Type: application/json' -d '{\"email\": \"jo@plover.example\", \"password\": \"example\"}'\n```\n\n```json\n{\"access_token\": \"eyJ0eXAiOiJKV1QifQ.EXAMPLE.access\"}\n```\n\n`access_token` is then sent in the same way, `Authorization: Bearer <access_token>`.\n\n## Form\n\n| Field | | |\n|---|---|---|\n| `bot_token` | required, secret | |\n", "plover.md"), SourceName.Parse("plover")).Methods;
        methods.Select(m => m.Kind).ShouldBe([AuthKind.Bearer, AuthKind.SessionLogin], ignoreOrder: true);
    }

    [Fact]
    public void A_command_in_the_query_logs_in()
    {
        var method = First("# Plover\n\n```bash\ncurl -X POST 'https://plover.example/cgi-bin/api.cgi?cmd=Login' -H 'Content-Type: application/json' -d '[{\"cmd\": \"Login\", \"param\": {\"User\": {\"userName\": \"gateway\", \"password\": \"Ex4mple-only\"}}}]'\n```\n\n```json\n[{\"cmd\": \"Login\", \"value\": {\"Token\": {\"leaseTime\": 3600, \"name\": \"0a1b2cEXAMPLE\"}}}]\n```\n\nAppend it to the URL of every further command:\n\n```\nhttps://plover.example/cgi-bin/api.cgi?cmd=GetNests&token={token}\n```\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        (method.Placements[0].In, method.Placements[0].Name).ShouldBe((PlacementLocation.Query, "token"));
    }

    [Fact]
    public void The_applications_key_goes_along_when_somebody_logs_in()
    {
        var kinds = AuthAnalyzer.Analyze(DocumentReader.Parse("# Plover\n\n## Access\n\n```\nGET /v6/nests HTTP/1.1\nHost: api.plover.example\nApi-Key: {api_key}\n```\n\n**Staff token, in addition.** With the studio's user name and password:\n\n    curl -X POST https://api.plover.example/v6/stafftoken/issue \\\n      -H \"Api-Key: $KEY\" -H \"Content-Type: application/json\" \\\n      -d '{\"Username\": \"jo@plover.example\", \"Password\": \"Made-Up-77\"}'\n\n    {\n      \"TokenType\": \"Bearer\",\n      \"AccessToken\": \"fdEXAMPLE0d7c4b\"\n    }\n\nand put it next to the other header:\n\n    Authorization: Bearer {staff_token}\n", "plover.md"), SourceName.Parse("plover")).Methods.Select(m => m.Kind).ToList();
        kinds.ShouldBe([AuthKind.ApiKey, AuthKind.SessionLogin], ignoreOrder: true);
    }

    [Fact]
    public void A_token_of_the_answer_that_comes_again_in_an_address_is_no_key() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Plover\n\n```bash\ncurl -X POST https://plover.example/api/tokens -d username=jo -d password=example\n```\n\n```json\n{\"authToken\": \"C90FEXAMPLE2F6A8E6C0F2\"}\n```\n\nThe token goes into a header:\n\n    Plover-Token: C90FEXAMPLE2F6A8E6C0F2\n\nor into the address:\n\n    https://plover.example/api/session/nests?token=C90FEXAMPLE2F6A8E6C0F2\n", "plover.md"), SourceName.Parse("plover"))
            .Methods.ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.SessionLogin);

    [Theory]
    [InlineData("All later calls go to `endPoint` (on legacy pods it's another host than the one for logging in) and carry the token:")]
    [InlineData("All later calls carry the token:")]
    public void A_remark_in_brackets_says_nothing_of_the_sample(string introduction)
    {
        var method = First("# Plover\n\nCalls go to `https://api.plover.example`.\n\n    POST /v1/auth/token HTTP/1.1\n    Host: api.plover.example\n    Content-Type: application/x-www-form-urlencoded\n\n    user_name=SYNC&password=Example-Pw-01\n\n    {\n      \"authToken\": \"EXAMPLEhU4Wb0Xn7c8kAAAA\",\n      \"endPoint\": \"https://api.plover.example\"\n    }\n\n" + introduction + "\n\n    GET /v1/nests HTTP/1.1\n    Host: api.plover.example\n    Authorization: EXAMPLEhU4Wb0Xn7c8kAAAA\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements[0].Name.ShouldBe("Authorization");
    }

    [Fact]
    public void What_goes_in_as_basic_at_the_log_in_is_no_method_of_its_own() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Plover\n\n```bash\ncurl -X POST https://id.plover.example/token/authenticate \\\n  -u \"jo@plover.example:correct-horse\"\n```\n\n```json\n{\"tokenInfo\": {\"tokenValue\": \"EXAMPLE+tokenvalue+AAAA==\"}}\n```\n\n```bash\ncurl https://api.plover.example/2/nests -H \"Authorization: PloverToken EXAMPLE+tokenvalue+AAAA==\"\n```\n", "plover.md"), SourceName.Parse("plover"))
            .Methods.ShouldHaveSingleItem().Kind.ShouldBe(AuthKind.SessionLogin);

    [Fact]
    public void A_form_that_asks_for_a_token_keeps_it_beside_the_log_in() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Plover\n\n### Token\n\n```bash\ncurl -H \"X-Plover-Token: hvs.EXAMPLEtoken\" https://plover.example/v1/nests\n```\n\n### Role\n\nFor customers who don't hand out tokens:\n\n```bash\ncurl -X POST https://plover.example/v1/auth/role/login -d '{\"role_id\": \"db02de05-EXAMPLE\", \"secret_id\": \"6a174c20-EXAMPLE\"}'\n```\n\n```json\n{\"auth\": {\"client_token\": \"hvs.EXAMPLEfromlogin\"}}\n```\n\n`auth.client_token` then goes into `X-Plover-Token`, as above:\n\n```python\nr = s.post(\"https://plover.example/v1/auth/role/login\", json={\"role_id\": role_id, \"secret_id\": secret_id})\ntoken = r.json()[\"auth\"][\"client_token\"]\ns.headers[\"X-Plover-Token\"] = token\n```\n\n### Form\n\n| Field | Required | Secret |\n|---|---|---|\n| `token` | yes, or the next two | yes |\n| `role_id`, `secret_id` | instead of `token` | yes |\n", "plover.md"), SourceName.Parse("plover"))
            .Methods.Select(m => m.Kind).ShouldBe([AuthKind.ApiKey, AuthKind.SessionLogin], ignoreOrder: true);

    [Theory]
    [InlineData("```bash\ncurl -u sk_test_example: -X POST https://api.plover.example/v1/checkout/session/create -d amount=20\n```\n", AuthKind.Basic)]
    [InlineData("```bash\ncurl -H \"X-Api-Key: $KEY\" https://api.plover.example/v1/nests\n```\n\n```bash\ncurl -H \"X-Api-Key: $KEY\" -X POST https://api.plover.example/v1/mailboxes -H 'Content-Type: application/json' -d '{\"name\": \"north\", \"password\": \"example\"}'\n```\n\n```json\n{\"id\": 1, \"token\": \"8a6fEXAMPLE\"}\n```\n", AuthKind.ApiKey)]
    public void What_creates_something_is_no_log_in(string samples, AuthKind kind) => First("# Plover\n\n## Authentication\n\n" + samples).Kind.ShouldBe(kind);

    private static AuthMethod First(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "plover.md"), SourceName.Parse("plover")).Methods[0];

    private static LoginFacts Login(string text) =>
        AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo")).Methods.First(method => method.Kind == AuthKind.SessionLogin).Login.ShouldNotBeNull();
}
