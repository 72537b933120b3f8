using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Tests.Credentials;

public sealed class CredentialFormTests
{
    [Theory]
    [InlineData("api_key", "API key")]
    [InlineData("client_id", "Client ID")]
    [InlineData("AccountSid", "Account sid")]
    [InlineData("api_URL", "API URL")]
    [InlineData("oauth_token_url", "OAuth token URL")]
    [InlineData("x", "X")]
    public void Labels_are_readable(string name, string label) => One(name, "Bearer {v}").Label.ShouldBe(label);

    [Theory]
    [InlineData("private_key", true)]
    [InlineData("service_account_json", true)]
    [InlineData("client_certificate", true)]
    [InlineData("signing_pem", true)]
    [InlineData("api_key", false)]
    [InlineData("private_key_id", false)]
    [InlineData("certificate_password", false)]
    [InlineData("jsonp", false)]
    public void Keys_and_files_get_several_lines(string name, bool multiline) => One(name, "{v}", PlacementLocation.Body).Multiline.ShouldBe(multiline);

    [Theory]
    [InlineData("https://{v}.example.com/api", CredentialFieldShape.HostLabel)]
    [InlineData("https://api-{v}.example.com", CredentialFieldShape.HostLabel)]
    [InlineData("https://{v}/api", CredentialFieldShape.HostName)]
    [InlineData("https://{v}:8443/api", CredentialFieldShape.HostName)]
    [InlineData("https://login.{v}", CredentialFieldShape.HostName)]
    [InlineData("https://api.example.com/{v}", CredentialFieldShape.HeaderLine)]
    public void A_value_that_decides_the_host_is_recognised(string baseUrl, CredentialFieldShape shape) =>
        One("tenant", "Bearer {v}", baseUrl: baseUrl).Shape.ShouldBe(shape);

    [Theory]
    [InlineData(PlacementLocation.Header, "Bearer {v}", CredentialFieldShape.HeaderLine)]
    [InlineData(PlacementLocation.Cookie, "{v}", CredentialFieldShape.HeaderLine)]
    [InlineData(PlacementLocation.Header, "Basic base64({v}:)", CredentialFieldShape.Line)]
    [InlineData(PlacementLocation.Query, "{v}", CredentialFieldShape.Line)]
    public void What_stands_in_a_header_as_it_is_must_be_able_to(PlacementLocation location, string format, CredentialFieldShape shape) =>
        One("api_key", format, location).Shape.ShouldBe(shape);

    [Theory]
    [InlineData(" abc\t\r\n", "abc", "API key: removed blanks or line breaks around it.")]
    [InlineData("\u200Babc\uFEFF", "abc", "API key: removed invisible characters around it.")]
    [InlineData("“abc”", "abc", "API key: removed quotation marks around it.")]
    [InlineData("\"abc\"", "abc", "API key: removed quotation marks around it.")]
    [InlineData("Bearer abc", "abc", "API key: removed \"Bearer\", which is added to every request anyway.")]
    [InlineData("bearer   abc", "abc", "API key: removed \"Bearer\", which is added to every request anyway.")]
    [InlineData("Authorization: Bearer abc", "abc", "API key: removed \"Authorization:\", which is added to every request anyway and \"Bearer\", which is added to every request anyway.")]
    [InlineData(" “Bearer abc” ", "abc", "API key: removed blanks or line breaks around it, quotation marks around it and \"Bearer\", which is added to every request anyway.")]
    public void What_pasting_adds_is_removed_and_noted(string raw, string value, string note)
    {
        var notes = new List<CredentialFormNote>();
        CredentialFormCleaning.Clean(One("api_key", "Bearer {v}"), raw, notes).ShouldBe(value);
        notes.Single().Message.ShouldBe(note);
        notes.Single().Field.ShouldBe("api_key");
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("BearerAbc")]
    [InlineData("Bearer")]
    [InlineData("Token abc")]
    [InlineData("a\"b\"")]
    [InlineData("a b")]
    [InlineData("\"a b\"")]
    [InlineData("")]
    public void What_may_belong_to_a_value_stays(string raw)
    {
        var notes = new List<CredentialFormNote>();
        CredentialFormCleaning.Clean(One("api_key", "Bearer {v}"), raw, notes).ShouldBe(raw);
        notes.ShouldBeEmpty();
    }

    [Fact]
    public void The_prefix_is_the_placements_own()
    {
        Clean(One("api_key", "Token token={v}"), "Token token=abc").ShouldBe("abc");
        Clean(One("api_key", "Token token=\"{v}\""), "Token token=\"abc\"").ShouldBe("abc");
        Clean(One("api_key", "{v}"), "Bearer abc").ShouldBe("Bearer abc");
        Clean(One("password", "Basic base64(user:{v})"), "\"abc\"").ShouldBe("\"abc\"");
    }

    [Theory]
    [InlineData("https://acme.example.com/agent?x=1", "acme")]
    [InlineData("ACME.example.com", "ACME")]
    [InlineData("acme.example.com/", "acme")]
    [InlineData("acme", "acme")]
    [InlineData("https://evil.com/.example.com", "https://evil.com/.example.com")]
    [InlineData("https://acme@evil.com", "https://acme@evil.com")]
    [InlineData(".example.com", ".example.com")]
    public void A_pasted_address_gives_the_label(string raw, string value) =>
        Clean(One("subdomain", "Bearer {v}", baseUrl: "https://{v}.example.com/v1"), raw).ShouldBe(value);

    [Fact]
    public void A_hole_spelled_otherwise_is_the_same_parameter()
    {
        var field = One("account_name", "Bearer {v}", baseUrl: "https://{AccountName}.example.com");
        field.Shape.ShouldBe(CredentialFieldShape.HostLabel);
    }

    [Theory]
    [InlineData("a.b")]
    [InlineData("a/b")]
    [InlineData("user@evil")]
    [InlineData("a:1")]
    [InlineData("-a")]
    [InlineData("a-")]
    [InlineData("ä")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void A_label_is_one_label(string value) =>
        One("subdomain", "Bearer {v}", baseUrl: "https://{v}.example.com").Validate(value).ShouldBe(CredentialFormProblem.Malformed);

    [Theory]
    [InlineData("a.example.com", true)]
    [InlineData("localhost", true)]
    [InlineData("https://a.example.com", false)]
    [InlineData("a@b", false)]
    [InlineData("a..b", false)]
    [InlineData("a/b", false)]
    public void A_host_name_is_a_host_name(string value, bool accepted) =>
        (One("host", "Bearer {v}", baseUrl: "https://{v}/x").Validate(value) is null).ShouldBe(accepted);

    [Fact]
    public void Lengths_are_limited()
    {
        One("subdomain", "Bearer {v}", baseUrl: "https://{v}.example.com").Validate(new string('a', 64)).ShouldBe(CredentialFormProblem.TooLong);
        One("api_key", "Bearer {v}").Validate(new string('a', 16_384)).ShouldBeNull();
        One("api_key", "Bearer {v}").Validate(new string('a', 16_385)).ShouldBe(CredentialFormProblem.TooLong);
    }

    [Fact]
    public void A_form_reads_what_was_entered_and_never_repeats_a_value()
    {
        var form = CredentialForm.For(
            Spec(
                [
                    new SpecParameter("email", "string", true, false, ""),
                    new SpecParameter("api_key", "string", true, true, ""),
                    new SpecParameter("note", "string", false, false, ""),
                ],
                "Basic base64({email}:{api_key})",
                PlacementLocation.Header,
                "https://api.example.com"),
            "method");

        var refused = form.Read(new Dictionary<string, string> { ["api_key"] = "CANARY\r1", ["unknown"] = "x" });
        refused.Accepted.ShouldBeFalse();
        refused.Values.ShouldBeNull();
        refused.Errors.Select(error => (error.Field, error.Problem)).ShouldBe(
            [("email", CredentialFormProblem.Missing), ("api_key", CredentialFormProblem.Malformed)]);
        refused.Errors.ShouldAllBe(error => !error.Message.Contains("CANARY"));

        var accepted = form.Read(new Dictionary<string, string> { ["email"] = " ada@example.com", ["api_key"] = "CANARY", ["note"] = " " });
        accepted.Accepted.ShouldBeTrue();
        accepted.Values!.Names.ShouldBe(["api_key", "email"]);
        accepted.Notes.Single().Field.ShouldBe("email");
        accepted.Values.TryGet("email", out var email).ShouldBeTrue();
        email!.Reveal().ShouldBe("ada@example.com");
    }

    [Fact]
    public void Several_lines_keep_their_line_breaks()
    {
        var field = One("private_key", "{v}", PlacementLocation.Body);
        Clean(field, "-----BEGIN\r\nAAA\r\n-----END\r\n").ShouldBe("-----BEGIN\nAAA\n-----END\n");
        Clean(field, "\n\n-----BEGIN\nAAA  ").ShouldBe("-----BEGIN\nAAA");
        Clean(field, " \r\n ").ShouldBe("");
        field.Validate("a\n\tb").ShouldBeNull();
        field.Validate("a\0b").ShouldBe(CredentialFormProblem.Malformed);
        var notes = new List<CredentialFormNote>();
        CredentialFormCleaning.Clean(field, "a\r\nb\r\n", notes);
        notes.ShouldBeEmpty();
    }

    [Fact]
    public void The_documents_line_comes_with_the_field() =>
        One("api_key", "Bearer {v}").DocumentLine.ShouldBe(12);

    private static string Clean(CredentialFormField field, string raw) => CredentialFormCleaning.Clean(field, raw, []);

    /// <summary>The field of a method with one parameter, <c>{v}</c> standing for it.</summary>
    private static CredentialFormField One(
        string name, string format, PlacementLocation location = PlacementLocation.Header, string baseUrl = "https://api.example.com") => CredentialForm
        .For(
            Spec(
                [new SpecParameter(name, "string", true, true, "")],
                format.Replace("{v}", $"{{{name}}}"),
                location,
                baseUrl.Replace("{v}", $"{{{name}}}")),
            "method")
        .Fields.Single();

    private static ConnectorSpec Spec(IReadOnlyList<SpecParameter> parameters, string format, PlacementLocation location, string baseUrl) => new(
        "Example",
        new ConnectionSection(parameters, [], null),
        "",
        new AuthenticationSection(
            null,
            null,
            [
                new SpecMethod(
                    "method",
                    AuthKind.ApiKey,
                    [new Placement(location, location == PlacementLocation.Header ? "Authorization" : "auth", format)],
                    [.. parameters.Select(parameter => parameter.Name)],
                    null,
                    [new Evidence($"parameter.{parameters[0].Name}", "…", 12)]),
            ],
            [new SpecBaseUrl(baseUrl, "production", 1)],
            [],
            [],
            [],
            null));
}
