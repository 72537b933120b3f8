using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>A value that the person supplies.</summary>
/// <param name="Name">snake_case name.</param>
/// <param name="Required">Whether calls fail without it.</param>
/// <param name="Secret">Whether it must be kept from view.</param>
/// <param name="Description">The document's own words on what it is and where to find it, or null.</param>
public sealed record AuthParameter(
    [property: Description("name")] string Name,
    [property: Description("needed")] bool Required,
    [property: Description("secret")] bool Secret,
    [property: Description("where to find it")] string? Description);
