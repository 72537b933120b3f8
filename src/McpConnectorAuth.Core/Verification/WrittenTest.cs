using System.ComponentModel;

namespace McpConnectorAuth.Core.Verification;

/// <summary>A test file that was written.</summary>
/// <param name="Path">Path relative to the project.</param>
/// <param name="Language">Its language.</param>
/// <param name="Change">What became of the file.</param>
/// <param name="Command">Command that runs it by hand, from the project's root.</param>
/// <param name="Credentials">How credentials reach it, one sentence.</param>
public sealed record WrittenTest(
    [property: Description("path in the project")] string Path,
    [property: Description("language")] TestLanguage Language,
    [property: Description("created, updated or unchanged")] FileChange Change,
    [property: Description("command that runs it by hand")] string Command,
    [property: Description("how credentials reach it")] string Credentials);
