using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// The keys of one store: which place keeps them, which one seals, which others may still open entries. The choice is made
/// once, when the store is new, and recorded (<see cref="VaultKeyRecord"/>); from then on it changes by a rotation only.
/// </summary>
internal sealed class VaultKeyRing
{
    /// <summary>Environment variable that chooses where a new store keeps its key: <c>keychain</c> or <c>key_file</c>; the first of them that works where it is not set.</summary>
    public const string Variable = "CONNECTOR_AUTH_KEY_STORE";

    private const string LockName = "vault.lock";

    // Rotations that come between reading the record and reading the key, one after the other.
    private const int MostReadings = 100;

    private readonly string _home;
    private readonly Func<string, string?> _environment;
    private readonly VaultEntries _entries;
    private readonly Dictionary<string, IVaultKeySource> _sources;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, VaultKey> _known = [];

    /// <summary>Names the store; nothing is read yet.</summary>
    public VaultKeyRing(string home, Func<string, string?> environment, VaultEntries entries)
    {
        _home = home;
        _environment = environment;
        _entries = entries;
        Keychain = new KeychainKeySource(home, environment);
        _sources = new IVaultKeySource[] { new EnvironmentKeySource(environment), Keychain, new KeyFileSource(home) }.ToDictionary(source => source.Origin);
    }

    /// <summary>The operating system's keychain, whether or not this store uses it.</summary>
    public KeychainKeySource Keychain { get; }

    /// <summary>Where the key is kept, in words; for a new store, where it will be.</summary>
    public string Description
    {
        get
        {
            try
            {
                var record = VaultKeyRecord.Read(_home);
                if (IsShadowed(record)) return $"its key is {InWords(record!.KeyOrigin)}, {Shadowed}";
                return OriginInUse(record) is { } origin
                    ? $"its key is {InWords(origin)}"
                    : "its key is made with the first entry: in the operating system's keychain where one answers, else in a file that only you can read";
            }
            catch (ConnectorAuthException error)
            {
                return $"its key is unknown: {error.Message}";
            }
        }
    }

    /// <summary>Takes the lock of everything that decides on keys.</summary>
    public FileLock Lock(CancellationToken cancellationToken = default)
    {
        PrivateFolder.Create(_home);
        return FileLock.Acquire(Path.Combine(_home, LockName), cancellationToken);
    }

    /// <summary>The place that keeps keys of an origin.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidArgument"/> where there is no such origin.</exception>
    public IVaultKeySource Source(string origin) => _sources.GetValueOrDefault(origin) ?? throw new ConnectorAuthException(
        ErrorCodes.InvalidArgument,
        $"There is no place for keys named \"{origin}\".",
        $"Use one of {string.Join(", ", VaultKeyOrigin.All)}.");

    /// <summary>The key that entries are sealed with: the one this store has always used, or a first one.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> where that key is not here.</exception>
    public VaultKey SealingKey()
    {
        for (var reading = 1; ; reading++)
        {
            var record = VaultKeyRecord.Read(_home) ?? Begin();
            if (Find(new VaultKeyName(record.KeyId, record.KeyOrigin)) is { } key) return key;

            // A rotation records the new key before it removes the old one: where the record names another now, that one is here.
            if (reading < MostReadings && VaultKeyRecord.Read(_home)?.KeyId != record.KeyId) continue;
            throw new ConnectorAuthException(
                ErrorCodes.VaultKey,
                $"The connections in {_home} are sealed with {VaultKeyOrigin.InWords(record.KeyOrigin)}, {WhyNotHere(record.KeyOrigin, record)}.",
                $"{HowToBringBack(record.KeyOrigin, record)} To start over with another key instead, set {ConnectorAuthHome.Variable} to a new folder. Nothing was changed.");
        }
    }

    /// <summary>A key by its name, from the places that this store uses; null where none of them holds it.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> where a place can't be reached.</exception>
    public VaultKey? Find(VaultKeyName name)
    {
        lock (_gate)
        {
            if (_known.GetValueOrDefault(name.KeyId) is { } known) return known;
            foreach (var origin in OriginsInUse(VaultKeyRecord.Read(_home), name.KeyOrigin))
            {
                if (!_sources.TryGetValue(origin, out var source) || source.Read().FirstOrDefault(key => key.Id == name.KeyId) is not { } found) continue;
                _known[found.Id] = found;
                return found;
            }

            return null;
        }
    }

    /// <summary>The error for an entry whose key is not here.</summary>
    public ConnectorAuthException NotHere(VaultKeyName name, string entry)
    {
        var record = VaultKeyRecord.Read(_home);
        return new(
            ErrorCodes.VaultKey,
            $"The stored connection {entry} was sealed with {VaultKeyOrigin.InWords(name.KeyOrigin)}, {WhyNotHere(name.KeyOrigin, record)}.",
            $"{HowToBringBack(name.KeyOrigin, record)} Nothing was changed.");
    }

    /// <summary>Makes the first key of a store and records it.</summary>
    private VaultKeyRecord Begin()
    {
        using var held = Lock();
        if (VaultKeyRecord.Read(_home) is { } made) return made;
        var key = FirstKey();
        var record = new VaultKeyRecord(key.Id, key.Origin);
        record.Write(_home);
        return record;
    }

    private VaultKey FirstKey()
    {
        if (IsSet) return FirstOf(_sources[VaultKeyOrigin.Environment]);

        // A store whose record was lost stays with the kind of key that its entries have.
        if (_entries.AnyEnvelope() is { } entry)
        {
            return (_sources.TryGetValue(entry.KeyOrigin, out var source) ? source.Read() : []) is [.., var last]
                ? last
                : throw NotHere(new VaultKeyName(entry.KeyId, entry.KeyOrigin), "of this store");
        }

        var file = _sources[VaultKeyOrigin.KeyFile];
        switch (_environment(Variable))
        {
            case VaultKeyOrigin.KeyFile:
                return FirstOf(file);
            case VaultKeyOrigin.Keychain:
                return FirstOf(Keychain);
            case null or "":
                if (Keychain.Absence is not null || file.Read().Count > 0) return FirstOf(file);
                try
                {
                    return FirstOf(Keychain);
                }
                catch (ConnectorAuthException error) when (error.Code == ErrorCodes.VaultKey)
                {
                    // Nothing is sealed yet, so nothing is downgraded; the record, the page and the status say which key it is.
                    return FirstOf(file);
                }

            default:
                throw new ConnectorAuthException(
                    ErrorCodes.InvalidArgument,
                    $"{Variable} is neither {VaultKeyOrigin.Keychain} nor {VaultKeyOrigin.KeyFile}.",
                    "Set it to one of the two, or unset it.");
        }
    }

    private static VaultKey FirstOf(IVaultKeySource source) => source.Read() is [var first, ..] ? first : source.Add();

    private bool IsSet => _environment(EnvironmentKeySource.Variable) is not null;

    /// <summary>The origin to show; null where the store is new and nothing decides yet.</summary>
    private string? OriginInUse(VaultKeyRecord? record) => OriginsInUse(record, "") is [{ Length: > 0 } first, ..] ? first
        : _environment(Variable) is { } wanted && _sources.ContainsKey(wanted) ? wanted
        : Keychain.Absence is null ? null
        : VaultKeyOrigin.KeyFile;

    /// <summary>Origins whose keys may open entries: the recorded ones; a key in the environment that is none of them is the only one, and opens nothing.</summary>
    private IReadOnlyList<string> OriginsInUse(VaultKeyRecord? record, string otherwise)
    {
        var recorded = record?.Origins ?? [otherwise];
        return IsSet && !recorded.Contains(VaultKeyOrigin.Environment) ? [VaultKeyOrigin.Environment] : recorded;
    }

    /// <summary>Whether a key in the environment, which is none of the store's, stands before the one that is.</summary>
    private bool IsShadowed(VaultKeyRecord? record) => IsSet && record is not null && !record.Origins.Contains(VaultKeyOrigin.Environment);

    private static string Shadowed => $"which is not used while {EnvironmentKeySource.Variable} is set to another one";

    private string WhyNotHere(string origin, VaultKeyRecord? record)
    {
        if (IsShadowed(record)) return Shadowed;
        var inUse = OriginInUse(record);
        if (inUse != origin) return $"which is not the key in use now ({(inUse is null ? "none yet" : InWords(inUse))})";
        return origin switch
        {
            VaultKeyOrigin.Environment => $"but {EnvironmentKeySource.Variable} holds {(IsSet ? "another key now" : "none now")}",
            VaultKeyOrigin.Keychain => "but the keychain does not hold that key, or is locked",
            _ => "but that file is missing or holds another key",
        };
    }

    private string InWords(string origin) => _sources.TryGetValue(origin, out var source) ? source.Description : VaultKeyOrigin.InWords(origin);

    private string HowToBringBack(string origin, VaultKeyRecord? record) => origin switch
    {
        _ when IsShadowed(record) => $"Unset {EnvironmentKeySource.Variable}: this store's key is {InWords(record!.KeyOrigin)}.",
        VaultKeyOrigin.Environment => $"Set {EnvironmentKeySource.Variable} to the key that it held then.",
        VaultKeyOrigin.Keychain => $"Unset {EnvironmentKeySource.Variable} where it is set, sign in to the desktop session whose keychain holds the item \"Connector Auth\", and unlock it.",
        VaultKeyOrigin.KeyFile => $"Unset {EnvironmentKeySource.Variable} where it is set, and restore {KeyFileSource.FileName} where it is missing.",
        _ => "Use the key and the program's version that stored it.",
    };
}
