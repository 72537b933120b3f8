using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;

namespace McpConnectorAuth.Core.Tests.OAuth;

/// <summary>JWTs that are signed here and verified by the framework with the public key, over every algorithm and form of key.</summary>
public sealed class SigningKeyTests : IDisposable
{
    private readonly InstantClock _clock = new();
    private readonly ApiClient _api = new();

    public void Dispose() => _api.Dispose();

    public static TheoryData<string, string> Keys()
    {
        var data = new TheoryData<string, string>();
        foreach (var algorithm in new[] { "RS256", "RS384", "RS512", "PS256", "PS384", "PS512" })
        {
            foreach (var form in new[] { "pkcs8", "pkcs1", "jwk", "file", "escaped" }) data.Add(algorithm, form);
        }

        foreach (var algorithm in new[] { "ES256", "ES384", "ES512" })
        {
            foreach (var form in new[] { "pkcs8", "sec1", "jwk", "file" }) data.Add(algorithm, form);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Keys))]
    public async Task Signs_with_a_private_key(string algorithm, string form)
    {
        var hash = new HashAlgorithmName("SHA" + algorithm[2..]);
        if (algorithm[0] == 'E')
        {
            using var ec = ECDsa.Create(algorithm == "ES256" ? ECCurve.NamedCurves.nistP256 : algorithm == "ES384" ? ECCurve.NamedCurves.nistP384 : ECCurve.NamedCurves.nistP521);
            var parts = await SignAsync(algorithm, form == "jwk" ? EcJwk(ec) : Wrap(form == "sec1" ? ec.ExportECPrivateKeyPem() : ec.ExportPkcs8PrivateKeyPem(), form));
            ec.VerifyData(Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"), Base64Url.DecodeFromChars(parts[2]), hash, DSASignatureFormat.IeeeP1363FixedFieldConcatenation).ShouldBeTrue();
            return;
        }

        using var rsa = RSA.Create(2048);
        var signed = await SignAsync(algorithm, form == "jwk" ? RsaJwk(rsa) : Wrap(form == "pkcs1" ? rsa.ExportRSAPrivateKeyPem() : rsa.ExportPkcs8PrivateKeyPem(), form));
        rsa.VerifyData(
            Encoding.ASCII.GetBytes($"{signed[0]}.{signed[1]}"),
            Base64Url.DecodeFromChars(signed[2]),
            hash,
            algorithm[0] == 'P' ? RSASignaturePadding.Pss : RSASignaturePadding.Pkcs1).ShouldBeTrue();
    }

    [Theory]
    [InlineData("HS256")]
    [InlineData("HS384")]
    [InlineData("HS512")]
    public async Task Signs_with_a_shared_secret(string algorithm)
    {
        var parts = await SignAsync(algorithm, "CANARY-shared");
        var expected = CryptographicOperations.HmacData(new HashAlgorithmName("SHA" + algorithm[2..]), Encoding.UTF8.GetBytes("CANARY-shared"), Encoding.ASCII.GetBytes($"{parts[0]}.{parts[1]}"));
        Base64Url.DecodeFromChars(parts[2]).ShouldBe(expected);
    }

    [Fact]
    public async Task Signs_the_example_of_RFC_7515_appendix_A_1_key()
    {
        const string Key = """{"kty":"oct","k":"AyM1SysPpbyDfgZld3umj1qzKObwVMkoqQ-EstJQLr_T-1qS0gZH75aKtMN3Yj0iPS4hcgUuTwjAzZr1Z9CAow"}""";
        SigningKey.Sign("HS256", Key, Encoding.ASCII.GetBytes("eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ"))
            .ShouldBe(Base64Url.DecodeFromChars("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"));
        await Task.CompletedTask;
    }

    [Fact]
    public async Task The_token_is_the_jwt_itself_where_there_is_no_token_endpoint()
    {
        var parts = await SignAsync("HS256", "CANARY-shared");
        using var header = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[0]));
        header.RootElement.ToString().ShouldBe("""{"alg":"HS256","typ":"JWT","kid":"k-7"}""");
        using var claims = JsonDocument.Parse(Base64Url.DecodeFromChars(parts[1]));
        var root = claims.RootElement;
        root.GetProperty("iss").GetString().ShouldBe("issuer-1");
        root.GetProperty("aud").GetString().ShouldBe("made-up-connect-v1");
        root.TryGetProperty("sub", out _).ShouldBeFalse();
        root.GetProperty("bid").GetString().ShouldBe("org.example");
        root.GetProperty("iat").GetInt64().ShouldBe(_clock.GetUtcNow().ToUnixTimeSeconds());
        root.GetProperty("exp").GetInt64().ShouldBe(_clock.GetUtcNow().ToUnixTimeSeconds() + 1200);
        root.GetProperty("jti").GetString()!.Length.ShouldBeGreaterThan(20);
    }

    [Theory]
    [InlineData("RS256", "CANARY-no-key")]
    [InlineData("RS256", "-----BEGIN PRIVATE KEY-----\nCANARY\n-----END PRIVATE KEY-----")]
    [InlineData("RS256", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nCANARY\n-----END ENCRYPTED PRIVATE KEY-----")]
    [InlineData("ES256", "{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"CANARY\"}")]
    [InlineData("RS256", "{\"kty\":\"RSA\",\"n\":\"CANARY\"}")]
    [InlineData("RS256", "{\"private_key\":\"CANARY\"}")]
    [InlineData("RS256", "{\"private_key\":")]
    [InlineData("EdDSA", "CANARY-no-key")]
    [InlineData("none", "CANARY-no-key")]
    public async Task A_key_that_does_not_fit_is_an_error_of_its_field_that_shows_nothing(string algorithm, string key)
    {
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => SignAsync(algorithm, key));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.Message.ShouldContain("private_key");
        error.ToString().ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task A_key_of_another_curve_and_a_public_key_are_refused()
    {
        using var ec = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        (await Should.ThrowAsync<ConnectorAuthException>(() => SignAsync("ES256", ec.ExportPkcs8PrivateKeyPem()))).Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        using var rsa = RSA.Create(2048);
        (await Should.ThrowAsync<ConnectorAuthException>(() => SignAsync("RS256", rsa.ExportSubjectPublicKeyInfoPem()))).Code.ShouldBe(ErrorCodes.InvalidCredentialField);
    }

    private static string Wrap(string pem, string form) => form switch
    {
        "file" => JsonSerializer.Serialize(new Dictionary<string, object> { ["settings"] = new Dictionary<string, object> { ["auth"] = new Dictionary<string, string> { ["private_key"] = pem } } }),
        "escaped" => pem.Replace("\n", "\\n", StringComparison.Ordinal),
        _ => pem,
    };

    private static string RsaJwk(RSA rsa)
    {
        var key = rsa.ExportParameters(true);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["kty"] = "RSA",
            ["n"] = Encode(key.Modulus),
            ["e"] = Encode(key.Exponent),
            ["d"] = Encode(key.D),
            ["p"] = Encode(key.P),
            ["q"] = Encode(key.Q),
            ["dp"] = Encode(key.DP),
            ["dq"] = Encode(key.DQ),
            ["qi"] = Encode(key.InverseQ),
        });
    }

    private static string EcJwk(ECDsa ec)
    {
        var key = ec.ExportParameters(true);
        return JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["kty"] = "EC",
            ["crv"] = ec.KeySize switch { 256 => "P-256", 384 => "P-384", _ => "P-521" },
            ["x"] = Encode(key.Q.X),
            ["y"] = Encode(key.Q.Y),
            ["d"] = Encode(key.D),
        });
    }

    private static string Encode(byte[]? bytes) => Base64Url.EncodeToString(bytes);

    private async Task<string[]> SignAsync(string algorithm, string key)
    {
        var spec = OAuthSpec.Of(
            "https://api.example.org",
            AuthKind.OAuth2JwtBearer,
            new SpecMethodOAuth
            {
                Assertion = new SpecAssertion
                {
                    Algorithm = algorithm,
                    Key = "private_key",
                    KeyId = "{key_id}",
                    Issuer = "{issuer_id}",
                    Audience = "made-up-connect-v1",
                    Lifetime = 1200,
                    Claims = new Dictionary<string, string> { ["bid"] = "org.example" },
                },
            },
            null,
            "Bearer {access_token}",
            [TestSpec.Secret("private_key"), TestSpec.Plain("key_id"), TestSpec.Plain("issuer_id")]);
        var token = await new OAuthClient(_api, _clock).ObtainAsync(
            spec, spec.Method(), OAuthSpec.Values(("private_key", key), ("key_id", "k-7"), ("issuer_id", "issuer-1")), ["api.example.org"], default);
        token.ExpiresAt.ShouldBe(_clock.GetUtcNow().AddSeconds(1200));
        return token.Issued().Split('.');
    }
}
