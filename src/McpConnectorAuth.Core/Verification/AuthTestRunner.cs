using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Runs a written test in a child process that gets the stored credentials in its environment and nothing else of this
/// process: no other secret, no input. Its output comes back redacted.
/// </summary>
public static class AuthTestRunner
{
    private const int MaximumOutput = 2048;
    private const string TrustVariable = "SSL_CERT_FILE";

    /// <summary>Variables in which a machine says whom it trusts; programs that read another one than <see cref="TrustVariable"/> get its value there.</summary>
    private static readonly (string Name, bool IsCopy)[] TrustVariables =
        [(TrustVariable, false), ("SSL_CERT_DIR", false), ("REQUESTS_CA_BUNDLE", true), ("CURL_CA_BUNDLE", true), ("NODE_EXTRA_CA_CERTS", true)];

    private const string OutcomeMark = "outcome: ";
    private const string ConfigVariable = "CONNECTOR_TEST_CONFIG_JSON";

    private static readonly (string Name, VerificationOutcome Outcome)[] Outcomes =
    [
        ("valid", VerificationOutcome.Valid),
        ("invalid_credentials", VerificationOutcome.InvalidCredentials),
        ("insufficient_permissions", VerificationOutcome.InsufficientPermissions),
        ("rate_limited", VerificationOutcome.RateLimited),
        ("wrong_endpoint", VerificationOutcome.WrongEndpoint),
        ("endpoint_is_public", VerificationOutcome.EndpointIsPublic),
        ("unreachable", VerificationOutcome.Unreachable),
        ("tls_error", VerificationOutcome.TlsError),
        ("unexpected", VerificationOutcome.Unexpected),
    ];

    /// <summary>
    /// Runs a source's test as it was written. A file that somebody changed is not run: code that nobody approved would get
    /// the credentials and could show them in a form that no redaction knows. A file that only lags behind the spec is written anew.
    /// </summary>
    /// <param name="workspace">The project.</param>
    /// <param name="source">The source.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="connection">The stored connection; its credentials and approved hosts count.</param>
    /// <param name="language">Language of the test; the one that exists where null.</param>
    /// <param name="timeout">Time limit; the processes are ended then.</param>
    /// <param name="progress">Gets the redacted lines of output as they come, or null.</param>
    /// <param name="cancellationToken">Ends the processes and the run.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.TestNotFound"/>, <see cref="ErrorCodes.FileEdited"/>, <see cref="ErrorCodes.TerminalOnly"/> for one from a template of the project's own, <see cref="ErrorCodes.InterpreterNotFound"/>,
    /// <see cref="ErrorCodes.HostNotApproved"/>, <see cref="ErrorCodes.InvalidCredentialField"/>, or what <see cref="AuthTestWriter.Write"/> throws.
    /// </exception>
    public static Task<AuthTestRun> RunAsync(
        ProjectWorkspace workspace,
        SourceName source,
        ConnectorSpec spec,
        Connection connection,
        TestLanguage? language,
        TimeSpan timeout,
        IProgress<string>? progress,
        CancellationToken cancellationToken) =>
        RunAsync(workspace, source, spec, connection, language, runEdited: false, timeout, progress, cancellationToken);

    /// <summary>
    /// Runs a source's test as it is on disk, also where a person changed it; see
    /// <see cref="RunAsync(ProjectWorkspace, SourceName, ConnectorSpec, Connection, TestLanguage?, TimeSpan, IProgress{string}?, CancellationToken)"/>.
    /// Only for a person at a terminal who asks for it: never for an agent, which could have changed the file itself.
    /// </summary>
    public static Task<AuthTestRun> RunEditedAsync(
        ProjectWorkspace workspace,
        SourceName source,
        ConnectorSpec spec,
        Connection connection,
        TestLanguage? language,
        TimeSpan timeout,
        IProgress<string>? progress,
        CancellationToken cancellationToken) =>
        RunAsync(workspace, source, spec, connection, language, runEdited: true, timeout, progress, cancellationToken);

    private static async Task<AuthTestRun> RunAsync(
        ProjectWorkspace workspace,
        SourceName source,
        ConnectorSpec spec,
        Connection connection,
        TestLanguage? language,
        bool runEdited,
        TimeSpan timeout,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(connection);
        var dialect = DialectOf(workspace, source, language);
        var path = workspace.TestPath(source, dialect.Extension);
        var method = spec.RequireMethod(connection.Method);
        if (!runEdited) RequireVouchedFor(workspace, source, spec, dialect, path, connection);
        RequireApproved(spec, method, connection);

        if (dialect.Toolchain is not { } toolchain)
        {
            var text = runEdited ? AuthTestWriter.Read(path) ?? "" : AuthTestWriter.Generate(workspace, source, spec, dialect, method, shippedOnly: true);
            var facts = AuthTestWriter.FactsOf(workspace, source, spec, dialect.Extension, method);
            return await HttpTestRun.RunAsync(text, workspace.Display(path), facts, AuthTestWriter.FirstCall(spec, method), spec, connection, timeout, progress, cancellationToken).ConfigureAwait(false);
        }

        // The run gets a folder of its own for temporary files, and the program as it was checked: nothing beside the test in the
        // project is imported by it, and nobody exchanges the file between check and run.
        var folder = TemporaryFolder.Create("connector-test-");
        try
        {
            var program = path;
            var values = connection.RequestValues;
            if (!runEdited)
            {
                program = Path.Combine(folder, Path.GetFileName(path));
                AtomicFile.Write(program, AuthTestWriter.Generate(workspace, source, spec, dialect, method, shippedOnly: true), AtomicFile.Private);
                values = ValuesUsed(AuthTestWriter.FactsOf(workspace, source, spec, dialect.Extension, method), values);
            }

            if (!runEdited || toolchain.Compile is not null) toolchain.Prepare?.Invoke(folder);

            // The tools that a shell looks up come from outside the project, too.
            var searchPath = Interpreters.SearchPath(workspace, Environment.GetEnvironmentVariable("PATH"));
            var variables = new Dictionary<string, string>(toolchain.Variables?.Invoke(folder) ?? new Dictionary<string, string>())
            {
                ["PATH"] = searchPath,
                ["TMPDIR"] = folder,
                [ConfigVariable] = ConfigOf(values),
            };
            foreach (var (name, isCopy) in TrustVariables)
            {
                if ((Environment.GetEnvironmentVariable(name) ?? (isCopy ? Environment.GetEnvironmentVariable(TrustVariable) : null)) is { Length: > 0 } value) variables[name] = value;
            }

            var interpreters = runEdited
                ? Interpreters.FindOwn(workspace, toolchain, searchPath)
                : Interpreters.Find(workspace, toolchain, searchPath);
            foreach (var interpreter in interpreters)
            {
                var run = await RunOnceAsync(workspace, interpreter, dialect, toolchain, path, program, folder, variables, CredentialMask.Of(spec, method, connection.RequestValues), timeout, progress, cancellationToken)
                    .ConfigureAwait(false);
                if (run is not null) return run;
            }

            throw Interpreters.Lacking(toolchain, interpreters);
        }
        finally
        {
            TryDelete(folder);
        }
    }

    /// <summary>Runs the test; null where this program lacks what the test needs.</summary>
    private static async Task<AuthTestRun?> RunOnceAsync(
        ProjectWorkspace workspace,
        string interpreter,
        TestDialect dialect,
        TestToolchain toolchain,
        string path,
        string program,
        string folder,
        Dictionary<string, string> variables,
        Redactor mask,
        TimeSpan timeout,
        IProgress<string>? progress,
        CancellationToken cancellationToken)
    {
        var output = new BoundedOutput(mask, progress is null ? null : progress.Report);
        var errors = new BoundedOutput(mask, onLine: null);
        var started = Stopwatch.GetTimestamp();
        int? exitCode;
        try
        {
            if (toolchain.Compile?.Invoke(interpreter, folder, program) is { } compilation)
            {
                var apart = variables.Where(pair => pair.Key != ConfigVariable).ToDictionary();
                exitCode = await RunAsync(interpreter, compilation.Arguments, folder, apart).ConfigureAwait(false);
                if (exitCode == 0) exitCode = await RunAsync(compilation.Program, compilation.ProgramArguments, Path.GetDirectoryName(program)!, variables).ConfigureAwait(false);
            }
            else
            {
                exitCode = await RunAsync(interpreter, toolchain.Arguments(program != path, program), Path.GetDirectoryName(program)!, variables).ConfigureAwait(false);
            }
        }
        catch (Win32Exception error)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InterpreterNotFound, $"{interpreter} can't be started: {error.Message}.", "Check that it is executable, then run the test again.", error);
        }

        var (text, complaints) = (output.Complete(), errors.Complete());
        if (exitCode == 1 && toolchain.LackingMark is { } mark && complaints.Contains(mark, StringComparison.Ordinal)) return null;
        var outcome = OutcomeIn(text);
        return new AuthTestRun(
            dialect.Language,
            workspace.Display(path),
            exitCode ?? -1,
            outcome,
            Shorten(complaints.Length == 0 ? text : $"{text}\n{complaints}"),
            (long)Stopwatch.GetElapsedTime(started).TotalMilliseconds,
            exitCode is null);

        // One limit for compiling and running.
        Task<int?> RunAsync(string called, IReadOnlyList<string> arguments, string directory, Dictionary<string, string> environment)
        {
            var left = timeout - Stopwatch.GetElapsedTime(started);
            return ChildProcess.RunAsync(called, arguments, directory, environment, output, errors, left > TimeSpan.Zero ? left : TimeSpan.Zero, cancellationToken);
        }
    }

    private static TestDialect DialectOf(ProjectWorkspace workspace, SourceName source, TestLanguage? language)
    {
        var dialects = language is { } wanted ? [TestDialect.Of(wanted)] : TestDialect.All;
        return dialects.FirstOrDefault(dialect => AuthTestWriter.Exists(workspace, source, dialect)) ?? throw new ConnectorAuthException(
            ErrorCodes.TestNotFound,
            $"There is no written test{(language is { } missing ? $" in {EnumNames<TestLanguage>.NameOf(missing)}" : "")} at {workspace.Display(workspace.TestPath(source, dialects[0].Extension))}.",
            "Call write_auth_test first.");
    }

    /// <summary>Ends where the file is not what the product would write: neither edited by hand nor from a template of the project's own.</summary>
    private static void RequireVouchedFor(ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, TestDialect dialect, string path, Connection connection)
    {
        if (TestTemplates.OverrideOf(workspace, dialect.Template) is { } template)
        {
            throw new ConnectorAuthException(
                ErrorCodes.TerminalOnly,
                $"{workspace.Display(path)} is made from the project's own template {template}, which nobody but the project vouches for; it is not run with the stored credentials.",
                $"The person runs it in a terminal: mcp-connector-auth test {source} --edited. Or remove the template and call write_auth_test.");
        }

        var text = AuthTestWriter.Read(path) ?? "";
        if (AuthTestWriter.IsEdited(text))
        {
            throw AuthTestWriter.Edited(
                workspace.Display(path),
                $"It is not run with the stored credentials. The person runs it in a terminal: mcp-connector-auth test {source} --edited. Or call write_auth_test with overwrite true.");
        }

        AuthTestWriter.Write(workspace, source, spec, dialect.Language, overwrite: false, connection.Method);
    }

    /// <summary>The values that the requests use, by the spec's names: a secret that only a token endpoint needs stays here.</summary>
    private static CredentialValues ValuesUsed(TestFacts facts, CredentialValues values) => new(facts.Parameters
        .Select(parameter => (parameter.Name, Value: ParameterValues.Find(values, parameter.Name)))
        .Where(pair => pair.Value is not null)
        .Select(pair => KeyValuePair.Create(pair.Name, new Secret(pair.Value!))));

    /// <summary>The hosts of a changed spec need a new approval, also where the test is the one that sends.</summary>
    private static void RequireApproved(ConnectorSpec spec, SpecMethod method, Connection connection)
    {
        using var request = AuthTestWriter.FirstRequest(spec, method, connection.RequestValues);
        if (connection.ApprovedHosts.Any(host => HostAddress.TryParse(host, out var approved) && approved.Matches(request.RequestUri!))) return;
        throw new ConnectorAuthException(
            ErrorCodes.HostNotApproved,
            $"The test sends the credential to {request.RequestUri!.Authority}, which the person has not approved ({string.Join(", ", connection.ApprovedHosts)}); it was not run.",
            "Open the portal again (start_credential_portal) so that the person approves the host.");
    }

    private static string ConfigOf(CredentialValues values)
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            writer.WriteStartObject();
            foreach (var (name, value) in values.All) writer.WriteString(name, value.Reveal());
            writer.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>The last line of a run.</summary>
    internal static string OutcomeLine(VerificationOutcome outcome) => OutcomeMark + Outcomes.First(pair => pair.Outcome == outcome).Name;

    /// <summary>The exit code that stands for an outcome in every language.</summary>
    internal static int ExitCodeOf(VerificationOutcome outcome) =>
        outcome == VerificationOutcome.Valid ? 0 : 9 + Array.FindIndex(Outcomes, pair => pair.Outcome == outcome);

    private static VerificationOutcome? OutcomeIn(string output)
    {
        var line = output.Split('\n').LastOrDefault(candidate => candidate.StartsWith(OutcomeMark, StringComparison.Ordinal));
        return line is null ? null : Outcomes.Where(pair => pair.Name == line[OutcomeMark.Length..].Trim()).Select(pair => (VerificationOutcome?)pair.Outcome).FirstOrDefault();
    }

    /// <summary>At most 2 kB: the beginning and the end.</summary>
    private static string Shorten(string text)
    {
        text = text.Trim();
        const int half = (MaximumOutput / 2) - 8;
        return text.Length <= MaximumOutput ? text : $"{text[..half]}\n[…]\n{text[^half..]}";
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Left to the system's own cleaning of temporary files.
        }
    }
}
