namespace McpConnectorAuth.Core.Verification;

/// <summary>What the check of one call says. Texts are redacted.</summary>
/// <param name="Outcome">The verdict.</param>
/// <param name="Why">Why this verdict.</param>
internal sealed record Verdict(VerificationOutcome Outcome, string Why)
{
    /// <summary>See <see cref="VerificationReport.Cause"/>.</summary>
    public VerificationCause? Cause { get; init; }

    /// <summary>See <see cref="VerificationReport.Identity"/>.</summary>
    public string? Identity { get; init; }

    /// <summary>See <see cref="VerificationReport.MissingScopes"/>.</summary>
    public IReadOnlyList<string> MissingScopes { get; init; } = [];
}
