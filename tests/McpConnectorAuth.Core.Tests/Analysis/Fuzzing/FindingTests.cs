namespace McpConnectorAuth.Core.Tests.Analysis.Fuzzing;

/// <summary>What fuzzing has found, cut down to what matters.</summary>
public sealed class FindingTests
{
    [Theory]
    [InlineData("a.md", "Production is `https://portal.alder.example/api`, acceptance is `https://portal-acc.a[]lder.example/api`.")]
    [InlineData("a.md", "Daemons use client credentials.\n\n```http\nPOST https://login.al[]der.example/oauth2/token\n\ngrant_type=client_credentials&client_id={client_id}&client_secret={client_secret}\n```")]
    [InlineData("a.md", "Base URL: `https://{t}.h.exa}t{//:x` :LRU}y{z")]
    [InlineData("a.json", """{"openapi":"3.0.0","paths":{},"components":{"securitySchemes":{"k":{"type":"oauth2","flows":{"clientCredentials":{"tokenUrl":"https://a\\\\b","scopes":{}}}}}}}""")]
    [InlineData("a.md", "Send the key in the `X-Key` header to `https://alder.example/v1`. To test the key: `GET /alertrequests.get('https://d.example', auth=('u', 'p'))`.")]
    [InlineData("a.json", """{"openapi":"3.0.0","paths":{},"servers":[{"url":"https://:{region}.api.alder.example/v2","variables":{"region":{"default":"eu"}}}]}""")]
    [InlineData("a.yaml", "swagger: '2.0'\nhost: api.alder.example\nbasePath: api.alder.example\npaths: {}\n")]
    [InlineData("a.json", """{"openapi":"3.0.0","paths":{},"components":{"securitySchemes":{"k":{"type":"oauth2","flows":{"clientCredentials":{"tokenUrl":"https://id.alder.ex\\ud800ample/token","scopes":{}}}}}}}""")]
    public void No_host_is_made_up_from_what_is_garbled(string path, string text) => Truth.Check(text, path);

    [Theory]
    [InlineData("X-Api-Key: accessKey={access_key}CANARY-77{secret_key}")]
    [InlineData("Authorization: Alder {app_id}:{nonce}:CANARY-77:{signature}")]
    [InlineData("X-Api-Key: CANARY-77-{user}:{token}")]
    [InlineData("Authorization: OAuth oauth_consumer_key=CANARY-77, token_secret=CANARY-77")]
    [InlineData("Authorization: OAuth realm=\"CANARY-77\", oauth_consumer_key={key}, oauth_signature={signature}")]
    public void No_example_value_stands_in_a_format(string header) =>
        Truth.Analyze($"# Alder\n\nBase URL: `https://api.alder.example/v1`\n\n## Authentication\n\n```\ncurl https://api.alder.example/v1/me -H '{header}'\n```\n", "a.md")
            .Methods.SelectMany(method => method.Placements).ShouldAllBe(placement => !placement.Format.Contains("CANARY", StringComparison.Ordinal));

    [Fact]
    public void A_line_break_of_another_kind_moves_no_quote() =>
        Truth.Check("# Alder\n\n```text\nthe\rcalls\rare\n\nGET https://api.alder.example/v1/birds of the account\n```\n\nSend the key in the `X-Key` header to `https://api.alder.example/v1`.", "a.md");

    [Fact]
    public void A_backslash_at_a_lines_end_moves_no_quote()
    {
        var deep = string.Concat(Enumerable.Repeat("- ", 80));
        Truth.Check($"```\n/alder/:   curl --request GET \\\n  --url https://a.alder.example/api/accounts/ \\\n  --header 'Authorization: Alder-Key your-private-api-key' \\\n  {deep}\\\n  --header 'revision: 1'\n\n", "a.md");
    }

    [Fact]
    public void A_hole_without_a_name_names_no_parameter()
    {
        const string Text = "Basic authentication with `w{:}e{ord}` as user name and password.\n\n```bash\ncurl https://api.alder.example/v1/me -u 'w{:}e{ord}'\n```";
        Truth.Check(Text, "a.md");
        Truth.Analyze(Text, "a.md").Methods.SelectMany(method => method.Parameters).ShouldAllBe(parameter => parameter.Name.Length > 0);
    }
}
