namespace McpConnectorAuth.Cli;

/// <summary>A failure.</summary>
/// <param name="Code">Stable identifier, a constant of <see cref="Core.ErrorCodes"/>.</param>
/// <param name="Message">What happened and where.</param>
/// <param name="NextStep">What to do next.</param>
internal sealed record ErrorDetail(string Code, string Message, string NextStep);
