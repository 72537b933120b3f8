using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>Something worth knowing the next time.</summary>
/// <param name="Topic">File that it belongs to: lower-case words joined by hyphens or underscores, or a source's name.</param>
/// <param name="Title">One line, at most 120 characters; unique in its topic regardless of case.</param>
/// <param name="Content">Markdown, at most 4,096 bytes of UTF-8; unused when removing.</param>
/// <param name="Action">What to do.</param>
public sealed record MemoryNote(
    [property: Description("topic file, such as oauth-quirks or a source's name")] string Topic,
    [property: Description("one line, unique in its topic")] string Title,
    [property: Description("Markdown, at most 4 kB, no secrets")] string Content,
    [property: Description("what to do")] MemoryAction Action = MemoryAction.Add);
