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

    /// <summary>
    /// Waits for the lock on what is issued for a connection, takes it and reads the connection anew. The lock is one between processes, is
    /// not the one of <see cref="Update"/> and may be held while a server is asked; it ends with its holder, however that ends.
    /// </summary>
    /// <param name="id">The connection; where none is stored there is nothing to lock, and <see cref="ITokenChange.Current"/> is null.</param>
    /// <param name="wait">How long to wait at most.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.Busy"/> after <paramref name="wait"/>, and those of <see cref="Load"/>.</exception>
    Task<ITokenChange> ChangeTokenAsync(ConnectionId id, TimeSpan wait, CancellationToken cancellationToken);

    /// <summary>
    /// A mark that is another one as soon as the stored connection is, at the cost of a look at the folder: what was read after taking the
    /// mark holds as long as the mark does. Null where nothing is stored, and just after a change, which one more could not be told from.
    /// </summary>
    ConnectionMark? MarkOf(ConnectionId id);

    /// <summary>Removes a connection; false where none was stored.</summary>
    bool Delete(ConnectionId id);

    /// <summary>Sources of a project that something is stored for, in alphabetical order.</summary>
    IReadOnlyList<SourceName> Sources(string projectId);

    /// <summary>Account names stored for a source in a project, in alphabetical order.</summary>
    IReadOnlyList<string> Accounts(string projectId, SourceName source);
}
