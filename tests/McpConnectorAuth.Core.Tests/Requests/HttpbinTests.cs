using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;
using static McpConnectorAuth.Core.Tests.Requests.TestSpec;

namespace McpConnectorAuth.Core.Tests.Requests;

public sealed class HttpbinTests(HttpbinServer server) : IClassFixture<HttpbinServer>
{
    [PythonTheory("httpbin")]
    [InlineData("auth", "MD5")]
    [InlineData("auth", "SHA-256")]
    [InlineData("auth", "SHA-512")]
    [InlineData("auth-int", "MD5")]
    [InlineData("auth-int", "SHA-256")]
    public async Task Accepts_a_digest_and_no_other(string quality, string algorithm)
    {
        var path = $"/digest-auth/{quality}/jane/CANARY-pass/{algorithm}/never";
        var spec = Of(server.Url, AuthKind.Digest, [], [Plain("username"), Secret("password")], [Get(path)]);
        await ShouldBeProven(spec, ("username", "jane"), ("password", "CANARY-pass"));
    }

    [PythonFact("httpbin")]
    public async Task Accepts_basic()
    {
        var spec = Of(
            server.Url, AuthKind.Basic, [Header("Authorization", "Basic base64({username}:{password})")], [Plain("username"), Secret("password")], [Get("/basic-auth/jane/CANARY-pass")]);
        await ShouldBeProven(spec, ("username", "jane"), ("password", "CANARY-pass"));
    }

    /// <summary>httpbin takes any bearer token, so a check must not call one proven.</summary>
    [PythonFact("httpbin")]
    public async Task A_server_that_takes_any_token_proves_none()
    {
        using var verifier = new ConnectionVerifier();
        var report = await verifier.VerifyAsync(Bearer(server.Url, Get("/bearer")), "main", Values(("token", "CANARY-token")), [Host], null, CancellationToken.None);
        report.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 200]);
        report.Outcome.ShouldBe(VerificationOutcome.Unexpected);
    }

    [PythonFact("httpbin")]
    public async Task Echoes_what_an_application_and_the_credential_put_on()
    {
        var spec = Of(server.Url, AuthKind.ApiKey, [new Placement(PlacementLocation.Body, "key", "{key}")], [Secret("key")], [Get("/get")]);
        using var client = new ApiClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, server.Url + "/post") { Content = new StringContent("{\"a\":[1,{\"b\":null}]}", null, "application/json") };
        var response = await new RequestSender(client).SendAsync(spec, spec.Authentication.Methods[0], request, Values(("key", "CANARY-k")), [Host], CancellationToken.None);
        System.Text.Json.Nodes.JsonNode.Parse(response.Body.Span)!["json"]!.ToJsonString().ShouldBe("{\"a\":[1,{\"b\":null}],\"key\":\"CANARY-k\"}");
    }

    private string Host => server.Url.Split("://")[1];

    private async Task ShouldBeProven(ConnectorSpec spec, params (string Name, string Value)[] values)
    {
        using var verifier = new ConnectionVerifier();
        var good = await verifier.VerifyAsync(spec, "main", Values(values), [Host], null, CancellationToken.None);
        good.Outcome.ShouldBe(VerificationOutcome.Valid, good.Explanation);
        good.Probes.Select(probe => probe.Status).ShouldBe([200, 401, 401]);
        var bad = await verifier.VerifyAsync(spec, "main", Values([.. values[..^1], (values[^1].Name, "CANARY-other")]), [Host], null, CancellationToken.None);
        bad.Outcome.ShouldBe(VerificationOutcome.InvalidCredentials, bad.Explanation);
    }
}
