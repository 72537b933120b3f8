using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>What a document says that a person has to supply, in the words of its own list of settings.</summary>
public sealed class DeclaredSettingsTests
{
    private const string Calls = """
        # Curlew Stock API
        Requests go to `https://api.curlew.example/v3` and carry `Authorization: Bearer <token>`.

        ```
        curl https://api.curlew.example/v3/items -H "Authorization: Bearer $TOKEN"
        ```


        """;

    [Theory]
    [InlineData("The form: `depot`, `reader_token` (secret); optional `lane`.", "depot reader_token lane?")]
    [InlineData("Hence the settings are `depot` and `reader_token`.", "depot reader_token")]
    [InlineData("Our settings are called `depot` and `reader_token`, nothing else is asked for.", "depot reader_token")]
    [InlineData("## Form fields\n\n| Field | | |\n|---|---|---|\n| `depot` | required | the depot |\n| `reader_token` | required, secret | made by a person |\n", "depot reader_token")]
    [InlineData("We ask for: depot (host), reader token, lane (optional, default \"a\").", "depot reader_token lane?")]
    [InlineData("Das Formular: `depot`, `reader_token` (geheim), `lane` (wahlweise).", "depot reader_token lane?")]
    [InlineData("In het formulier: `depot` en `reader_token` (geheim), eventueel `lane`.", "depot reader_token lane?")]
    [InlineData("設定項目: `depot`、`reader_token`(秘密)。", "depot reader_token")]
    [InlineData("| question | answer |\n|---|---|\n| form | `depot`, `reader_token` |\n", "depot reader_token")]
    [InlineData("## Form\n\n| Field | |\n|---|---|\n| `depot` | short name |\n| `reader_token` | secret |\n| `lane` | optional |\n", "depot reader_token lane?")]
    [InlineData("Two things go into our settings:\n\n- `depot`: the short name\n- `reader_token`: shown once\n", "depot reader_token")]
    [InlineData("## Config\n\n```yaml\ndepot_id: north\nreader_token: \"***\"\nbatch: 50\n```\n", "depot_id reader_token")]
    [InlineData("Rows have fields such as `depot`, `parcel_token`.", "token")]
    [InlineData("POST them as form fields called `depot` and `parcel_token`.", "token")]
    public void Settings_are_named_as_the_document_lists_them(string words, string expected)
    {
        var method = Analyze(Calls + words)[0];
        string.Join(' ', method.Parameters.Select(p => p.Required ? p.Name : p.Name + "?")).ShouldBe(expected);
        method.Placements[0].Format.ShouldBe("Bearer {" + expected.Split(' ').Single(name => name.EndsWith("token", StringComparison.Ordinal)) + "}");
        method.Parameters.ShouldAllBe(p => p.Secret == p.Name.EndsWith("token", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_asked_for_is_what_is_put_in()
    {
        var method = Analyze("# Depot API\n\nThe base URL is `https://api.depot.example/v1`.\n\n```\ncurl https://api.depot.example/v1/parcels -H \"Authorization: Bearer $API_KEY\"\n```\n\nThe form: `apikey` (secret).\n")[0];
        method.Parameters.ShouldHaveSingleItem().Name.ShouldBe("apikey");
        method.Placements.ShouldHaveSingleItem().Format.ShouldBe("Bearer {apikey}");
    }

    [Fact]
    public void A_listed_pair_names_both_sides_of_basic()
    {
        var method = Analyze("""
            # Avocet Tides
            Use HTTP Basic with user name and password:

            ```
            curl -u username:password https://avocet.example/api/tides
            ```

            Form fields: `port_code`, `agent` and `passphrase` (secret).
            """)[0];
        method.Parameters.Select(p => p.Name).ShouldBe(["port_code", "agent", "passphrase"]);
        method.Placements[0].Format.ShouldBe("Basic base64({agent}:{passphrase})");
    }

    [Fact]
    public void A_listed_host_answers_the_hole_of_the_base_url()
    {
        var method = Analyze("""
            # Knot Cloud
            Base URL: `https://{tenant}.knot.example/api`. Send `X-Api-Key: {api_key}`.

            The settings of the connector are `instance_url` and `api_key`.
            """)[0];
        method.Parameters.Select(p => p.Name).ShouldBe(["instance_url", "api_key"]);
    }

    [Theory]
    [InlineData("Our users enter one field, `api_key`, and are done. Form: `api_key` (secret).", AuthKind.ApiKey)]
    [InlineData("Form: `client_id`, `client_secret`.", AuthKind.OAuth2AuthorizationCode)]
    public void What_is_asked_for_tells_which_method_is_meant(string words, AuthKind expected) => Analyze($$"""
        # Whimbrel
        OAuth 2.0 with `https://api.whimbrel.example/v1`: send people to `https://whimbrel.example/oauth/authorize?response_type=code&client_id={client_id}`, then

        ```
        curl -X POST https://whimbrel.example/oauth/token -d grant_type=authorization_code -d code=$CODE -d client_id=$ID -d client_secret=$SECRET
        ```

        An API key goes into the header `X-Whimbrel-Key`:

        ```
        curl -H "X-Whimbrel-Key: $KEY" https://api.whimbrel.example/v1/nests
        ```

        {{words}}
        """)[0].Kind.ShouldBe(expected);

    [Theory]
    [InlineData("| Label | Our field | |\n|---|---|---|\n| Depot | `depot` | |\n| Token of the reader | `reader_token` | secret |\n", "depot reader_token")]
    [InlineData("В форме подключения:\n\n| Поле | Обязательное | Секрет |\n|---|---|---|\n| `depot` | да | нет |\n| `reader_token` | да | да |\n| `lane` | нет | нет |\n", "depot reader_token lane?")]
    [InlineData("A connector needs `depot` and `reader_token`; only the second has to be hidden.", "depot reader_token")]
    [InlineData("## Form\n\n* `reader_token`: required, secret\n* `depot_url`: optional\n* `nests`: which ones to read\n", "reader_token depot_url?")]
    [InlineData("Our configuration:\n\n    station_id\n    reader_token    secret\n", "station_id reader_token")]
    public void Settings_stand_in_tables_and_lists_of_any_kind(string settings, string expected) =>
        string.Join(' ', Analyze(Calls + settings)[0].Parameters.Select(p => p.Name + (p.Required ? "" : "?"))).ShouldBe(expected);

    [Theory]
    [InlineData("Basic: use `tern` as the user name and your API key as the password.\n\n```\ncurl -u 'tern:d4f7aa' https://api.tern.example/v1/nests\n```", "api_key")]
    [InlineData("HTTP Basic:\n\n```\ncurl -u user:apiToken https://api.tern.example/v1/nests\n```", "username api_token")]
    [InlineData("HTTP Basic:\n\n```\ncurl -u ringer https://api.tern.example/v1/nests\n```", "username password")]
    [InlineData("## Config\n\n```\nTERN_CLIENT_ID=1\nTERN_CLIENT_SECRET=2\n```\n\n```\ncurl -X POST https://api.tern.example/oauth/token -d grant_type=client_credentials -d client_id=$A -d client_secret=$B\n```", "client_id client_secret")]
    [InlineData("## Token\n\n```\ncurl -X POST https://api.tern.example/oauth/token -d grant_type=client_credentials -d client_id=$A -d client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer -d client_assertion=$JWT\n```", "client_id private_key")]
    [InlineData("Two headers, `Tern-Client-Id: 17` and `Tern-Secret: 0a8f`. The `client_id` names the station, its `secret` is shown once. An access token names a ringer and goes into the body.", "client_id secret")]
    public void Names_follow_from_what_samples_show(string words, string expected) =>
        string.Join(' ', Analyze("# Tern API\nBelow `https://api.tern.example/v1`.\n\n" + words)[0].Parameters.Select(p => p.Name)).ShouldBe(expected);

    private static IReadOnlyList<AuthMethod> Analyze(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("curlew")).Methods;
}
