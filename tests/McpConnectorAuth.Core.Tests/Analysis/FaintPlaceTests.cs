using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Documents;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Places of a key that a document shows without calling them one, and that are believed where it says nothing plainer.</summary>
public sealed class FaintPlaceTests
{
    private const string Head = "# Heron\n\nBirds of the marsh, at `https://api.heron.example/v1`.\n\n";

    [Theory]
    [InlineData("```\ncurl 'https://api.heron.example/v1/nests?membership=YOUR_MEMBERSHIP_KEY'\n```\n", "query membership")]
    [InlineData("```\ncurl -H 'Heron-Pass: <access key>' https://api.heron.example/v1/nests\n```\n", "header Heron-Pass")]
    [InlineData("`https://api.heron.example/v1/nests?pass=ACCESSCODE`\n", "query pass")]
    [InlineData("Occorre una chiave. Va aggiunta con il parametro `chiave`: `https://api.heron.example/v1/nests?chiave=LA_TUA_CHIAVE`\n", "query chiave")]
    [InlineData("Vous recevez une clé :\n\n```\nhttps://api.heron.example/v1/nests?couleur=gris&cle=VOTRE_CLE\n```\n", "query cle")]
    [InlineData("Heavy users request a key and append `?apikey=...`; then the limit is higher.\n", "query apikey")]
    [InlineData("Every request carries these headers:\n\n- `Heron-Site`: your site code\n- `Heron-Pin`: your pin\n", "header Heron-Site, header Heron-Pin")]
    [InlineData("Jede Anfrage braucht zwei Kopfzeilen:\n\n```\nHeron-Site: <site>\nHeron-Pin: <pin>\n```\n", "header Heron-Pin, header Heron-Site")]
    [InlineData("## Errors\n\n```json\n{ \"status\": 401, \"detail\": \"Header 'X-Heron-Key' is missing.\" }\n```\n", "header X-Heron-Key")]
    [InlineData("```\n401   \"Request is lacking the query parameter nest_key\"\n```\n", "query nest_key")]
    [InlineData("Without the query parameter \"nestkey_token\" (missing or wrong) the answer is 403.\n", "query nestkey_token")]
    [InlineData("Send your customer number and your PIN with every request, in the headers `Heron-Customer` and `Heron-Pin`.\n", "header Heron-Customer, header Heron-Pin")]
    [InlineData("You get a login code. It belongs into a header called \"Heron-Code\".\n\n```\ncurl -H 'Heron-Code: 1234-ABCD' https://api.heron.example/v1/nests\n```\n", "header Heron-Code")]
    [InlineData("Whoever has a key adds it as `&key=<your key>`.\n", "query key")]
    [InlineData("```\n401 {\"message\": \"No apiKey parameter was given\"}\n```\n", "query apiKey")]
    [InlineData("APIキーはURLの `apikey` パラメータに指定します。\n", "query apikey")]
    [InlineData("The desk wants a cookie with the name `heron_key`, holding the integration key.\n", "cookie heron_key")]
    [InlineData("```\nwget https://api.heron.example/v1/nests --post-data 'species=ardea&membership=YOUR_MEMBERSHIP_CODE'\n```\n\nThe field `membership` is the code printed on your contract.\n", "body membership")]
    public void A_place_is_believed_where_nothing_plainer_is_said(string text, string expected) =>
        Places(Head + text).ShouldBe(expected);

    [Fact]
    public void Two_values_that_go_together_are_one_method()
    {
        var method = Analyze(Head + "You need a station id and an access code. Both go into the URL:\n\n```csharp\nvar url = $\"https://api.heron.example/v1/nests?sid={stationId}&code={accessCode}&month=2\";\nvar json = await new HttpClient().GetStringAsync(url);\n```\n").Methods.ShouldHaveSingleItem();
        method.Placements.Select(p => p.Name).ShouldBe(["sid", "code"]);
        method.Parameters.Count.ShouldBe(2);
        method.Parameters.Single(p => p.Name == "access_code").Secret.ShouldBeTrue();
    }

    [Fact]
    public void A_header_that_all_operations_take_is_a_key_where_no_scheme_is_declared() =>
        Places("openapi: 3.0.0\ninfo:\n  title: Heron\n  version: '1'\nservers:\n  - url: https://api.heron.example/v1\npaths:\n  /nests:\n    get:\n      parameters:\n        - $ref: '#/components/parameters/Token'\n        - {name: X-Request-Id, in: header, schema: {type: string}}\n      responses: {'200': {description: OK}}\n  /eggs:\n    get:\n      parameters:\n        - $ref: '#/components/parameters/Token'\n      responses: {'200': {description: OK}}\ncomponents:\n  parameters:\n    Token: {name: X-Keeper-Token, in: header, required: true, schema: {type: string}}\n", "heron.yaml").ShouldBe("header X-Keeper-Token");

    [Theory]
    [InlineData("```\ncurl 'https://api.heron.example/v1/nests?after={next_page_token}'\n```\n")]
    [InlineData("```\ncurl 'https://api.heron.example/v1/nests?nest={nest_id}&issue={key}'\n```\n")]
    [InlineData("## Errors\n\n| 400 | the header `Content-Type` is missing |\n")]
    [InlineData("## Errors\n\n```json\n{ \"status\": 400, \"detail\": \"The query parameter 'nest_id' is missing.\" }\n```\n")]
    [InlineData("Every answer has these headers:\n\n- `Heron-Trace`: number of the call\n")]
    [InlineData("Every request may name a language code in the header `Heron-Language`.\n")]
    [InlineData("The answer to each call has a code in the header `X-Request-Id`.\n")]
    [InlineData("The page token goes into `?page_token=...`.\n")]
    public void What_is_no_key_stays_none(string text) =>
        Analyze(Head + text).Outcome.ShouldNotBe(AnalysisOutcome.Documented);

    [Fact]
    public void A_plainer_statement_leaves_no_room_for_a_faint_one() =>
        Places(Head + "## Access\n\nSend your key in the header `X-Heron-Key`.\n\n```\ncurl -H 'X-Heron-Key: $KEY' 'https://api.heron.example/v1/nests?invite=YOUR_INVITE_TOKEN'\n```\n").ShouldBe("header X-Heron-Key");

    [Fact]
    public void What_all_calls_carry_and_a_list_defines_as_handed_out_lets_somebody_in() =>
        Places("HERON FEED\n----------\n\nAll calls are GET requests and each one needs these arguments:\n\n    uid     your customer number (six digits)\n    pass    the feed password, see \"Feed\" in your account\n    cmd     what you want\n\nExample:\n\n    https://feed.heron.example/nests.php?uid=100042&pass=EXAMPLEPASS&cmd=list\n", "heron.txt").ShouldBe("query uid, query pass");

    [Fact]
    public void A_parameter_that_is_defined_as_something_else_lets_nobody_in() =>
        Analyze(Head + "| Parameter | |\n|---|---|\n| nest | key of the nest |\n| lang | language |\n\n```\ncurl 'https://api.heron.example/v1/eggs?nest=7&lang=en'\n```\n").Methods.ShouldBeEmpty();

    private static string Places(string text, string path = "heron.md") =>
        string.Join(", ", Analyze(text, path).Methods.ShouldHaveSingleItem().Placements.Select(p => $"{p.In.ToString().ToLowerInvariant()} {p.Name}"));

    private static AuthAnalysis Analyze(string text, string path = "heron.md")
    {
        var document = DocumentReader.Parse(text, path);
        var analysis = AuthAnalyzer.Analyze(document, SourceName.Parse("heron"));
        foreach (var evidence in analysis.Methods.SelectMany(m => m.Evidence))
            document.TryFindQuote(evidence.Quote, out _).ShouldBeTrue(evidence.Quote);
        return analysis;
    }
}
