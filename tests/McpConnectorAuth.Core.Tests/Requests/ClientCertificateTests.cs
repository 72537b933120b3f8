using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Verification;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>
/// A real TLS server that demands client certificates. Its own certificate is of a made-up authority that only a child process trusts
/// (SSL_CERT_FILE): nothing in the product accepts a certificate that the machine does not.
/// </summary>
public sealed class ClientCertificateTests : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private readonly ECDsa _authorityKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly List<string> _subjects = [];
    private X509Certificate2 _authority = null!;
    private WebApplication _server = null!;

    public static TheoryData<TestLanguage> Languages => [.. LanguageTools.Runnable.Where(language => TestDialect.Of(language) is BraceDialect)];

    private string Url => _server.Urls.Single();

    public async Task InitializeAsync()
    {
        var request = new CertificateRequest("CN=Made-up Authority", _authorityKey, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        await File.WriteAllTextAsync(_folder.File("authority.pem"), _authority.ExportCertificatePem());
        var (certificate, key) = Issue("CN=localhost");
        using var own = certificate.CopyWithPrivateKey(key);
        var served = X509CertificateLoader.LoadPkcs12(own.Export(X509ContentType.Pfx), null);

        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = served;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (presented, _, _) => IsOurs(presented);
        })));
        _server = builder.Build();
        _server.Run(async context =>
        {
            lock (_subjects) _subjects.Add(context.Connection.ClientCertificate!.Subject);
            await context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["name"] = "Jane" });
        });
        await _server.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        _authority.Dispose();
        _authorityKey.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted")]
    [InlineData("one file")]
    [InlineData("pkcs12")]
    public async Task Is_presented_and_proven(string form)
    {
        var (certificate, key) = Issue("CN=client 7");
        var values = form switch
        {
            "pem" => Write(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), ""),
            "encrypted" => Write(
                certificate.ExportCertificatePem(),
                key.ExportEncryptedPkcs8PrivateKeyPem("CANARY-phrase", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), "CANARY-phrase"),
            "one file" => Write(key.ExportECPrivateKeyPem() + "\n" + certificate.ExportCertificatePem(), "", ""),
            _ => Write(Convert.ToBase64String(certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12, "CANARY-phrase")), "", "CANARY-phrase"),
        };
        (await VerifyAsync(values)).ShouldBe("Valid 200,0,0");
        _subjects.ShouldBe(["CN=client 7"]);
    }

    [Theory]
    [InlineData("pem")]
    [InlineData("encrypted")]
    [InlineData("pkcs12")]
    [InlineData("stranger")]
    public async Task Written_tests_present_it_and_say_what_the_check_says(string form)
    {
        var (certificate, key) = Issue("CN=client 7");
        using var other = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = new CertificateRequest("CN=client 7", other, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var folder = form switch
        {
            "pem" => Write(certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), ""),
            "encrypted" => Write(
                certificate.ExportCertificatePem(),
                key.ExportEncryptedPkcs8PrivateKeyPem("CANARY-phrase", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), "CANARY-phrase"),
            "stranger" => Write(stranger.ExportCertificatePem(), other.ExportPkcs8PrivateKeyPem(), ""),
            _ => Write(Convert.ToBase64String(certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12, "CANARY-phrase")), "", "CANARY-phrase"),
        };
        var lines = (await VerifyAsync(folder, "written")).Split('\n');
        lines.Length.ShouldBeGreaterThan(3);
        string[] right = form == "stranger" ? ["TlsError", "Unreachable"] : ["Valid"];
        lines[0].Split(' ')[0].ShouldBeOneOf(right);
        foreach (var line in lines[1..]) line.Split(' ')[1].ShouldBeOneOf(right, line);
        lines.ShouldAllBe(line => !line.Contains("CANARY", StringComparison.Ordinal) && !line.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_the_server_does_not_know_is_refused()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = new CertificateRequest("CN=client 7", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        (await VerifyAsync(Write(stranger.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), ""))).ShouldBeOneOf("TlsError 0", "Unreachable 0");
        _subjects.ShouldBeEmpty();
    }

    /// <summary>The written tests of the languages with braces, run by hand with the made-up authority trusted.</summary>
    [Theory]
    [MemberData(nameof(Languages))]
    public async Task Written_tests_present_it(TestLanguage language)
    {
        using var project = new TestProject();
        project.Write(Spec(Url), language);
        var (certificate, key) = Issue("CN=client 7");
        using var own = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var stranger = new CertificateRequest("CN=client 7", own, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var encrypted = key.ExportEncryptedPkcs8PrivateKeyPem("CANARY-phrase", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000));
        var pkcs12 = Convert.ToBase64String(certificate.CopyWithPrivateKey(key).Export(X509ContentType.Pkcs12, "CANARY-phrase"));
        var opens = language == TestLanguage.Go ? "no client certificate" : "outcome: valid";
        foreach (var (text, privateKey, passphrase, said) in new[]
        {
            (certificate.ExportCertificatePem(), key.ExportPkcs8PrivateKeyPem(), "", "outcome: valid"),
            (key.ExportECPrivateKeyPem() + "\n" + certificate.ExportCertificatePem(), "", "", "outcome: valid"),
            (certificate.ExportCertificatePem(), encrypted, "CANARY-phrase", opens),
            (pkcs12, "", "CANARY-phrase", opens),
            (stranger.ExportCertificatePem(), own.ExportPkcs8PrivateKeyPem(), "", "credential: no answer"),
        })
        {
            var config = new System.Text.Json.Nodes.JsonObject { ["client_certificate"] = text, ["private_key"] = privateKey, ["passphrase"] = passphrase };
            var (_, output) = await LanguageTools.RunByHandAsync(project, language, new()
            {
                ["CONNECTOR_TEST_CONFIG_JSON"] = config.ToJsonString(),
                ["SSL_CERT_FILE"] = _folder.File("authority.pem"),
                ["NODE_EXTRA_CA_CERTS"] = _folder.File("authority.pem"),
                ["REQUESTS_CA_BUNDLE"] = _folder.File("authority.pem"),
                ["CURL_CA_BUNDLE"] = _folder.File("authority.pem"),
            });
            output.ShouldContain(said);
            output.ShouldNotContain("CANARY");
            output.ShouldNotContain("BEGIN");
        }
    }

    /// <summary>The test process does not trust the server, so neither does the product, whatever certificate it holds itself.</summary>
    [Fact]
    public async Task An_untrusted_server_gets_nothing()
    {
        var (certificate, key) = Issue("CN=client 7");
        using var verifier = new ConnectionVerifier();
        var report = await verifier.VerifyAsync(
            Spec(Url), "main", Values(("client_certificate", certificate.ExportCertificatePem()), ("private_key", key.ExportPkcs8PrivateKeyPem())), [Host(Url)], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.TlsError, report.Explanation);
        _subjects.ShouldBeEmpty();
    }

    [Fact]
    public async Task It_goes_to_approved_hosts_only()
    {
        var (certificate, key) = Issue("CN=client 7");
        using var client = new ApiClient();
        var spec = Spec(Url);
        (await Should.ThrowAsync<ConnectorAuthException>(() => new RequestSender(client).SendAsync(
            spec, spec.Authentication.Methods[0], Get("/me"), Values(("client_certificate", certificate.ExportCertificatePem()), ("private_key", key.ExportPkcs8PrivateKeyPem())),
            ControlVariant.Credential, ["localhost:1"], CancellationToken.None))).Code.ShouldBe(ErrorCodes.HostNotApproved);
    }

    [Theory]
    [InlineData("CANARY", "")]
    [InlineData("Q0FOQVJZ", "")]
    [InlineData("-----BEGIN CERTIFICATE-----\nQ0FOQVJZ\n-----END CERTIFICATE-----", "CANARY")]
    [InlineData("good", "")]
    [InlineData("good", "another")]
    public void What_is_no_certificate_is_an_error_that_holds_nothing_of_it(string text, string key)
    {
        var (certificate, _) = Issue("CN=client 7");
        var (_, other) = Issue("CN=client 8");
        var values = Values(("client_certificate", text == "good" ? certificate.ExportCertificatePem() : text), ("private_key", key == "another" ? other.ExportPkcs8PrivateKeyPem() : key));
        var error = Should.Throw<ConnectorAuthException>(() => ClientCertificate.Read(Spec("https://localhost").Authentication.Methods[0], values));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.ToString().ShouldNotContain("CANARY");
    }

    /// <summary>What the child process does: verifies with the values of a folder and prints outcome and statuses.</summary>
    internal static async Task RunAsync(string[] args)
    {
        var values = Values([.. new[] { "client_certificate", "private_key", "passphrase" }.Select(name => (name, File.ReadAllText(Path.Combine(args[1], name))))]);
        using var verifier = new ConnectionVerifier();
        var report = await verifier.VerifyAsync(Spec(args[0]), "main", values, [Host(args[0])], null, CancellationToken.None);
        Console.WriteLine($"{report.Outcome} {string.Join(',', report.Probes.Select(probe => probe.Status))}");
        if (args is not [_, _, "written"]) return;
        foreach (var dialect in TestDialect.All.Where(dialect => dialect is not BraceDialect))
        {
            using var project = new TestProject();
            var spec = Spec(args[0]);
            if (dialect.Lacks(AuthTestWriter.FactsOf(project.Workspace, project.Source, spec, dialect.Extension, spec.Authentication.Methods[0])) is not null) continue;
            project.Write(spec, dialect.Language);
            var run = await AuthTestRunner.RunAsync(
                project.Workspace, project.Source, spec, project.Connection(values, Host(args[0])), dialect.Language, TimeSpan.FromMinutes(2), null, CancellationToken.None);
            Console.WriteLine($"{dialect.Language} {run.Outcome} {run.Output.ReplaceLineEndings("|")}");
        }
    }

    private static ConnectorSpec Spec(string url) => Of(
        url, AuthKind.Mtls, [], [Plain("client_certificate"), Secret("private_key"), new SpecParameter("passphrase", "string", false, true, "")], [Get("/me")]);

    private static string Host(string url) => url.Split("://")[1];

    private (X509Certificate2 Certificate, ECDsa Key) Issue(string subject)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(subject, key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        return (request.Create(_authority, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddHours(1), RandomNumberGenerator.GetBytes(8)), key);
    }

    private bool IsOurs(X509Certificate2 presented)
    {
        using var chain = new X509Chain { ChainPolicy = { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck } };
        chain.ChainPolicy.CustomTrustStore.Add(_authority);
        return chain.Build(presented);
    }

    private string Write(string certificate, string key, string passphrase)
    {
        File.WriteAllText(_folder.File("client_certificate"), certificate);
        File.WriteAllText(_folder.File("private_key"), key);
        File.WriteAllText(_folder.File("passphrase"), passphrase);
        return _folder.Path;
    }

    private async Task<string> VerifyAsync(string folder, params string[] further)
    {
        using var process = ChildProcess.Start(ChildProcess.CommandLine(["mtls", Url, folder, .. further]), start =>
        {
            foreach (var name in new[] { "SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "NODE_EXTRA_CA_CERTS" }) start.Environment[name] = _folder.File("authority.pem");
        });
        using var deadline = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        await process.WaitForExitAsync(deadline.Token);
        process.ExitCode.ShouldBe(0, await error);
        return (await output).Trim();
    }
}
