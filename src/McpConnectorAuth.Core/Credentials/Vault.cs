using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Connections on the disk, one sealed file each (<see cref="VaultEnvelope"/>), in folders that only their owner may enter.
/// Safe for use by several threads and processes: changes run under a lock per connection, files are replaced atomically,
/// so that readers need no lock. The key is looked for when it is first needed.
/// </summary>
public sealed class Vault : IConnectionStore
{
    /// <summary>Environment variable that holds the key: 64 hex digits.</summary>
    public const string KeyVariable = EnvironmentKeySource.Variable;

    /// <summary>Environment variable that chooses where a new store keeps its key, <c>keychain</c> or <c>key_file</c>.</summary>
    public const string KeyStoreVariable = VaultKeyRing.Variable;

    /// <summary>How often an entry is read again that was sealed anew between reading it and looking for its key.</summary>
    private const int MostReadings = 5;

    private readonly VaultEntries _entries;
    private readonly VaultKeyRing _keys;
    private readonly VaultRotator _rotator;

    private Vault(string home, Func<string, string?> environment)
    {
        _entries = new VaultEntries(home);
        _keys = new VaultKeyRing(home, environment, _entries);
        _rotator = new VaultRotator(home, _entries, _keys);
    }

    /// <inheritdoc/>
    public string Description => $"encrypted (AES-256-GCM) in {_entries.Folder}, {_keys.Description}";

    /// <summary>
    /// Opens the person's store. The environment says where it is (<see cref="ConnectorAuthHome.Variable"/>) and may hold its key
    /// (<c>CONNECTOR_AUTH_KEY</c>); a new store's key is made in the keychain where one answers, else in a file.
    /// </summary>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <param name="project">The project, which must not hold the store; none where null.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where the home folder is no absolute path, or inside the project.</exception>
    public static Vault Open(Func<string, string?>? environment = null, ProjectWorkspace? project = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        return new Vault(ConnectorAuthHome.Locate(environment, project), environment);
    }

    /// <inheritdoc/>
    public void Prepare() => _keys.SealingKey();

    /// <inheritdoc/>
    public Connection? Load(ConnectionId id) => Read(id, _entries.PathOf(id))?.Connection;

    /// <inheritdoc/>
    public void Save(Connection connection)
    {
        var path = _entries.PathOf(connection.Id);

        // The key's lock is taken before an entry's, never after: a rotation holds the former while it waits for the latter.
        Prepare();
        using var held = _entries.Lock(path);
        Write(path, new StoredConnection(connection, StoredConnection.NewRevision()));
    }

    /// <inheritdoc/>
    public void Update(ConnectionId id, Func<Connection, Connection> change)
    {
        var path = _entries.PathOf(id);
        if (!File.Exists(path)) return;
        using var held = _entries.Lock(path);
        if (Read(id, path) is not { } stored) return;
        var changed = change(stored.Connection);
        if (changed.Id != id) throw new ArgumentException("An update keeps the connection's identity.", nameof(change));
        Write(path, new StoredConnection(changed, ReferenceEquals(changed.Token, stored.Connection.Token) ? stored.Revision : StoredConnection.NewRevision()));
    }

    /// <inheritdoc/>
    public async Task<ITokenChange> ChangeTokenAsync(ConnectionId id, TimeSpan wait, CancellationToken cancellationToken)
    {
        var path = _entries.PathOf(id);
        var held = File.Exists(path) ? await FileLock.AcquireAsync(VaultEntries.TokenLockOf(path), wait, cancellationToken).ConfigureAwait(false) : null;
        try
        {
            return new VaultTokenChange(this, id, path, held);
        }
        catch
        {
            held?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public ConnectionMark? MarkOf(ConnectionId id) => VaultEntries.MarkOf(_entries.PathOf(id));

    /// <inheritdoc/>
    public bool Delete(ConnectionId id)
    {
        var path = _entries.PathOf(id);
        if (!File.Exists(path)) return false;
        using var held = _entries.Lock(path);
        if (!File.Exists(path)) return false;
        RemoveLeftovers(path);
        try
        {
            File.Delete(path);
            foreach (var beside in VaultEntries.TokenFilesOf(path)) File.Delete(beside);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{path} can't be removed: {error.Message}",
                "Make the folder writable for you, then call again.",
                error);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SourceName> Sources(string projectId) => _entries.Sources(projectId);

    /// <inheritdoc/>
    public IReadOnlyList<string> Accounts(string projectId, SourceName source) => _entries.Accounts(projectId, source);

    /// <summary>Says which key seals the store and whether every entry opens.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public VaultState Inspect() => _rotator.Inspect(Description);

    /// <inheritdoc cref="VaultRotator.Rotate"/>
    public VaultRotation Rotate(string? to, CancellationToken cancellationToken) => _rotator.Rotate(to, cancellationToken);

    /// <summary>Reads an entry together with a token that waits beside it; null where nothing is stored. Needs no lock.</summary>
    internal StoredConnection? Read(ConnectionId id, string path)
    {
        for (var reading = 1; ; reading++)
        {
            // First what is beside the entry: it is removed only after it was put into the entry.
            var pending = VaultFile.Read(VaultEntries.PendingOf(path));
            if (VaultFile.Read(path) is not { } bytes) return null;
            try
            {
                var stored = VaultEnvelope.Open(bytes, id, path, _keys, (_, plaintext) => VaultContent.Read(id, plaintext)).Taken;
                return pending is null ? stored : stored.With(VaultEnvelope.OpenPending(pending, id, _keys, (_, plaintext) => VaultContent.ReadPending(plaintext)));
            }
            catch (ConnectorAuthException error) when (
                error.Code == ErrorCodes.VaultKey && reading < MostReadings && VaultFile.Read(path) is { } now && !now.AsSpan().SequenceEqual(bytes))
            {
                // A rotation sealed it anew and removed the old key in between.
            }
        }
    }

    /// <summary>Seals a token for the file beside the entry.</summary>
    internal byte[] Seal(ConnectionId id, PendingToken pending)
    {
        using var plaintext = new ZeroedBuffer();
        VaultContent.WritePending(plaintext, pending);
        return Limited(id, VaultEnvelope.SealPending(_keys.SealingKey(), id, plaintext.Written).ToBytes());
    }

    /// <summary>
    /// Puts what is issued into the entry, safe on the disk, and removes the file beside it. The caller holds the lock on the token,
    /// without which nobody writes that file.
    /// </summary>
    /// <param name="id">The connection.</param>
    /// <param name="path">Its entry.</param>
    /// <param name="change">What to write; null to leave the entry as it is.</param>
    /// <returns>What is stored then; null where nothing is.</returns>
    internal StoredConnection? Settle(ConnectionId id, string path, Func<StoredConnection, StoredConnection?> change)
    {
        using var held = _entries.Lock(path);
        var stored = Read(id, path);
        if (stored is not null && change(stored) is { } changed)
        {
            Write(path, changed);
            stored = changed;
        }

        TryDelete(VaultEntries.PendingOf(path));
        return stored;
    }

    private void Write(string path, StoredConnection stored)
    {
        var key = _keys.SealingKey();
        using var plaintext = new ZeroedBuffer();
        VaultContent.Write(plaintext, stored);
        var bytes = Limited(stored.Connection.Id, VaultEnvelope.Seal(key, stored.Connection.Id, plaintext.Written).ToBytes());
        RemoveLeftovers(path);
        AtomicFile.Write(path, bytes, AtomicFile.Private);
    }

    private static byte[] Limited(ConnectionId id, byte[] bytes) => bytes.Length <= VaultFile.LargestFile
        ? bytes
        : throw new ConnectorAuthException(
            ErrorCodes.InvalidCredentialField,
            $"The credentials of {id} are larger than {VaultFile.LargestFile / 1024} kB together.",
            "Check that the right file was chosen.");

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It counts for nothing any more, and the next change tries again.
        }
    }

    /// <summary>Removes what a process that was killed in the middle of a write left; under the lock nobody else is writing.</summary>
    private static void RemoveLeftovers(string path)
    {
        try
        {
            foreach (var leftover in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path) + ".*.tmp")) File.Delete(leftover);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // They hold nothing readable, and the next write tries again.
        }
    }
}
