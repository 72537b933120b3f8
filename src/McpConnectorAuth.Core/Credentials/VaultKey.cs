using System.Security.Cryptography;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>A 256-bit key with the name that entries carry of it.</summary>
public sealed class VaultKey
{
    /// <summary>Bytes in a key.</summary>
    public const int Size = 32;

    private readonly byte[] _bytes;

    private VaultKey(byte[] bytes, string origin)
    {
        _bytes = bytes;
        Origin = origin;
        Id = Convert.ToHexStringLower(SHA256.HashData([.. "connector-auth vault key id\0"u8, .. bytes]).AsSpan(0, 8));
    }

    /// <summary>
    /// The key's version: 16 hex digits of a domain-separated SHA-256 of the key, which tell keys apart and say nothing about them.
    /// </summary>
    public string Id { get; }

    /// <summary>A constant of <see cref="VaultKeyOrigin"/>.</summary>
    public string Origin { get; }

    /// <summary>The key's bytes, for the cipher.</summary>
    internal ReadOnlySpan<byte> Bytes => _bytes;

    /// <summary>Makes a key from the operating system's random numbers.</summary>
    public static VaultKey Generate(string origin)
    {
        var bytes = NewBuffer();
        RandomNumberGenerator.Fill(bytes);
        return new VaultKey(bytes, origin);
    }

    /// <summary>Reads 64 hex digits; null for anything else.</summary>
    public static VaultKey? FromHex(ReadOnlySpan<char> hex, string origin)
    {
        var bytes = NewBuffer();
        return hex.Length == 2 * Size && Convert.FromHexString(hex, bytes, out _, out _) == System.Buffers.OperationStatus.Done
            ? new VaultKey(bytes, origin)
            : null;
    }

    /// <inheritdoc/>
    public override string ToString() => $"[vault key {Id}]";

    /// <summary>Pinned, so that the garbage collector leaves no copies behind.</summary>
    private static byte[] NewBuffer() => GC.AllocateArray<byte>(Size, pinned: true);
}
