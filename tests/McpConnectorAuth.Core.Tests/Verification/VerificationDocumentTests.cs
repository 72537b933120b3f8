using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>The table of kinds and languages in docs/verification.md is what the dialects say; UPDATE_SNAPSHOTS=1 writes it anew.</summary>
public sealed class VerificationDocumentTests
{
    private const string Begin = "<!-- kinds and languages: written by VerificationDocumentTests, UPDATE_SNAPSHOTS=1 -->\n";
    private const string End = "<!-- end of kinds and languages -->\n";

    /// <summary>What stands in the first column, with the API of the zoo that it stands for.</summary>
    private static readonly (string Label, string Animal)[] Rows =
    [
        ("`bearer`", "bearer"), ("`api_key` in a header", "header"), ("`api_key` in the query", "query"), ("`api_key` in a cookie", "cookie"), ("`api_key` in the path", "path segment"),
        ("`api_key` in a JSON body", "json body"), ("`api_key` in a form", "form body"), ("`basic`", "basic"), ("`digest`", "digest"),
        ("`oauth2_authorization_code`", "authorization code"), ("`oauth2_client_credentials`", "client credentials"), ("`oauth2_device_code`", "device code"),
        ("`oauth2_password`", "password grant"), ("`oauth2_jwt_bearer`", "jwt bearer"), ("`session_login`", "session in a cookie and a header"),
        ("`oauth1`, HMAC or plaintext", "oauth1"), ("`oauth1`, RSA", "oauth1 with a private key"), ("`oauth1`, issued token", "oauth1, issued"),
        ("`signed_request`, HMAC or hash", "hmac over lines"), ("`signed_request`, RSA", "rsa over the url"), ("`signed_request`, AWS Signature V4", "sigv4"),
        ("`signed_request`, AWS Signature V4 in the query", "sigv4 in the query"),
    ];

    private static readonly ConnectorSpec Certificate =
        Of("https://a.example", AuthKind.Mtls, [], [Plain("client_certificate"), Secret("private_key")], [Get("/me")]);

    [Fact]
    public void The_table_of_kinds_and_languages_is_up_to_date()
    {
        var path = Path.Combine(Repository.Root, "docs", "verification.md");
        var text = File.ReadAllText(path).ReplaceLineEndings("\n");
        var (start, end) = (text.IndexOf(Begin, StringComparison.Ordinal) + Begin.Length, text.IndexOf(End, StringComparison.Ordinal));
        var table = Table();
        if (Environment.GetEnvironmentVariable("UPDATE_SNAPSHOTS") == "1") File.WriteAllText(path, text[..start] + table + text[end..]);
        else text[start..end].ShouldBe(table, "docs/verification.md is behind; UPDATE_SNAPSHOTS=1 writes it");
    }

    private static string Table()
    {
        using var project = new TestProject();
        var table = new StringBuilder();
        table.Append("| method | ").AppendJoin(" | ", TestDialect.All.Select(dialect => $"`{EnumNames<TestLanguage>.NameOf(dialect.Language)}`")).Append(" |\n");
        table.Append("|---|").Insert(table.Length, "---|", TestDialect.All.Count).Append('\n');
        var reasons = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var (label, spec) in Rows.Select(row => (row.Label, Zoo.All.Single(animal => animal.Name == row.Animal).Spec("http://127.0.0.1:1"))).Append(("`mtls`", Certificate)))
        {
            table.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {label} |");
            foreach (var dialect in TestDialect.All)
            {
                var lack = dialect.Lacks(AuthTestWriter.FactsOf(project.Workspace, project.Source, spec, dialect.Extension, spec.Authentication.Methods[0]));
                if (lack is not null) reasons.Add($"`{EnumNames<TestLanguage>.NameOf(dialect.Language)}`: {lack}");
                table.Append(lack is null ? " yes |" : " no |");
            }

            table.Append('\n');
        }

        table.Append('\n');
        foreach (var reason in reasons) table.Append(System.Globalization.CultureInfo.InvariantCulture, $"- No in {reason}.\n");
        return table.ToString();
    }
}
