using System.Diagnostics;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Tests.OAuth;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Verification;

public sealed class AuthTestWriterTests : IDisposable
{
    private readonly TestProject _project = new();

    public static TheoryData<TestLanguage> Languages => [.. Enum.GetValues<TestLanguage>()];

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Languages))]
    public void Creates_leaves_and_updates(TestLanguage language)
    {
        var spec = Bearer("https://a.example", Get("/me"));
        var written = _project.Write(spec, language);
        written.Change.ShouldBe(FileChange.Created);
        written.Path.ShouldStartWith("connectors/made_up/tests/auth_test.");
        written.Command.ShouldContain(written.Path);
        written.Credentials.ShouldContain("CONNECTOR_TEST_CONFIG_JSON");
        _project.Write(spec, language).Change.ShouldBe(FileChange.Unchanged);
        _project.Write(Bearer("https://a.example", Get("/account")), language).Change.ShouldBe(FileChange.Updated);
        File.ReadAllText(_project.TestFile(language)).ShouldContain("/account");
        AuthTestWriter.Find(_project.Workspace, _project.Source).ShouldBe(_project.TestFile(language));
    }

    [Fact]
    public void Finds_nothing_before_it_writes() => AuthTestWriter.Find(_project.Workspace, _project.Source).ShouldBeNull();

    [Theory]
    [InlineData("# my own note\n", true)]
    [InlineData("", false)]
    public void Does_not_overwrite_what_a_person_changed(string addition, bool edited)
    {
        var spec = Bearer("https://a.example", Get("/me"));
        var other = Bearer("https://a.example", Get("/account"));
        foreach (var language in Enum.GetValues<TestLanguage>())
        {
            _project.Write(spec, language);
            File.AppendAllText(_project.TestFile(language), addition);
            var before = File.ReadAllText(_project.TestFile(language));
            if (!edited)
            {
                _project.Write(other, language).Change.ShouldBe(FileChange.Updated);
                continue;
            }

            Should.Throw<ConnectorAuthException>(() => _project.Write(other, language)).Code.ShouldBe(ErrorCodes.FileEdited);
            File.ReadAllText(_project.TestFile(language)).ShouldBe(before);
            _project.Write(other, language, overwrite: true).Change.ShouldBe(FileChange.Updated);
            File.ReadAllText(_project.TestFile(language)).ShouldNotContain("my own note");
        }
    }

    [Fact]
    public void A_file_of_somebody_else_counts_as_edited()
    {
        var path = _project.TestFile(TestLanguage.Python);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "print('mine')\n");
        Should.Throw<ConnectorAuthException>(() => _project.Write(Bearer("https://a.example", Get("/me")), TestLanguage.Python)).Code.ShouldBe(ErrorCodes.FileEdited);
    }

    [Fact]
    public void Line_ends_changed_by_version_control_are_no_edit()
    {
        var spec = Bearer("https://a.example", Get("/me"));
        var path = _project.TestFile(TestLanguage.Python);
        _project.Write(spec, TestLanguage.Python);
        File.WriteAllText(path, File.ReadAllText(path).Replace("\n", "\r\n", StringComparison.Ordinal));
        _project.Write(spec, TestLanguage.Python).Change.ShouldBe(FileChange.Unchanged);
        _project.Write(Bearer("https://a.example", Get("/account")), TestLanguage.Python).Change.ShouldBe(FileChange.Updated);
    }

    [Fact]
    public void A_link_in_the_place_of_the_test_is_refused()
    {
        var path = _project.TestFile(TestLanguage.Python);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        File.CreateSymbolicLink(path, Path.Combine(outside, "target.py"));
        Should.Throw<ConnectorAuthException>(() => _project.Write(Bearer("https://a.example", Get("/me")), TestLanguage.Python)).Code.ShouldBe(ErrorCodes.PathOutsideProject);
        Directory.EnumerateFileSystemEntries(outside).ShouldBeEmpty();
        Directory.Delete(outside);
    }

    [Fact]
    public void Says_what_a_spec_lacks()
    {
        Should.Throw<ConnectorAuthException>(() => _project.Write(Bearer("https://a.example"), TestLanguage.Python)).Code.ShouldBe(ErrorCodes.NothingToVerify);
        var digest = Of("https://a.example", AuthKind.Digest, [Header("Authorization", "Digest {key}")], [Secret("key")], [Get("/me")]);
        Should.Throw<ConnectorAuthException>(() => _project.Write(digest, TestLanguage.Python)).Code.ShouldBe(ErrorCodes.MethodNotSupported);
        Directory.Exists(Path.GetDirectoryName(_project.TestFile(TestLanguage.Python))).ShouldBeFalse();
    }

    [Theory]
    [InlineData("{{#each statements}}{{#each @root.statements}}{{#each @root.statements}}{{#each @root.statements}}{{#each @root.statements}}{{#each @root.statements}}xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}{{/each}}", "1 MiB")]
    [InlineData("{{#each statements}}", "can't be filled")]
    [InlineData("{{> no_such_partial}}", "can't be filled")]
    [InlineData("{{#*inline \"a\"}}{{> a}}{{/inline}}{{> a}}", "can't be filled")]
    public void A_template_of_the_project_that_is_none_is_an_error_that_names_it(string text, string why)
    {
        var spec = Of(
            "https://a.example", AuthKind.ApiKey,
            [.. Enumerable.Range(0, 12).Select(number => Header($"X-{number}", "{key}"))], [Secret("key")], [Get("/me")]);
        var path = _project.Workspace.TemplatePath("python");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        var error = Should.Throw<ConnectorAuthException>(() => _project.Write(spec, TestLanguage.Python));
        error.Code.ShouldBe(ErrorCodes.InvalidArgument);
        error.Message.ShouldContain(".mcp-connector-auth/templates/python.hbs");
        error.Message.ShouldContain(why);
        File.Exists(_project.TestFile(TestLanguage.Python)).ShouldBeFalse();
    }

    [Fact]
    public void A_template_of_the_project_may_use_the_shipped_parts()
    {
        var path = _project.Workspace.TemplatePath("python");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, "# ours, in {{source}}\n{{> python_judge}}\n");
        _project.Write(Bearer("https://a.example", Get("/me")), TestLanguage.Python);
        var text = File.ReadAllText(_project.TestFile(TestLanguage.Python));
        text.ShouldContain("# ours, in made_up");
        text.ShouldContain("def judge(answer):");
    }

    [Fact]
    public async Task Nothing_in_a_spec_becomes_code()
    {
        // What a hostile document could put into a spec: ends of strings, comments and docstrings in both languages.
        const string hostile = "\"\"\"'$(touch PWNED)`touch PWNED`\\\"$PWNED";
        await using var api = await LoopbackApi.StartAsync(Zoo.Placements[0].Answer);
        var spec = Of(
            api.Url,
            AuthKind.ApiKey,
            [Header("X-Key", hostile + "{key}"), new(PlacementLocation.Query, hostile, hostile + "{key}"), new(PlacementLocation.Body, hostile, hostile + "{key}")],
            [Secret("key")],
            [new("POST", "/x\"\"\"$(touch$IFS\"PWNED\")'`touch$IFS\"PWNED\"`?a=\"\"\"$(touch$IFS\"PWNED\")", 1)],
            lockoutWarning: hostile + "\n" + hostile);
        spec = spec with { Authentication = spec.Authentication with { Methods = [spec.Authentication.Methods[0] with { Name = "main" }, spec.Authentication.Methods[0] with { Name = hostile }] } };
        foreach (var language in LanguageTools.Runnable)
        {
            _project.Write(spec, language);
            var run = await _project.Run(spec, Values(("key", "k'\"$(touch PWNED)`touch PWNED`\\")), api, language);
            run.Outcome.ShouldBe(VerificationOutcome.InvalidCredentials, run.Output);
            Directory.EnumerateFiles(_project.Workspace.Root, "*PWNED*", SearchOption.AllDirectories).ShouldBeEmpty();
            AuthTestWriter.Write(_project.Workspace, _project.Source, spec, language, overwrite: true, hostile);
            (await Check(language, _project.TestFile(language))).ShouldBe("");
        }

        api.Received.Count.ShouldBe(LanguageTools.Runnable.Count);
        api.Received[0].ShouldContain(Uri.EscapeDataString(hostile));
        api.Received[1].ShouldContain(hostile[..3]);
    }

    [Fact]
    public async Task What_is_written_passes_the_checkers_of_its_language()
    {
        foreach (var animal in Zoo.Placements)
        {
            await using var api = await LoopbackApi.StartAsync(animal.Answer);
            foreach (var language in Enum.GetValues<TestLanguage>())
            {
                _project.Write(animal.Spec(api, "It locks."), language);
                (await Check(language, _project.TestFile(language))).ShouldBe("", animal.Name);
                var text = await File.ReadAllTextAsync(_project.TestFile(language));
                foreach (var canary in animal.Canaries) text.ShouldNotContain(canary);
            }
        }
    }

    /// <summary>Every API of the zoo, in one run of ruff with its default rules.</summary>
    [NodeFact("@astral-sh/ruff-wasm-nodejs")]
    public async Task What_is_written_in_Python_passes_ruff()
    {
        var folder = Path.Combine(_project.Workspace.Root, "all");
        Directory.CreateDirectory(folder);
        WrittenTestZooTests.WriteAll(folder, Zoo.Placements.Concat(ZooKinds.All));
        (await Run(NodeTool.Node, [Path.Combine(Repository.Root, "tests", "tools", "ruff.cjs"), .. Directory.EnumerateFiles(folder, "*.py")])).ShouldBe("");
    }

    /// <summary>What checks a file of each ending, without further configuration.</summary>
    private static readonly Dictionary<string, string[][]> Checkers = new()
    {
        ["py"] = [["python3", "-m", "py_compile"], ["pyflakes3"]],
        ["sh"] = [["sh", "-n"], ["shellcheck"]],
        ["go"] = [["gofmt", "-l"]],
    };

    /// <summary>Complaints of the checkers that are installed.</summary>
    private static async Task<string> Check(TestLanguage language, string path)
    {
        var complaints = "";
        foreach (var command in Checkers.GetValueOrDefault(TestDialect.Of(language).Extension, []))
        {
            if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, command[0])))) continue;
            complaints += await Run(command[0], [.. command[1..], path]);
        }

        return complaints;
    }

    private static async Task<string> Run(string program, IReadOnlyList<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var complaints = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return complaints + await output;
    }
}
