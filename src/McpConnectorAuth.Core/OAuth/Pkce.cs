using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>A verifier and its challenge, method S256 (RFC 7636 section 4).</summary>
/// <param name="Verifier">43 characters from 32 random bytes.</param>
/// <param name="Challenge">Base64url of the verifier's SHA-256.</param>
internal sealed record Pkce(Secret Verifier, string Challenge)
{
    public const string Method = "S256";

    public static Pkce Create()
    {
        var verifier = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        return new Pkce(new Secret(verifier), ChallengeOf(verifier));
    }

    public static string ChallengeOf(string verifier) => Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes(verifier)));
}
