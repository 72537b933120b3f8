namespace McpConnectorAuth.Core.Workspace;

/// <summary>
/// Where a project keeps what belongs to a source: path templates relative to the project's root, with <c>{source}</c>
/// for the source's name. A layout is data; no code branches on its name.
/// </summary>
/// <param name="Name">The layout's name, such as <c>generic</c>; <c>custom</c> where the project sets paths of its own.</param>
/// <param name="Document">The API document, where no other path is given.</param>
/// <param name="Spec">The connector spec.</param>
/// <param name="Test">The written authentication test, with <c>{ext}</c> for the language's file ending.</param>
/// <param name="Config">The plain-text development configuration, written only when a person asks for it.</param>
/// <param name="Memory">The folder of the project's memory.</param>
/// <param name="Templates">The folder of the project's own templates for written tests.</param>
public sealed record WorkspaceLayout(string Name, string Document, string Spec, string Test, string Config, string Memory, string Templates)
{
    /// <summary>The layout of a project that declares no other and is of no recognised kind.</summary>
    public static WorkspaceLayout Generic => BuiltInLayouts.Named("generic");
}
