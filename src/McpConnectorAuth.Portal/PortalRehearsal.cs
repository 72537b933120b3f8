using System.Net;
using System.Net.Sockets;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Portal;

/// <summary>
/// Opens a page of its own, reads it once and closes it, so that the code of the portal is compiled before a person waits for it.
/// It has no credential, no store and no network beyond 127.0.0.1, and nothing listens once it is over.
/// </summary>
public static class PortalRehearsal
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Rehearses.</summary>
    /// <returns>Number of bytes of the answer.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled or took longer than 10 s.</exception>
    public static async Task<int> RunAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        await using var portal = new CredentialPortal(new NoStore(), new NoVerifier(), () => throw new NotSupportedException(), new PortalOptions());
        var request = new PortalRequest(new ConnectionId("rehearsal", SourceName.Parse("rehearsal")), Spec(), "spec", "rehearsal");
        var session = await portal.OpenAsync(request, limit.Token).ConfigureAwait(false);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, session.Url.Port), limit.Token).ConfigureAwait(false);
        await socket.SendAsync(
            Encoding.ASCII.GetBytes($"GET {session.Url.AbsolutePath} HTTP/1.1\r\nHost: {session.Url.Authority}\r\nAccept: text/html\r\nConnection: close\r\n\r\n"),
            limit.Token).ConfigureAwait(false);
        var buffer = new byte[4096];
        var length = 0;
        for (int read; (read = await socket.ReceiveAsync(buffer, limit.Token).ConfigureAwait(false)) > 0;) length += read;
        return length;
    }

    private static ConnectorSpec Spec() => new(
        "Rehearsal",
        new ConnectionSection([new SpecParameter("token", "string", true, true, "")], [], null),
        "",
        new AuthenticationSection(
            null,
            null,
            [new SpecMethod("bearer", AuthKind.Bearer, [new Placement(PlacementLocation.Header, "Authorization", "Bearer {token}")], ["token"], null, [])],
            [new SpecBaseUrl("https://rehearsal.invalid", "production", 0)],
            ["rehearsal.invalid"],
            [],
            [],
            null));

    private sealed class NoStore : IConnectionStore
    {
        public string Description => "";

        public void Prepare()
        {
        }

        public Connection? Load(ConnectionId id) => null;

        public void Save(Connection connection) => throw new NotSupportedException();

        public void Update(ConnectionId id, Func<Connection, Connection> change)
        {
        }

        public Task<ITokenChange> ChangeTokenAsync(ConnectionId id, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ConnectionMark? MarkOf(ConnectionId id) => null;

        public bool Delete(ConnectionId id) => false;

        public IReadOnlyList<SourceName> Sources(string projectId) => [];

        public IReadOnlyList<string> Accounts(string projectId, SourceName source) => [];
    }

    private sealed class NoVerifier : IConnectionVerifier
    {
        public Task<VerificationReport> VerifyAsync(
            ConnectorSpec spec, string method, CredentialValues values, IReadOnlyList<string> approvedHosts, TimeSpan? limit, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
