using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>A portal over a store in memory and a scripted verifier.</summary>
internal sealed class PortalUnderTest : IAsyncDisposable
{
    private readonly ApiClient _client = new();

    public PortalUnderTest(PortalOptions? options = null, TimeProvider? clock = null) =>
        Portal = new CredentialPortal(Store, Verifier, () => new OAuthClient(_client, clock), options ?? new PortalOptions(), clock);

    public MemoryStore Store { get; } = new();

    public ScriptedVerifier Verifier { get; } = new();

    public CredentialPortal Portal { get; }

    public static ConnectionId Id(string source = "acme") => new("0123456789abcdef", SourceName.Parse(source));

    public Task<PortalSession> OpenAsync(
        ConnectorSpec? spec = null, string source = "acme", string? method = null, bool fresh = false, string requestedBy = "Example Agent") =>
        Portal.OpenAsync(
            new PortalRequest(Id(source), spec ?? SampleSpecs.Key(), "specs/acme/connector_spec.yaml", requestedBy, method, fresh), CancellationToken.None);

    public async ValueTask DisposeAsync()
    {
        await Portal.DisposeAsync();
        _client.Dispose();
    }
}
