using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Hash functions by the names that specs use: <c>md5</c>, <c>sha1</c>, <c>sha256</c>, <c>sha384</c>, <c>sha512</c>.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "The API on the other side chose the algorithm.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "The API on the other side chose the algorithm.")]
internal static class Digests
{
    private static readonly HashSet<string> Names = new(StringComparer.Ordinal) { "md5", "sha1", "sha256", "sha384", "sha512" };

    /// <summary>Whether there is a hash function of the name.</summary>
    public static bool Knows(string name) => Names.Contains(name);

    /// <summary>The hash of bytes.</summary>
    public static byte[] Hash(string name, ReadOnlySpan<byte> data) => name switch
    {
        "md5" => MD5.HashData(data),
        "sha1" => SHA1.HashData(data),
        "sha256" => SHA256.HashData(data),
        "sha384" => SHA384.HashData(data),
        "sha512" => SHA512.HashData(data),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>HMAC (RFC 2104) with a hash function.</summary>
    public static byte[] Hmac(string name, ReadOnlySpan<byte> key, ReadOnlySpan<byte> data) => name switch
    {
        "md5" => HMACMD5.HashData(key, data),
        "sha1" => HMACSHA1.HashData(key, data),
        "sha256" => HMACSHA256.HashData(key, data),
        "sha384" => HMACSHA384.HashData(key, data),
        "sha512" => HMACSHA512.HashData(key, data),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };
}
