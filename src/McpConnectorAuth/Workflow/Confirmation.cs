using System.ComponentModel;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Workflow;

/// <summary>Whether the person is done.</summary>
/// <param name="State"><c>pending</c>, <c>confirmed</c>, <c>declined</c>, <c>expired</c> or <c>replaced</c>.</param>
/// <param name="Method">Method the person chose, or null.</param>
/// <param name="Stored">Names of the stored parameters, never their values.</param>
/// <param name="ApprovedHosts">Hosts the person approved.</param>
/// <param name="Outcome">Outcome of the check on the page, or null where it was not made.</param>
/// <param name="Explanation">Why this outcome, or null.</param>
/// <param name="Url">The link while it is open, else null.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record Confirmation(
    [property: Description("pending, confirmed, declined, expired, replaced")] string State,
    string? Method,
    [property: Description("names, never values")] IReadOnlyList<string> Stored,
    [property: Description("hosts")] IReadOnlyList<string> ApprovedHosts,
    [property: Description("check on the page, if made")] VerificationOutcome? Outcome,
    string? Explanation,
    [property: Description("while open")] string? Url,
    string NextStep);
