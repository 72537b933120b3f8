namespace McpConnectorAuth.Portal;

/// <summary>Why a submission could not be carried out, for the person.</summary>
/// <param name="Heading">What did not work.</param>
/// <param name="Message">Why.</param>
/// <param name="NextStep">What to do.</param>
internal sealed record FormFailure(string Heading, string Message, string NextStep);
