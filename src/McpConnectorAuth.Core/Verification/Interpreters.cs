using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Finds the programs that run written tests: only those outside the project, because whoever writes in the project (an agent)
/// could put a program there that shows the credentials in a form that no redaction knows.
/// </summary>
internal static class Interpreters
{

    /// <summary>The programs to try for a language.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="toolchain">What runs a test of the language.</param>
    /// <param name="searchPath">Folders to look in, as <see cref="SearchPath"/> returns them.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InterpreterNotFound"/>, saying what to install.</exception>
    public static IReadOnlyList<string> Find(ProjectWorkspace workspace, TestToolchain toolchain, string searchPath)
    {
        if (toolchain.Tools.FirstOrDefault(tool => !OnPath(workspace, searchPath, tool).Any()) is { } missing) throw Missing($"{missing} outside the project", toolchain.HowToGet);
        var programs = toolchain.Programs.SelectMany(name => OnPath(workspace, searchPath, name)).ToList();
        return programs.Count > 0 ? programs : throw Missing($"{toolchain.Name} outside the project", toolchain.HowToGet);
    }

    /// <summary>The project's own interpreters first, then those of PATH; for a person's own terminal only.</summary>
    /// <inheritdoc cref="Find"/>
    public static IReadOnlyList<string> FindOwn(ProjectWorkspace workspace, TestToolchain toolchain, string searchPath)
    {
        var own = toolchain.ProjectPrograms.Select(program => Path.Combine(workspace.Root, program)).Where(File.Exists).ToList();
        return own.Count > 0 ? own : Find(workspace, toolchain, searchPath);
    }

    /// <summary>The folders of the variable PATH that are absolute and outside the project, in the same form.</summary>
    public static string SearchPath(ProjectWorkspace workspace, string? path) => string.Join(
        Path.PathSeparator,
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(folder => Path.IsPathFullyQualified(folder) && workspace.LiesOutside(folder)));

    /// <summary>The error where every program that was found lacks what the test needs.</summary>
    public static ConnectorAuthException Lacking(TestToolchain toolchain, IReadOnlyList<string> programs)
    {
        var (what, nextStep) = toolchain.Lacking!(programs);
        return new ConnectorAuthException(ErrorCodes.InterpreterNotFound, what, nextStep);
    }

    /// <summary>A program outside the project by its name; null where there is none.</summary>
    public static string? Program(ProjectWorkspace workspace, string name) =>
        OnPath(workspace, SearchPath(workspace, Environment.GetEnvironmentVariable("PATH")), name).FirstOrDefault();

    private static IEnumerable<string> OnPath(ProjectWorkspace workspace, string searchPath, string name) => searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .Where(program => File.Exists(program) && workspace.LiesOutside(program));

    private static ConnectorAuthException Missing(string what, string nextStep) => new(ErrorCodes.InterpreterNotFound, $"{what} was not found.", nextStep);
}
