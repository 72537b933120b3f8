using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>A project in a folder of its own, with one source.</summary>
internal sealed class TestProject : IDisposable
{
    public TestProject() => Workspace = new ProjectWorkspace(Directory.CreateTempSubdirectory("verify-test-").FullName);

    public ProjectWorkspace Workspace { get; }

    public SourceName Source { get; } = SourceName.Parse("made_up");

    public string TestFile(TestLanguage language) => Workspace.TestPath(Source, TestDialect.Of(language).Extension);

    public WrittenTest Write(ConnectorSpec spec, TestLanguage language, bool overwrite = false) => AuthTestWriter.Write(Workspace, Source, spec, language, overwrite);

    public Connection Connection(CredentialValues values, params string[] approved) =>
        new(new ConnectionId(Workspace.Id, Source), "main", values, approved, DateTimeOffset.UnixEpoch);

    public Task<AuthTestRun> Run(ConnectorSpec spec, CredentialValues values, LoopbackApi api, TestLanguage? language, CancellationToken cancellationToken = default) =>
        AuthTestRunner.RunAsync(Workspace, Source, spec, Connection(values, api.Host), language, TimeSpan.FromMinutes(2), null, cancellationToken);

    public void Dispose() => Directory.Delete(Workspace.Root, recursive: true);
}
