using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>A TLS client certificate with its private key, as a person has it: PEM texts, or a PKCS#12 file in Base64.</summary>
internal sealed class ClientCertificate : IDisposable
{
    private static readonly string[] NameParts = ["cert", "pfx", "p12", "pkcs12", "pem"];

    private readonly X509Certificate2 _certificate;
    private readonly X509Certificate2Collection _issuers;

    private ClientCertificate(X509Certificate2 certificate, X509Certificate2Collection issuers)
    {
        _certificate = certificate;
        _issuers = issuers;
    }

    /// <summary>SHA-256 of the certificate, hex. The private key belongs to it: anything else is refused.</summary>
    public string Thumbprint => _certificate.GetCertHashString(HashAlgorithmName.SHA256);

    /// <summary>Parameters of a method that hold the certificate.</summary>
    public static IEnumerable<string> Names(SpecMethod method) =>
        method.Parameters.Where(name => NameParts.Any(part => name.Contains(part, StringComparison.OrdinalIgnoreCase)));

    /// <summary>Parameters of a method whose values are not for the request itself: certificate, key and passphrase.</summary>
    public static IEnumerable<string> AllNames(SpecMethod method) => Names(method).Concat(method.Parameters.Where(name => IsKey(name) || IsPassphrase(name)));

    /// <summary>Reads certificate and key from the values of a method.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.InvalidCredentialField"/>; nothing of a value is in the message.</exception>
    public static ClientCertificate Read(SpecMethod method, CredentialValues values)
    {
        var field = Names(method).First();
        var texts = AllNames(method).Distinct().Where(name => !IsPassphrase(name)).Select(name => ParameterValues.Find(values, name)).OfType<string>().ToList();
        var passphrase = method.Parameters.Where(IsPassphrase).Select(name => ParameterValues.Find(values, name)).FirstOrDefault(found => found is not null);
        if (texts.Count == 0) throw ParameterValues.Invalid(field, "has no value", "Fill it in on the portal page.");
        try
        {
            var pem = string.Join('\n', texts.Where(Pem.Looks).Select(Pem.Normalize));
            return pem.Length > 0 ? ReadPem(pem, passphrase) : ReadPkcs12(texts[0], passphrase);
        }
        catch (Exception error) when (error is CryptographicException or ArgumentException or FormatException)
        {
            throw ParameterValues.Invalid(
                field,
                "and the private key are no client certificate, do not belong together, or need another passphrase",
                "Paste certificate and private key as PEM, from -----BEGIN to -----END, or a PKCS#12 file (.p12, .pfx) in Base64, with its passphrase where it has one.");
        }
    }

    /// <summary>A certificate of the same name with another key, which no API knows: a negative control.</summary>
    public static ClientCertificate Other(ClientCertificate certificate)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(certificate._certificate.SubjectName, key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        return new ClientCertificate(Usable(request.CreateSelfSigned(now.AddHours(-1), now.AddHours(1))), []);
    }

    /// <summary>What a TLS handshake presents: the certificate with the issuers that came along.</summary>
    public SslStreamCertificateContext ToContext() => SslStreamCertificateContext.Create(_certificate, _issuers, offline: true);

    /// <inheritdoc/>
    public void Dispose()
    {
        _certificate.Dispose();
        foreach (var issuer in _issuers) issuer.Dispose();
    }

    private static bool IsKey(string name) => name.Contains("key", StringComparison.OrdinalIgnoreCase) && !name.Contains("api", StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a parameter is the passphrase of the private key.</summary>
    public static bool IsPassphrase(string name) => name.Contains("pass", StringComparison.OrdinalIgnoreCase);

    private static ClientCertificate ReadPem(string pem, string? passphrase)
    {
        var all = new X509Certificate2Collection();
        all.ImportFromPem(pem);
        if (all.Count == 0) throw new CryptographicException();
        var isEncrypted = pem.Contains("-----BEGIN ENCRYPTED PRIVATE KEY-----", StringComparison.Ordinal);
        var leaf = isEncrypted ? X509Certificate2.CreateFromEncryptedPem(pem, pem, passphrase ?? "") : X509Certificate2.CreateFromPem(pem, pem);
        return new ClientCertificate(Usable(leaf), [.. all.Where(certificate => certificate.Thumbprint != leaf.Thumbprint)]);
    }

    private static ClientCertificate ReadPkcs12(string text, string? passphrase)
    {
        var all = X509CertificateLoader.LoadPkcs12Collection(Base64Text.Decode(text), passphrase);
        var leaf = all.FirstOrDefault(certificate => certificate.HasPrivateKey) ?? throw new CryptographicException();
        return new ClientCertificate(leaf, [.. all.Where(certificate => certificate.Thumbprint != leaf.Thumbprint)]);
    }

    /// <summary>Windows' TLS can't use a key that lives in this process only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }
}
