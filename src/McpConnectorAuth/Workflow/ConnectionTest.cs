using System.ComponentModel;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Workflow;

/// <summary>A verdict on a stored connection.</summary>
/// <param name="Outcome">The verdict of the check with its controls.</param>
/// <param name="Explanation">Why.</param>
/// <param name="Probes">The calls made, in order, one line each, redacted.</param>
/// <param name="Test">Run of the written test, or null where none is written.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record ConnectionTest(
    [property: Description("verdict; valid means proven")] VerificationOutcome Outcome,
    string Explanation,
    [property: Description("calls made")] IReadOnlyList<string> Probes,
    [property: Description("written test, if any")] AuthTestRun? Test,
    string NextStep)
{
    /// <summary>The calls in full, for front ends that lay them out themselves; not part of the JSON.</summary>
    internal IReadOnlyList<VerificationProbe> Calls { get; init; } = [];
}
