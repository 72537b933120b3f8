using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;

namespace McpConnectorAuth.Core.Requests;

/// <summary>A hash function of HTTP Digest (RFC 7616 section 6.1).</summary>
/// <param name="Name">Its name in a challenge, without <c>-sess</c>.</param>
/// <param name="Strength">The greater, the better.</param>
/// <param name="Hash">The function.</param>
internal sealed record DigestAlgorithm(string Name, int Strength, Func<byte[], byte[]> Hash)
{
    private const string SessionSuffix = "-sess";

    [SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "What most servers of HTTP Digest offer.")]
    private static readonly DigestAlgorithm[] All =
    [
        new("MD5", 1, MD5.HashData),
        new("SHA-256", 2, SHA256.HashData),
        // Not registered, but in use.
        new("SHA-512", 3, SHA512.HashData),
        new("SHA-512-256", 4, static data => Sha512Truncated256.HashData(data)),
    ];

    /// <summary>The algorithm that a challenge names, MD5 where it names none (section 3.3); null where it is not known.</summary>
    public static (DigestAlgorithm Algorithm, bool IsSession)? Find(string? name)
    {
        if (name is null) return (All[0], false);
        var isSession = name.EndsWith(SessionSuffix, StringComparison.OrdinalIgnoreCase);
        var bare = isSession ? name[..^SessionSuffix.Length] : name;
        return All.FirstOrDefault(algorithm => algorithm.Name.Equals(bare, StringComparison.OrdinalIgnoreCase)) is { } found ? (found, isSession) : null;
    }
}
