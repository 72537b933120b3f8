using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>The value that ties a callback to its request (RFC 6749 section 10.12).</summary>
internal static class AuthorizationState
{
    /// <summary>256 random bits, base64url.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Compares in a time that tells nothing of where two values differ.</summary>
    public static bool Matches(string expected, string? received) => received is not null
        && CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(expected)), SHA256.HashData(Encoding.UTF8.GetBytes(received)));
}
