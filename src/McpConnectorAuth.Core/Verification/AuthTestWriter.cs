using System.Security.Cryptography;
using System.Text;
using HandlebarsDotNet;
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
    private static readonly Lazy<IHandlebars> Engine = new(() => Handlebars.Create(new HandlebarsConfiguration { NoEscape = true }));

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
        var text = Generate(workspace, source, spec, dialect, MethodOf(spec, method));
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
            $"Read from CONNECTOR_TEST_CONFIG_JSON, else from the file in CONNECTOR_TEST_CONFIG_PATH, else from {workspace.Display(workspace.ConfigPath(source))}; run_auth_test passes the stored ones.");
    }

    /// <summary>The absolute path of a source's written test in any language, or null where there is none.</summary>
    public static string? Find(ProjectWorkspace workspace, SourceName source) =>
        TestDialect.All.Select(dialect => workspace.TestPath(source, dialect.Extension)).FirstOrDefault(File.Exists);

    internal static SpecMethod MethodOf(ConnectorSpec spec, string? method) =>
        method is null
            ? spec.Authentication.Methods.FirstOrDefault(candidate => MethodSupport.IsStatic(candidate) && RequestFactory.Supports(spec, candidate)) ?? spec.RequireMethod(null)
            : spec.RequireMethod(method);

    /// <summary>The text of a test; the same for the same spec.</summary>
    internal static string Generate(ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, TestDialect dialect, SpecMethod method)
    {
        var facts = FactsOf(workspace, source, spec, dialect, method);
        var template = Engine.Value.Compile(ReadTemplate(dialect.Template));
        var body = Normalize(template(dialect.Model(facts)));
        return $"{dialect.FirstLine}\n# Written by McpConnectorAuth for the method {Comment(method.Name)}. {HashMark}{Hash(body)}\n{body}";
    }

    /// <summary>Whether a file differs from what was written: its body does not have the hash in its second line.</summary>
    internal static bool IsEdited(string text)
    {
        var lines = Normalize(text).Split('\n', 3);
        var mark = lines.Length == 3 ? lines[1].IndexOf(HashMark, StringComparison.Ordinal) : -1;
        return mark < 0 || !lines[1].AsSpan(mark + HashMark.Length).StartsWith(Hash(lines[2]), StringComparison.Ordinal);
    }

    /// <summary>The request that the written test makes first. The caller disposes it.</summary>
    internal static HttpRequestMessage FirstRequest(ConnectorSpec spec, SpecMethod method, CredentialValues values) =>
        RequestFactory.Create(spec, method, CallOf(spec, method).Call, values, ControlVariant.Credential);

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

    private static TestFacts FactsOf(ProjectWorkspace workspace, SourceName source, ConnectorSpec spec, TestDialect dialect, SpecMethod method)
    {
        var (call, plan) = CallOf(spec, method);
        var used = plan.ParameterNames.ToHashSet(ParameterNameComparer.Instance);
        var path = workspace.TestPath(source, dialect.Extension);
        var config = workspace.ConfigPath(source);
        return new TestFacts(
            source,
            method,
            Comment($"{plan.Verb} {call.Path}"),
            plan,
            [.. spec.ParametersOf(method).Where(parameter => used.Contains(parameter.Name))],
            spec.Authentication.LockoutWarning,
            Comment(workspace.Display(path)),
            Comment(workspace.Display(config)),
            Path.GetRelativePath(Path.GetDirectoryName(path)!, config).Replace('\\', '/'));
    }

    /// <summary>The first verification call that can be made with the method's parameters.</summary>
    private static (SpecVerification Call, RequestPlan Plan) CallOf(ConnectorSpec spec, SpecMethod method)
    {
        if (!MethodSupport.IsStatic(method))
        {
            throw new ConnectorAuthException(
                ErrorCodes.MethodNotSupported,
                $"A written test can't carry out the method {method.Name} ({EnumNames<AuthKind>.NameOf(method.Kind)}): it puts stored values onto a request and does not sign in or sign.",
                "The portal's own check proves this connection; written tests work for bearer, api_key and basic methods.");
        }

        ConnectorAuthException? reason = null;
        foreach (var call in spec.Authentication.Verification)
        {
            try
            {
                var plan = RequestPlan.Create(spec, method, call);
                if (plan.ParameterNames.All(name => method.Parameters.Contains(name, ParameterNameComparer.Instance))) return (call, plan);
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

    /// <summary>Text of a document as it may stand in a comment of any language.</summary>
    private static string Comment(string text) =>
        string.Concat(text.Take(120).Select(character => char.IsAsciiLetterOrDigit(character) || " /{}._?=&,:@~+-".Contains(character, StringComparison.Ordinal) ? character : '?'));

    private static string Hash(string body) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(body)));

    private static string ReadTemplate(string name)
    {
        using var stream = typeof(AuthTestWriter).Assembly.GetManifestResourceStream($"McpConnectorAuth.Core.Verification.Templates.{name}.hbs")
            ?? throw new InvalidOperationException($"The template {name} is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
