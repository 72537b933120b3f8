using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

/// <summary>Signatures that a spec describes, against servers that work each out in their own way.</summary>
[SuppressMessage("Security", "CA5350:Do Not Use Weak Cryptographic Algorithms", Justification = "What the servers of these tests demand.")]
[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "What the servers of these tests demand.")]
public sealed class SignedRequestTests : IDisposable
{
    private const string Secret64 = "Q0FOQVJZLXNlY3JldC1rZXktMTIzNDU2Nzg5MA==";
    private static readonly byte[] SecretBytes = Encoding.UTF8.GetBytes("CANARY-secret-key-1234567890");
    private readonly ApiClient _client = new();

    public void Dispose() => _client.Dispose();

    /// <summary>What each made-up API wants: how its spec says it, and how its server checks it.</summary>
    private static readonly Dictionary<string, (SpecSignature Signature, Placement[] Placements, Func<HttpContext, string, bool> Accepts)> Apis = new()
    {
        ["headers"] = (
            new SpecSignature { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{timestamp}{newline}{method}{newline}{path_and_query}{newline}{body_hash}", Timestamp = "unix_milliseconds" },
            [Header("X-Key", "{api_key}"), Header("X-Time", "{timestamp}"), Header("X-Sign", "v1={signature}")],
            (context, body) => IsRecent(context.Request.Headers["X-Time"], 1000) && context.Request.Headers["X-Key"] == "app-1" && context.Request.Headers["X-Sign"]
                == "v1=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret64), Utf8(
                    $"{context.Request.Headers["X-Time"]}\n{context.Request.Method}\n{context.Request.Path}{context.Request.QueryString}\n{Convert.ToHexStringLower(SHA256.HashData(Utf8(body)))}")))),
        ["authorization"] = (
            new SpecSignature { Algorithm = "hmac-sha1", Key = "{secret}", KeyEncoding = "base64", Message = "{method}{newline}{host}{newline}{content_type}{newline}{timestamp}{newline}{path}", Encoding = "base64", Timestamp = "http_date" },
            [Header("Date", "{timestamp}"), Header("Authorization", "HMAC base64({api_key}:{signature})")],
            (context, _) => DateTimeOffset.Parse(context.Request.Headers.Date!, System.Globalization.CultureInfo.InvariantCulture) > DateTimeOffset.UtcNow.AddMinutes(-5) && context.Request.Headers.Authorization
                == "HMAC " + Convert.ToBase64String(Utf8("app-1:" + Convert.ToBase64String(HMACSHA1.HashData(SecretBytes, Utf8(
                    $"{context.Request.Method}\n{context.Request.Host}\n\n{context.Request.Headers.Date}\n{context.Request.Path}")))))),
        ["query"] = (
            new SpecSignature { Algorithm = "hmac-sha512", Key = "{secret}", Message = "{query}", Encoding = "hex_upper" },
            [new(PlacementLocation.Query, "timestamp", "{timestamp}"), new(PlacementLocation.Query, "key", "{api_key}"), new(PlacementLocation.Query, "signature", "{signature}")],
            (context, _) => IsRecent(context.Request.Query["timestamp"], 1) && context.Request.QueryString.Value!.TrimStart('?').Split("&signature=") is [var signed, var signature]
                && signature == Convert.ToHexString(HMACSHA512.HashData(Encoding.UTF8.GetBytes(Secret64), Utf8(signed)))),
        ["hash in the message"] = (
            new SpecSignature { Algorithm = "hmac-sha512", Key = "{secret}", KeyEncoding = "base64", Message = "{path}sha256({nonce}{body})", Encoding = "base64" },
            [Header("X-Key", "{api_key}"), Header("X-Sign", "{signature}"), new(PlacementLocation.Body, "nonce", "{nonce}")],
            (context, body) => context.Request.Headers["X-Sign"] == Convert.ToBase64String(HMACSHA512.HashData(
                SecretBytes, Utf8(context.Request.Path!).Concat(SHA256.HashData(Utf8((string)JsonNode.Parse(body)!["nonce"]! + body))).ToArray()))),
        ["plain hash"] = (
            new SpecSignature { Algorithm = "md5", Key = "{secret}", Message = "{api_key}{secret}{timestamp}" },
            [new(PlacementLocation.Query, "key", "{api_key}"), new(PlacementLocation.Query, "sig", "{signature}"), new(PlacementLocation.Query, "ts", "{timestamp}")],
            (context, _) => context.Request.Query["sig"] == Convert.ToHexStringLower(MD5.HashData(Utf8($"app-1{Secret64}{context.Request.Query["ts"]}")))),
        ["sorted query"] = (
            new SpecSignature { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{scheme}://{host}{path}?{sorted_query}", Encoding = "base64url", Timestamp = "iso8601" },
            [new(PlacementLocation.Query, "z_time", "{timestamp}"), new(PlacementLocation.Query, "a_key", "{api_key}"), Header("X-Sign", "{signature}")],
            (context, _) => context.Request.Headers["X-Sign"] == System.Buffers.Text.Base64Url.EncodeToString(HMACSHA256.HashData(Utf8(Secret64), Utf8(
                $"http://{context.Request.Host}{context.Request.Path}?{string.Join('&', context.Request.QueryString.Value!.TrimStart('?').Split('&').Order(StringComparer.Ordinal))}")))),
    };

    public static TheoryData<string> Names => [.. Apis.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Is_signed_as_described_and_proven(string name)
    {
        var (signature, placements, accepts) = Apis[name];
        await using var api = await LoopbackApi.StartAsync(context => Check(context, accepts));
        var spec = Spec(api.Url, signature, placements);
        using var verifier = new ConnectionVerifier(_client);
        var good = await verifier.VerifyAsync(spec, "main", Credentials(Secret64), [api.Host], null, CancellationToken.None);
        good.Outcome.ShouldBe(VerificationOutcome.Valid, good.Explanation);
        good.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401]);
        good.Probes.ShouldAllBe(probe => !probe.Request.Contains("sig", StringComparison.OrdinalIgnoreCase));
        foreach (var received in api.Received) received.ShouldNotContain(Secret64);

        var bad = await verifier.VerifyAsync(spec, "main", Credentials("Q0FOQVJZLW90aGVyLWtleS0xMjM0NTY3ODkwMTI="), [api.Host], null, CancellationToken.None);
        bad.Outcome.ShouldBe(VerificationOutcome.InvalidCredentials, bad.Explanation);
    }

    [Fact]
    public async Task Is_signed_with_a_private_key()
    {
        using var key = RSA.Create(2048);
        await using var api = await LoopbackApi.StartAsync(context => Check(context, (seen, _) =>
            Convert.TryFromBase64String(seen.Request.Headers["X-Sign"].ToString().PadRight(4), new byte[256], out var length) && length == 256
            && key.VerifyData(Utf8($"{seen.Request.Method} {seen.Request.Path}"), Convert.FromBase64String(seen.Request.Headers["X-Sign"]!), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)));
        var spec = Spec(api.Url, new SpecSignature { Algorithm = "rsa-sha256", Key = "{secret}", Message = "{method} {path}", Encoding = "base64" }, [Header("X-Key", "{api_key}"), Header("X-Sign", "{signature}")]);
        using var verifier = new ConnectionVerifier(_client);
        var good = await verifier.VerifyAsync(spec, "main", Credentials(key.ExportPkcs8PrivateKeyPem()), [api.Host], null, CancellationToken.None);
        good.Outcome.ShouldBe(VerificationOutcome.Valid, good.Explanation);

        // The way a key looks when it was copied out of a JSON file.
        var copied = key.ExportRSAPrivateKeyPem().Replace("\n", "\\n", StringComparison.Ordinal);
        (await verifier.VerifyAsync(spec, "main", Credentials(copied), [api.Host], null, CancellationToken.None)).Outcome.ShouldBe(VerificationOutcome.Valid);
    }

    [Fact]
    public async Task The_message_behind_a_redirect_is_signed_anew()
    {
        var (signature, placements, accepts) = Apis["headers"];
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            if (context.Request.Path == "/me") context.Response.Redirect("/v2/me?moved=1");
            else return Check(context, accepts);
            return Task.CompletedTask;
        });
        var spec = Spec(api.Url, signature, placements);
        var response = await new RequestSender(_client).SendAsync(
            spec, spec.Authentication.Methods[0], Get("/me"), Credentials(Secret64), ControlVariant.Credential, [api.Host], CancellationToken.None);
        (response.Status, response.Url.PathAndQuery).ShouldBe((200, "/v2/me?moved=1"));
    }

    [Fact]
    public async Task Nonces_do_not_repeat()
    {
        var nonces = new System.Collections.Concurrent.ConcurrentBag<string>();
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            nonces.Add(context.Request.Headers["X-Nonce"]!);
            return Task.CompletedTask;
        });
        var spec = Spec(api.Url, new SpecSignature { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{nonce}" }, [Header("X-Nonce", "{nonce}"), Header("X-Sign", "{signature}")]);
        var sender = new RequestSender(_client);
        for (var i = 0; i < 20; i++)
            await sender.SendAsync(spec, spec.Authentication.Methods[0], Get("/me"), Credentials(Secret64), ControlVariant.Credential, [api.Host], CancellationToken.None);
        nonces.Distinct().Count().ShouldBe(20);
    }

    [Fact]
    public async Task Sigv4_is_put_on_by_the_spec()
    {
        await using var api = await LoopbackApi.StartAsync(context => Check(context, (seen, _) =>
            seen.Request.Headers.Authorization.ToString().StartsWith("AWS4-HMAC-SHA256 Credential=CANARYID/", StringComparison.Ordinal)
            && seen.Request.Headers["X-Amz-Content-Sha256"] == "UNSIGNED-PAYLOAD"
            && seen.Request.Headers.Authorization.ToString().Contains("/eu-test-1/store/aws4_request, SignedHeaders=host;x-amz-content-sha256;x-amz-date", StringComparison.Ordinal)
            && !seen.Request.Headers.ContainsKey("X-Amz-Security-Token")));
        var signature = new SpecSignature
        {
            Algorithm = "aws4-hmac-sha256",
            Key = "{secret}",
            KeyId = "{api_key}",
            SessionToken = "{session_token}",
            Region = "{region}",
            Service = "store",
            BodyHash = "unsigned",
            RawPath = true,
        };
        var spec = Of(
                api.Url, AuthKind.SignedRequest,
                [Header("Authorization", "AWS4-HMAC-SHA256 {signature}"), Header("X-Amz-Content-Sha256", "{body_hash}")],
                [Plain("api_key"), Secret("secret"), Plain("region"), new SpecParameter("session_token", "string", false, true, "")], [Get("/me")])
            .With(method => method with { Signature = signature });
        var values = Values(("api_key", "CANARYID"), ("secret", "CANARY-secret"), ("region", "eu-test-1"));
        var sender = new RequestSender(_client);
        var response = await sender.SendAsync(spec, spec.Authentication.Methods[0], Get("/me"), values, ControlVariant.Credential, [api.Host], CancellationToken.None);
        response.Status.ShouldBe(200);

        var inQuery = spec.With(method => method with { Placements = [new(PlacementLocation.Query, "X-Amz-Signature", "{signature}")] });
        await sender.SendAsync(inQuery, inQuery.Authentication.Methods[0], Get("/me?a=b"), values, ControlVariant.Credential, [api.Host], CancellationToken.None);
        api.Received[^1].ShouldStartWith("GET /me?a=b&X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=CANARYID%2F");
        api.Received[^1].ShouldContain("X-Amz-Expires=300&X-Amz-Signature=");
        await sender.SendAsync(spec, spec.Authentication.Methods[0], Get("/me"), values, ControlVariant.NoCredential, [api.Host], CancellationToken.None);
        api.Received[^1].ShouldNotContain("CANARY");
    }

    [Fact]
    public async Task OAuth1_is_proven_with_changed_secrets()
    {
        await using var api = await LoopbackApi.StartAsync(context => Check(context, (seen, body) =>
        {
            var fields = AuthenticationChallenge.Parse(seen.Request.Headers.Authorization).SingleOrDefault()?.Parameters.ToDictionary(pair => pair.Key, pair => Uri.UnescapeDataString(pair.Value));
            if (fields is null || !fields.Remove("oauth_signature", out var signature)) return false;
            var url = new Uri($"http://{seen.Request.Host}{seen.Request.Path}{seen.Request.QueryString}");
            var form = seen.Request.HasFormContentType ? FormFields.Parse(body) : [];
            var text = OAuth1Signer.BaseString(new HttpMethod(seen.Request.Method), url, fields.Concat(form));
            return signature == Convert.ToBase64String(HMACSHA1.HashData(Utf8("CANARY-cs&CANARY-ts"), Utf8(text)));
        }));
        var spec = Of(api.Url, AuthKind.OAuth1, [], [Plain("consumer_key"), Secret("consumer_secret"), Plain("access_token"), Secret("token_secret")], [Get("/me?b=2&a=1")]);
        var values = Values(("consumer_key", "ck"), ("consumer_secret", "CANARY-cs"), ("access_token", "at"), ("token_secret", "CANARY-ts"));
        using var verifier = new ConnectionVerifier(_client);
        var report = await verifier.VerifyAsync(spec, "main", values, [api.Host], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.Valid, report.Explanation);
        report.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401]);
        foreach (var received in api.Received) received.ShouldNotContain("CANARY");

        using var post = new HttpRequestMessage(HttpMethod.Post, api.Url + "/items?x=1") { Content = new FormUrlEncodedContent([new("status", "ünïcode & more")]) };
        (await new RequestSender(_client).SendAsync(spec, spec.Authentication.Methods[0], post, values, [api.Host], CancellationToken.None)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData("hmac-sha3", "{secret}", "{body}", "hex", "algorithm")]
    [InlineData("hmac-sha256", "{secret}", null, "hex", "what is signed")]
    [InlineData("hmac-sha256", "{unknown}", "{body}", "hex", "{unknown}")]
    [InlineData("hmac-sha256", "{secret}", "{unknown}", "hex", "{unknown}")]
    [InlineData("hmac-sha256", "{secret}", "sha256({body}", "hex", "broken")]
    [InlineData("hmac-sha256", "{secret}", "{body}", "morse", "encoding")]
    [InlineData("aws4-hmac-sha256", "{secret}", null, "hex", "access key")]
    public void A_description_that_lacks_something_says_what(string algorithm, string key, string? message, string encoding, string expected)
    {
        var spec = Spec("https://a.example", new SpecSignature { Algorithm = algorithm, Key = key, Message = message, Encoding = encoding }, [Header("X-Sign", "{signature}")]);
        RequestFactory.WhyUnsupported(spec, spec.Authentication.Methods[0]).ShouldNotBeNull().ShouldContain(expected);
    }

    [Fact]
    public void A_body_can_not_hold_a_signature_of_itself()
    {
        var spec = Spec("https://a.example", new SpecSignature { Algorithm = "hmac-sha256", Key = "{secret}", Message = "{body}" }, [new(PlacementLocation.Body, "sign", "{signature}")]);
        RequestFactory.Supports(spec, spec.Authentication.Methods[0]).ShouldBeFalse();
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("hex")]
    public async Task A_key_in_another_writing_is_an_error_that_names_the_field_only(string encoding)
    {
        var spec = Spec("https://a.example", new SpecSignature { Algorithm = "hmac-sha256", Key = "{secret}", KeyEncoding = encoding, Message = "{body}" }, [Header("X-Sign", "{signature}")]);
        var error = await Should.ThrowAsync<ConnectorAuthException>(() => new RequestSender(_client).SendAsync(
            spec, spec.Authentication.Methods[0], Get("/me"), Credentials("CANARY~not!it"), ControlVariant.Credential, ["a.example"], CancellationToken.None));
        error.Code.ShouldBe(ErrorCodes.InvalidCredentialField);
        error.ToString().ShouldContain("secret");
        error.ToString().ShouldNotContain("CANARY");
    }

    private static ConnectorSpec Spec(string url, SpecSignature signature, IReadOnlyList<Placement> placements) =>
        Of(url, AuthKind.SignedRequest, placements, [Plain("api_key"), Secret("secret")], [Get("/me?b=2&a=%C3%A9")]).With(method => method with { Signature = signature });

    private static CredentialValues Credentials(string secret) => Values(("api_key", "app-1"), ("secret", secret));

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static bool IsRecent(string? stamp, long unitsPerSecond) =>
        long.TryParse(stamp, out var time) && Math.Abs(time / unitsPerSecond - DateTimeOffset.UtcNow.ToUnixTimeSeconds()) < 300;

    private static async Task Check(HttpContext context, Func<HttpContext, string, bool> accepts)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        bool accepted;
        try
        {
            accepted = accepts(context, body);
        }
        catch (Exception error) when (error is ArgumentException or FormatException or NullReferenceException or System.Text.Json.JsonException)
        {
            accepted = false;
        }

        context.Response.StatusCode = accepted ? 200 : 401;
        await context.Response.WriteAsJsonAsync(new Dictionary<string, string> { [accepted ? "name" : "error"] = accepted ? "Jane" : "bad signature" });
    }
}
