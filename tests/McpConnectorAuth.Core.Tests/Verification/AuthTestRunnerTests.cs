using System.Collections.Concurrent;
using System.Diagnostics;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Verification;

public sealed class AuthTestRunnerTests : IDisposable
{
    private const string Token = "CANARY-run-4b7e=+/x";
    private readonly TestProject _project = new();
    private readonly ConnectorSpec _spec = Bearer("http://127.0.0.1:9", Get("/me"));

    public static TheoryData<TestLanguage> Languages => [.. LanguageTools.Runnable];

    /// <summary>Languages whose tests are programs.</summary>
    public static TheoryData<TestLanguage> Programs => [.. LanguageTools.Runnable.Where(language => TestDialect.Of(language).Toolchain is not null)];

    public void Dispose() => _project.Dispose();

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Passes_credentials_on_no_command_line(TestLanguage language)
    {
        // The API holds its answer until the test has looked at every process of the machine.
        var seen = new ConcurrentBag<string>();
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                try
                {
                    seen.Add(File.ReadAllText(Path.Combine(folder, "cmdline")));
                }
                catch (IOException)
                {
                    // No process, or gone.
                }
            }

            var good = context.Request.Headers.Authorization == $"Bearer {Token}" && context.Request.Query["k"] == Token;
            context.Response.StatusCode = good ? 200 : 401;
            return context.Response.WriteAsync("{}");
        });
        var spec = Of(
            api.Url,
            Core.Analysis.AuthKind.ApiKey,
            [Header("Authorization", "Bearer {token}"), new(Core.Analysis.PlacementLocation.Query, "k", "{token}")],
            [Secret("token")],
            [Get("/me")]);
        _project.Write(spec, language);
        var run = await _project.Run(spec, Values(("token", Token)), api, language);
        run.Outcome.ShouldBe(VerificationOutcome.Valid, run.Output);
        run.ExitCode.ShouldBe(0);
        run.Path.ShouldStartWith("connectors/made_up/tests/");
        seen.ShouldContain(line => line.Contains("connector-test-", StringComparison.Ordinal));
        seen.ShouldAllBe(line => !line.Contains("CANARY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Runs_the_language_that_exists()
    {
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        (await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(animal.Spec(api), animal.GoodValues, api, null))).Code.ShouldBe(ErrorCodes.TestNotFound);
        _project.Write(animal.Spec(api), TestLanguage.Shell);
        (await _project.Run(animal.Spec(api), animal.GoodValues, api, null)).Language.ShouldBe(TestLanguage.Shell);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(animal.Spec(api), animal.GoodValues, api, TestLanguage.Python));
        error.Code.ShouldBe(ErrorCodes.TestNotFound);
        error.NextStep.ShouldContain("write_auth_test");

        // Two languages share a file ending; the head of the file says which of them it is.
        _project.Write(animal.Spec(api), TestLanguage.PythonStdlib);
        (await _project.Run(animal.Spec(api), animal.GoodValues, api, null)).Language.ShouldBe(TestLanguage.PythonStdlib);
        (await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(animal.Spec(api), animal.GoodValues, api, TestLanguage.Python))).Code.ShouldBe(ErrorCodes.TestNotFound);
    }

    /// <summary>Refresh token and client secret are for the token endpoint; a request uses the access token only.</summary>
    [Fact]
    public async Task Gives_a_test_only_what_its_requests_use()
    {
        var seen = new ConcurrentBag<string>();
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            foreach (var folder in Directory.EnumerateDirectories("/proc"))
            {
                try
                {
                    if (File.ReadAllText(Path.Combine(folder, "environ")) is var text && text.Contains("CANARY-access-1", StringComparison.Ordinal)) seen.Add(text);
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException)
                {
                    // No process, or gone.
                }
            }

            context.Response.StatusCode = context.Request.Headers.Authorization == "Bearer CANARY-access-1" ? 200 : 401;
            return context.Response.WriteAsync("{}");
        });
        var spec = Of(api.Url, Core.Analysis.AuthKind.OAuth2AuthorizationCode, [Header("Authorization", "Bearer {access_token}")], [Plain("client_id"), Secret("client_secret")], [Get("/me")])
            .With(method => method with { OAuth = new SpecMethodOAuth { AuthorizationUrl = api.Url + "/authorize", TokenUrl = api.Url + "/token" } });
        var connection = _project.Connection(Values(("client_id", "c"), ("client_secret", "CANARY-client")), api.Host) with
        {
            Token = new TokenState(
                new CredentialValues([new("access_token", new Secret("CANARY-access-1"))], ["access_token"]), new Secret("CANARY-refresh"), "Bearer", DateTimeOffset.UtcNow, null, null),
        };
        _project.Write(spec, TestLanguage.PythonStdlib);
        var run = await AuthTestRunner.RunAsync(_project.Workspace, _project.Source, spec, connection, null, TimeSpan.FromMinutes(2), null, CancellationToken.None);
        run.Outcome.ShouldBe(VerificationOutcome.Valid, run.Output);
        seen.ShouldNotBeEmpty();
        seen.ShouldAllBe(text => !text.Contains("CANARY-client", StringComparison.Ordinal) && !text.Contains("CANARY-refresh", StringComparison.Ordinal));
        File.ReadAllText(_project.TestFile(TestLanguage.PythonStdlib)).ShouldContain("issues at sign-in (access_token)");
    }

    [Fact]
    public async Task A_test_from_the_projects_own_template_runs_for_a_person_only()
    {
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var spec = animal.Spec(api);
        var template = _project.Workspace.TemplatePath("shell");
        Directory.CreateDirectory(Path.GetDirectoryName(template)!);
        await File.WriteAllTextAsync(template, "# {{call}}\nprintf '%s' \"$CONNECTOR_TEST_CONFIG_JSON\" | rev\necho; echo 'outcome: valid'\n");
        var written = _project.Write(spec, TestLanguage.Shell);
        written.Credentials.ShouldContain("--edited");
        var text = await File.ReadAllTextAsync(_project.TestFile(TestLanguage.Shell));
        text.ShouldContain("from the project's template .mcp-connector-auth/templates/shell.hbs");
        text.ShouldEndWith("| rev\necho; echo 'outcome: valid'\n");
        AuthTestWriter.IsEdited(text).ShouldBeFalse();

        var error = await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(spec, animal.GoodValues, api, TestLanguage.Shell));
        error.Code.ShouldBe(ErrorCodes.TerminalOnly);
        error.NextStep.ShouldContain("test made_up --edited");
        (await AuthTestRunner.RunEditedAsync(
            _project.Workspace, _project.Source, spec, _project.Connection(animal.GoodValues, api.Host), null, TimeSpan.FromMinutes(1), null, CancellationToken.None)).Outcome.ShouldBe(VerificationOutcome.Valid);

        // Without the template the file is what the product writes again.
        File.Delete(template);
        _project.Write(spec, TestLanguage.Shell).Change.ShouldBe(FileChange.Updated);
        (await _project.Run(spec, animal.GoodValues, api, TestLanguage.Shell)).Outcome.ShouldBe(VerificationOutcome.Valid);
    }

    [Fact]
    public async Task Does_not_give_credentials_to_a_changed_file()
    {
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        foreach (var language in Enum.GetValues<TestLanguage>())
        {
            _project.Write(animal.Spec(api), language, overwrite: true);
            await File.AppendAllTextAsync(_project.TestFile(language), "\n");
            (await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(animal.Spec(api), animal.GoodValues, api, language))).Code.ShouldBe(ErrorCodes.FileEdited);
        }

        api.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Does_not_run_a_file_that_only_claims_to_be_unchanged()
    {
        // Whoever changes the file can change the hash in it as well; what runs is what the product would write.
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        var path = _project.TestFile(TestLanguage.Python);
        _project.Write(animal.Spec(api), TestLanguage.Python);
        var body = "import os\nopen('stolen', 'w').write(os.environ['CONNECTOR_TEST_CONFIG_JSON'])\n";
        var hash = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(body)));
        await File.WriteAllTextAsync(path, $"#!/usr/bin/env python3\n# Written. sha256 {hash}\n{body}");
        AuthTestWriter.IsEdited(await File.ReadAllTextAsync(path)).ShouldBeFalse();

        (await _project.Run(animal.Spec(api), animal.GoodValues, api, TestLanguage.Python)).Outcome.ShouldBe(VerificationOutcome.Valid);
        File.Exists(Path.Combine(_project.Workspace.Root, "stolen")).ShouldBeFalse();
    }

    [Fact]
    public async Task Imports_nothing_that_lies_beside_the_test()
    {
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        _project.Write(animal.Spec(api), TestLanguage.Python);
        foreach (var folder in new[] { Path.GetDirectoryName(_project.TestFile(TestLanguage.Python))!, _project.Workspace.Root })
            await File.WriteAllTextAsync(Path.Combine(folder, "requests.py"), "raise SystemExit('hijacked')");
        (await _project.Run(animal.Spec(api), animal.GoodValues, api, TestLanguage.Python)).Outcome.ShouldBe(VerificationOutcome.Valid);
    }

    [Fact]
    public async Task Follows_a_changed_spec_and_asks_for_its_new_host()
    {
        var animal = Zoo.Placements[0];
        await using var first = await LoopbackApi.StartAsync(animal.Answer);
        await using var second = await LoopbackApi.StartAsync(animal.Answer);
        _project.Write(animal.Spec(first), TestLanguage.Python);
        (await Should.ThrowAsync<ConnectorAuthException>(() => _project.Run(animal.Spec(second), animal.GoodValues, first, TestLanguage.Python))).Code.ShouldBe(ErrorCodes.HostNotApproved);
        second.Received.ShouldBeEmpty();
        (await _project.Run(animal.Spec(second), animal.GoodValues, second, TestLanguage.Python)).Outcome.ShouldBe(VerificationOutcome.Valid);
        first.Received.ShouldBeEmpty();
    }

    [Fact]
    public async Task Gives_the_child_a_minimal_environment_and_no_input()
    {
        Environment.SetEnvironmentVariable("SOME_OTHER_SECRET", "CANARY-inherited");
        var run = await RunScript("env | sed 's/=.*//' | sort | tr '\\n' ' '; if read -r line; then echo input; fi");
        Environment.SetEnvironmentVariable("SOME_OTHER_SECRET", null);
        run.Output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
            .Except(["PATH", "HOME", "LANG", "TMPDIR", "CONNECTOR_TEST_CONFIG_JSON", "CONNECTOR_TEST_RUN", "PWD", "OLDPWD", "SHLVL", "_", "SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS"])
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("printf '%s' \"$CONNECTOR_TEST_CONFIG_JSON\"")]
    [InlineData("printf '%s' \"$CONNECTOR_TEST_CONFIG_JSON\" | base64")]
    [InlineData("echo CANARY-run-4b7e=+/x | base64 -w0")]
    [InlineData("echo 'CANARY-run-4b7e%3D%2B%2Fx'")]
    [InlineData("printf 'CANARY-ru'; sleep 0.2; printf 'n-4b7e=+/x'")]
    [InlineData("printf 'CANARY-run-4b7e=+/x' >&2")]
    [InlineData("printf 'C\\000A\\000N\\000A\\000R\\000Y\\000-run-4b7e=+/x'")]
    [InlineData("printf 'CANARY-ru\\033n-4b7e=+/x'")]
    [InlineData("yes 'CANARY-run-4b7e=+/x' | head -c 300000")]
    [InlineData("yes 'CANARY-run-4b7e=+/x' | tr -d '\\n' | head -c 300000")]
    [InlineData("head -c 1000000 /dev/zero | tr '\\0' x; echo; echo 'CANARY-run-4b7e=+/x'")]
    [InlineData("echo CANARY-run-4b7e=+/y")]
    public async Task Redacts_what_a_test_prints(string script)
    {
        var lines = new ConcurrentQueue<string>();
        var run = await RunScript(script, new Sink(lines));
        var text = run.Output + string.Concat(lines);
        text.ShouldNotBeEmpty();
        foreach (var form in new[] { "run-4b7e", "cnVuLTRiN2", "1bi00Yjdl", "LXJ1bi00Y", "ARY-ru" })
        {
            // The last form stands for a value that is not the secret.
            if (!script.EndsWith("/y", StringComparison.Ordinal)) text.ShouldNotContain(form);
        }
    }

    [Fact]
    public async Task Reports_lines_as_they_come()
    {
        var lines = new ConcurrentQueue<string>();
        await RunScript("echo one; echo CANARY-run-4b7e=+/x; echo three", new Sink(lines));
        lines.ShouldBe(["one", "[redacted:token]", "three"]);
    }

    [Fact]
    public async Task Contains_a_flood()
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var run = await RunScript("head -c 1073741824 /dev/zero | tr '\\0' 'x'; echo; echo 'outcome: valid'");
        run.ExitCode.ShouldBe(0);
        run.Outcome.ShouldBe(VerificationOutcome.Valid);
        run.Output.Length.ShouldBeLessThanOrEqualTo(2048);
        (GC.GetTotalMemory(forceFullCollection: true) - before).ShouldBeLessThan(50_000_000);
    }

    [Fact]
    public async Task Makes_binary_output_readable()
    {
        var run = await RunScript("head -c 100000 /dev/urandom; printf '\\033[31mred\\007\\n'; echo 'outcome: unexpected'; exit 17");
        run.ExitCode.ShouldBe(17);
        run.Outcome.ShouldBe(VerificationOutcome.Unexpected);
        run.Output.ShouldAllBe(character => !char.IsControl(character) || character == '\n' || character == '\t');
    }

    [Theory]
    [InlineData("sleep 300")]
    [InlineData("trap '' TERM INT HUP; while :; do sleep 1; done")]
    [InlineData("sleep 300 & sleep 300 & wait")]
    [InlineData("(setsid sleep 300 &) ; sleep 300")]
    public async Task Ends_the_whole_tree_at_the_time_limit(string script)
    {
        var (run, id) = await RunMarked(script, TimeSpan.FromSeconds(1), CancellationToken.None);
        run.TimedOut.ShouldBeTrue();
        run.ExitCode.ShouldBe(-1);
        run.Outcome.ShouldBeNull();
        Left(id).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("(setsid sleep 300 &) ; echo 'outcome: valid'")]
    [InlineData("sleep 300 & echo 'outcome: valid'")]
    public async Task Leaves_nothing_behind_when_the_test_is_done(string script)
    {
        var (run, id) = await RunMarked(script, TimeSpan.FromMinutes(1), CancellationToken.None);
        run.Outcome.ShouldBe(VerificationOutcome.Valid);
        run.DurationMs.ShouldBeLessThan(30_000);
        Left(id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Ends_the_whole_tree_when_the_caller_gives_up()
    {
        using var source = new CancellationTokenSource();
        var started = new Sink(new ConcurrentQueue<string>(), () => source.Cancel());
        var id = Guid.NewGuid().ToString("N");
        WriteScript($"echo started {id}; sh -c 'sleep 300; : {id}' & sleep 300");
        await Should.ThrowAsync<OperationCanceledException>(() => RunFile(started, TimeSpan.FromMinutes(2), source.Token));
        Left(id).ShouldBeEmpty();
    }

    [Fact]
    public async Task Does_not_give_credentials_to_an_interpreter_of_the_project()
    {
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        _project.Write(animal.Spec(api), TestLanguage.Python);
        var python = Path.Combine(_project.Workspace.Root, ".venv", "bin", "python");
        Directory.CreateDirectory(Path.GetDirectoryName(python)!);
        await File.WriteAllTextAsync(python, "#!/bin/sh\necho ran > \"$(dirname \"$0\")/ran\"\nexit 12\n");
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(python, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        (await _project.Run(animal.Spec(api), animal.GoodValues, api, TestLanguage.Python)).Outcome.ShouldBe(VerificationOutcome.Valid);
        File.Exists(Path.Combine(Path.GetDirectoryName(python)!, "ran")).ShouldBeFalse();

        // Neither does a folder of the project on PATH, a relative one, or a link from outside into the project.
        var outside = Directory.CreateTempSubdirectory("outside-").FullName;
        try
        {
            File.CreateSymbolicLink(Path.Combine(outside, "python3"), python);
            var linked = Path.Combine(outside, "linked");
            Directory.CreateSymbolicLink(linked, Path.GetDirectoryName(python)!);
            var path = string.Join(Path.PathSeparator, Path.GetDirectoryName(python)!, ".venv/bin", linked, outside);
            var kept = Interpreters.SearchPath(_project.Workspace, path);
            kept.ShouldBe(outside);
            Should.Throw<ConnectorAuthException>(() => Interpreters.Find(_project.Workspace, TestDialect.Of(TestLanguage.Python).Toolchain!, kept)).Code.ShouldBe(ErrorCodes.InterpreterNotFound);
        }
        finally
        {
            Directory.Delete(outside, recursive: true);
        }
    }

    [Fact]
    public void Says_what_to_install()
    {
        Missing(TestLanguage.Python).NextStep.ShouldContain("python3-requests");
        Missing(TestLanguage.Shell).NextStep.ShouldContain("apt-get install curl");
        var without = Interpreters.Lacking(TestDialect.Of(TestLanguage.Python).Toolchain!, ["/opt/py/bin/python3"]);
        without.Code.ShouldBe(ErrorCodes.InterpreterNotFound);
        without.NextStep.ShouldContain("system-wide for /opt/py/bin/python3");

        ConnectorAuthException Missing(TestLanguage language)
        {
            var error = Should.Throw<ConnectorAuthException>(() => Interpreters.Find(_project.Workspace, TestDialect.Of(language).Toolchain!, _project.Workspace.Root));
            error.Code.ShouldBe(ErrorCodes.InterpreterNotFound);
            return error;
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Says_unreachable_and_tls_error(TestLanguage language)
    {
        await using var api = await LoopbackApi.StartAsync(context => context.Response.WriteAsync("{}"), selfSigned: true);
        var spec = Bearer(api.Url, Get("/me"));
        _project.Write(spec, language);
        var run = await _project.Run(spec, Values(("token", Token)), api, language);
        run.Outcome.ShouldBe(VerificationOutcome.TlsError, run.Output);
        run.ExitCode.ShouldBe(16);

        var closed = Bearer("http://127.0.0.1:9", Get("/me"));
        _project.Write(closed, language);
        run = await AuthTestRunner.RunAsync(
            _project.Workspace, _project.Source, closed, _project.Connection(Values(("token", Token)), "127.0.0.1:9"), language, TimeSpan.FromMinutes(1), null, CancellationToken.None);
        run.Outcome.ShouldBe(VerificationOutcome.Unreachable, run.Output);
        run.ExitCode.ShouldBe(15);
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task A_written_test_reads_its_configuration_from_three_places(TestLanguage language)
    {
        var animal = Zoo.Placements.Single(candidate => candidate.Name == "basic");
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        _project.Write(animal.Spec(api), language);
        var good = "{\"unused\": {\"key\": \"x\"}, \"username\": \"zo\\u00eb\", \"key\": \"" + Zoo.Key.Replace("/", "\\/", StringComparison.Ordinal) + "\"}";
        foreach (var variables in new Dictionary<string, string>[] { [], new() { ["CONNECTOR_TEST_CONFIG_JSON"] = "{\"key\":\"a\"}" } })
        {
            var lacking = await ByHand(language, variables);
            lacking.ExitCode.ShouldBe(2);
            lacking.Output.ShouldContain($"mcp-connector-auth test {_project.Source} passes it, export {_project.Source} --dev-config writes it");
        }

        (await ByHand(language, new() { ["CONNECTOR_TEST_CONFIG_JSON"] = "{\"username\":\"a\",\"key\":\"a\\nb\"}" })).ExitCode.ShouldBe(2);
        var config = _project.Workspace.ConfigPath(_project.Source);
        Directory.CreateDirectory(Path.GetDirectoryName(config)!);
        await File.WriteAllTextAsync(config, good);
        (await ByHand(language, [])).ExitCode.ShouldBe(0);
        var elsewhere = Path.Combine(_project.Workspace.Root, "else where.json");
        await File.WriteAllTextAsync(elsewhere, "{\"username\":\"zoë\",\"key\":\"wrong\"}");
        (await ByHand(language, new() { ["CONNECTOR_TEST_CONFIG_PATH"] = elsewhere })).ExitCode.ShouldBe(10);
        var (exitCode, output) = await ByHand(language, new() { ["CONNECTOR_TEST_CONFIG_PATH"] = elsewhere, ["CONNECTOR_TEST_CONFIG_JSON"] = good });
        exitCode.ShouldBe(0);
        output.ShouldEndWith("outcome: valid\n");
        output.ShouldNotContain("CANARY");
    }

    [Theory]
    [InlineData(TestLanguage.Python)]
    [InlineData(TestLanguage.PythonStdlib)]
    public async Task A_written_test_is_a_test_for_pytest(TestLanguage language)
    {
        var pytest = Process.Start(new ProcessStartInfo("python3", ["-c", "import pytest"]) { RedirectStandardError = true })!;
        await pytest.WaitForExitAsync();
        var animal = Zoo.Placements[0];
        await using var api = await LoopbackApi.StartAsync(animal.Answer);
        _project.Write(animal.Spec(api), language);
        foreach (var (key, passes) in new[] { (Zoo.Key, true), ("CANARY-wrong", false) })
        {
            // Without pytest, its discovery is played by hand: import the file, call the function, see an assertion fail.
            string[] command = pytest.ExitCode == 0
                ? ["-m", "pytest", "-q", "--showlocals", "-p", "no:cacheprovider", _project.TestFile(language)]
                : ["-c", $"import runpy; runpy.run_path('{_project.TestFile(language)}', run_name='t')['test_credentials']()"];
            var (exitCode, output) = await Execute("python3", command, new() { ["CONNECTOR_TEST_CONFIG_JSON"] = $"{{\"token\":\"{key}\"}}" });
            (exitCode == 0).ShouldBe(passes, output);
            if (!passes) output.ShouldContain("AssertionError");
            output.ShouldNotContain("CANARY");
        }
    }

    private Task<(int ExitCode, string Output)> ByHand(TestLanguage language, Dictionary<string, string> variables) => LanguageTools.RunByHandAsync(_project, language, variables);

    private async Task<(int ExitCode, string Output)> Execute(string program, string[] arguments, Dictionary<string, string> variables)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = _project.Workspace.Root, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (name, value) in variables) start.Environment[name] = value;
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        output = await errors + output;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }

    private Task<AuthTestRun> RunScript(string script, IProgress<string>? progress = null)
    {
        WriteScript(script);
        return RunFile(progress, TimeSpan.FromMinutes(2), CancellationToken.None);
    }

    private async Task<(AuthTestRun Run, string Id)> RunMarked(string script, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var id = Guid.NewGuid().ToString("N");
        WriteScript($"MARK={id}; export MARK\n{script}");
        return (await RunFile(null, timeout, cancellationToken), id);
    }

    private void WriteScript(string script)
    {
        var path = _project.TestFile(TestLanguage.Shell);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, script + "\n");
    }

    private Task<AuthTestRun> RunFile(IProgress<string>? progress, TimeSpan timeout, CancellationToken cancellationToken) =>
        AuthTestRunner.RunEditedAsync(
            _project.Workspace, _project.Source, _spec, _project.Connection(Values(("token", Token)), "127.0.0.1:9"), TestLanguage.Shell, timeout, progress, cancellationToken);

    /// <summary>Processes whose environment or command line holds the mark.</summary>
    private static List<string> Left(string mark)
    {
        var left = new List<string>();
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(folder => int.TryParse(Path.GetFileName(folder), out _)))
        {
            try
            {
                var text = File.ReadAllText(Path.Combine(folder, "environ")) + File.ReadAllText(Path.Combine(folder, "cmdline"));
                if (text.Contains(mark, StringComparison.Ordinal)) left.Add(text);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                // Gone.
            }
        }

        return left;
    }

    private sealed class Sink(ConcurrentQueue<string> lines, Action? onLine = null) : IProgress<string>
    {
        public void Report(string value)
        {
            lines.Enqueue(value);
            onLine?.Invoke();
        }
    }
}
