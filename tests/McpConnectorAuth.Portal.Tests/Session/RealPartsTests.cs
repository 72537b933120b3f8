using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using McpConnectorAuth.Portal.Tests.Support;

namespace McpConnectorAuth.Portal.Tests.Session;

/// <summary>The portal with the real vault, the real verifier and an API on loopback that checks credentials.</summary>
public sealed class RealPartsTests : IDisposable
{
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("portal-test-");

    [Fact]
    public async Task A_key_goes_from_the_page_to_the_api_and_sealed_into_the_vault()
    {
        await using var api = KeyApi.Start(ScriptedVerifier.GoodKey);
        var key = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32));
        var vault = Open(key);
        using var verifier = new ConnectionVerifier();
        await using var portal = new CredentialPortal(vault, verifier, () => throw new InvalidOperationException(), new PortalOptions());
        var spec = SampleSpecs.Key();
        spec = spec with
        {
            Authentication = spec.Authentication with { Hosts = [api.Authority], BaseUrls = [new SpecBaseUrl($"http://{api.Authority}/v1", "production", 3)] },
        };
        var session = await portal.OpenAsync(new PortalRequest(PortalUnderTest.Id(), spec, "spec.yaml", "Example Agent"), CancellationToken.None);
        using var link = new LinkClient(session);
        var page = await link.OpenAsync();
        page.ShouldContain(api.Authority);
        page.ShouldContain("this computer");

        page = await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", "CANARY-bad-key"), ("approve", api.Authority));
        page.ShouldContain("The API refused these credentials");
        page.ShouldNotContain("CANARY");
        vault.Load(PortalUnderTest.Id()).ShouldBeNull();

        page = await link.SubmitAsync("test", ("method", "bearer"), ("value:api_key", ScriptedVerifier.GoodKey), ("approve", api.Authority));
        page.ShouldContain("Connected to Acme Billing");
        page.ShouldNotContain("CANARY");
        session.Result!.Report!.Outcome.ShouldBe(VerificationOutcome.Valid);
        session.Result.Report.Probes.Count.ShouldBe(3);

        var stored = Open(key).Load(PortalUnderTest.Id())!;
        stored.Values.TryGet("api_key", out var value).ShouldBeTrue();
        value!.Reveal().ShouldBe(ScriptedVerifier.GoodKey);
        stored.LastOutcome.ShouldBe(VerificationOutcome.Valid);
        foreach (var file in Directory.EnumerateFiles(_home.FullName, "*", SearchOption.AllDirectories))
        {
            var content = await File.ReadAllTextAsync(file, Encoding.Latin1);
            content.ShouldNotContain("CANARY");
            content.ShouldNotContain(Convert.ToBase64String(Encoding.UTF8.GetBytes(ScriptedVerifier.GoodKey)));
        }
    }

    private Vault Open(string key) => Vault.Open(name => name switch { "CONNECTOR_AUTH_HOME" => _home.FullName, "CONNECTOR_AUTH_KEY" => key, _ => null });

    public void Dispose() => _home.Delete(recursive: true);
}
