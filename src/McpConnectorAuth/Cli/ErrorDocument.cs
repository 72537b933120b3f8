namespace McpConnectorAuth.Cli;

/// <summary>What <c>--json</c> prints for a failure.</summary>
/// <param name="Error">The failure.</param>
internal sealed record ErrorDocument(ErrorDetail Error);
