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
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where the home folder is no absolute path.</exception>
    public static Vault Open(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        return new Vault(ConnectorAuthHome.Locate(environment), environment);
    }

    /// <inheritdoc/>
    public void Prepare() => _keys.SealingKey();

    /// <inheritdoc/>
    public Connection? Load(ConnectionId id)
    {
        var path = _entries.PathOf(id);
        for (var reading = 1; ; reading++)
        {
            if (VaultFile.Read(path) is not { } bytes) return null;
            try
            {
                return Unseal(id, path, bytes);
            }
            catch (ConnectorAuthException error) when (
                error.Code == ErrorCodes.VaultKey && reading < MostReadings && VaultFile.Read(path) is { } now && !now.AsSpan().SequenceEqual(bytes))
            {
                // A rotation sealed it anew and removed the old key in between.
            }
        }
    }

    /// <inheritdoc/>
    public void Save(Connection connection)
    {
        var path = _entries.PathOf(connection.Id);

        // The key's lock is taken before an entry's, never after: a rotation holds the former while it waits for the latter.
        Prepare();
        using var held = _entries.Lock(path);
        Write(path, connection);
    }

    /// <inheritdoc/>
    public void Update(ConnectionId id, Func<Connection, Connection> change)
    {
        var path = _entries.PathOf(id);
        if (!File.Exists(path)) return;
        using var held = _entries.Lock(path);
        if (VaultFile.Read(path) is not { } bytes) return;
        var changed = change(Unseal(id, path, bytes));
        if (changed.Id != id) throw new ArgumentException("An update keeps the connection's identity.", nameof(change));
        Write(path, changed);
    }

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

    private Connection Unseal(ConnectionId id, string path, byte[] bytes) =>
        VaultEnvelope.Open(bytes, id, path, _keys, (_, plaintext) => VaultContent.Read(id, plaintext)).Taken;

    private void Write(string path, Connection connection)
    {
        var key = _keys.SealingKey();
        using var plaintext = new ZeroedBuffer();
        VaultContent.Write(plaintext, connection);
        var bytes = VaultEnvelope.Seal(key, connection.Id, plaintext.Written).ToBytes();
        if (bytes.Length > VaultFile.LargestFile)
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidCredentialField,
                $"The credentials of {connection.Id} are larger than {VaultFile.LargestFile / 1024} kB together.",
                "Check that the right file was chosen.");
        }

        RemoveLeftovers(path);
        AtomicFile.Write(path, bytes, AtomicFile.Private);
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
