using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>A value that an answer shows and a later request repeats is what a log-in hands out, in whatever words the document speaks.</summary>
public sealed class ReturnedValueTests
{
    private const string Log =
        """
        # Gantry

        Basis: `https://gantry.example/api`

        ```
        POST https://gantry.example/api/anmelden HTTP/1.1
        Content-Type: application/json

        {"benutzer": "jo", "kennwort": "example"}
        ```

        ANSWER

        ```
        GET https://gantry.example/api/lager?limit=5&CARRIER HTTP/1.1
        HEADER
        Accept: application/json
        ```
        """;

    [Theory]
    [InlineData("```json\n{\"session\": \"c0ffee0011223344\"}\n```", "x=1", "X-Gantry: c0ffee0011223344", PlacementLocation.Header, "X-Gantry")]
    [InlineData("```json\n{\"data\": {\"sid\": \"c0ffee0011223344\"}}\n```", "_sid=c0ffee0011223344", "X-Client: 7", PlacementLocation.Query, "_sid")]
    [InlineData("```xml\n<sessionKey>c0ffee0011223344</sessionKey>\n```", "x=1", "Authorization: Gantry c0ffee0011223344", PlacementLocation.Header, "Authorization")]
    [InlineData("```\nSet-Cookie: GANTRYSESSION=c0ffee0011223344; Path=/\n```", "x=1", "Cookie: GANTRYSESSION=c0ffee0011223344", PlacementLocation.Cookie, "GANTRYSESSION")]
    [InlineData("```json\n{\"gantrySessionId\": \"c0ffee0011223344\"}\n```", "x=1", "gantry_sess_id: c0ffee0011223344", PlacementLocation.Header, "gantry_sess_id")]
    public void A_value_is_followed_from_the_answer_to_the_next_request(string answer, string query, string header, PlacementLocation place, string name)
    {
        var method = First(Log.Replace("ANSWER", answer, StringComparison.Ordinal).Replace("CARRIER", query, StringComparison.Ordinal).Replace("HEADER", header, StringComparison.Ordinal));
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements.ShouldContain(p => p.In == place && p.Name == name);
    }

    [Fact]
    public void A_placeholder_is_followed_from_the_answer_by_its_name() =>
        AuthAnalyzer.Analyze(DocumentReader.Parse("# Gantry\n\nAccess tokens of the account go into `X-Gantry-Key`:\n\n```\ncurl https://gantry.example/api/stock -H 'X-Gantry-Key: {access_token}'\n```\n\n## Signing in\n\n```\ncurl -X POST https://gantry.example/api/auth -d '{\"username\":\"jo\",\"password\":\"pw\"}'\n```\n\n```json\n{\"jwt\": \"eyJhbGciOi\"}\n```\n\n```\ncurl https://gantry.example/api/stock -H 'Authorization: Bearer <jwt>'\n```\n", "gantry.md"), SourceName.Parse("gantry"))
            .Methods.Select(m => m.Kind).ShouldBe([AuthKind.ApiKey, AuthKind.SessionLogin], ignoreOrder: true);

    [Fact]
    public void A_log_in_is_known_by_what_becomes_of_its_answer()
    {
        var method = First("# Gantry\n\n```http\nPOST https://gantry.example/api/Exchange HTTP/1.1\nContent-Type: application/json\n\n{\"AppId\": \"abc\", \"AppSecret\": \"def-ghi-jkl\", \"Token\": \"mno-pqr-stu\"}\n```\n\n```json\n{\"Token\": \"c0ffee0011223344\", \"TTL\": 1800}\n```\n\n```http\nGET https://gantry.example/api/stock HTTP/1.1\nAuthorization: c0ffee0011223344\n```\n");
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        method.Placements.ShouldHaveSingleItem().Name.ShouldBe("Authorization");
        method.Login.ShouldNotBeNull().Path.ShouldEndWith("/Exchange");
    }

    [Fact]
    public void What_else_stands_in_front_of_the_value_is_no_part_of_a_format()
    {
        var text = Log.Replace("ANSWER", "```json\n{\"session\": \"c0ffee0011223344\"}\n```", StringComparison.Ordinal)
            .Replace("CARRIER", "x=1", StringComparison.Ordinal).Replace("HEADER", "Authorization: Gantry app=\"CANARY-5501\", session=c0ffee0011223344", StringComparison.Ordinal);
        AuthAnalyzer.Analyze(DocumentReader.Parse(text, "gantry.md"), SourceName.Parse("gantry")).Methods
            .SelectMany(m => m.Placements).ShouldNotContain(p => p.Format.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public void A_key_that_a_call_creates_is_no_session()
    {
        var text = Log.Replace("anmelden", "keys", StringComparison.Ordinal)
            .Replace("ANSWER", "```json\n{\"encoded\": \"c0ffee0011223344\"}\n```", StringComparison.Ordinal)
            .Replace("CARRIER", "x=1", StringComparison.Ordinal).Replace("HEADER", "X-Api-Key: c0ffee0011223344", StringComparison.Ordinal);
        First(text).Kind.ShouldBe(AuthKind.ApiKey);
    }

    [Fact]
    public void A_value_is_followed_through_the_source_of_a_page()
    {
        var method = AuthAnalyzer.Analyze(DocumentReader.Parse("<html><body><h1>Gantry</h1><pre>\nPOST /if/login HTTP/1.1\nHost: mis.gantry.example\nContent-Type: application/x-www-form-urlencoded\n\nuser=jo&amp;password=********\n</pre><p>The answer:</p><pre>\n&lt;login&gt;&lt;ticket&gt;T-0000-EXAMPLE&lt;/ticket&gt;&lt;/login&gt;\n</pre><p>Then:</p><pre>\nGET /if/jobs?state=open&amp;ticket=T-0000-EXAMPLE HTTP/1.1\nHost: mis.gantry.example\n</pre></body></html>", "gantry.html"), SourceName.Parse("gantry")).Methods.ShouldHaveSingleItem();
        method.Kind.ShouldBe(AuthKind.SessionLogin);
        var place = method.Placements.ShouldHaveSingleItem();
        (place.In, place.Name).ShouldBe((PlacementLocation.Query, "ticket"));
    }

    private static AuthMethod First(string text) => AuthAnalyzer.Analyze(DocumentReader.Parse(text, "gantry.md"), SourceName.Parse("gantry")).Methods[0];
}
