using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Cli;

public sealed class LoginTests
{
    private const string Prompt = "Access token (hidden): ";

    [Fact]
    public async Task The_portal_asks_and_the_terminal_waits()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source);
        await terminal.WaitForAsync("/connect/");
        await terminal.WaitForAsync("Ctrl+C");
        using var visitor = new PortalVisitor(LinkIn(terminal.Shown));
        await visitor.OpenAsync();
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = Canary.Value });

        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
        terminal.Shown.ShouldContain("confirmed");
        terminal.Shown.ShouldContain("valid");
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
    }

    [Fact]
    public async Task The_terminal_serves_the_page_that_says_how_it_went()
    {
        await using var project = await MooringsProject.StartWithSpecAsync(answersAfter: TimeSpan.FromMilliseconds(200));
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source);
        await terminal.WaitForAsync("Ctrl+C");
        using var visitor = new PortalVisitor(LinkIn(terminal.Shown));
        await visitor.OpenAsync();
        await visitor.SubmitWithoutScriptAsync("test", new Dictionary<string, string> { ["access_token"] = Canary.Value });

        visitor.Text.ShouldContain("connected", Case.Insensitive);
        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
    }

    [Fact]
    public async Task A_wrong_value_is_explained_to_the_person_who_entered_it()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source);
        await terminal.WaitForAsync("Ctrl+C");
        using var visitor = new PortalVisitor(LinkIn(terminal.Shown));
        await visitor.OpenAsync();
        await visitor.SubmitAsync("test", new Dictionary<string, string> { ["access_token"] = "wrong-value" });

        visitor.Text.ShouldContain("Enter it again below");
        visitor.Text.ShouldNotContain("Ask the person");
        visitor.Text.ShouldNotContain("start_credential_portal");
        await visitor.SubmitAsync("decline", new Dictionary<string, string>());
        (await terminal.WaitForExitAsync()).ShouldBe(1, terminal.Shown);
    }

    [Fact]
    public async Task Declining_on_the_page_ends_the_wait_and_stores_nothing()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source);
        await terminal.WaitForAsync("Ctrl+C");
        using var visitor = new PortalVisitor(LinkIn(terminal.Shown));
        await visitor.OpenAsync();
        await visitor.SubmitAsync("decline", new Dictionary<string, string>());

        (await terminal.WaitForExitAsync()).ShouldBe(1, terminal.Shown);
        terminal.Shown.ShouldContain("declined");
        var status = await project.RunAsync("status", MooringsProject.Source, "--json");
        status.Json.GetProperty("connections")[0].GetProperty("stored").GetArrayLength().ShouldBe(0);
    }

    [Fact]
    public async Task Hidden_prompts_show_nothing_of_what_is_typed()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source, "--no-browser");
        await terminal.WaitForAsync(Prompt);
        // In pieces, as slow typing and pasting arrive; between two reads the terminal must not echo either.
        foreach (var c in Canary.Value)
        {
            await terminal.TypeAsync(c.ToString());
            await Task.Yield();
        }

        await terminal.TypeAsync("\r");
        await terminal.WaitForAsync("[y/N]");
        terminal.Shown.ShouldContain(project.Host);
        await terminal.TypeAsync("y\r");

        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
        terminal.Shown.ShouldContain("valid");
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
        foreach (var file in project.Folder.Files()) Canary.ShouldBeAbsentFrom(await File.ReadAllTextAsync(file), file);
    }

    [Fact]
    public async Task A_pasted_key_file_is_one_answer_and_none_of_it_shows()
    {
        using var project = await KeyFileProjectAsync();
        await using var terminal = PseudoTerminal.Start(project, new Dictionary<string, string>(), "login", "plover", "--no-browser");
        await terminal.WaitForAsync("Client ID: ");
        await terminal.TypeAsync("client-7\r");
        await terminal.WaitForAsync("@FILE): ");
        // As a slow line delivers it: with a gap after the first line.
        await terminal.TypeAsync("-----BEGIN PRIVATE KEY-----\r");
        await Task.Delay(TimeSpan.FromMilliseconds(400));
        await terminal.TypeAsync($"{Canary.Value}\r{Canary.Value}\r-----END PRIVATE KEY-----\r");
        await terminal.WaitForAsync("[y/N]");
        await terminal.TypeAsync("n\r");

        (await terminal.WaitForExitAsync()).ShouldBe(1);
        terminal.Shown.ShouldContain("host_not_approved");
        terminal.Shown.ShouldNotContain("PRIVATE KEY-----");
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
    }

    [Fact]
    public async Task A_key_can_be_read_from_the_file_that_the_person_points_at()
    {
        using var project = await KeyFileProjectAsync();
        project.Write("plover.pem", $"-----BEGIN PRIVATE KEY-----\n{Canary.Value}\n-----END PRIVATE KEY-----\n");
        await using var terminal = PseudoTerminal.Start(project, new Dictionary<string, string>(), "login", "plover", "--no-browser");
        await terminal.WaitForAsync("Client ID: ");
        await terminal.TypeAsync("client-7\r");
        await terminal.WaitForAsync("@FILE): ");
        await terminal.TypeAsync("@missing.pem\r");
        await terminal.WaitForAsync("can't be read");
        await terminal.WaitForAsync("@FILE): ", times: 2);
        await terminal.TypeAsync("@plover.pem\r");
        await terminal.WaitForAsync("[y/N]");
        await terminal.TypeAsync("n\r");

        (await terminal.WaitForExitAsync()).ShouldBe(1);
        terminal.Shown.ShouldContain("host_not_approved");
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
    }

    // A source whose method signs with a private key.
    private static async Task<TestProject> KeyFileProjectAsync()
    {
        var project = new TestProject();
        project.Write("connectors/plover/plover_api_doc.md", """
            # Plover API

            The base URL is `https://api.plover.example/v1`. Access uses OAuth 2.0 with a signed JWT (RFC 7523): download the private key of a service account in
            PEM format and sign with RS256; `iss` is the client ID. The token comes from `https://auth.plover.example/oauth/token`:

            ```
            POST https://auth.plover.example/oauth/token
            Content-Type: application/x-www-form-urlencoded

            grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer&assertion={jwt}
            ```

            ```
            GET https://api.plover.example/v1/me
            Authorization: Bearer {access_token}
            ```
            """);
        const string Method = "oauth2_jwt_bearer";
        var spec = await CommandLine.RunAsync(
            project, "spec", "plover", "connectors/plover/plover_api_doc.md", "--set", $"{Method}.assertion_key=private_key", "--set", $"{Method}.assertion_algorithm=RS256",
            "--set", $"{Method}.assertion_issuer={{client_id}}", "--set", $"{Method}.assertion_subject={{client_id}}", "--set", $"{Method}.assertion_audience=https://auth.plover.example/oauth/token");
        spec.ExitCode.ShouldBe(0, spec.Output + spec.Errors);
        return project;
    }

    [Fact]
    public async Task Without_approval_nothing_is_sent_or_stored()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source, "--no-browser");
        await terminal.WaitForAsync(Prompt);
        await terminal.TypeAsync($"{Canary.Value}\r");
        await terminal.WaitForAsync("[y/N]");
        await terminal.TypeAsync("\r");

        (await terminal.WaitForExitAsync()).ShouldBe(1);
        terminal.Shown.ShouldContain("host_not_approved");
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
        (await project.RunAsync("test", MooringsProject.Source, "--json")).ShouldFail("not_confirmed");
    }

    [Fact]
    public async Task A_wrong_value_can_be_corrected_at_once()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        await using var terminal = PseudoTerminal.Start(project.Folder, new Dictionary<string, string>(), "login", MooringsProject.Source, "--no-browser");
        await terminal.WaitForAsync(Prompt);
        await terminal.TypeAsync("wrong-value\r");
        await terminal.WaitForAsync("[y/N]");
        await terminal.TypeAsync("y\r");
        await terminal.WaitForAsync("give up [g]? ");
        terminal.Shown.ShouldContain("invalid credentials");
        terminal.Shown.ShouldContain("Enter it again below");
        terminal.Shown.ShouldNotContain("Ask the person");
        await terminal.TypeAsync("\r");
        await terminal.WaitForAsync(Prompt, times: 2);
        await terminal.TypeAsync($"xy\u007f\u007f{Canary.Value}\r");
        await terminal.WaitForAsync("[y/N]", times: 2);
        await terminal.TypeAsync("y\r");

        (await terminal.WaitForExitAsync()).ShouldBe(0, terminal.Shown);
        Canary.ShouldBeAbsentFrom(terminal.Shown, "the terminal");
    }

    [Fact]
    public async Task Without_a_terminal_values_come_from_the_environment()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var result = await project.LoginAsync(Canary.Value);

        result.ExitCode.ShouldBe(0, result.Output + result.Errors);
        result.Json.GetProperty("state").GetString().ShouldBe("confirmed");
        result.Json.GetProperty("outcome").GetString().ShouldBe("valid");
        result.Json.GetProperty("stored").EnumerateArray().Select(name => name.GetString()).ShouldBe(["access_token"]);
        result.Json.GetProperty("approved_hosts").EnumerateArray().Select(host => host.GetString()).ShouldBe([project.Host]);
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");
    }

    [Fact]
    public async Task Without_a_terminal_and_a_value_it_is_refused_and_says_which_variable()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var result = await project.RunAsync("login", MooringsProject.Source, "--no-browser", "--approve", project.Host, "--json");
        result.ShouldFail("invalid_credential_field");
        result.Output.ShouldContain(MooringsProject.Variable);
    }

    [Fact]
    public async Task Without_a_terminal_and_an_approval_it_is_refused_and_says_how()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var result = await CommandLine.RunAsync(
            project.Folder, new Dictionary<string, string> { [MooringsProject.Variable] = Canary.Value }, "login", MooringsProject.Source, "--no-browser", "--json");
        result.ShouldFail("host_not_approved");
        result.Output.ShouldContain($"--approve {project.Host}");
        Canary.ShouldBeAbsentFrom(result.Output + result.Errors, "the output");
    }

    [Fact]
    public async Task Without_a_terminal_a_value_that_is_refused_by_the_API_is_not_stored()
    {
        await using var project = await MooringsProject.StartWithSpecAsync();
        var result = await project.LoginAsync("CANARY-wrong-value");
        result.ShouldFail("not_confirmed");
        result.Output.ShouldNotContain("CANARY-wrong-value");
        (await project.RunAsync("test", MooringsProject.Source, "--json")).ShouldFail("not_confirmed");
    }

    [Fact]
    public async Task Before_there_is_a_spec_it_is_refused_with_the_missing_step()
    {
        await using var project = await MooringsProject.StartAsync();
        foreach (var arguments in new[] { new[] { "login", MooringsProject.Source, "--json" }, ["login", MooringsProject.Source, "--no-browser", "--json"] })
        {
            var result = await project.RunAsync(arguments);
            result.ShouldFail("spec_not_found");
            result.Output.ShouldContain("mcp-connector-auth spec");
        }
    }

    private static string LinkIn(string text)
    {
        var start = text.IndexOf("http://127.0.0.1:", text.IndexOf("open", StringComparison.Ordinal), StringComparison.Ordinal);
        return text[start..text.IndexOfAny(['\r', '\n', ' '], start)];
    }
}
