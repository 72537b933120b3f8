namespace McpConnectorAuth.Core.Verification;

/// <summary>What one answer says by itself.</summary>
/// <param name="Outcome">The verdict; <see cref="VerificationOutcome.Valid"/> means that the call succeeded, no more.</param>
/// <param name="Note">What was recognised, one clause without a full stop. Not yet redacted.</param>
/// <param name="IsFirm">False where the API says the same to unknown and to under-privileged callers, such as a bare 403.</param>
internal sealed record Judgement(VerificationOutcome Outcome, string Note, bool IsFirm = true);
