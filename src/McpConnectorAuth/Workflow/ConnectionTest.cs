using System.ComponentModel;
using System.Text.Json.Serialization;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Workflow;

/// <summary>A verdict on a stored connection.</summary>
/// <param name="Outcome">The verdict of the check with its controls.</param>
/// <param name="Explanation">Why.</param>
/// <param name="Probes">The calls made, in order, one line each, redacted.</param>
/// <param name="Test">Run of the written test, or null where none is written.</param>
/// <param name="NextStep">What to do next.</param>
/// <param name="Cause">The most likely cause where the outcome is not valid, or null.</param>
/// <param name="Identity">Who the API says the caller is, or null.</param>
/// <param name="Proposals">Overrides for generate_spec that the document supports, where the cause is in the spec; null where there are none.</param>
internal sealed record ConnectionTest(
    [property: Description("verdict; valid means proven")] VerificationOutcome Outcome,
    string Explanation,
    [property: Description("calls made")] IReadOnlyList<string> Probes,
    [property: Description("written test, if any")] AuthTestRun? Test,
    string NextStep,
    [property: Description("likely cause"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] VerificationCause? Cause = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Identity = null,
    [property: Description("overrides to try"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<SpecOverride>? Proposals = null)
{
    /// <summary>The calls in full, for front ends that lay them out themselves; not part of the JSON.</summary>
    internal IReadOnlyList<VerificationProbe> Calls { get; init; } = [];
}
