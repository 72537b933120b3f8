using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Credentials;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Tests.Requests;
using McpConnectorAuth.Core.Verification;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Core.Tests.Verification;

/// <summary>A made-up API of the zoo: how it wants its credential, how it answers, and what a check must say.</summary>
/// <param name="Name">Its name in test results.</param>
/// <param name="Kind">Kind of method.</param>
/// <param name="Placements">Where it wants the credential.</param>
/// <param name="Parameters">What a person supplies.</param>
/// <param name="Call">The verification call.</param>
/// <param name="Good">Values that it knows.</param>
/// <param name="Answer">What it answers.</param>
/// <param name="WithGood">The right verdict on the good values.</param>
/// <param name="WithBad">The right verdict on values of which the last character of each secret differs.</param>
internal sealed record ZooApi(
    string Name,
    AuthKind Kind,
    IReadOnlyList<Placement> Placements,
    IReadOnlyList<SpecParameter> Parameters,
    SpecVerification Call,
    IReadOnlyDictionary<string, string> Good,
    RequestDelegate Answer,
    VerificationOutcome WithGood,
    VerificationOutcome WithBad)
{
    public CredentialValues GoodValues => TestSpec.Values([.. Good.Select(pair => (pair.Key, pair.Value))]);

    public CredentialValues BadValues => TestSpec.Values([.. Good.Select(pair => (pair.Key, IsSecret(pair.Key) ? pair.Value[..^1] + "Z" : pair.Value))]);

    /// <summary>Every secret, good or bad, that a test looks for where it must not be.</summary>
    public IEnumerable<string> Canaries => Good.Where(pair => IsSecret(pair.Key)).SelectMany(pair => new[] { pair.Value, pair.Value[..^1] });

    public ConnectorSpec Spec(LoopbackApi api, string? lockoutWarning = null, params SpecVerification[] more) =>
        TestSpec.Of(api.Url + "/api", Kind, Placements, Parameters, [Call, .. more], [api.Host], lockoutWarning, Evidence);

    public override string ToString() => Name;

    private IReadOnlyList<Evidence> Evidence =>
        Call.Path.Contains("form", StringComparison.Ordinal) ? [new Evidence("placement", "Content-Type: application/x-www-form-urlencoded", 1)] : [];

    private bool IsSecret(string name) => Parameters.Any(parameter => parameter.Name == name && parameter.Secret);
}
