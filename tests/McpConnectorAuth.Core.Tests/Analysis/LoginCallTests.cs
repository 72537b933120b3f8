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

    private static LoginFacts Login(string text) =>
        AuthAnalyzer.Analyze(DocumentReader.Parse(text, "doc.md"), SourceName.Parse("demo")).Methods.First(method => method.Kind == AuthKind.SessionLogin).Login.ShouldNotBeNull();
}
