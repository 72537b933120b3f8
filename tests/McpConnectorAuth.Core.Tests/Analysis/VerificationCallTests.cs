using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Which documented call proves a credential: about the caller, or the cheapest list that needs it, in whatever form it is shown.</summary>
public sealed class VerificationCallTests
{
    private const string Head = "# Curlew API\n\nThe base URL is `https://api.curlew.example`. Send your key in the `X-Curlew-Key` header.\n\n## Calls\n\n";

    [Theory]
    [InlineData("| Method | Path |\n|---|---|\n| POST | /nests |\n| GET | [/nests/{id}](#nest) |\n| GET | [/eggs](#eggs) |", "GET /eggs")]
    [InlineData("`GET` https://api.curlew.example/eggs lists all eggs.", "GET /eggs")]
    [InlineData("Send a GET request to `/eggs`.", "GET /eggs")]
    [InlineData("### GET endpoints\n\n| Path | Returns |\n|---|---|\n| /eggs | all eggs |", "GET /eggs")]
    [InlineData("```\nBASE https://api.curlew.example\n   all of them: GET https://api.curlew.example/eggs\n```", "GET /eggs")]
    [InlineData("- https://api.curlew.example/eggs?key={api_key}", "GET /eggs")]
    [InlineData("```\ncurl https://api.curlew.example/teams/1044/eggs\n```\n\n`GET /teams/{team_id}/eggs` lists eggs.", "GET /teams/{team_id}/eggs")]
    [InlineData("```\ncurl https://api.curlew.example/resource\n```\n\n`GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("`GET /ping` says if the server is up. `GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("| Call | Auth |\n|---|---|\n| `GET /species` | no |\n| `GET /eggs` | yes |", "GET /eggs")]
    [InlineData("`GET /species` and `GET /families` are lists. These need no authentication.\n\n`GET /eggs` needs the key.", "GET /eggs")]
    [InlineData("```\nGET /cgi/bird.cgi?action=factory.create\n```\n\n```\nGET /cgi/bird.cgi?action=getKind\n```", "GET /cgi/bird.cgi?action=getKind")]
    [InlineData("```\ncurl https://api.curlew.example/parks/ve9EPM428h8vShlR\n```\n\n`GET /parks/{parkId}` is one park.", "GET /parks/{parkId}")]
    [InlineData("All requests should be made via the `POST` method.\n\n### `/1/account/verify`\n\nWho is calling.", "POST /1/account/verify")]
    [InlineData("| Call | Returns |\n|---|---|\n| `GET rest/eggs/own` | eggs |", "GET /rest/eggs/own")]
    [InlineData("**GET** `/nests`\n\nAll nests.\n\n**GET** `/feeders`\n\nIt's the usual way to test a connection.", "GET /feeders")]
    [InlineData("`GET /me/nests` lists nests.\n\n`GET /eggs?limit=1` is a good test.", "GET /eggs")]
    [InlineData("`GET /0/public/species`, `GET /0/private/eggs`", "GET /0/private/eggs")]
    [InlineData("`GET /oauth/authorize` opens the page. `GET /oauth/userinfo` says who you are.", "GET /oauth/userinfo")]
    [InlineData("Which call for a smoke test? `GET /eggs?limit=1`, one row. There is `GET /account`, too, which wants more rights.", "GET /eggs")]
    [InlineData("Requests are POST requests, and answers are JSON.\n\n### `/nests/create`\n\n### `/nests/list`", "POST /nests/list")]
    [InlineData("```\ncurl https://api.curlew.example/graphql -d '{\"query\":\"{ viewer { id } }\"}'\n```", "POST /graphql")]
    [InlineData("```\nGET {Base Address}/eggs\n```", "GET /eggs")]
    [InlineData("`GET /nests/list` is a list.\n\n`GET /eggs` tells of the key. We call it for testing a connection.", "GET /eggs")]
    [InlineData("`GET /account` is for the servers of the park. A connector must not use it.\n\n`GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("```\ncurl https://api.curlew.example/species\n```\n\n```\ncurl https://api.curlew.example/eggs -H 'X-Curlew-Key: $KEY'\n```", "GET /eggs")]
    [InlineData("Everything about companies is below\n\nhttps://api.curlew.example/company\n\n`GET` https://api.curlew.example/company/eggs", "GET /company/eggs")]
    [InlineData("## Me [/me]\n\n### GET [GET]", "GET /me")]
    [InlineData("Only `POST` is accepted, as `application/json`.\n\n`[Platform]/api/nests/create`\n\n`[Platform]/api/nests/getAll`", "POST /api/nests/getAll")]
    [InlineData("`GET {Base Address}/eggs`", "GET /eggs")]
    [InlineData("`GET /eggs` fails without a key.", "GET /eggs")]
    [InlineData("```\ncurl https://api.curlew.example/nests/f3392f8b-6116-4073-ab96-e330819e2c07 -H 'X-Curlew-Key: $KEY'\n```\n\n`GET /eggs?from=2024-01-01` lists eggs.", "GET /eggs")]
    [InlineData("```\ncurl https://api.curlew.example/endpoint_here -H 'X-Curlew-Key: $KEY'\n```\n\n`GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("All calls go to one address, which the command tells apart.\n\n```\nhttps://api.curlew.example/?command=listNests&key={key}\n```", "GET /?command=listNests")]
    [InlineData("`GET /query` takes SQL. `GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("All endpoints except `/ping` and `GET /species` require the key.\n\n| Call | |\n|---|---|\n| `GET /species` | all species |\n| `GET /nests/{id}` | one nest |\n| `GET /eggs` | all eggs |", "GET /eggs")]
    [InlineData("No endpoint except `/species` requires the key.\n\n`GET /nests/{id}` is one nest.", "GET /species")]
    [InlineData("Except for guests, everybody needs the key for `/species`.", "GET /species")]
    [InlineData("`GET /eggs` lists eggs. `GET /person` returns the user the token belongs to.", "GET /person")]
    [InlineData("```\ncurl https://api.curlew.example/eggs -H 'X-Curlew-Key: $KEY'\n```\n\n`GET /user` returns the authenticated user.", "GET /user")]
    [InlineData("Start with `/ping` (it checks your key) before moving on to `/eggs`.", "GET /ping")]
    [InlineData("`GET /eggs` lists eggs. `/check-key` (it checks your key).", "GET /check-key")]
    [InlineData("```\ncurl https://api.curlew.example/endpoints -H 'X-Curlew-Key: $KEY'\n```", "GET /endpoints")]
    [InlineData("```go\nreq, err := http.NewRequest(http.MethodGet, \"https://api.curlew.example/eggs\", nil)\nreq.Header.Set(\"X-Curlew-Key\", key)\n```", "GET /eggs")]
    [InlineData("```go\nreq, err := http.NewRequestWithContext(ctx, \"GET\", \"https://api.curlew.example/eggs\", nil)\n```", "GET /eggs")]
    [InlineData("```csharp\nvar request = new HttpRequestMessage(HttpMethod.Get, \"https://api.curlew.example/eggs\");\n```", "GET /eggs")]
    [InlineData("```csharp\nvar http = new HttpClient { BaseAddress = new Uri(\"https://api.curlew.example/\") };\nvar eggs = await http.GetFromJsonAsync<Egg[]>(\"eggs\");\n```", "GET /eggs")]
    [InlineData("```csharp\nvar client = new RestClient(\"https://api.curlew.example\");\nvar request = new RestRequest(\"eggs\", Method.Get);\n```", "GET /eggs")]
    [InlineData("```php\n$client = new Client(['base_uri' => 'https://api.curlew.example/']);\n$client->request('GET', 'eggs', ['headers' => ['X-Curlew-Key' => $key]]);\n```", "GET /eggs")]
    [InlineData("```ruby\nconn = Faraday.new(url: 'https://api.curlew.example')\nconn.get('eggs')\n```", "GET /eggs")]
    [InlineData("```java\nrest.exchange(\"https://api.curlew.example/eggs\", HttpMethod.GET, new HttpEntity<>(headers), String.class);\n```", "GET /eggs")]
    [InlineData("`GET /species` answers with or without a key. `GET /eggs` lists eggs.", "GET /eggs")]
    [InlineData("| Pfad | Inhalt |\n|---|---|\n| `GET /arten` | alle Arten, ohne Schlüssel abrufbar |\n| `GET /eier` | alle Eier |", "GET /eier")]
    [InlineData("| | |\n|---|---|\n| `GET /especies` | sin clave |\n| `GET /huevos` | todos |", "GET /huevos")]
    [InlineData("`GET /species` fails without any key.", "GET /species")]
    [InlineData("To see whether a token works, call `GET /token`.\n\n```\ncurl -H 'X-Curlew-Key: $KEY' https://api.curlew.example/token\n```\n\n`GET /eggs` lists eggs.", "GET /token")]
    [InlineData("| | |\n|---|---|\n| `GET /eggs` | eggs |\n| `GET /rights` | rights of the key in use |", "GET /rights")]
    [InlineData("```\ncurl https://api.curlew.example/eggs -H 'X-Curlew-Key: $KEY'\n```\n\n`GET https://api.curlew.example/park` returns the park's name, handy for a \"Test connection\" button.", "GET /park")]
    [InlineData("```\ncurl https://api.curlew.example/eggs -H 'X-Curlew-Key: $KEY'\n```\n\n`GET /park` returns the park that owns the token.", "GET /park")]
    [InlineData("Every function expects a form POST (`application/x-www-form-urlencoded`).\n\n```\ncurl https://api.curlew.example/credit -d key=$KEY\n```", "POST /credit")]
    [InlineData("All functions are called with **POST** and a JSON document.\n\n### nests/send\n\nSends one.\n\n### nests/list\n\nAll of them.", "POST /nests/list")]
    [InlineData("Alle Funktionen werden per POST aufgerufen.\n\n### nester/liste\n\nAlle.", "POST /nester/liste")]
    [InlineData("Todas las funciones se llaman con POST.\n\n### nidos/lista\n\nTodos.", "POST /nidos/lista")]
    public void The_first_call_proves_the_key(string calls, string expected)
    {
        var first = Analyze(Head + calls + "\n").Verification[0];
        $"{first.Method} {first.Path}".ShouldBe(expected);
    }

    [Theory]
    [InlineData("`DELETE /eggs`, `POST /eggs`, `GET /eggs/search`, `GET /reports/download`")]
    [InlineData("Open `https://api.curlew.example/...` with your key, for example `/v1/...`.")]
    [InlineData("Never call `GET /secrets-of-all`.")]
    [InlineData("```python\nanswer = new_session.get(\"https://api.curlew.example\")\nanswer.json().get(\"name\")\n```")]
    [InlineData("```csharp\nvar http = new HttpClient { BaseAddress = new Uri(\"https://api.curlew.example\") };\nvar name = settings.Get(\"name\");\nvar egg = map.get(\"egg\");\n```")]
    [InlineData("```csharp\nvar http = new HttpClient { BaseAddress = new Uri(\"https://api.curlew.example\") };\nvar request = new HttpRequestMessage(HttpMethod.Delete, \"eggs\");\n```")]
    [InlineData("The `nest` belongs to another park: `GET /nests/mine` is not for the key.")]
    [InlineData("All calls that change something are sent as POST.\n\n### nests/list\n\nAll of them.")]
    [InlineData("`GET /token` issues a token.")]
    [InlineData("Calls that change something are GET, too: `GET /pause.htm`, `GET /resume.htm`.")]
    [InlineData("### nests/list\n\nA list that nobody calls.")]
    public void What_writes_searches_or_is_warned_of_is_not_called(string calls) =>
        Analyze(Head + calls + "\n").Verification.ShouldBeEmpty();

    [Fact]
    public void No_value_of_an_example_stands_in_the_query_of_a_call() =>
        Analyze(Head + "```\nGET https://api.curlew.example/nests?cmd=CANARY7F3A12345\n```\n").Verification[0].Path.ShouldBe("/nests");

    [Fact]
    public void One_address_for_all_calls_is_itself_called() =>
        Analyze("# Curlew JSON-RPC\n\nEndpoint of your park: `https://<park>/jsonrpc.php`. Requests are `POST`. Send your token as bearer:\n\n```\nPOST /jsonrpc.php\nAuthorization: Bearer 0424example\n\n{\"jsonrpc\":\"2.0\",\"method\":\"nest.list\",\"id\":1}\n```\n").Verification.Select(call => $"{call.Method} {call.Path}").ShouldBe(["POST /jsonrpc.php"]);

    [Fact]
    public void Titles_name_functions_where_calls_end_in_one() =>
        Analyze("# Curlew bots\n\nRequests have the form\n\n    https://bots.curlew.example/<your bot token>/<method>\n\nYou get the bot token from the `/newbot` talk with us.\n\n### getProfile\n\nA GET request without parameters. Use it to check your token.\n\n### sendMessage\n\nPOST with `text`.\n").Verification[0].Path.ShouldBe("/getProfile");

    [Theory]
    [InlineData("The club this token belongs to", "/park")]
    [InlineData("The practice this token belongs to", "/park")]
    [InlineData("Dados da herdade dona do token", "/park")]
    [InlineData("La finca vinculada a la clave", "/park")]
    [InlineData("Parks", "/nests")]
    public void The_title_of_a_request_says_whom_it_is_about(string title, string expected) =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("### Nests of today\nGET https://api.curlew.example/v1/nests?page=1\nAuthorization: Bearer {{token}}\n\n### " + title + "\nGET https://api.curlew.example/v1/park\nAuthorization: Bearer {{token}}\n", "doc.http"), SourceName.Parse("demo")).Verification[0].Path.ShouldBe(expected);

    [Fact]
    public void The_summary_of_an_operation_says_whom_it_is_about() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("{\"openapi\":\"3.1.0\",\"info\":{\"title\":\"Curlew\",\"version\":\"1\"},\"servers\":[{\"url\":\"https://api.curlew.example\"}],\"security\":[{\"t\":[]}],\"paths\":{\"/eggs\":{\"get\":{\"summary\":\"List eggs\"}},\"/park\":{\"get\":{\"summary\":\"The park that owns the token\"}}},\"components\":{\"securitySchemes\":{\"t\":{\"type\":\"http\",\"scheme\":\"bearer\"}}}}", "doc.json"), SourceName.Parse("demo")).Verification[0].Path.ShouldBe("/park");

    [Theory]
    [InlineData("`GET /parks` answers without a key on most servers, so it proves nothing. `GET /rangers` is the better check: without a key it gives 401.", "/rangers")]
    [InlineData("`GET /rangers` lists rangers. Do **not** test with `GET /eggs`.", "/rangers")]
    public void What_fails_without_the_key_proves_it(string text, string expected) =>
        Analyze(Head + text + "\n").Verification[0].Path.ShouldBe(expected);

    private static AuthAnalysis Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo"));
}
