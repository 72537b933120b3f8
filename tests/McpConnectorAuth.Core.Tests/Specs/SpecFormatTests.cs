using System.Globalization;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Tests.Specs;

/// <summary>One table of good and broken files, against which both the reader and the published schema are held.</summary>
public sealed class SpecFormatTests
{
    private const string Good = """
        display_name: Acme
        connection:
          parameters:
            - name: tenant
              required: true
              description: The tenant
          auth_methods:
            - name: key
              description: A key
              parameters:
                - name: api_key
                  type: string
                  required: true
                  secret: true
            - name: app
              parameters:
                - name: client_id
          oauth:
            flow: u2m
            pkce: true
            scopes: read write
            authorization_url: https://{tenant}.acme.example/authorize
            token_url: https://{tenant}.acme.example/token
            extra_auth_params:
              access_type: offline
        external_options_allowlist: ''
        authentication:
          document: acme_api_doc.md
          document_sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
          methods:
            - name: key
              kind: api_key
              placements:
                - in: header
                  name: X-Acme-Key
                  format: '{api_key}'
              parameters: [api_key, tenant]
              evidence:
                - fact: kind
                  quote: Send your key
                  line: 4
            - name: app
              kind: oauth2_authorization_code
              placements:
                - in: header
                  name: Authorization
                  format: Bearer {access_token}
              parameters: [client_id, tenant]
              token_auth: basic
          base_urls:
            - url: https://{tenant}.acme.example/v1
              environment: production
              line: 3
          hosts:
            - '{tenant}.acme.example'
          verification:
            - method: GET
              path: /me
              line: 5
          unverified: [base_url]
          lockout_warning: Five failures lock the account.

        """;

    /// <summary>What is replaced, by what, where the reader sees the breach, and what it says; whether the schema alone can see it.</summary>
    public static TheoryData<string, string, string, string, bool> Broken => new()
    {
        { "display_name: Acme\n", "", "1:1", "display_name: is missing; expected the API's name for people", true },
        { "display_name: Acme", "display_name: ''", "1:15", "display_name: expected the API's name for people", true },
        { "display_name: Acme", "display_name: 12", "1:15", "display_name: expected the API's name for people, in quotes", true },
        { "display_name: Acme", "display_name: [Acme]", "1:15", "display_name: expected the API's name for people, found a list", true },
        { "connection:\n  parameters:", "connection: none\nother:\n  parameters:", "2:13", "connection: expected a mapping, found \"none\"", true },
        { "  parameters:\n    - name: tenant\n", "  parameters:\n    name: tenant\n    x:\n", "4:5", "connection.parameters: expected a list of parameters, found a mapping", true },
        { "    - name: tenant", "    - nam: tenant", "4:7", "connection.parameters[0].name: is missing; expected a name of letters", true },
        { "    - name: tenant", "    - name: the tenant", "4:13", "connection.parameters[0].name: expected a name of letters", true },
        { "    - name: tenant\n      required: true", "    - name: tenant\n      required: yes", "5:17", "connection.parameters[0].required: expected true or false, found \"yes\"", true },
        { "secret: true", "secret: 'true'", "14:19", "connection.auth_methods[0].parameters[0].secret: expected true or false", true },
        { "type: string", "type: 5", "12:17", "connection.auth_methods[0].parameters[0].type: expected a type such as string", true },
        { "- name: api_key", "- name: tenant", "11:17", "connection.auth_methods[0].parameters[0].name: the parameter \"tenant\" is declared a second time", false },
        { "    - name: app\n      parameters:\n        - name: client_id", "    - name: key\n      parameters:\n        - name: client_id", "15:13", "connection.auth_methods[1].name: the method \"key\" is declared a second time", false },
        { "flow: u2m", "flow: machine", "19:11", "connection.oauth.flow: expected one of m2m, u2m, u2m_per_user, found \"machine\"", true },
        { "    flow: u2m\n", "", "19:5", "connection.oauth.flow: is missing", true },
        { "pkce: true", "pkce: supported", "20:11", "connection.oauth.pkce: expected true or false", true },
        { "scopes: read write", "scopes: [read, write]", "21:13", "connection.oauth.scopes: expected all scopes as one text, found a list", true },
        { "token_url: https:", "token_url: ftp:", "23:16", "connection.oauth.token_url: expected an https URL", true },
        { "access_type: offline", "access_type: [offline]", "25:20", "connection.oauth.extra_auth_params.access_type: expected a text", true },
        { "external_options_allowlist: ''", "external_options_allowlist: [a]", "26:29", "external_options_allowlist: expected comma-separated option names", true },
        { "  document_sha256: a", "  document_sha256: A", "29:20", "authentication.document_sha256: expected 64 lower-case hex digits", true },
        { "  methods:\n", "  methods: []\n  others:\n", "30:12", "authentication.methods: expected at least one method", true },
        { "    - name: key\n      kind", "    - name: other\n      kind", "31:13", "authentication.methods[0].name: the method \"other\" is not declared in connection.auth_methods", false },
        { "    - name: app\n      kind", "    - name: key\n      kind", "42:13", "authentication.methods[1].name: the method \"key\" is declared a second time", false },
        { "kind: api_key", "kind: apikey", "32:13", "authentication.methods[0].kind: expected one of bearer, api_key, basic", true },
        { "kind: api_key", "kind: none", "32:13", "authentication.methods[0].kind: expected one of bearer, api_key, basic", true },
        { "      placements:\n        - in: header\n          name: X-Acme-Key\n          format: '{api_key}'\n", "", "31:7", "authentication.methods[0].placements: is missing; expected at least one placement", true },
        { "in: header\n          name: X", "in: headers\n          name: X", "34:15", "authentication.methods[0].placements[0].in: expected one of header, query, body, path, cookie, found \"headers\"", true },
        { "name: X-Acme-Key", "name: X Acme Key", "35:17", "authentication.methods[0].placements[0].name: expected the exact name of a header", false },
        { "          name: X-Acme-Key\n", "", "34:11", "authentication.methods[0].placements[0].name: is missing", true },
        { "format: '{api_key}'", "format: '{apikee}'", "36:19", "authentication.methods[0].placements[0].format: the hole {apikee} is no parameter of the method; its parameters are: api_key, tenant", false },
        { "format: '{api_key}'", "format: '{api_key'", "36:19", "opens a hole without closing it", false },
        { "parameters: [api_key, tenant]", "parameters: [api_key, site]", "37:29", "authentication.methods[0].parameters[1]: the parameter \"site\" is not declared", false },
        { "parameters: [api_key, tenant]", "parameters: api_key", "37:19", "authentication.methods[0].parameters: expected a list of parameter names, found \"api_key\"", true },
        { "quote: Send your key", "quote:", "40:17", "authentication.methods[0].evidence[0].quote: is missing", true },
        { "line: 4", "line: four", "41:17", "authentication.methods[0].evidence[0].line: expected a line number", true },
        { "line: 4", "line: -4", "41:17", "authentication.methods[0].evidence[0].line: expected a line number", true },
        { "token_auth: basic", "token_auth: both", "49:19", "authentication.methods[1].token_auth: expected one of basic, body, query, none, private_key_jwt, client_secret_jwt, found \"both\"", true },
        { "url: https://{tenant}.acme.example/v1", "url: http://{tenant}.acme.example/v1", "51:12", "authentication.base_urls[0].url: expected an https URL", false },
        { "url: https://{tenant}.acme.example/v1", "url: https://me@{tenant}.acme.example/v1", "51:12", "authentication.base_urls[0].url: expected an https URL", true },
        { "url: https://{tenant}.acme.example/v1", "url: https://{tenantt}.acme.example/v1", "51:12", "authentication.base_urls[0].url: the hole {tenantt} is no parameter of the section connection", false },
        { "url: https://{tenant}.acme.example/v1", "url: https://other.example/v1", "51:12", "authentication.base_urls[0].url: the host other.example is not listed in authentication.hosts", false },
        { "- '{tenant}.acme.example'", "- https://api.acme.example", "55:7", "authentication.hosts[0]: expected a host in lower case", true },
        { "- '{tenant}.acme.example'", "- API.acme.example", "55:7", "authentication.hosts[0]: expected a host in lower case", true },
        { "- '{tenant}.acme.example'", "- '{tenant}.acme.example'\n    - '{x}.acme.example'", "56:7", "authentication.hosts[1]: the hole {x} is no parameter", false },
        { "method: GET", "method: get", "57:15", "authentication.verification[0].method: expected an HTTP method in capitals", true },
        { "path: /me", "path: me", "58:13", "authentication.verification[0].path: expected a path below the base URL", true },
        { "path: /me", "path: https://other.example/me", "58:13", "authentication.verification[0].path: the host other.example is not listed", false },
        { "path: /me", "path: /me/{id}", "58:13", "authentication.verification[0].path: the hole {id} is no parameter", false },
        { "unverified: [base_url]", "unverified: [[base_url]]", "60:16", "authentication.unverified[0]: expected the name of a fact", true },
        { "lockout_warning: Five failures lock the account.", "lockout_warning: true", "61:20", "authentication.lockout_warning: expected a text", true },
        { Good, "- a\n- b\n", "1:1", "expected a mapping, found a list", true },
    };

    /// <summary>Changes that leave the file a good one.</summary>
    public static TheoryData<string, string> Sound => new()
    {
        { "display_name: Acme", "display_name: Acme" },
        { "display_name: Acme", "\"display_name\": \"12\"\nowner: [a, {b: c}]" },
        { "required: true", "required: TRUE" },
        { "      description: The tenant", "      description:" },
        { "      description: The tenant", "      description: |\n        The tenant:\n          the first part # of the host" },
        { "token_auth: basic", "token_auth: ''" },
        { "kind: oauth2_authorization_code\n      placements:\n        - in: header\n          name: Authorization\n          format: Bearer {access_token}", "kind: mtls" },
        { "format: Bearer {access_token}", "format: Signed hmac({nonce})" },
        { "      environment: production\n", "" },
        { "  unverified: [base_url]\n", "  unverified: ~\n" },
        { "path: /me", "path: https://{tenant}.acme.example/other/{tenant}?full=1" },
        { "      evidence:\n", "      hint: &none x\n      evidence:\n".Replace("&none ", "", StringComparison.Ordinal) },
        { Good, """{"display_name": "A", "connection": {"parameters": [{"name": "k"}]}, "authentication": {"methods": [{"name": "m", "kind": "bearer", "parameters": ["k"], "placements": [{"in": "header", "name": "Authorization", "format": "Bearer {k}"}]}]}}""" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void A_breach_is_named_with_its_place_and_what_is_expected(string part, string replacement, string place, string message, bool isSeenBySchema)
    {
        Good.ShouldContain(part);
        var text = Replace(part, replacement);
        var error = Should.Throw<ConnectorAuthException>(() => Read(text));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        error.Message.ShouldStartWith($"{SpecSamples.Display}:{place}: ");
        error.Message.ShouldContain(message);
        error.NextStep.ShouldNotBeEmpty();
        Schema().Accepts(ToJson(YamlTree.Parse(text, "x"))).ShouldBe(!isSeenBySchema);
    }

    [Theory]
    [MemberData(nameof(Sound))]
    public void A_sound_file_is_sound_for_the_reader_and_for_the_schema(string part, string replacement)
    {
        var text = Replace(part, replacement);
        Read(text).Authentication.Methods.ShouldNotBeEmpty();
        Schema().Accepts(ToJson(YamlTree.Parse(text, "x"))).ShouldBeTrue();
    }

    [Theory]
    [InlineData("a: [b\nc: d\n", "1:4", "bracket or brace")]
    [InlineData("a: 'b\n", "2:1", "YAML syntax error")]
    [InlineData("a:\n\tb: c\n", "2:1", "YAML syntax error")]
    [InlineData("a: b\n  c: d\n", "2:4", "YAML syntax error")]
    [InlineData("a: @b\n", "1:", "YAML syntax error")]
    [InlineData("a: 1\nb: 2\na: 3\n", "3:1", "the key \"a\" stands here a second time; first on line 1")]
    [InlineData("a: 1\n---\nb: 2\n", "2:1", "a second YAML document")]
    [InlineData("a: &x [1]\nb: *x\n", "1:4", "anchors and aliases")]
    [InlineData("b: *x\n", "1:4", "anchors and aliases")]
    [InlineData("a: !!binary aGk=\n", "1:4", "tags")]
    [InlineData("a: {<<: {b: 1}}\n", "1:5", "merge keys")]
    [InlineData("? a\n: b\n", "1:3", "a key and its colon")]
    [InlineData("? [a]\n: b\n", "1:3", "a key must be plain text")]
    [InlineData("a: b\u0007c\n", "1:5", "control character U+0007")]
    [InlineData("a: b\0: c\n", "1:5", "control character U+0000")]
    [InlineData("# only a comment\n", "1:1", "the file is empty")]
    [InlineData("", "1:1", "the file is empty")]
    public void Yaml_that_is_broken_or_means_more_than_it_shows_is_refused_at_its_place(string text, string place, string message)
    {
        var error = Should.Throw<ConnectorAuthException>(() => Read(text));
        error.Code.ShouldBe(ErrorCodes.SpecInvalid);
        error.Message.ShouldStartWith($"{SpecSamples.Display}:{place}");
        error.Message.ShouldContain(message);
    }

    [Fact]
    public void A_file_of_another_framework_is_answered_with_what_generate_spec_adds()
    {
        var error = Should.Throw<ConnectorAuthException>(() => Read("# ours\ndisplay_name: Acme\nconnection:\n  parameters: []\n"));
        error.Message.ShouldBe($"{SpecSamples.Display}:2:1: authentication: the section is missing, as in a file that another connector framework reads.");
        error.NextStep.ShouldContain("generate_spec");
        error.NextStep.ShouldContain("keeps what is there");
    }

    [Theory]
    [InlineData("[", 500_000)]
    [InlineData("- ", 300_000)]
    [InlineData("{a: ", 200_000)]
    public void Deep_nesting_is_refused_without_reading_it_all(string opening, int times) =>
        Should.Throw<ConnectorAuthException>(() => Read(string.Concat(Enumerable.Repeat(opening, times)))).Message.ShouldContain("nesting is deeper than 32");

    [Fact]
    public void A_bomb_of_aliases_is_refused()
    {
        var bomb = "a0: &a0 [x, x]\n" + string.Concat(Enumerable.Range(1, 30).Select(i => string.Create(CultureInfo.InvariantCulture, $"a{i}: &a{i} [*a{i - 1}, *a{i - 1}]\n")));
        Should.Throw<ConnectorAuthException>(() => Read(bomb)).Message.ShouldContain("anchors and aliases");
    }

    [Fact]
    public void Many_keys_are_read_in_time_that_grows_with_their_number()
    {
        var keys = string.Concat(Enumerable.Range(0, 60_000).Select(i => string.Create(CultureInfo.InvariantCulture, $"k{i}: v\n")));
        var watch = System.Diagnostics.Stopwatch.StartNew();
        Read(Good + keys).DisplayName.ShouldBe("Acme");
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));
    }

    [Fact]
    public void The_embedded_schema_is_the_published_one()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "schemas"))) folder = folder.Parent;
        ConnectorSpecSchema.Json.ShouldBe(File.ReadAllText(Path.Combine(folder.FullName, "schemas", "connector_spec.schema.json")));
        ((string?)SchemaRoot()["$schema"]).ShouldBe("https://json-schema.org/draft/2020-12/schema");
    }

    [Fact]
    public void The_schema_names_every_kind_and_location_that_the_reader_knows()
    {
        var method = SchemaRoot()["$defs"]!["method"]!["properties"]!;
        Names(method["kind"]!).ShouldBe(EnumNames<AuthKind>.All.Except(["none", "not_documented"]), ignoreOrder: true);
        Names(SchemaRoot()["$defs"]!["placements"]!["items"]!["properties"]!["in"]!).ShouldBe(EnumNames<PlacementLocation>.All, ignoreOrder: true);
        Names(SchemaRoot()["properties"]!["connection"]!["properties"]!["oauth"]!["properties"]!["flow"]!).ShouldBe(SpecReader.Flows);

        static IEnumerable<string> Names(JsonNode property) => property["enum"]!.AsArray().Select(name => (string)name!);
    }

    [Fact]
    public void The_schema_describes_every_key_that_a_full_spec_has()
    {
        using var folder = new SpecFolder();
        folder.Save(SpecSamples.TwoMethods with { ExternalOptionsAllowlist = "since" });
        Undescribed(SchemaRoot(), ToJson(YamlTree.Parse(folder.Text, "x")), "").ShouldBeEmpty();
    }

    internal static IEnumerable<string> Undescribed(JsonNode schema, JsonNode? value, string path)
    {
        if ((string?)schema["$ref"] is { } reference) schema = SchemaRoot()["$defs"]![reference["#/$defs/".Length..]]!;
        return value switch
        {
            JsonObject mapping when schema["properties"] is { } properties => mapping.SelectMany(pair => properties[pair.Key] is { } property
                ? (property["description"] is null ? [$"{path}.{pair.Key} has no description"] : Undescribed(property, pair.Value, $"{path}.{pair.Key}"))
                : [$"{path}.{pair.Key} is not in the schema"]),
            JsonArray list when schema["items"] is { } items => list.SelectMany(item => Undescribed(items, item, path)),
            _ => [],
        };
    }

    private static string Replace(string part, string replacement)
    {
        var at = Good.IndexOf(part, StringComparison.Ordinal);
        return Good[..at] + replacement + Good[(at + part.Length)..];
    }

    internal static ConnectorSpec Read(string text)
    {
        using var folder = new SpecFolder();
        return folder.With(text).Load();
    }

    internal static JsonObject SchemaRoot() => JsonNode.Parse(ConnectorSpecSchema.Json)!.AsObject();

    internal static JsonSchemaCheck Schema() => new(SchemaRoot());

    internal static JsonNode? ToJson(YamlNode? node) => node switch
    {
        YamlMapping mapping => new JsonObject(mapping.Entries.Select(entry => KeyValuePair.Create(entry.Key.Value, ToJson(entry.Value)))),
        YamlSequence sequence => new JsonArray([.. sequence.Items.Select(ToJson)]),
        YamlScalar { Type: YamlScalarType.Boolean, Value: var value } => JsonValue.Create(bool.Parse(value)),
        YamlScalar { Type: YamlScalarType.Integer, Value: var value } => JsonValue.Create(long.Parse(value, CultureInfo.InvariantCulture)),
        YamlScalar { Type: YamlScalarType.Float } => JsonValue.Create(0.5),
        YamlScalar { Type: YamlScalarType.Text, Value: var value } => JsonValue.Create(value),
        _ => null,
    };
}
