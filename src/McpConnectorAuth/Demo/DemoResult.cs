using McpConnectorAuth.Core.Verification;

namespace McpConnectorAuth.Demo;

/// <summary>How the demo ended.</summary>
/// <param name="Example">The example.</param>
/// <param name="Method">Method that was used.</param>
/// <param name="Kind">Its kind.</param>
/// <param name="Stored">Names of what was stored.</param>
/// <param name="ApprovedHosts">Where the credential may go.</param>
/// <param name="Outcome">The verdict.</param>
/// <param name="Probes">The calls it rests on.</param>
/// <param name="WrittenTest"><c>passed</c> or <c>failed</c>.</param>
/// <param name="Language">Language of the written test.</param>
/// <param name="Seconds">How long it all took.</param>
/// <param name="Project">Folder of the project where it was kept, else null.</param>
internal sealed record DemoResult(
    string Example,
    string Method,
    string Kind,
    IReadOnlyList<string> Stored,
    IReadOnlyList<string> ApprovedHosts,
    VerificationOutcome Outcome,
    IReadOnlyList<VerificationProbe> Probes,
    string WrittenTest,
    TestLanguage Language,
    double Seconds,
    string? Project);
