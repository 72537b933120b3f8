using System.ComponentModel;
using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Workflow;

/// <summary>What exists of one connection.</summary>
/// <param name="Source">Source name.</param>
/// <param name="Account">Account name.</param>
/// <param name="Document">Path of the document, or null.</param>
/// <param name="Spec">Path of the spec, or null.</param>
/// <param name="SpecProblem">Why the spec can't be used, or null.</param>
/// <param name="Findings">Conflicts between the spec as it stands and the document, of a source that was asked for alone.</param>
/// <param name="Method">Method in use, or null before a person has confirmed.</param>
/// <param name="Stored">Names of the stored parameters, never values.</param>
/// <param name="StoreProblem">Why the stored credentials can't be read, or null.</param>
/// <param name="ApprovedHosts">Hosts the person approved.</param>
/// <param name="ConfirmedAt">When the person confirmed, UTC, or null.</param>
/// <param name="Test">Path of the written test, or null.</param>
/// <param name="LastOutcome">Last verdict, or null.</param>
/// <param name="LastCheckedAt">When, UTC, or null.</param>
/// <param name="Token"><see cref="TokenStatus.State"/>, or null where nothing is issued.</param>
/// <param name="TokenExpiresAt">When the token ends, UTC; null where nothing says so.</param>
/// <param name="TokenRefreshes">Whether another token is fetched without a person; null where nothing is issued.</param>
/// <param name="PortalUrl">Link of a portal that is open, or null.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record ConnectionStatus(
    [property: Description("source")] string Source,
    [property: Description("account")] string Account,
    [property: Description("path")] string? Document,
    [property: Description("path")] string? Spec,
    [property: Description("if any")] string? SpecProblem,
    [property: Description("conflicts with the document; of one source only")] IReadOnlyList<string> Findings,
    [property: Description("in use")] string? Method,
    [property: Description("names, never values")] IReadOnlyList<string> Stored,
    [property: Description("if any")] string? StoreProblem,
    [property: Description("hosts")] IReadOnlyList<string> ApprovedHosts,
    [property: Description("UTC")] DateTimeOffset? ConfirmedAt,
    [property: Description("path")] string? Test,
    [property: Description("verdict")] VerificationOutcome? LastOutcome,
    [property: Description("UTC")] DateTimeOffset? LastCheckedAt,
    [property: Description("valid, renewed_on_use, login_required")] string? Token,
    [property: Description("UTC")] DateTimeOffset? TokenExpiresAt,
    [property: Description("without a person")] bool? TokenRefreshes,
    [property: Description("while open")] string? PortalUrl,
    string NextStep);
