using System.ComponentModel;
using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Keeps a file out of version control, and proves that it is, before anything is written into it.</summary>
internal sealed class GitExclusion(ProjectWorkspace workspace)
{
    private const string FileName = ".gitignore";
    private const int LargestFile = 1 << 20;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    /// <summary>Adds a rule to the project's <c>.gitignore</c> where none covers the file.</summary>
    /// <returns>Whether a rule was added.</returns>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileTracked"/>, <see cref="ErrorCodes.PathOutsideProject"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public async Task<bool> EnsureAsync(string path, CancellationToken cancellationToken)
    {
        workspace.Resolve(FileName);
        var inRepository = InRepository();
        if (inRepository && await AskAsync(["--literal-pathspecs", "ls-files", "--error-unmatch", "--", path], cancellationToken).ConfigureAwait(false))
        {
            throw Refused(
                path,
                "is tracked by git: credentials in it would be committed",
                $"Take it out of version control (`git rm --cached {workspace.Display(path)}`), commit that, then call again. What it held before stays in the history.");
        }

        if (inRepository && await IsIgnoredAsync(path, cancellationToken).ConfigureAwait(false)) return false;
        var added = AddRule(path);
        if (inRepository && !await IsIgnoredAsync(path, cancellationToken).ConfigureAwait(false))
            throw Refused(path, $"is not ignored by git although {FileName} names it: a later rule takes it back", "Remove the rule that begins with \"!\", then call again.");
        return added;
    }

    private Task<bool> IsIgnoredAsync(string path, CancellationToken cancellationToken) => AskAsync(["check-ignore", "-q", "--", path], cancellationToken);

    private bool InRepository()
    {
        for (var folder = workspace.Root; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (Path.Exists(Path.Combine(folder, ".git"))) return true;
        }

        return false;
    }

    /// <summary>Appends a rule of the project's root, unless that very line is there.</summary>
    private bool AddRule(string path)
    {
        var file = workspace.Resolve(FileName);
        var rule = "/" + Escape(workspace.Display(path));
        try
        {
            var text = File.Exists(file) ? ReadText(file) : "";
            if (text.Split('\n').Any(line => line.TrimEnd('\r') == rule)) return false;
            var lineEnd = text.Contains("\r\n", StringComparison.Ordinal) ? "\r\n" : "\n";
            var before = text.Length == 0 || text.EndsWith('\n') ? "" : lineEnd;
            AtomicFile.Write(file, $"{text}{before}{rule}{lineEnd}");
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw Refused(path, $"can't be excluded, because {FileName} can't be changed: {error.Message}", $"Add the line {rule} to it, then call again.");
        }
    }

    private static string ReadText(string file)
    {
        if (new FileInfo(file).Length > LargestFile) throw new IOException("it is larger than 1 MiB");
        return new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true).GetString(File.ReadAllBytes(file));
    }

    private static string Escape(string path) =>
        string.Concat(path.Select(character => character is '\\' or '*' or '?' or '[' or ']' or ' ' or '#' or '!' ? $"\\{character}" : $"{character}"));

    /// <summary>
    /// Asks git a question that it answers by its exit code. Only a git outside the project is asked, and it runs nothing that the
    /// repository's own configuration names.
    /// </summary>
    private async Task<bool> AskAsync(string[] question, CancellationToken cancellationToken)
    {
        var program = Interpreters.Program(workspace, "git") ?? throw Unknown("git was not found outside the project");
        var output = new BoundedOutput(new Redactor(), null);
        var errors = new BoundedOutput(new Redactor(), null);
        int? exitCode;
        try
        {
            exitCode = await ChildProcess.RunAsync(
                program,
                ["-c", "core.fsmonitor=false", .. question],
                workspace.Root,
                new Dictionary<string, string> { ["GIT_OPTIONAL_LOCKS"] = "0", ["LC_ALL"] = "C" },
                output,
                errors,
                Timeout,
                cancellationToken).ConfigureAwait(false);
        }
        catch (Win32Exception error)
        {
            throw Unknown(error.Message);
        }

        return exitCode switch
        {
            0 => true,
            1 => false,
            _ => throw Unknown(errors.Complete() is { Length: > 0 } said ? said.Trim() : "git did not answer"),
        };
    }

    private ConnectorAuthException Unknown(string why) => new(
        ErrorCodes.FileTracked,
        $"Whether git tracks the file in {workspace.Root} is not known: {why}",
        "Make git work in the project (`git status`), then call again. Nothing was written.");

    private ConnectorAuthException Refused(string path, string problem, string nextStep) => new(
        ErrorCodes.FileTracked, $"{workspace.Display(path)} {problem}.", $"{nextStep} Nothing was written into it.");
}
