using System.Collections.Concurrent;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Portal.Tests.Support;

/// <summary>Keeps connections in memory; can be told to fail.</summary>
internal sealed class MemoryStore : IConnectionStore
{
    private readonly ConcurrentDictionary<ConnectionId, Connection> _entries = new();

    public string Description => "encrypted (AES-256-GCM) in /home/you/.local/share/connector-auth/connections, its key is the key file /home/you/.local/share/connector-auth/vault.key, which only you can read";

    public ConnectorAuthException? Failure { get; set; }

    public void Prepare()
    {
    }

    public Connection? Load(ConnectionId id) => _entries.GetValueOrDefault(id);

    public void Save(Connection connection)
    {
        if (Failure is { } failure) throw failure;
        _entries[connection.Id] = connection;
    }

    public void Update(ConnectionId id, Func<Connection, Connection> change)
    {
        if (_entries.TryGetValue(id, out var entry)) _entries[id] = change(entry);
    }

    public Task<ITokenChange> ChangeTokenAsync(ConnectionId id, TimeSpan wait, CancellationToken cancellationToken) => throw new NotSupportedException();

    public ConnectionMark? MarkOf(ConnectionId id) => null;

    public bool Delete(ConnectionId id) => _entries.TryRemove(id, out _);

    public IReadOnlyList<SourceName> Sources(string projectId) =>
        [.. _entries.Keys.Where(id => id.ProjectId == projectId).Select(id => id.Source).Distinct().OrderBy(source => source.Value, StringComparer.Ordinal)];

    public IReadOnlyList<string> Accounts(string projectId, SourceName source) =>
        [.. _entries.Keys.Where(id => id.ProjectId == projectId && id.Source == source).Select(id => id.Account).Order(StringComparer.Ordinal)];
}
