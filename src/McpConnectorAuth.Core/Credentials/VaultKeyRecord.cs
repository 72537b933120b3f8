using System.Text.Json;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Which key seals this store, without anything of the key itself. It keeps a store from moving to another key unasked:
/// when a variable is no longer set, or a key file was lost, nothing new is sealed with a weaker or a fresh key.
/// </summary>
/// <param name="KeyId"><see cref="VaultKey.Id"/>.</param>
/// <param name="KeyOrigin"><see cref="VaultKey.Origin"/>.</param>
internal sealed record VaultKeyRecord(string KeyId, string KeyOrigin)
{
    /// <summary>Name of the file in the home folder.</summary>
    public const string FileName = "vault.json";

    /// <summary>Reads the record; null where the store is new.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static VaultKeyRecord? Read(string home)
    {
        var path = Path.Combine(home, FileName);
        try
        {
            var record = VaultFile.Read(path) is { } bytes ? JsonSerializer.Deserialize(bytes, VaultJsonContext.Default.VaultKeyRecord) : null;
            return record;
        }
        catch (JsonException error)
        {
            throw new ConnectorAuthException(
                ErrorCodes.VaultCorrupt,
                $"{path}, which says what key seals the connections, is damaged.",
                "Restore it from a backup, or delete this one file: connections stay readable with their key, and the next save records the key in use.",
                error);
        }
    }

    /// <summary>Writes the record.</summary>
    public void Write(string home) => AtomicFile.Write(
        Path.Combine(home, FileName),
        [.. JsonSerializer.SerializeToUtf8Bytes(this, VaultJsonContext.Default.VaultKeyRecord), (byte)'\n'],
        AtomicFile.Private);
}
