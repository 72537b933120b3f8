using System.Text.Json;
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
    private const string EntryEnding = ".json";

    private readonly string _home;
    private readonly IVaultKeySource _keySource;
    private VaultKey? _key;

    /// <summary>Opens a store.</summary>
    /// <param name="home">Absolute path of the home folder; see <see cref="ConnectorAuthHome"/>. It need not exist.</param>
    /// <param name="keySource">Where the key is kept.</param>
    public Vault(string home, IVaultKeySource keySource)
    {
        _home = home;
        _keySource = keySource;
    }

    /// <inheritdoc/>
    public string Description => $"encrypted (AES-256-GCM) in {ConnectionsFolder}, its key is {_keySource.Description}";

    private string ConnectionsFolder => Path.Combine(_home, "connections");

    /// <summary>
    /// Opens the person's store: home folder and key as the environment says (<see cref="ConnectorAuthHome.Variable"/>,
    /// <see cref="EnvironmentKeySource.Variable"/>), else the data folder and its key file.
    /// </summary>
    /// <param name="environment">Reads an environment variable; the process's own where null.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where the home folder is no absolute path.</exception>
    public static Vault Open(Func<string, string?>? environment = null)
    {
        environment ??= Environment.GetEnvironmentVariable;
        var home = ConnectorAuthHome.Locate(environment);
        return new Vault(
            home,
            environment(EnvironmentKeySource.Variable) is { } key ? new EnvironmentKeySource(key) : new KeyFileSource(home));
    }

    /// <inheritdoc/>
    public Connection? Load(ConnectionId id)
    {
        var path = EntryPath(id);
        return VaultFile.Read(path) is { } bytes ? Unseal(id, path, bytes) : null;
    }

    /// <inheritdoc/>
    public void Save(Connection connection)
    {
        var path = EntryPath(connection.Id);
        using var held = Lock(path);
        Write(path, connection);
    }

    /// <inheritdoc/>
    public void Update(ConnectionId id, Func<Connection, Connection> change)
    {
        var path = EntryPath(id);
        if (!File.Exists(path)) return;
        using var held = Lock(path);
        if (VaultFile.Read(path) is not { } bytes) return;
        var changed = change(Unseal(id, path, bytes));
        if (changed.Id != id) throw new ArgumentException("An update keeps the connection's identity.", nameof(change));
        Write(path, changed);
    }

    /// <inheritdoc/>
    public bool Delete(ConnectionId id)
    {
        var path = EntryPath(id);
        if (!File.Exists(path)) return false;
        using var held = Lock(path);
        if (!File.Exists(path)) return false;
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
    public IReadOnlyList<string> Accounts(string projectId, SourceName source)
    {
        var folder = Path.GetDirectoryName(EntryPath(new ConnectionId(projectId, source)))!;
        try
        {
            return [.. Directory.EnumerateFiles(folder, "*" + EntryEnding)
                .Select(path => Path.GetFileName(path)[..^EntryEnding.Length])
                .Where(account => SourceName.TryParse(account, out _))
                .Order(StringComparer.Ordinal)];
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(
                ErrorCodes.FileAccess,
                $"{folder} can't be read: {error.Message}",
                "Make it readable for you alone (`chmod 700`), then call again.",
                error);
        }
    }

    private Connection Unseal(ConnectionId id, string path, byte[] bytes)
    {
        if (bytes.Length > VaultFile.LargestFile || VaultEnvelope.Parse(bytes) is not { } envelope) throw Corrupt(id, path);
        if (envelope.Format != VaultEnvelope.CurrentFormat)
        {
            throw new ConnectorAuthException(
                ErrorCodes.VaultCorrupt,
                $"The stored connection {id} ({path}) is of a format that this version does not read, or damaged.",
                "Update the program; where it is up to date, remove the file and enter the credentials again.");
        }

        var key = OpeningKey(envelope, id);
        using var plaintext = new ZeroedBuffer();
        var span = plaintext.GetSpan(envelope.Ciphertext.Length)[..envelope.Ciphertext.Length];
        if (!envelope.TryOpen(key, id, span)) throw Corrupt(id, path);
        try
        {
            return VaultContent.Read(id, span);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The cause may quote plaintext, so it is not kept.
            throw Corrupt(id, path);
        }
    }

    private void Write(string path, Connection connection)
    {
        var key = SealingKey();
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

    /// <summary>The key that new entries are sealed with: the one this store has always used.</summary>
    private VaultKey SealingKey()
    {
        PrivateFolder.Create(_home);
        var record = VaultKeyRecord.Read(_home);
        if (record is null)
        {
            using var held = FileLock.Acquire(Path.Combine(_home, "vault.lock"));
            record = VaultKeyRecord.Read(_home);
            if (record is null)
            {
                _key = _keySource.LoadOrCreate();
                new VaultKeyRecord(_key.Id, _key.Origin).Write(_home);
                return _key;
            }
        }

        return KeyNamed(record.KeyId) ?? throw new ConnectorAuthException(
            ErrorCodes.VaultKey,
            $"The connections in {_home} are sealed with {VaultKeyOrigin.InWords(record.KeyOrigin)}, which is not the key in use now ({_keySource.Description}).",
            $"{HowToBringBack(record.KeyOrigin)} To start over with another key instead, set {ConnectorAuthHome.Variable} to a new folder. Nothing was changed.");
    }

    private VaultKey OpeningKey(VaultEnvelope envelope, ConnectionId id) => KeyNamed(envelope.KeyId) ?? throw new ConnectorAuthException(
        ErrorCodes.VaultKey,
        $"The stored connection {id} was sealed with {VaultKeyOrigin.InWords(envelope.KeyOrigin)}, which is not the key in use now ({_keySource.Description}).",
        $"{HowToBringBack(envelope.KeyOrigin)} Nothing was changed.");

    private static string HowToBringBack(string origin) => origin switch
    {
        VaultKeyOrigin.Environment => $"Set {EnvironmentKeySource.Variable} to the key that it held then.",
        VaultKeyOrigin.KeyFile => $"Unset {EnvironmentKeySource.Variable} where it is set, and restore {KeyFileSource.FileName} where it is missing.",
        _ => "Use the key and the program's version that stored it.",
    };

    /// <summary>The key of an identifier, read again where the one in memory is another; null where the source holds no such key.</summary>
    private VaultKey? KeyNamed(string keyId)
    {
        if (_key?.Id == keyId) return _key;
        if (_keySource.Load() is not { } key || key.Id != keyId) return null;
        return _key = key;
    }

    private FileLock Lock(string path)
    {
        for (var folder = Path.GetDirectoryName(path)!; folder.Length > _home.Length; folder = Path.GetDirectoryName(folder)!)
            PrivateFolder.CreateClosed(folder);
        return FileLock.Acquire(Path.ChangeExtension(path, ".lock"));
    }

    private string EntryPath(ConnectionId id)
    {
        RequireName(id.ProjectId, "project id");
        RequireName(id.Source.Value, "source name");
        RequireName(id.Account, "account name");
        return Path.Combine(ConnectionsFolder, id.ProjectId, id.Source.Value, id.Account + EntryEnding);
    }

    private static void RequireName(string? name, string what)
    {
        if (!SourceName.TryParse(name, out _))
        {
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"This is no valid {what}.",
                "Use lower-case letters and digits, words joined by one hyphen or underscore, at most 64 characters.");
        }
    }

    private static ConnectorAuthException Corrupt(ConnectionId id, string path) => new(
        ErrorCodes.VaultCorrupt,
        $"The stored connection {id} ({path}) is damaged, or was moved here from another connection.",
        "Restore the file from a backup, or enter the credentials again in the portal, which replaces it.");
}
