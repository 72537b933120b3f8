namespace McpConnectorAuth.Core.Requests;

/// <summary>A named value on a request, with the parameters that it can do without.</summary>
/// <param name="Name">Header, parameter, field or cookie name.</param>
/// <param name="Format">Its value.</param>
/// <param name="Optional">Whether the value is left out when none of its parameters has a value.</param>
internal sealed record PlacedValue(string Name, CredentialFormat Format, bool Optional);
