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

    /// <summary>What an entry's associated data begin with.</summary>
    private const string EntryPurpose = "connector-auth vault";

    /// <summary>What the associated data of a pending token begin with, so that neither passes for the other.</summary>
    private const string PendingPurpose = "connector-auth pending token";

    /// <summary>Encrypts an entry.</summary>
    public static VaultEnvelope Seal(VaultKey key, ConnectionId id, ReadOnlySpan<byte> plaintext) => Seal(key, id, plaintext, EntryPurpose);

    /// <summary>Encrypts a <see cref="PendingToken"/>.</summary>
    public static VaultEnvelope SealPending(VaultKey key, ConnectionId id, ReadOnlySpan<byte> plaintext) => Seal(key, id, plaintext, PendingPurpose);

    private static VaultEnvelope Seal(VaultKey key, ConnectionId id, ReadOnlySpan<byte> plaintext, string purpose)
    {
        var envelope = new VaultEnvelope(
            CurrentFormat,
            key.Id,
            key.Origin,
            RandomNumberGenerator.GetBytes(NonceSize),
            new byte[plaintext.Length],
            new byte[TagSize]);
        using var cipher = new AesGcm(key.Bytes, TagSize);
        cipher.Encrypt(envelope.Nonce, plaintext, envelope.Ciphertext, envelope.Tag, envelope.AssociatedData(id, purpose));
        return envelope;
    }

    /// <summary>Decrypts into a buffer of the ciphertext's length; false where anything was changed since it was sealed.</summary>
    private bool TryOpen(VaultKey key, ConnectionId id, Span<byte> plaintext, string purpose)
    {
        if (Nonce.Length != NonceSize || Tag.Length != TagSize) return false;
        using var cipher = new AesGcm(key.Bytes, TagSize);
        try
        {
            cipher.Decrypt(Nonce, Ciphertext, Tag, plaintext, AssociatedData(id, purpose));
            return true;
        }
        catch (AuthenticationTagMismatchException)
        {
            return false;
        }
    }

    /// <summary>Opens the bytes of an entry's file and hands the plaintext to <paramref name="use"/>; it is overwritten afterwards.</summary>
    /// <param name="bytes">The file, at most one byte over the limit.</param>
    /// <param name="id">The connection that it is to hold.</param>
    /// <param name="path">The file's path, for errors.</param>
    /// <param name="keys">The store's keys.</param>
    /// <param name="use">Takes what is needed from the plaintext.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultCorrupt"/> or <see cref="ErrorCodes.VaultKey"/>.</exception>
    public static (VaultEnvelope Envelope, T Taken) Open<T>(
        byte[] bytes, ConnectionId id, string path, VaultKeyRing keys, Func<VaultEnvelope, ReadOnlySpan<byte>, T> use)
    {
        if (bytes.Length > VaultFile.LargestFile || Parse(bytes) is not { } envelope) throw Corrupt(id, path);
        if (envelope.Format != CurrentFormat)
        {
            throw new ConnectorAuthException(
                ErrorCodes.VaultCorrupt,
                $"The stored connection {id} ({path}) is of a format that this version does not read, or damaged.",
                "Update the program; where it is up to date, remove the file and enter the credentials again.");
        }

        var name = new VaultKeyName(envelope.KeyId, envelope.KeyOrigin);
        var key = keys.Find(name) ?? throw keys.NotHere(name, id.ToString());
        using var plaintext = new ZeroedBuffer();
        var span = plaintext.GetSpan(envelope.Ciphertext.Length)[..envelope.Ciphertext.Length];
        if (!envelope.TryOpen(key, id, span, EntryPurpose)) throw Corrupt(id, path);
        try
        {
            return (envelope, use(envelope, span));
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            // The cause may quote plaintext, so it is not kept.
            throw Corrupt(id, path);
        }
    }

    /// <summary>
    /// Opens the bytes of a pending token's file; the default of <typeparamref name="T"/> where they are not what was sealed for this connection with a key
    /// of the store. That is no error: such a file is written without waiting for the disk, so a loss of power may leave any bytes in it.
    /// </summary>
    public static T? OpenPending<T>(byte[] bytes, ConnectionId id, VaultKeyRing keys, Func<VaultEnvelope, ReadOnlySpan<byte>, T?> use)
        where T : class
    {
        if (bytes.Length > VaultFile.LargestFile || Parse(bytes) is not { Format: CurrentFormat } envelope) return null;
        if (keys.Find(new VaultKeyName(envelope.KeyId, envelope.KeyOrigin)) is not { } key) return null;
        using var plaintext = new ZeroedBuffer();
        var span = plaintext.GetSpan(envelope.Ciphertext.Length)[..envelope.Ciphertext.Length];
        try
        {
            return envelope.TryOpen(key, id, span, PendingPurpose) ? use(envelope, span) : null;
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            return null;
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

    private byte[] AssociatedData(ConnectionId id, string purpose) =>
        Encoding.UTF8.GetBytes($"{purpose}\n{Format}\n{KeyId}\n{KeyOrigin}\n{id.ProjectId}\n{id.Source.Value}\n{id.Account}");

    private static ConnectorAuthException Corrupt(ConnectionId id, string path) => new(
        ErrorCodes.VaultCorrupt,
        $"The stored connection {id} ({path}) is damaged, or was moved here from another connection.",
        "Restore the file from a backup, or enter the credentials again in the portal, which replaces it.");
}
