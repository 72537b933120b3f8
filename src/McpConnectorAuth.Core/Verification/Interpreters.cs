using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Finds the programs that run written tests.</summary>
internal static class Interpreters
{
    private static readonly string[] EnvironmentPythons =
        [Path.Combine(".venv", "bin", "python"), Path.Combine("venv", "bin", "python"), Path.Combine(".venv", "Scripts", "python.exe"), Path.Combine("venv", "Scripts", "python.exe")];

    /// <summary>The programs to try for a language, the project's own first.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="language">Language of the test.</param>
    /// <param name="searchPath">Folders to look in, as the variable PATH lists them.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InterpreterNotFound"/>, saying what to install.</exception>
    public static IReadOnlyList<string> Find(ProjectWorkspace workspace, TestLanguage language, string? searchPath)
    {
        if (language == TestLanguage.Python)
        {
            var pythons = EnvironmentPythons
                .Select(path => Path.Combine(workspace.Root, path))
                .Where(File.Exists)
                .Concat(OnPath(searchPath, "python3"))
                .Concat(OnPath(searchPath, "python"))
                .ToList();
            return pythons.Count > 0 ? pythons : throw Missing("Python 3", "Install Python 3 with the package requests (Debian: apt-get install python3-requests; macOS: brew install python), then run the test again.");
        }

        if (!OnPath(searchPath, "curl").Any()) throw Missing("curl", "Install curl (Debian: apt-get install curl), then run the test again.");
        var shell = OnPath(searchPath, "sh").Concat(OnPath(searchPath, "bash")).Take(1).ToList();
        return shell.Count > 0 ? shell : throw Missing("A POSIX shell", "Install bash, or write the test in python.");
    }

    /// <summary>The error for Python without the package requests.</summary>
    public static ConnectorAuthException WithoutRequests(IReadOnlyList<string> pythons) => new(
        ErrorCodes.InterpreterNotFound,
        $"Python was found ({string.Join(", ", pythons)}) but not its package requests.",
        $"Install it with \"{pythons[0]} -m pip install requests\" (Debian: apt-get install python3-requests), then run the test again.");

    private static IEnumerable<string> OnPath(string? searchPath, string name)
    {
        return (searchPath ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name))
            .Where(File.Exists);
    }

    private static ConnectorAuthException Missing(string what, string nextStep) => new(ErrorCodes.InterpreterNotFound, $"{what} was not found.", nextStep);
}
