using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Finds the programs that run written tests: only those outside the project, because whoever writes in the project (an agent)
/// could put a program there that shows the credentials in a form that no redaction knows.
/// </summary>
internal static class Interpreters
{
    private const int MaximumLinks = 40;

    /// <summary>The programs to try for a language.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="language">Language of the test.</param>
    /// <param name="searchPath">Folders to look in, as <see cref="SearchPath"/> returns them.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InterpreterNotFound"/>, saying what to install.</exception>
    public static IReadOnlyList<string> Find(ProjectWorkspace workspace, TestLanguage language, string searchPath)
    {
        if (language == TestLanguage.Python)
        {
            var pythons = OnPath(workspace, searchPath, "python3").Concat(OnPath(workspace, searchPath, "python")).ToList();
            return pythons.Count > 0 ? pythons : throw Missing("Python 3 outside the project", "Install Python 3 with the package requests system-wide (Debian: apt-get install python3-requests; macOS: brew install python), then run the test again.");
        }

        if (!OnPath(workspace, searchPath, "curl").Any()) throw Missing("curl outside the project", "Install curl (Debian: apt-get install curl), then run the test again.");
        var shell = OnPath(workspace, searchPath, "sh").Concat(OnPath(workspace, searchPath, "bash")).Take(1).ToList();
        return shell.Count > 0 ? shell : throw Missing("A POSIX shell outside the project", "Install bash, or write the test in python.");
    }

    /// <summary>The folders of the variable PATH that are absolute and outside the project, in the same form.</summary>
    public static string SearchPath(ProjectWorkspace workspace, string? path) => string.Join(
        Path.PathSeparator,
        (path ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Where(folder => Path.IsPathFullyQualified(folder) && LiesOutside(workspace, folder)));

    /// <summary>The error for Python without the package requests.</summary>
    public static ConnectorAuthException WithoutRequests(IReadOnlyList<string> pythons) => new(
        ErrorCodes.InterpreterNotFound,
        $"Python was found ({string.Join(", ", pythons)}) but not its package requests; packages of the project or of the user alone don't count.",
        $"Install requests system-wide for {pythons[0]} (Debian: apt-get install python3-requests), then run the test again.");

    /// <summary>A program outside the project by its name; null where there is none.</summary>
    public static string? Program(ProjectWorkspace workspace, string name) =>
        OnPath(workspace, SearchPath(workspace, Environment.GetEnvironmentVariable("PATH")), name).FirstOrDefault();

    private static IEnumerable<string> OnPath(ProjectWorkspace workspace, string searchPath, string name) => searchPath
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
        .Where(program => File.Exists(program) && LiesOutside(workspace, program));

    /// <summary>Whether neither the path nor any link on the way to its target is in the project.</summary>
    private static bool LiesOutside(ProjectWorkspace workspace, string path)
    {
        var roots = new[] { Path.GetFullPath(workspace.Root), Steps(workspace.Root).Last() };
        return Steps(path).All(step => !roots.Any(root => IsIn(root, step)));
    }

    private static bool IsIn(string root, string path) =>
        Path.TrimEndingDirectorySeparator(path).Equals(Path.TrimEndingDirectorySeparator(root), StringComparison.OrdinalIgnoreCase)
        || path.StartsWith(Path.TrimEndingDirectorySeparator(root) + Path.DirectorySeparatorChar, StringComparison.OrdinalIgnoreCase);

    /// <summary>The path, then the path after each link in it is followed; the last has none.</summary>
    private static List<string> Steps(string path)
    {
        var steps = new List<string> { Path.GetFullPath(path) };
        while (steps.Count <= MaximumLinks && Follow(steps[^1]) is { } next) steps.Add(next);
        return steps;
    }

    /// <summary>The path with its first link replaced by the link's target, or null where it has none.</summary>
    private static string? Follow(string path)
    {
        var current = Path.GetPathRoot(path)!;
        var names = path[current.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries);
        for (var index = 0; index < names.Length; index++)
        {
            var parent = current;
            current = Path.Combine(current, names[index]);
            if (new FileInfo(current).LinkTarget is { } target) return Path.GetFullPath(Path.Combine([parent, target, .. names[(index + 1)..]]));
        }

        return null;
    }

    private static ConnectorAuthException Missing(string what, string nextStep) => new(ErrorCodes.InterpreterNotFound, $"{what} was not found.", nextStep);
}
