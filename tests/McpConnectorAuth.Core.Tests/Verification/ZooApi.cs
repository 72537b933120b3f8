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
    /// <summary>What the method has beside placements: signature, login, OAuth settings.</summary>
    public Func<SpecMethod, SpecMethod> Change { get; init; } = static method => method;

    /// <summary>Values that it does not know, where a changed last character makes no such value; by name, in place of the good ones.</summary>
    public IReadOnlyDictionary<string, string>? Bad { get; init; }

    public CredentialValues GoodValues => ValuesOf(pair => pair.Value);

    public CredentialValues BadValues => ValuesOf(pair => Bad?.GetValueOrDefault(pair.Key) ?? (IsSecret(pair.Key) ? pair.Value[..^1] + "Z" : pair.Value));

    /// <summary>Every secret, good or bad, that a test looks for where it must not be.</summary>
    public IEnumerable<string> Canaries => Good.Where(pair => IsSecret(pair.Key)).SelectMany(pair => new[] { pair.Value, pair.Value[..^1] });

    public ConnectorSpec Spec(LoopbackApi api, string? lockoutWarning = null, params SpecVerification[] more) => Spec(api.Url, lockoutWarning, more);

    public ConnectorSpec Spec(string url, string? lockoutWarning = null, params SpecVerification[] more) =>
        TestSpec.Of(url + "/api", Kind, Placements, Parameters, [Call, .. more], [url.Split("://")[1]], lockoutWarning, Evidence).With(Change);

    public override string ToString() => Name;

    private CredentialValues ValuesOf(Func<KeyValuePair<string, string>, string> value) =>
        new(Good.Select(pair => KeyValuePair.Create(pair.Key, new Secret(value(pair)))), Good.Keys.Where(IsSecret));

    private IReadOnlyList<Evidence> Evidence =>
        Call.Path.Contains("form", StringComparison.Ordinal) ? [new Evidence("placement", "Content-Type: application/x-www-form-urlencoded", 1)] : [];

    /// <summary>What is no parameter is issued, so it proves who calls where it holds a canary.</summary>
    private bool IsSecret(string name) => Parameters.FirstOrDefault(parameter => parameter.Name == name)?.Secret ?? Good[name].Contains("CANARY", StringComparison.Ordinal);
}
