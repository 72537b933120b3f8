using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

[SuppressMessage("Security", "CA5351:Do Not Use Broken Cryptographic Algorithms", Justification = "What the servers of these tests demand.")]
public sealed class DigestTests : IDisposable
{
    private const string Old = "dcd98b7102dd2f0e8b11d0f600bfb0c093";
    private const string OldChallenge = "Digest realm=\"testrealm@host.com\", nonce=\"" + Old + "\", opaque=\"5ccc069c403ebaf9f0171e9517f40e41\"";
    private readonly ApiClient _client = new();

    public void Dispose() => _client.Dispose();

    /// <summary>RFC 7616 section 3.9.1, both challenges in one header as there: the stronger one is answered.</summary>
    [Theory]
    [InlineData("SHA-256", "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1")]
    [InlineData("MD5", "8ca523f5e9506fed4657c9700eebdbec")]
    public void Answers_as_the_standard_does(string algorithm, string response)
    {
        const string Rest = "realm=\"http-auth@example.org\", qop=\"auth, auth-int\", nonce=\"7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v\", opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"";
        var header = algorithm == "MD5" ? $"Digest {Rest}, algorithm=MD5" : $"Digest {Rest}, algorithm=MD5, Basic realm=\"x\", Digest {Rest}, algorithm=SHA-256";
        var fields = Answer(header, "Mufasa", "Circle of Life", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ", "GET", "/dir/index.html");
        fields["response"].ShouldBe(response);
        fields["algorithm"].ShouldBe(algorithm);
        (fields["username"], fields["nc"], fields["qop"], fields["opaque"]).ShouldBe(("Mufasa", "00000001", "auth", "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS"));
    }

    /// <summary>RFC 7616 section 3.9.2 with the values of its erratum 4897.</summary>
    [Theory]
    [InlineData(", userhash=true", "username", "793263caabb707a56211940d90411ea4a575adeccb7e360aeb624ed06ece9b0b")]
    [InlineData("", "username*", "UTF-8''J%C3%A4s%C3%B8n%20Doe")]
    public void Hides_or_encodes_a_name_of_other_letters(string userhash, string field, string expected)
    {
        var fields = Answer(
            "Digest realm=\"api@example.org\", qop=\"auth\", algorithm=SHA-512-256, nonce=\"5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK\", opaque=\"HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS\", charset=UTF-8" + userhash,
            "Jäsøn Doe", "Secret, or not?", "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v", "GET", "/doe.json");
        fields["response"].ShouldBe("3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5");
        fields[field].ShouldBe(expected);
    }

    /// <summary>RFC 2617 section 3.5 and RFC 2069's form of it; the others computed with Python's hashlib from the same values.</summary>
    [Theory]
    [InlineData(", qop=\"auth,auth-int\"", "GET", "", "6629fae49393a05397450978507c4ef1")]
    [InlineData("", "GET", "", "670fd8c2df070c60b045671b8b24ff02")]
    [InlineData(", qop=auth, algorithm=MD5-sess", "GET", "", "8e3825c57e897f5a0dec6c2d4e5059d0")]
    [InlineData(", qop=auth, algorithm=sha-256-SESS", "GET", "", "b8822e12417cb7750f4e2b8515f0dcf25b7dd26993e80bee1426201446a7f59b")]
    [InlineData(", qop=\"auth-int\", algorithm=SHA-256", "POST", "a=b", "18388372c1a90df1b870ea8c035addc84c07c7d1f9e3e6734f8cb759741cf42a")]
    public void Answers_older_and_other_forms(string further, string method, string body, string response)
    {
        var fields = Answer(OldChallenge + further, "Mufasa", "Circle Of Life", "0a4f113b", method, "/dir/index.html", body);
        fields["response"].ShouldBe(response);
        fields.ContainsKey("cnonce").ShouldBe(further.Length > 0);
        fields.ContainsKey("algorithm").ShouldBe(further.Contains("algorithm", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Basic realm=\"a, Digest nonce=b\", Digest realm=\"x\", nonce=\"n\", qop=\"auth\"", "n")]
    [InlineData("Negotiate, Digest nonce=\"n\"", "n")]
    [InlineData("Negotiate oYH1MIHyoAMKAQE=, Digest nonce=n", "n")]
    [InlineData("Digest nonce=\"weak\", algorithm=MD5, Digest nonce=\"strong\", algorithm=SHA-512-256, Digest nonce=\"mid\", algorithm=SHA-256", "strong")]
    [InlineData("Digest nonce=\"unknown\", algorithm=SHA3-512, Digest nonce=\"n\"", "n")]
    [InlineData("Digest nonce = \"n\" , realm = \"a\\\"b\"", "n")]
    [InlineData(",, ,Digest\tnonce=\"n\"", "n")]
    [InlineData("Digest realm=\"never closed, nonce=\"n\"", null)]
    [InlineData("Digest realm=\"no nonce\"", null)]
    [InlineData("Digest nonce=\"n\", qop=\"auth-conf\"", null)]
    [InlineData("Basic realm=\"only\"", null)]
    [InlineData("Bearer error=\"Digest nonce=n\"", null)]
    [InlineData("\u0001=\"\"=,\"", null)]
    [InlineData("", null)]
    public void Finds_the_challenge_to_answer(string header, string? nonce) => DigestChallenge.Strongest(header)?.Nonce.ShouldBe(nonce ?? "none can be answered");

    [Fact]
    public void Reads_a_long_header_in_one_pass() =>
        DigestChallenge.Strongest(string.Concat(Enumerable.Repeat("a=\"\\\", b ", 100_000)) + "Digest nonce=\"n\"").ShouldBeNull();

    [PythonFact("hashlib")]
    public async Task Hashes_as_openssl_does()
    {
        int[] lengths = [0, 1, 110, 111, 112, 113, 127, 128, 129, 239, 240, 255, 256, 1000];
        var theirs = await Python.RunAsync(
            "import sys,hashlib\nfor n in sys.stdin.read().split(): print(hashlib.new('sha512_256', bytes(i * 7 % 256 for i in range(int(n)))).hexdigest())",
            string.Join(' ', lengths));
        var ours = lengths.Select(length => Convert.ToHexStringLower(Sha512Truncated256.HashData([.. Enumerable.Range(0, length).Select(i => (byte)(i * 7 % 256))])));
        theirs.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(ours);
    }

    [Fact]
    public async Task A_nonce_serves_again_and_counts_its_uses()
    {
        var server = new DigestServer();
        await using var api = await LoopbackApi.StartAsync(server.Answer);
        var sender = new RequestSender(_client);
        for (var i = 0; i < 3; i++) (await Send(sender, api)).Status.ShouldBe(200);
        server.Seen.ShouldBe(["none", "n1/00000001/ok", "n1/00000002/ok", "n1/00000003/ok"]);
    }

    [Fact]
    public async Task A_stale_nonce_is_replaced_once()
    {
        var server = new DigestServer { IsStale = nonce => nonce == "n1" };
        await using var api = await LoopbackApi.StartAsync(server.Answer);
        (await Send(new RequestSender(_client), api)).Status.ShouldBe(200);
        server.Seen.ShouldBe(["none", "n1/00000001/stale", "n2/00000001/ok"]);

        var endless = new DigestServer { IsStale = _ => true };
        await using var other = await LoopbackApi.StartAsync(endless.Answer);
        (await Send(new RequestSender(_client), other)).Status.ShouldBe(401);
        endless.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_refused_password_is_sent_once()
    {
        var server = new DigestServer();
        await using var api = await LoopbackApi.StartAsync(server.Answer);
        (await Send(new RequestSender(_client), api, "CANARY-wrong-pass")).Status.ShouldBe(401);
        server.Seen.ShouldBe(["none", "n1/00000001/refused"]);
    }

    [Fact]
    public async Task A_server_that_asks_for_basic_gets_nothing()
    {
        await using var api = await LoopbackApi.StartAsync(context =>
        {
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"give it to me\"";
            return Task.CompletedTask;
        });
        using var verifier = new ConnectionVerifier(_client);
        var report = await verifier.VerifyAsync(Spec(api), "main", Credentials(), [api.Host], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.Unexpected);
        report.Explanation.ShouldContain("does not ask for a digest that can be answered");
        api.Received.Count.ShouldBe(1);
        api.Received.ShouldAllBe(request => !request.Contains("Authorization", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Is_proven_with_a_changed_password()
    {
        var server = new DigestServer();
        await using var api = await LoopbackApi.StartAsync(server.Answer);
        using var verifier = new ConnectionVerifier(_client);
        var report = await verifier.VerifyAsync(Spec(api), "main", Credentials(), [api.Host], null, CancellationToken.None);
        report.Outcome.ShouldBe(VerificationOutcome.Valid, report.Explanation);
        report.Probes.Select(probe => (probe.Control, probe.Status)).ShouldBe([("credential", 200), ("no_credential", 401), ("changed_credential", 401)]);
        server.Seen.ShouldBe(["none", "n1/00000001/ok", "none", "none", "n3/00000001/refused"]);

        (await verifier.VerifyAsync(Spec(api), "main", Credentials("CANARY-wrong-pass"), [api.Host], null, CancellationToken.None)).Outcome.ShouldBe(VerificationOutcome.InvalidCredentials);
    }

    [Fact]
    public async Task Lockouts_are_respected()
    {
        var server = new DigestServer();
        await using var api = await LoopbackApi.StartAsync(server.Answer);
        using var verifier = new ConnectionVerifier(_client);
        var spec = Spec(api);
        spec = spec with { Authentication = spec.Authentication with { LockoutWarning = "three failures lock the account" } };
        (await verifier.VerifyAsync(spec, "main", Credentials(), [api.Host], null, CancellationToken.None)).Outcome.ShouldBe(VerificationOutcome.Valid);
        server.Seen.ShouldAllBe(seen => !seen.EndsWith("refused", StringComparison.Ordinal));
    }

    private static Dictionary<string, string> Answer(string header, string user, string password, string cnonce, string method, string uri, string body = "")
    {
        var challenge = DigestChallenge.Strongest(header).ShouldNotBeNull();
        var answer = new DigestSeal(challenge, user, new Secret(password), () => cnonce).Answer(method, uri, Encoding.UTF8.GetBytes(body));
        return new Dictionary<string, string>(AuthenticationChallenge.Parse(answer).Single().Parameters);
    }

    private static ConnectorSpec Spec(LoopbackApi api) =>
        Of(api.Url, AuthKind.Digest, [Header("Authorization", "Digest {response}")], [Plain("username"), Secret("password")], [Get("/me?x=1")]);

    private static CredentialValues Credentials(string password = "CANARY-right-pass") => Values(("username", "Mufasa"), ("password", password));

    private static Task<ApiResponse> Send(RequestSender sender, LoopbackApi api, string password = "CANARY-right-pass")
    {
        var spec = Spec(api);
        return sender.SendAsync(spec, spec.Authentication.Methods[0], Get("/me?x=1"), Credentials(password), ControlVariant.Credential, [api.Host], CancellationToken.None);
    }

    /// <summary>A server of its own mind: it works every answer out again, by MD5 and with quality auth.</summary>
    private sealed class DigestServer
    {
        private int _nonces;

        public Func<string, bool> IsStale { get; init; } = _ => false;

        public List<string> Seen { get; } = [];

        public Task Answer(HttpContext context)
        {
            var fields = AuthenticationChallenge.Parse(context.Request.Headers.Authorization).SingleOrDefault();
            var nonce = fields?["nonce"];
            var verdict = nonce is null ? null : IsStale(nonce) ? "stale" : fields!["response"] == Expected(context, fields) ? "ok" : "refused";
            lock (Seen) Seen.Add(nonce is null ? "none" : $"{nonce}/{fields!["nc"]}/{verdict}");
            if (verdict == "ok") return context.Response.WriteAsJsonAsync(new Dictionary<string, string> { ["name"] = "Mufasa" });
            context.Response.StatusCode = 401;
            context.Response.Headers.WWWAuthenticate = $"Digest realm=\"r\", nonce=\"n{Interlocked.Increment(ref _nonces)}\", qop=\"auth\"{(verdict == "stale" ? ", stale=TRUE" : "")}";
            return Task.CompletedTask;
        }

        private static string Expected(HttpContext context, AuthenticationChallenge fields) => Md5(
            $"{Md5("Mufasa:r:CANARY-right-pass")}:{fields["nonce"]}:{fields["nc"]}:{fields["cnonce"]}:auth:{Md5($"{context.Request.Method}:{context.Request.Path}{context.Request.QueryString}")}");

        private static string Md5(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
