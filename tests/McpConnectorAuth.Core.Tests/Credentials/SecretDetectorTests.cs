using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Tests.Credentials;

/// <summary>Formats are put together here so that no scanner takes this file for a leak; all values are made up.</summary>
public sealed class SecretDetectorTests
{
    private const string Mixed = "k7Qz9TbW2mXc4VrLp8YdNs3HfJ6g";
    private const string Lower = "q7x2m9k4v8b3n6t1z5w0c7r2";
    private const string UpperBase32 = "JBSW4Z3PMFXGK6TDOQ2XRN5VHE7CYAUL";
    private const string Hex32 = "9f86d081884c7d659a2feaa0c55ad015";
    private const string Hex64 = "9f86d081884c7d659a2feaa0c55ad0153bf4f1b2b0b822cd15d6c15b0f00a08e";
    private const string Uuid = "3f2b8c1e-7d4a-4e9b-a1c6-5d8e2f7b9a04";

    public static TheoryData<string> Secrets() =>
    [
        $"api_key = {Mixed}",
        $"api-key: \"{Lower}\"",
        $"apiKey: '{Hex32}',",
        $"X-Api-Key: {Mixed}",
        $"\"client_secret\": \"{Mixed}\"",
        $"CLIENT_SECRET={Lower}",
        $"export SERVICE_TOKEN={Mixed}",
        $"access_token: {Uuid}",
        "password: Wint3r-Storm!",
        "password=hunter29",
        "pwd => \"9#kfQ2!x\"",
        "the password is tr0ub4dor&3x",
        "DB_PASSWORD: s7mmer-2024",
        "secret: 8472910384726105",
        $"Authorization: Bearer {Mixed}",
        $"authorization: token {Lower}",
        $"-H \"Authorization: Basic {Base64("person@acme.test:r7Yk2pQ9")}\"",
        $"use Basic {Base64("k7q9x2m4v8:")} there",
        $"Bearer {Hex64}",
        $"curl -u admin:9fK2mQ7x https://api.acme.test/v1",
        $"curl --user 'svc:{Lower}' https://api.acme.test/v1",
        "https://deploy:Zx81kQpw@repo.acme.test/x.git",
        $"postgres://app:{Lower}@db.acme.test:5432/app",
        $"https://{Mixed}@api.acme.test/",
        $"https://api.acme.test/v1/users?api_key={Lower}&page=1",
        $"https://hooks.acme.test/services/T0/B1/{Mixed}",
        $"acme_live_{Mixed}",
        $"the key sk-{Mixed} worked",
        $"ac_pat_{Lower}",
        $"AK{UpperBase32}",
        $"seed {UpperBase32} for codes",
        $"eyJ{"hbGciOiJIUzI1NiJ9"}.eyJ{"zdWIiOiJwZXJzb24tNDcxMSJ9"}.{Mixed}",
        $"id token eyJ{"0eXAiOiJhdCtqd3QifQ"}.eyJ{"hdWQiOiJhY21lIn0k7Qz"}",
        $"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQ{Mixed}\n-----END PRIVATE KEY-----",
        $"-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00AA\n\nMIIEvQIBADANBgkqhkiG{Mixed}",
        $"\"private_key\": \"-----BEGIN PRIVATE KEY-----\\nMIIEvQIBADANBgkqhkiG9w0BAQ{Mixed}\\n\"",
        $"-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaC1rZXktdjEAAAAA{Mixed}",
        $"Cookie: session_id={Lower}",
        $"signing key: {Convert.ToBase64String(Encoding.ASCII.GetBytes(Mixed + Lower))}",
        $"{Convert.ToBase64String([.. Enumerable.Range(0, 32).Select(index => (byte)(index * 73 + 19))])}",
        $"It sends {Hex64} in the header",
        $"| staging | `{Mixed}` |",
        $"webhook_key: whk.{Lower}",
    ];

    public static TheoryData<string> Innocent() =>
    [
        "The token endpoint wants client credentials in a Basic header.",
        "Authorization: Bearer {access_token}",
        "Authorization: Bearer <token>",
        "Authorization: Bearer YOUR_API_KEY",
        "Authorization: Bearer $TOKEN",
        "Authorization: Basic base64({email}/token:{api_token})",
        "Authorization: Basic dXNlcjpwYXNzd29yZA==",
        "Authorization: Token token=xxxxxxxxxxxxxxxxxxxx",
        "Use bearer authentication; Basic authentication-only accounts fail.",
        "api_key: the key from the settings page",
        "api_key: required, string",
        "password: ********",
        "password: changeme",
        "password: ${DB_PASSWORD}",
        "password = os.environ[\"ACME_PASSWORD\"]",
        "token = process.env.ACME_TOKEN",
        "const token = getToken(settings);",
        "token: {{ secrets.ACME_TOKEN }}",
        "client_secret=your-client-secret-here",
        "client_secret: my_client_secret",
        "token_url: https://auth.acme.test/oauth2/v2.0/token",
        "token_type: bearer, expires_in: 3600",
        "access_token_lifetime: 86400",
        "api_key=abc123def456",
        "api_key: 0123456789abcdef0123456789abcdef",
        "secret: ...",
        "secret: …",
        "private_key: /etc/acme/service-account.pem",
        "private_key: service_account.json",
        "A PEM key begins with `-----BEGIN PRIVATE KEY-----` and is pasted whole.",
        "-----BEGIN PRIVATE KEY-----\n...\n-----END PRIVATE KEY-----",
        "Fixed in commit 9f86d081884c7d659a2feaa0c55ad0153bf4f1b2.",
        $"sha256 of the document: {Hex64}",
        $"Checksum (MD5) {Hex32}",
        $"The tenant is {Uuid} in the examples.",
        "https://api.acme.test/v2/accounts/123456/users?page=2&per_page=100",
        "https://user:password@host.test/ is refused",
        "https://{subdomain}.acme.test/api/v2/users/me.json",
        "docs/reference/authentication/oauth2-client-credentials-grant.md#token-endpoint",
        "src/McpConnectorAuth.Core/Credentials/SecretDetectorTests.cs",
        "X-RateLimit-Remaining, X-Amzn-Trace-Style headers, Retry-After: 120",
        "application/x-www-form-urlencoded; charset=utf-8",
        "urn:ietf:params:oauth:grant-type:jwt-bearer",
        "client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
        "getUserAccountSettingsByOrganizationIdentifier() returns AccountSettingsV2Response",
        "CONNECTOR_AUTH_KEY holds 64 hex digits",
        "scope: offline_access read:users write:invoices",
        "Sign with HMAC-SHA256, then base64url-encode; RS256 and ES384 work too.",
        "The token is base64url-encoded and the password was rotated yesterday.",
        "2026-11-21T05:56:51.123456Z to 2026-12-01T00:00:00+01:00",
        "eyJ is how a JWT begins: eyJhbGciOi...",
        "The secret's name is acme-billing/production/api-key",
        "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA is not a key",
        "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
        "session_id: {session}",
        "\"processId\": \"52F3A1C0B7\"",
        "\"next_page_token\": \"b8a1-22x9\"",
        $"client_id={Uuid}",
        "Cookie: session=<value>",
        "curl -u {email}/token:{api_token} https://{subdomain}.acme.test",
        "curl -u user:password https://api.acme.test",
        "curl -u \"$USER:$PASSWORD\" https://api.acme.test",
        "The 403 with error_code=insufficient_scope means that the token lacks invoices.read",
    ];

    [Theory]
    [MemberData(nameof(Secrets))]
    public void Secrets_of_many_formats_are_found_and_not_repeated(string text)
    {
        var findings = SecretDetector.Find("A line before.\n" + text);

        findings.ShouldNotBeEmpty();
        findings[0].Line.ShouldBeGreaterThan(1);
        foreach (var finding in findings) text.ShouldNotContain(finding.Kind, Case.Sensitive);
    }

    [Theory]
    [MemberData(nameof(Innocent))]
    public void Placeholders_words_hashes_and_addresses_pass(string text) => SecretDetector.Find(text).ShouldBeEmpty();

    [Fact]
    public void Findings_name_kind_and_line_in_order() =>
        SecretDetector.Find($"one\npassword: r7Yk2pQ9x\nthree\r\nhttps://a:9fK2mQ7x@acme.test\n").ShouldBe(
            [new SecretFinding("value of a secret's name", 2), new SecretFinding("URL with credentials", 4)]);

    [Fact]
    public async Task Hostile_text_takes_linear_time()
    {
        string[] texts =
        [
            new string('a', 300_000),
            string.Concat(Enumerable.Repeat("password:", 40_000)),
            string.Concat(Enumerable.Repeat("-----BEGIN PRIVATE KEY-----\n", 10_000)),
            string.Concat(Enumerable.Repeat("eyJaaaaaaaaaaaa.", 20_000)),
            string.Concat(Enumerable.Repeat("a://", 80_000)),
            string.Concat(Enumerable.Repeat("password is ", 30_000)),
            string.Concat(Enumerable.Repeat("Bearer ", 40_000)),
            string.Concat(Enumerable.Repeat("x9:", 80_000)),
        ];
        foreach (var text in texts) await Task.Run(() => SecretDetector.Find(text)).WaitAsync(TimeSpan.FromSeconds(60));
    }

    private static string Base64(string text) => Convert.ToBase64String(Encoding.UTF8.GetBytes(text));
}
