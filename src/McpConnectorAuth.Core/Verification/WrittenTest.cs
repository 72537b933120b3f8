using System.ComponentModel;

namespace McpConnectorAuth.Core.Verification;

/// <summary>A test file that was written.</summary>
/// <param name="Path">Path relative to the project.</param>
/// <param name="Language">Its language.</param>
/// <param name="Change">What became of the file.</param>
/// <param name="Command">Command that runs it by hand, from the project's root.</param>
/// <param name="Credentials">How credentials reach it, one sentence.</param>
public sealed record WrittenTest(
    string Path,
    [property: Description("language")] TestLanguage Language,
    [property: Description("created, updated, unchanged")] FileChange Change,
    [property: Description("by hand")] string Command,
    string Credentials);
