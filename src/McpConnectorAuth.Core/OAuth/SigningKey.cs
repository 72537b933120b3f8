using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>Signs with a key in one of the forms in which providers hand it out (RFC 7518 section 3).</summary>
internal static class SigningKey
{
    /// <summary>Signs bytes.</summary>
    /// <param name="algorithm">RS, PS, ES or HS with 256, 384 or 512.</param>
    /// <param name="text">PEM (PKCS#1, PKCS#8, SEC1), JWK (RFC 7517), a key file that holds one of these, or for HS the shared secret itself.</param>
    /// <param name="data">What is signed.</param>
    /// <exception cref="FormatException">The key can't be read; the text never holds any of it.</exception>
    /// <exception cref="CryptographicException">The key is not one for the algorithm.</exception>
    public static byte[] Sign(string algorithm, string text, byte[] data)
    {
        var hash = algorithm[2..] switch
        {
            "256" => HashAlgorithmName.SHA256,
            "384" => HashAlgorithmName.SHA384,
            "512" => HashAlgorithmName.SHA512,
            _ => throw new FormatException("the algorithm is not known"),
        };
        switch (algorithm[..2])
        {
            case "RS" or "PS":
                using (var rsa = ReadRsa(KeyFile.KeyOf(text)))
                    return rsa.SignData(data, hash, algorithm[0] == 'R' ? RSASignaturePadding.Pkcs1 : RSASignaturePadding.Pss);
            case "ES":
                using (var ec = ReadEc(KeyFile.KeyOf(text)))
                {
                    if (ec.KeySize != (algorithm == "ES512" ? 521 : hash == HashAlgorithmName.SHA384 ? 384 : 256)) throw new FormatException("its curve is another one than the algorithm's");
                    return ec.SignData(data, hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
                }

            case "HS":
                return CryptographicOperations.HmacData(hash, ReadShared(text), data);
            default:
                throw new FormatException("the algorithm is not known");
        }
    }

    /// <summary>Reads an RSA key.</summary>
    public static RSA ReadRsa(string text)
    {
        var rsa = RSA.Create();
        try
        {
            if (TryReadJwk(text, "RSA") is not { } jwk) rsa.ImportFromPem(Pem.Normalize(text));
            else
                using (jwk)
                {
                    rsa.ImportParameters(new RSAParameters
                    {
                        Modulus = Bytes(jwk, "n"),
                        Exponent = Bytes(jwk, "e"),
                        D = Bytes(jwk, "d"),
                        P = Bytes(jwk, "p"),
                        Q = Bytes(jwk, "q"),
                        DP = Bytes(jwk, "dp"),
                        DQ = Bytes(jwk, "dq"),
                        InverseQ = Bytes(jwk, "qi"),
                    });
                }

            return rsa;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or FormatException)
        {
            rsa.Dispose();
            throw new FormatException(WhatIsWrong(text, "an RSA"), error);
        }
    }

    private static ECDsa ReadEc(string text)
    {
        var ec = ECDsa.Create();
        try
        {
            if (TryReadJwk(text, "EC") is not { } jwk) ec.ImportFromPem(Pem.Normalize(text));
            else
                using (jwk)
                {
                    ec.ImportParameters(new ECParameters
                    {
                        Curve = EndpointReply.Text(jwk.RootElement, "crv") switch
                        {
                            "P-256" => ECCurve.NamedCurves.nistP256,
                            "P-384" => ECCurve.NamedCurves.nistP384,
                            "P-521" => ECCurve.NamedCurves.nistP521,
                            _ => throw new FormatException("its curve is not known"),
                        },
                        Q = new ECPoint { X = Bytes(jwk, "x"), Y = Bytes(jwk, "y") },
                        D = Bytes(jwk, "d"),
                    });
                }

            return ec;
        }
        catch (Exception error) when (error is ArgumentException or CryptographicException or FormatException)
        {
            ec.Dispose();
            throw new FormatException(WhatIsWrong(text, "an elliptic curve"), error);
        }
    }

    private static byte[] ReadShared(string text)
    {
        if (TryReadJwk(text, "oct") is not { } jwk) return Encoding.UTF8.GetBytes(text);
        using (jwk) return Bytes(jwk, "k");
    }

    private static JsonDocument? TryReadJwk(string text, string type)
    {
        if (!text.AsSpan().TrimStart().StartsWith('{')) return null;
        var document = ReadableJson.TryParse(text);
        if (document is null || EndpointReply.Text(document.RootElement, "kty") == type) return document;
        document.Dispose();
        return null;
    }

    private static byte[] Bytes(JsonDocument jwk, string name) =>
        Base64Url.DecodeFromChars(EndpointReply.Text(jwk.RootElement, name) ?? throw new FormatException($"its member {name} is missing"));

    private static string WhatIsWrong(string text, string kind) => text.Contains("ENCRYPTED", StringComparison.Ordinal)
        ? "is encrypted with a passphrase"
        : $"is not {kind} private key in PEM or JWK";
}
