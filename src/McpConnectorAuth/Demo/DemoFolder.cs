using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Demo;

/// <summary>A temporary folder with a project and a credential store of its own, removed at the end.</summary>
internal sealed class DemoFolder : IDisposable
{
    private readonly string _root = TemporaryFolder.Create("connector-auth-demo-");

    /// <summary>Makes the folder and points this process's store at it.</summary>
    /// <param name="keep">Whether it stays.</param>
    public DemoFolder(bool keep)
    {
        Keep = keep;
        Project = new ProjectWorkspace(Directory.CreateDirectory(Path.Combine(_root, "project")).FullName);
        Environment.SetEnvironmentVariable(ConnectorAuthHome.Variable, Path.Combine(_root, "home"));

        // A folder that goes away leaves nothing in the person's keychain.
        Environment.SetEnvironmentVariable(Vault.KeyStoreVariable, VaultKeyOrigin.KeyFile);
        Environment.SetEnvironmentVariable(Vault.KeyVariable, null);
    }

    /// <summary>Whether the folder stays at the end.</summary>
    public bool Keep { get; }

    /// <summary>The project.</summary>
    public ProjectWorkspace Project { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!Keep && Directory.Exists(_root)) Directory.Delete(_root, recursive: true);
    }
}
