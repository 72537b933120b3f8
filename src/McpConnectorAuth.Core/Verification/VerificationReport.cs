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
    [property: Description("calls made, in order")] IReadOnlyList<VerificationProbe> Probes);
