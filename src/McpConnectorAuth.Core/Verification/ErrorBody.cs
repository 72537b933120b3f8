namespace McpConnectorAuth.Core.Verification;

/// <summary>An error that an answer's body reports.</summary>
/// <param name="Sign">What shows it, such as <c>"ok": false</c>.</param>
/// <param name="Message">The API's own words, shortened; empty where it gives none.</param>
/// <param name="Text">All text to look for phrases in.</param>
/// <param name="Code">A number that reads as an HTTP status, or null.</param>
internal sealed record ErrorBody(string Sign, string Message, string Text, int? Code);
