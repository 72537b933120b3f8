using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Connections;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// An entry as it lies on the disk: AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce per write. Format, key and
/// the connection's identity are associated data, so that an entry opens only under its own name.
/// </summary>
/// <param name="Format">Version of this layout.</param>
/// <param name="KeyId"><see cref="VaultKey.Id"/> of the key that sealed it.</param>
/// <param name="KeyOrigin"><see cref="VaultKey.Origin"/> of that key.</param>
/// <param name="Nonce">12 bytes.</param>
/// <param name="Ciphertext">As long as the plaintext.</param>
/// <param name="Tag">16 bytes.</param>
internal sealed record VaultEnvelope(int Format, string KeyId, string KeyOrigin, byte[] Nonce, byte[] Ciphertext, byte[] Tag)
{
    /// <summary>The layout that this version writes and reads.</summary>
    public const int CurrentFormat = 1;

    private const int NonceSize = 12;
    private const int TagSize = 16;

    /// <summary>Encrypts.</summary>
    public static VaultEnvelope Seal(VaultKey key, ConnectionId id, ReadOnlySpan<byte> plaintext)
    {
        var envelope = new VaultEnvelope(
            CurrentFormat,
            key.Id,
            key.Origin,
            RandomNumberGenerator.GetBytes(NonceSize),
            new byte[plaintext.Length],
            new byte[TagSize]);
        using var cipher = new AesGcm(key.Bytes, TagSize);
        cipher.Encrypt(envelope.Nonce, plaintext, envelope.Ciphertext, envelope.Tag, envelope.AssociatedData(id));
        return envelope;
    }

    /// <summary>Decrypts into a buffer of the ciphertext's length; false where anything was changed since <see cref="Seal"/>.</summary>
    public bool TryOpen(VaultKey key, ConnectionId id, Span<byte> plaintext)
    {
        if (Nonce.Length != NonceSize || Tag.Length != TagSize) return false;
        using var cipher = new AesGcm(key.Bytes, TagSize);
        try
        {
            cipher.Decrypt(Nonce, Ciphertext, Tag, plaintext, AssociatedData(id));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToBytes() => [.. JsonSerializer.SerializeToUtf8Bytes(this, VaultJsonContext.Default.VaultEnvelope), (byte)'\n'];

    /// <summary>
    /// Reads a file's bytes; null where they are not what <see cref="ToBytes"/> writes, to the byte: JSON and base64 have
    /// several spellings of one content, and a damaged file must not pass for a sound one.
    /// </summary>
    public static VaultEnvelope? Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(bytes, VaultJsonContext.Default.VaultEnvelope);
            return envelope is not null && envelope.ToBytes().AsSpan().SequenceEqual(bytes) ? envelope : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private byte[] AssociatedData(ConnectionId id) =>
        Encoding.UTF8.GetBytes($"connector-auth vault\n{Format}\n{KeyId}\n{KeyOrigin}\n{id.ProjectId}\n{id.Source.Value}\n{id.Account}");
}
