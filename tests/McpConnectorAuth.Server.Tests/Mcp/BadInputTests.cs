using McpConnectorAuth.Server.Tests.Support;

namespace McpConnectorAuth.Server.Tests.Mcp;

/// <summary>Whatever comes in, the answer is a clear error, nothing half-written remains, and the server stays alive.</summary>
public sealed class BadInputTests : IAsyncLifetime
{
    private readonly TestProject _project = new();
    private McpSession _session = null!;

    public async Task InitializeAsync() => _session = await McpSession.StartAsync(_project);

    public async Task DisposeAsync()
    {
        // The server has survived whatever the test did.
        (await _session.Client.ListToolsAsync()).Count.ShouldBe(ToolContractTests.Names.Count);
        await _session.DisposeAsync();
        _project.Dispose();
    }

    [Fact, Trait("case", "I11")]
    public async Task A_tool_that_does_not_exist() =>
        (await Should.ThrowAsync<ModelContextProtocol.McpProtocolException>(async () => await _session.Client.CallToolAsync("no_such_tool"))).Message.ShouldContain("Unknown tool: 'no_such_tool'");

    [Fact]
    public async Task A_missing_document() =>
        await RefusedAsync("analyze_auth_doc", new { document = "nowhere.md" }, "document_not_found", "nowhere.md");

    [Fact]
    public async Task A_folder_in_place_of_a_document()
    {
        Directory.CreateDirectory(_project.PathOf("folder_doc"));
        await RefusedAsync("analyze_auth_doc", new { document = "folder_doc" }, "file_access", "folder_doc");
    }

    [Fact]
    public async Task An_empty_document()
    {
        _project.Write("empty.md", " \n\n");
        await RefusedAsync("analyze_auth_doc", new { document = "empty.md" }, "document_empty", "empty.md");
    }

    [Fact]
    public async Task A_binary_document()
    {
        File.WriteAllBytes(_project.PathOf("binary.md"), [0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 3, 0, 0, 0xff, 0xfe]);
        await RefusedAsync("analyze_auth_doc", new { document = "binary.md" }, "document_unreadable", "binary.md");
    }

    [Fact]
    public async Task A_document_of_70_MB()
    {
        using (var file = File.Create(_project.PathOf("huge.md"))) file.SetLength(70_000_000);
        await RefusedAsync("analyze_auth_doc", new { document = "huge.md" }, "document_too_large", "huge.md");
    }

    [Theory]
    [InlineData("/dev/stdin")]
    [InlineData("/proc/self/fd/0")]
    public async Task The_servers_own_input_in_place_of_a_document(string document) =>
        await RefusedAsync("analyze_auth_doc", new { document, source = "acme" }, "file_access", "no regular file");

    [Fact]
    public async Task A_path_that_is_no_path() =>
        await RefusedAsync("analyze_auth_doc", new { document = "a\0b", source = "acme" }, "invalid_argument", "NUL");

    [Fact]
    public async Task A_linked_folder_does_not_keep_the_others_from_being_listed()
    {
        var elsewhere = Directory.CreateTempSubdirectory("mca-elsewhere-").FullName;
        _project.Write("connectors/acme/acme_api_doc.md", TestDocuments.Read("lanternfish"));
        Directory.CreateSymbolicLink(_project.PathOf("connectors/linked"), elsewhere);
        var status = await _session.CallAsync("get_connection_status");
        status.GetProperty("connections").EnumerateArray().Select(c => c.GetProperty("source").GetString()).ShouldBe(["acme"]);
        Directory.Delete(elsewhere);
    }

    [Fact]
    public async Task A_malformed_OpenAPI_document()
    {
        _project.Write("broken.json", "{\n  \"openapi\": \"3.1.0\",\n  \"info\": {\"title\": \"x\"\n");
        await RefusedAsync("analyze_auth_doc", new { document = "broken.json" }, "document_malformed", "broken.json");
    }

    [Fact]
    public async Task A_document_without_any_method_makes_no_spec()
    {
        _project.Write("recipes.md", "# Recipes\n\nBoil the water, then add salt.\n");
        await RefusedAsync("generate_spec", new { source = "recipes", document = "recipes.md" }, "no_method", "recipes");
        _project.Files().ShouldNotContain(f => f.EndsWith("connector_spec.yaml", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_spec_with_a_syntax_error_names_line_and_column()
    {
        _project.Write("connectors/acme/connector_spec.yaml", "display_name: Acme\nconnection:\n  parameters: [\n");
        var error = await RefusedAsync("start_credential_portal", new { source = "acme" }, "spec_invalid", "connector_spec.yaml:");
        error.ShouldMatch(@"connector_spec\.yaml:\d+:\d+");
    }

    [Theory]
    [InlineData("start_credential_portal")]
    [InlineData("write_auth_test")]
    [InlineData("run_auth_test")]
    public async Task An_unknown_source_is_told_to_generate_its_spec_first(string tool) =>
        await RefusedAsync(tool, new { source = "unheard_of" }, "spec_not_found", "generate_spec");

    [Fact]
    public async Task An_unknown_source_has_no_status() =>
        await RefusedAsync("get_connection_status", new { source = "unheard_of" }, "unknown_source", "analyze_auth_doc");

    [Fact]
    public async Task Nobody_can_be_awaited_without_a_portal() =>
        await RefusedAsync("await_user_confirmation", new { source = "unheard_of" }, "portal_not_open", "start_credential_portal");

    [Theory]
    [InlineData("../../etc")]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData("/etc/passwd")]
    [InlineData("acme\0")]
    [InlineData("ACME")]
    [InlineData("-acme")]
    [InlineData("acme_")]
    [InlineData("")]
    public async Task A_source_name_that_is_no_name(string source)
    {
        foreach (var tool in new[] { "generate_spec", "start_credential_portal", "await_user_confirmation", "write_auth_test", "run_auth_test", "get_connection_status" })
            await RefusedAsync(tool, new { source }, "invalid_source_name", "lower-case");
        await RefusedAsync("save_memory", new { topic = source, title = "t", content = "c" }, "invalid", "topic");
    }

    [Fact]
    public async Task A_read_only_folder_leaves_nothing_half_written()
    {
        // Root may write anywhere, so the folder's place is taken by a file.
        _project.Write("connectors", "in the way");
        _project.Write("doc.md", TestDocuments.Read("lanternfish"));
        await RefusedAsync("generate_spec", new { source = "lanternfish", document = "doc.md" }, "file_access", "connectors");
        _project.Files().ShouldNotContain(f => f.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_project_whose_folder_links_elsewhere_is_not_written_through()
    {
        var elsewhere = Directory.CreateTempSubdirectory("mca-elsewhere-").FullName;
        Directory.CreateSymbolicLink(_project.PathOf("connectors"), elsewhere);
        _project.Write("doc.md", TestDocuments.Read("lanternfish"));
        await RefusedAsync("generate_spec", new { source = "lanternfish", document = "doc.md" }, "path_outside_project", "symbolic link");
        Directory.EnumerateFileSystemEntries(elsewhere).ShouldBeEmpty();
        Directory.Delete(elsewhere);
    }

    [Fact]
    public async Task Unknown_missing_and_mistyped_arguments_are_named()
    {
        await RefusedAsync("analyze_auth_doc", new { document = "x.md", depth = 3 }, "invalid_argument", "\"depth\"");
        await RefusedAsync("analyze_auth_doc", new { }, "invalid_argument", "\"document\" is missing");
        await RefusedAsync("await_user_confirmation", new { source = "acme", max_wait_seconds = "long" }, "invalid_argument", "max_wait_seconds");
        await RefusedAsync("await_user_confirmation", new { source = "acme", max_wait_seconds = 241 }, "invalid_argument", "240");
        await RefusedAsync("write_auth_test", new { source = "acme", language = "cobol" }, "invalid_argument", "typescript");
    }

    [Fact]
    public async Task A_taken_port_is_named()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        _project.Write("doc.md", TestDocuments.Read("lanternfish"));
        await using var session = await McpSession.StartAsync(_project, configure: start => start.Environment["CONNECTOR_AUTH_PORTAL_PORT"] = $"{port}");
        await session.CallAsync("generate_spec", new { source = "lanternfish", document = "doc.md" });
        var error = await session.CallForErrorAsync("start_credential_portal", new { source = "lanternfish" });
        error.ShouldContain($"{port}");
        error.ShouldContain("[portal_unavailable]");
        (await session.Client.ListToolsAsync()).Count.ShouldBe(ToolContractTests.Names.Count);
    }

    private async Task<string> RefusedAsync(string tool, object arguments, string code, string says)
    {
        var error = await _session.CallForErrorAsync(tool, arguments);
        error.ShouldContain(code);
        error.ShouldContain(says);
        return error;
    }
}
