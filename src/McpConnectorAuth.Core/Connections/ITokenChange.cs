namespace McpConnectorAuth.Core.Connections;

/// <summary>
/// The lock on what is issued for one connection; disposing it releases the lock. Other changes of the connection need not wait for it,
/// so a person may replace the connection meanwhile: then what was issued for the earlier one is not stored.
/// </summary>
public interface ITokenChange : IDisposable
{
    /// <summary>The connection as it was read under the lock, or as <see cref="Replace"/> left it; null where none is stored.</summary>
    Connection? Current { get; }

    /// <summary>
    /// Makes sure that a token can be stored, before a server is asked for one that would be lost otherwise; and has everything at hand,
    /// so that <see cref="Replace"/> takes no time in which a process could be killed.
    /// </summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/> or <see cref="ErrorCodes.VaultKey"/>.</exception>
    void Prepare();

    /// <summary>
    /// Stores a token, or that there is none any more. It is visible to every process within less than a millisecond, from then on no kill of this
    /// process loses it, and it is safe on the disk when this returns. Nothing is stored where the connection was replaced or removed meanwhile.
    /// </summary>
    /// <returns>What is stored now; null where nothing is.</returns>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.FileAccess"/>, <see cref="ErrorCodes.Busy"/> or those of <see cref="IConnectionStore.Load"/>.</exception>
    Connection? Replace(TokenState? token);
}
