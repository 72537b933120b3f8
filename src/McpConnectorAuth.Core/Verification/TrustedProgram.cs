using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Verification;

/// <summary>Finds programs of the machine, never those that somebody put into the project.</summary>
public static class TrustedProgram
{
    /// <summary>The absolute path of a program in those folders of PATH that are absolute and outside the project; null where there is none.</summary>
    /// <param name="workspace">The project.</param>
    /// <param name="name">The program's name, without an ending.</param>
    public static string? Find(ProjectWorkspace workspace, string name) => Interpreters.Program(workspace, name);
}
