using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Writes an ordinary test file of a source's authentication: one read-only call with its two controls. The file holds no
/// credential; it reads them from the environment or the development configuration.
/// </summary>
public static class AuthTestWriter
{
    private const string HashMark = "sha256 ";

    /// <summary>Writes a source's test where the layout keeps it.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="source">The source.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="language">Language of the test.</param>
    /// <param name="overwrite">Whether a file that a person edited may be replaced.</param>
    /// <param name="method">Name of the method to test, such as the stored connection's; the first that can be carried out where null.</param>
    /// <exception cref="ConnectorAuthException">
    /// <see cref="ErrorCodes.FileEdited"/>, <see cref="ErrorCodes.NothingToVerify"/>, <see cref="ErrorCodes.MethodNotSupported"/>,
    /// <see cref="ErrorCodes.SpecInvalid"/>, <see cref="ErrorCodes.HostNotApproved"/>, <see cref="ErrorCodes.FileAccess"/> or
    /// <see cref="ErrorCodes.PathOutsideProject"/>.
    /// </exception>
    public static WrittenTest Write(
        ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, TestLanguage language, bool overwrite, string? method = null)
    {
        ArgumentNullException.ThrowIfNull(workspace);
        ArgumentNullException.ThrowIfNull(spec);
        var dialect = TestDialect.Of(language);
        var path = workspace.TestPath(source, dialect.Extension);
        var template = TestTemplates.OverrideOf(workspace, dialect.Template);
        var text = Generate(workspace, source, spec, dialect, MethodOf(spec, method), shippedOnly: false);
        var existing = Read(path);
        var change = existing switch
        {
            null => FileChange.Created,
            _ when Normalize(existing) == text => FileChange.Unchanged,
            _ when !overwrite && IsEdited(existing) => throw Edited(
                workspace.Display(path), "Keep it as it is, or call write_auth_test with overwrite true to replace it."),
            _ => FileChange.Updated,
        };
        if (change != FileChange.Unchanged) AtomicFile.Write(path, text);
        var shown = workspace.Display(path);
        return new WrittenTest(
            shown,
            language,
            change,
            dialect.Command(shown),
            $"Read from CONNECTOR_TEST_CONFIG_JSON, else from the file in CONNECTOR_TEST_CONFIG_PATH, else from {workspace.Display(workspace.ConfigPath(source))}; "
            + (template is null ? "run_auth_test passes the stored ones." : $"run_auth_test does not run it, because it is made from {template}: a person does, with \"mcp-connector-auth test {source} --edited\" in a terminal."));
    }

    /// <summary>The absolute path of a source's written test in any language, or null where there is none.</summary>
    public static string? Find(ProjectWorkspace workspace, SourceName source) =>
        TestDialect.All.Select(dialect => workspace.TestPath(source, dialect.Extension)).FirstOrDefault(File.Exists);

    /// <summary>Whether there is a written test in a language.</summary>
    internal static bool Exists(ProjectWorkspace workspace, SourceName source, TestDialect dialect) =>
        Read(workspace.TestPath(source, dialect.Extension)) is { } text && MayBeIn(text, dialect.Language);

    internal static SpecMethod MethodOf(ConnectorSpec spec, string? method) =>
        method is null
            ? spec.Authentication.Methods.FirstOrDefault(candidate => RequestFactory.Supports(spec, candidate)) ?? spec.RequireMethod(null)
            : spec.RequireMethod(method);

    /// <summary>The text of a test; the same for the same spec.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="source">The source.</param>
    /// <param name="spec">Its spec.</param>
    /// <param name="dialect">The language.</param>
    /// <param name="method">The method to test.</param>
    /// <param name="shippedOnly">Whether a template of the project's own is passed over.</param>
    internal static string Generate(ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, TestDialect dialect, SpecMethod method, bool shippedOnly)
    {
        var facts = FactsOf(workspace, source, spec, dialect.Extension, method);
        if (dialect.Lacks(facts) is { } lack) throw NotIn(dialect, facts, lack);
        var model = dialect.Model(facts);
        var template = shippedOnly ? null : TestTemplates.OverrideOf(workspace, dialect.Template);
        var body = template is null ? TestTemplates.Fill(dialect.Template, model) : TestTemplates.FillOverride(workspace, dialect.Template, model);
        var origin = template is null ? "" : $" from the project's template {Comment(template)}";
        var head = $"{dialect.CommentMark} Written by McpConnectorAuth ({EnumNames<TestLanguage>.NameOf(dialect.Language)}) for the method {Comment(method.Name)}{origin}. {HashMark}{Hash(body)}\n";
        return (dialect.FirstLine is { } first ? first + "\n" : "") + head + body;
    }

    /// <summary>The languages in which a method's test can be written.</summary>
    internal static IEnumerable<TestLanguage> LanguagesFor(TestFacts facts) =>
        TestDialect.All.Where(dialect => dialect.Lacks(facts) is null).Select(dialect => dialect.Language);

    /// <summary>Whether a file differs from what was written: its body does not have the hash that its first or second line names.</summary>
    internal static bool IsEdited(string text)
    {
        var (mark, body) = SplitHead(text);
        return mark is null || !mark.AsSpan(mark.IndexOf(HashMark, StringComparison.Ordinal) + HashMark.Length).StartsWith(Hash(body), StringComparison.Ordinal);
    }

    /// <summary>Whether a file says that it is written in a language, or does not say in which.</summary>
    internal static bool MayBeIn(string text, TestLanguage language) =>
        SplitHead(text).Mark is not { } mark
        || !mark.Contains(" by McpConnectorAuth (", StringComparison.Ordinal)
        || mark.Contains($" by McpConnectorAuth ({EnumNames<TestLanguage>.NameOf(language)}) ", StringComparison.Ordinal);

    /// <summary>The request that the written test makes first. The caller disposes it.</summary>
    internal static HttpRequestMessage FirstRequest(ConnectorSpec spec, SpecMethod method, CredentialValues values) =>
        RequestFactory.Create(spec, method, CallOf(spec, method).Call, values, ControlVariant.Credential);

    /// <summary>The call that the written test makes.</summary>
    internal static SpecVerification FirstCall(ConnectorSpec spec, SpecMethod method) => CallOf(spec, method).Call;

    internal static ConnectorAuthException Edited(string path, string nextStep) =>
        new(ErrorCodes.FileEdited, $"{path} was changed by a person since it was written.", nextStep);

    internal static string? Read(string path)
    {
        const int maximumBytes = 1024 * 1024;
        try
        {
            var file = new FileInfo(path);
            if (!file.Exists) return null;
            return file.Length > maximumBytes ? "" : File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{path} can't be read: {error.Message}", "Check its permissions.", error);
        }
    }

    /// <summary>Text with line ends as this product writes them: a version control system may have changed them.</summary>
    internal static string Normalize(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal);

    /// <summary>What a test of a method needs to know.</summary>
    internal static TestFacts FactsOf(ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, string extension, SpecMethod method)
    {
        var (call, plan, seal) = CallOf(spec, method);
        var used = TestFacts.NamesUsed(plan, seal);
        var given = spec.ParametersOf(method).Where(parameter => used.Contains(parameter.Name)).ToList();
        var issued = plan.Holes.Issued.Concat(plan.Holes.Facts)
            .Where(name => used.Contains(name) && !given.Any(parameter => ParameterNameComparer.Instance.Equals(parameter.Name, name)))
            .Distinct(ParameterNameComparer.Instance)
            .ToList();
        var path = workspace.TestPath(source, extension);
        var config = workspace.ConfigPath(source);
        return new TestFacts(
            source,
            method,
            Comment($"{plan.Verb} {call.Path}"),
            plan,
            seal,
            [.. given, .. issued.Select(name => new SpecParameter(name, "string", true, plan.Secrets.Contains(name), ""))],
            issued,
            spec.Authentication.LockoutWarning,
            Comment(workspace.Display(path)),
            Comment(workspace.Display(config)),
            Path.GetRelativePath(Path.GetDirectoryName(path)!, config).Replace('\\', '/'));
    }

    /// <summary>The first verification call that can be made with what the method has.</summary>
    private static (SpecVerification Call, RequestPlan Plan, TestSeal? Seal) CallOf(ConnectorSpec spec, SpecMethod method)
    {
        var same = ParameterNameComparer.Instance;
        ConnectorAuthException? reason = null;
        foreach (var call in spec.Authentication.Verification)
        {
            try
            {
                var plan = RequestPlan.Create(spec, method, call);
                var seal = TestSeal.Of(spec, method, plan);
                var known = method.Parameters.Concat(plan.Holes.Issued).Concat(plan.Holes.Facts).ToHashSet(same);
                if (TestFacts.NamesUsed(plan, seal).All(known.Contains)) return (call, plan, seal);
            }
            catch (ConnectorAuthException error)
            {
                reason ??= error;
            }
        }

        throw reason ?? new ConnectorAuthException(
            ErrorCodes.NothingToVerify,
            "The spec names no verification call that the method's parameters are enough for.",
            "Name a reading call that needs the credential in authentication.verification, such as GET /me.");
    }

    private static ConnectorAuthException NotIn(TestDialect dialect, TestFacts facts, string lack)
    {
        var others = LanguagesFor(facts).Select(EnumNames<TestLanguage>.NameOf).ToList();
        return new ConnectorAuthException(
            ErrorCodes.MethodNotSupported,
            $"A written test in {EnumNames<TestLanguage>.NameOf(dialect.Language)} can't carry out the method {facts.Method.Name} ({EnumNames<AuthKind>.NameOf(facts.Method.Kind)}): {lack}.",
            others.Count > 0 ? $"Write it in {string.Join(" or ", others)}." : "run_auth_test proves this connection without a written test.");
    }

    /// <summary>The line with the hash and what follows it; null where neither of the first two lines is one.</summary>
    private static (string? Mark, string Body) SplitHead(string text)
    {
        var lines = Normalize(text).Split('\n', 3);
        for (var index = 0; index < lines.Length - 1 && index < 2; index++)
        {
            if (lines[index].Contains(HashMark, StringComparison.Ordinal)) return (lines[index], string.Join('\n', lines[(index + 1)..]));
        }

        return (null, "");
    }

    /// <summary>Text of a document as it may stand in a comment of any language.</summary>
    private static string Comment(string text) =>
        string.Concat(text.Take(120).Select(character => char.IsAsciiLetterOrDigit(character) || " /{}._?=&,:@~+-".Contains(character, StringComparison.Ordinal) ? character : '?'));

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));
}
