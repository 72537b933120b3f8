using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Seals a store with another key. At every moment each entry is sealed with the recorded key or one recorded as previous,
/// and all of those are kept: the new key is safe before it is recorded, it is recorded before anything is sealed with it, and the
/// old one is removed after the last entry has left it. So a process that is killed anywhere loses nothing; the next rotation finishes its work.
/// </summary>
internal sealed class VaultRotator(string home, VaultEntries entries, VaultKeyRing keys)
{
    /// <summary>Rotates.</summary>
    /// <param name="to">Where the new key is kept; null for where the present one is.</param>
    /// <param name="cancellationToken">Stops between two entries; the next rotation goes on.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/>, <see cref="ErrorCodes.Busy"/>, <see cref="ErrorCodes.InvalidArgument"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public VaultRotation Rotate(string? to, CancellationToken cancellationToken)
    {
        if (to is not null) keys.Source(to);

        // Whatever seals now has to be here, and has to be recorded, before anything changes.
        keys.SealingKey();
        using var held = keys.Lock(cancellationToken);
        var before = VaultKeyRecord.Read(home)!;
        var record = before.Previous is not null && (to ?? before.KeyOrigin) == before.KeyOrigin ? before : Renew(before, to ?? before.KeyOrigin);
        var sealing = new VaultKeyName(record.KeyId, record.KeyOrigin);
        var (resealed, unreadable) = ResealAll(sealing, cancellationToken);
        if (unreadable.Count == 0)
        {
            foreach (var origin in record.Origins) keys.Source(origin).Retain(new HashSet<string>(origin == record.KeyOrigin ? [record.KeyId] : []));
            (record with { Previous = null }).Write(home);
        }

        return new VaultRotation(before.KeyOrigin, record.KeyOrigin, record.KeyId, resealed, unreadable, NextStep(record, unreadable));
    }

    /// <summary>Looks at the store without changing it.</summary>
    public VaultState Inspect(string store)
    {
        var record = VaultKeyRecord.Read(home);
        var (connections, pending, unreadable) = (0, 0, new List<string>());
        foreach (var id in entries.All())
        {
            if (VaultFile.Read(entries.PathOf(id)) is not { } bytes) continue;
            connections++;
            try
            {
                var opened = VaultEnvelope.Open(bytes, id, entries.PathOf(id), keys, static (_, _) => true);
                if (record is not null && opened.Envelope.KeyId != record.KeyId) pending++;
            }
            catch (ConnectorAuthException)
            {
                unreadable.Add(id.ToString());
            }
        }

        return new VaultState(
            store, record?.KeyOrigin, record?.KeyId, connections, pending, unreadable, keys.Keychain.Absence,
            unreadable.Count > 0 ? "Some entries can't be opened: restore their key or their files, or log in to those sources again."
            : record?.Previous is not null ? "A rotation was interrupted: run \"vault rotate\" to finish it; everything is readable meanwhile."
            : record?.KeyOrigin == VaultKeyOrigin.KeyFile && keys.Keychain.Absence is null ? "A keychain may be in reach: \"vault rotate --to keychain\" moves the key there."
            : "Nothing to do.");
    }

    private VaultKeyRecord Renew(VaultKeyRecord before, string origin)
    {
        // A process that was killed before it recorded its new key left one that nothing is sealed with.
        keys.Source(origin).Retain((before.Previous ?? []).Select(key => key.KeyId).Append(before.KeyId).ToHashSet());
        var key = keys.Source(origin).Add();
        if (key.Id == before.KeyId)
        {
            throw new ConnectorAuthException(
                ErrorCodes.VaultKey,
                $"The new key is the one that seals the connections already ({VaultKeyOrigin.InWords(origin)}).",
                $"Set {EnvironmentKeySource.NewVariable} to another key. Nothing was changed.");
        }

        var record = new VaultKeyRecord(key.Id, key.Origin, [.. before.Previous ?? [], new VaultKeyName(before.KeyId, before.KeyOrigin)]);
        record.Write(home);
        return record;
    }

    private (int Resealed, List<string> Unreadable) ResealAll(VaultKeyName sealing, CancellationToken cancellationToken)
    {
        var (resealed, unreadable) = (0, new List<string>());
        foreach (var id in entries.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                if (Reseal(id, sealing)) resealed++;
            }
            catch (ConnectorAuthException error) when (error.Code is ErrorCodes.VaultCorrupt or ErrorCodes.VaultKey)
            {
                unreadable.Add(id.ToString());
            }
        }

        return (resealed, unreadable);
    }

    private bool Reseal(ConnectionId id, VaultKeyName sealing)
    {
        var path = entries.PathOf(id);
        using var held = entries.Lock(path);
        if (VaultFile.Read(path) is not { } bytes) return false;
        var (envelope, anew) = VaultEnvelope.Open(
            bytes, id, path, keys, (opened, plaintext) => opened.KeyId == sealing.KeyId ? null : VaultEnvelope.Seal(keys.Find(sealing)!, id, plaintext));
        if (anew is not null) AtomicFile.Write(path, anew.ToBytes(), AtomicFile.Private);

        // A token beside the entry is what a killed process left. One that is written just now may be overtaken: its writer puts it into the entry next.
        var pending = VaultEntries.PendingOf(path);
        if (VaultFile.Read(pending) is { } beside && VaultEnvelope.OpenPending(
            beside, id, keys, (opened, plaintext) => opened.KeyId == sealing.KeyId ? null : VaultEnvelope.SealPending(keys.Find(sealing)!, id, plaintext)) is { } again)
        {
            AtomicFile.Write(pending, again.ToBytes(), AtomicFile.Private);
        }

        return envelope.KeyId != sealing.KeyId;
    }

    private static string NextStep(VaultKeyRecord record, List<string> unreadable) => (record.KeyOrigin, unreadable.Count) switch
    {
        (_, > 0) => "The old key is kept, because some entries could not be opened: restore them, or log in to those sources again, then rotate again.",
        (VaultKeyOrigin.Environment, _) => $"Set {EnvironmentKeySource.Variable} to the new key wherever the program runs, and unset {EnvironmentKeySource.NewVariable}.",
        _ when record.Origins.Contains(VaultKeyOrigin.Environment) => $"Unset {EnvironmentKeySource.Variable} wherever the program runs.",
        _ => "Nothing to do. Backups made before hold the old key's entries: make a new one.",
    };
}
