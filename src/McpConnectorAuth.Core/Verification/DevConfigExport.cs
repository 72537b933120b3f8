namespace McpConnectorAuth.Core.Verification;

/// <summary>A development configuration that was written.</summary>
/// <param name="Path">Its path, relative to the project.</param>
/// <param name="Change">What happened to the file.</param>
/// <param name="Names">Names of what it holds, never the values.</param>
/// <param name="IgnoreRuleAdded">Whether a line was added to <c>.gitignore</c>.</param>
public sealed record DevConfigExport(string Path, FileChange Change, IReadOnlyList<string> Names, bool IgnoreRuleAdded);
