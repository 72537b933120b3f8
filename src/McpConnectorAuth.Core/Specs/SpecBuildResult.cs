using System.ComponentModel;

namespace McpConnectorAuth.Core.Specs;

/// <summary>A spec made from an analysis.</summary>
/// <param name="Spec">The spec.</param>
/// <param name="Unverified">Facts that no quote of the document supports, as in <see cref="AuthenticationSection.Unverified"/>.</param>
/// <param name="Notes">What was decided on the way or is still missing, one sentence each.</param>
public sealed record SpecBuildResult(
    [property: Description("the spec")] ConnectorSpec Spec,
    [property: Description("facts that no quote of the document supports")] IReadOnlyList<string> Unverified,
    [property: Description("decisions and gaps, one sentence each")] IReadOnlyList<string> Notes)
{
    /// <summary>Facts that an existing spec had settled and that were kept, such as <c>base_url: https://api.example.com</c>.</summary>
    [Description("facts kept from the existing spec")]
    public IReadOnlyList<string> Kept { get; init; } = [];
}
