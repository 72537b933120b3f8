namespace McpConnectorAuth.Core.Specs;

/// <summary>A connection parameter.</summary>
/// <param name="Name">snake_case name.</param>
/// <param name="Type">Always <c>string</c> so far; kept as found.</param>
/// <param name="Required">Whether a connection needs it.</param>
/// <param name="Secret">Whether it must be kept from view.</param>
/// <param name="Description">What it is and where to find it.</param>
/// <param name="Enum">The only values that it can have, in the order to offer them; null where it is free.</param>
public sealed record SpecParameter(
    string Name, string Type, bool Required, bool Secret, string Description, IReadOnlyList<string>? Enum = null);
