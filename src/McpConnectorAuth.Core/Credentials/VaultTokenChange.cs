using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// The lock on what is issued for a connection of a vault. A new token is first written beside the entry without waiting for the disk, which a kill of
/// this process does not undo, and then into the entry, which a loss of power does not undo. Whoever reads the entry
/// reads what is beside it too; whoever takes the lock next finishes what a killed process began.
/// </summary>
internal sealed class VaultTokenChange : ITokenChange
{
    /// <summary>Room on the disk that has to be there before a server is asked, in bytes: more than most tokens have.</summary>
    private const int Room = 16 * 1024;

    private static readonly TokenState Rehearsed = new(
        new CredentialValues([new("access_token", new Secret("rehearsed"))], ["access_token"]), new Secret("rehearsed"), "Bearer", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, []);

    private readonly Vault _vault;
    private readonly ConnectionId _id;
    private readonly string _path;
    private readonly FileLock? _held;
    private StoredConnection? _stored;
    private FileStream? _unfinished;

    /// <summary>Reads the connection under the lock.</summary>
    /// <param name="vault">The vault.</param>
    /// <param name="id">The connection.</param>
    /// <param name="path">Its entry.</param>
    /// <param name="held">The lock, which belongs to the new object once this has returned; null where nothing is stored.</param>
    public VaultTokenChange(Vault vault, ConnectionId id, string path, FileLock? held)
    {
        (_vault, _id, _path, _held) = (vault, id, path, held);
        if (held is null) return;
        _stored = File.Exists(VaultEntries.PendingOf(path)) ? vault.Settle(id, path, stored => stored) : vault.Read(id, path);
    }

    /// <inheritdoc/>
    public Connection? Current => _stored?.Connection;

    /// <inheritdoc/>
    public void Prepare()
    {
        if (_stored is null) return;
        try
        {
            _unfinished ??= Open();
            _unfinished.Write(new byte[Room]);

            // Now rather than when there is a token: to cut a file can take milliseconds.
            _unfinished.SetLength(0);
            WriteUnfinished(_unfinished, new PendingToken(_stored.Revision, _stored.Revision, Rehearsed));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"Nothing can be stored beside {_path}: {error.Message}",
                "Make room on the disk and the folder writable for you, then call again; nothing was asked of the provider.",
                error);
        }
    }

    /// <inheritdoc/>
    public Connection? Replace(TokenState? token)
    {
        if (_stored is null) return null;
        var (before, after) = (_stored.Revision, StoredConnection.NewRevision());
        var visible = token is not null && TryWriteBeside(new PendingToken(before, after, token));
        try
        {
            _stored = _vault.Settle(_id, _path, stored =>
                stored.Revision == after || stored.Revision == before ? new StoredConnection(stored.Connection with { Token = token }, after) : null);
        }
        catch (ConnectorAuthException) when (visible)
        {
            // The entry is busy or can't be written now. What is beside it counts, and the next change puts it in.
            _stored = _vault.Read(_id, _path);
        }

        return Current;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_unfinished is { } unfinished)
        {
            unfinished.Dispose();
            TryDelete(unfinished.Name);
        }

        _held?.Dispose();
    }

    private bool TryWriteBeside(PendingToken pending)
    {
        try
        {
            using (var stream = _unfinished ?? Open())
            {
                _unfinished = null;
                WriteUnfinished(stream, pending);
            }

            File.Move(VaultEntries.UnfinishedOf(_path), VaultEntries.PendingOf(_path), overwrite: true);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The entry itself may still be written, and says what is wrong where it can't.
            return false;
        }
    }

    private void WriteUnfinished(FileStream stream, PendingToken pending)
    {
        var bytes = _vault.Seal(_id, pending);
        stream.Position = 0;
        stream.Write(bytes);
        if (stream.Length > bytes.Length) stream.SetLength(bytes.Length);
    }

    private FileStream Open()
    {
        var path = VaultEntries.UnfinishedOf(_path);
        TryDelete(path);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None, BufferSize = 0 };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = AtomicFile.Private;
        var stream = new FileStream(path, options);

        // The umask may have cut the mode at creation.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(stream.SafeFileHandle, AtomicFile.Private);
        return stream;
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The next change tries again; it is sealed.
        }
    }
}
