using System.ComponentModel;

namespace McpConnectorAuth.Core.Verification;

/// <summary>A verdict with what it rests on. All texts are redacted.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Explanation">Why this verdict, one or two sentences.</param>
/// <param name="NextStep">What to do next, one sentence.</param>
/// <param name="Probes">The calls made, in order.</param>
public sealed record VerificationReport(
    [property: Description("the verdict")] VerificationOutcome Outcome,
    [property: Description("why")] string Explanation,
    [property: Description("what to do next")] string NextStep,
    [property: Description("calls made, in order")] IReadOnlyList<VerificationProbe> Probes)
{
    /// <summary><see cref="NextStep"/>, said to the person who is entering the credential.</summary>
    public string PersonStep { get; init; } = NextStep;

    /// <summary>The most likely cause of an outcome that is not valid; null where neither credential nor spec is to blame.</summary>
    public VerificationCause? Cause { get; init; }

    /// <summary>Who the API says the caller is, redacted and of one line; null where a valid answer names nobody.</summary>
    public string? Identity { get; init; }

    /// <summary>Scopes that the API asks for (RFC 6750 section 3).</summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];
}
