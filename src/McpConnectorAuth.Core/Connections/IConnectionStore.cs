using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Connections;

/// <summary>Where connections are kept. The vault implements it.</summary>
public interface IConnectionStore
{
    /// <summary>Where and how entries are kept, in words for the person: the folder and the origin of the key.</summary>
    string Description { get; }

    /// <summary>
    /// Settles where a new store keeps its key, so that <see cref="Description"/> says so before a person enters anything.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/>, <see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.FileAccess"/>: nothing could be stored.</exception>
    void Prepare();

    /// <summary>Reads a connection; null where none is stored.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/>, <see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    Connection? Load(ConnectionId id);

    /// <summary>Stores a connection, replacing an earlier one of the same identity atomically.</summary>
    void Save(Connection connection);

    /// <summary>
    /// Changes a stored connection under its lock: reads, applies <paramref name="change"/>, writes. Nothing happens where none is stored.
    /// </summary>
    void Update(ConnectionId id, Func<Connection, Connection> change);

    /// <summary>Removes a connection; false where none was stored.</summary>
    bool Delete(ConnectionId id);

    /// <summary>Sources of a project that something is stored for, in alphabetical order.</summary>
    IReadOnlyList<SourceName> Sources(string projectId);

    /// <summary>Account names stored for a source in a project, in alphabetical order.</summary>
    IReadOnlyList<string> Accounts(string projectId, SourceName source);
}
