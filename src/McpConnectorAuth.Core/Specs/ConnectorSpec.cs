namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// The content of <c>connector_spec.yaml</c>: the fields that connector frameworks read, and the section
/// <c>authentication</c>, which they ignore. Immutable; <c>ConnectorSpecFile</c> reads and writes it.
/// </summary>
/// <param name="DisplayName">The API's name for people.</param>
/// <param name="Connection">What a connector framework reads.</param>
/// <param name="ExternalOptionsAllowlist">Comma-separated option names, <c>""</c> for none; kept as found.</param>
/// <param name="Authentication">What this product needs beyond that.</param>
public sealed record ConnectorSpec(
    string DisplayName,
    ConnectionSection Connection,
    string ExternalOptionsAllowlist,
    AuthenticationSection Authentication);
