using System.Text.Json;
using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Which key seals this store, without anything of the key itself. It keeps a store from moving to another key unasked:
/// when a variable is no longer set, or a key file was lost, nothing new is sealed with a weaker or a fresh key.
/// </summary>
/// <param name="KeyId"><see cref="VaultKey.Id"/> of the key that seals.</param>
/// <param name="KeyOrigin"><see cref="VaultKey.Origin"/> of that key.</param>
/// <param name="Previous">Keys that entries may still be sealed with while a rotation runs or after one was interrupted; null else.</param>
internal sealed record VaultKeyRecord(
    string KeyId,
    string KeyOrigin,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<VaultKeyName>? Previous = null)
{
    /// <summary>Name of the file in the home folder.</summary>
    public const string FileName = "vault.json";

    /// <summary>Origins of all keys that entries may be sealed with, each once.</summary>
    [JsonIgnore]
    public IReadOnlyList<string> Origins => [.. (Previous ?? []).Select(key => key.KeyOrigin).Prepend(KeyOrigin).Distinct()];

    /// <summary>Reads the record; null where the store is new.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    public static VaultKeyRecord? Read(string home)
    {
        var path = Path.Combine(home, FileName);
        try
        {
            return VaultFile.Read(path) is { } bytes ? JsonSerializer.Deserialize(bytes, VaultJsonContext.Default.VaultKeyRecord) : null;
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
