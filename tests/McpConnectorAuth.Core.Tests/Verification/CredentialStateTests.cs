using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>Every kind and placement with a credential that the API knows and refuses: one without a permission, one that has ended.</summary>
public sealed class CredentialStateTests : IDisposable
{
    private readonly ConnectionVerifier _verifier = new();

    public static TheoryData<string> Animals => [.. Zoo.Placements.Concat(ZooKinds.All).Select(api => api.Name)];

    public void Dispose() => _verifier.Dispose();

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task A_known_credential_without_permission_is_told_from_a_wrong_one(string name) =>
        await Judge(name, 403, "{\"message\":\"You do not have permission to read this\"}", VerificationOutcome.InsufficientPermissions, VerificationCause.MissingScope);

    [Theory]
    [MemberData(nameof(Animals))]
    public async Task A_credential_that_has_ended_is_told_from_a_wrong_one(string name) =>
        await Judge(name, 401, "{\"message\":\"This credential has expired\"}", VerificationOutcome.InvalidCredentials, VerificationCause.Expired);

    private async Task Judge(string name, int status, string body, VerificationOutcome outcome, VerificationCause cause)
    {
        var animal = Zoo.Placements.Concat(ZooKinds.All).Single(candidate => candidate.Name == name);
        var isHead = animal.Call.Method == "HEAD";
        await using var api = await LoopbackApi.StartAsync(context => AnswerAsync(context, animal.Answer, status, body));
        var report = await _verifier.VerifyAsync(animal.Spec(api), "main", animal.GoodValues, [api.Host], null, CancellationToken.None);
        report.Outcome.ShouldBe(outcome, report.Explanation);

        // An answer to HEAD has no words.
        if (!isHead) report.Cause.ShouldBe(cause, report.Explanation);
        report.Probes.Count.ShouldBeLessThanOrEqualTo(3);
    }

    /// <summary>What the API answers, but for calls that it lets in.</summary>
    private static async Task AnswerAsync(HttpContext context, RequestDelegate answer, int status, string body)
    {
        var (response, sent) = (context.Response.Body, new MemoryStream());
        context.Response.Body = sent;
        await answer(context);
        context.Response.Body = response;
        if (context.Response.StatusCode is >= 200 and < 300)
        {
            context.Response.StatusCode = status;
            if (!HttpMethods.IsHead(context.Request.Method)) await context.Response.WriteAsync(body);
            return;
        }

        sent.Position = 0;
        await sent.CopyToAsync(response);
    }
}
