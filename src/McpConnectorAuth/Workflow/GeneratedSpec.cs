using System.ComponentModel;

namespace McpConnectorAuth.Workflow;

/// <summary>What generating a spec did.</summary>
/// <param name="SpecPath">Path of the spec, relative to the project.</param>
/// <param name="Change"><c>created</c>, <c>updated</c> or <c>unchanged</c>.</param>
/// <param name="Methods">The methods of the spec, recommended first, such as <c>api_token (basic): email, api_token</c>.</param>
/// <param name="BaseUrl">Base URL in use, or null.</param>
/// <param name="Hosts">Hosts a credential may go to once a person has approved them.</param>
/// <param name="Verification">Verification call in use, or null.</param>
/// <param name="Unverified">Facts that no quote of the document supports.</param>
/// <param name="Kept">Facts that earlier overrides or edits of the file settled and that were kept.</param>
/// <param name="Findings">Conflicts and omissions.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record GeneratedSpec(
    [property: Description("spec file")] string SpecPath,
    [property: Description("created, updated, unchanged")] string Change,
    [property: Description("name (kind): parameters; recommended first")] IReadOnlyList<string> Methods,
    [property: Description("in use")] string? BaseUrl,
    [property: Description("hosts to approve")] IReadOnlyList<string> Hosts,
    [property: Description("in use")] string? Verification,
    [property: Description("no quote supports these; confirm with the person")] IReadOnlyList<string> Unverified,
    [property: Description("settled before")] IReadOnlyList<string> Kept,
    [property: Description("conflicts, omissions")] IReadOnlyList<string> Findings,
    string NextStep);
