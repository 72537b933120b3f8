using System.Security.Cryptography;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Signs with a private key that a person pasted as PEM (RFC 7468).</summary>
internal static class PrivateKey
{
    /// <summary>An RSASSA-PKCS1-v1_5 signature (RFC 8017 section 8.2).</summary>
    /// <param name="pem">PKCS#8 or PKCS#1, not encrypted.</param>
    /// <param name="algorithm"><c>rsa-sha1</c>, <c>rsa-sha256</c> and so on.</param>
    /// <param name="message">What is signed.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/>.</exception>
    public static byte[] SignRsa(Secret pem, string algorithm, ReadOnlySpan<byte> message)
    {
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(Pem.Normalize(pem.Reveal()));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            // The inner exception stays away: it may quote what it could not read.
            throw new ConnectorAuthException(
                ErrorCodes.InvalidCredentialField, "The private key is no RSA key in PEM form.", "Paste the whole file, from -----BEGIN to -----END, without a passphrase.");
        }

        return key.SignData(message, new HashAlgorithmName(algorithm["rsa-".Length..].ToUpperInvariant()), RSASignaturePadding.Pkcs1);
    }

    /// <summary>Another key of the same size, for a negative control: a PEM with one character changed is no key at all.</summary>
    public static string? Other(string pem)
    {
        using var key = RSA.Create();
        try
        {
            key.ImportFromPem(Pem.Normalize(pem));
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException)
        {
            return null;
        }

        using var other = RSA.Create(key.KeySize);
        return other.ExportPkcs8PrivateKeyPem();
    }
}
