using System.ComponentModel;

namespace McpConnectorAuth.Core.Verification;

/// <summary>One run of a written test. Output is redacted.</summary>
/// <param name="Language">Language of the test.</param>
/// <param name="Path">Path relative to the project.</param>
/// <param name="ExitCode">Exit code of the process, 0 for valid; -1 where it was ended at the time limit.</param>
/// <param name="Outcome">The verdict that it printed, or null where it printed none.</param>
/// <param name="Output">Its output, shortened to 2 kB.</param>
/// <param name="DurationMs">How long it ran, in milliseconds.</param>
/// <param name="TimedOut">Whether it was ended at the time limit.</param>
public sealed record AuthTestRun(
    [property: Description("language")] TestLanguage Language,
    string Path,
    [property: Description("exit code, 0 for valid, -1 if ended at the time limit")] int ExitCode,
    [property: Description("verdict it printed, null if none")] VerificationOutcome? Outcome,
    [property: Description("output, redacted, at most 2 kB")] string Output,
    [property: Description("duration in milliseconds")] long DurationMs,
    [property: Description("ended at the time limit")] bool TimedOut);
