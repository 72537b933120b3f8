using System.ComponentModel;

namespace McpConnectorAuth.Core.Verification;

/// <summary>One call of a check.</summary>
/// <param name="Control"><c>credential</c>, <c>no_credential</c> or <c>changed_credential</c>.</param>
/// <param name="Request">Method and URL, redacted.</param>
/// <param name="Status">HTTP status, 0 where none came.</param>
/// <param name="Note">What was recognised in the answer, redacted and short.</param>
public sealed record VerificationProbe(
    [property: Description("credential, no_credential or changed_credential")] string Control,
    [property: Description("method and URL, redacted")] string Request,
    [property: Description("HTTP status, 0 if none")] int Status,
    [property: Description("what was recognised")] string Note);
