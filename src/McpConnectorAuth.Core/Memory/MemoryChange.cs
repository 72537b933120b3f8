using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What saving a note did, and where.</summary>
/// <param name="Effect">What happened.</param>
/// <param name="Topic">The note's topic.</param>
/// <param name="Title">The note's title.</param>
/// <param name="Path">The topic file, absolute. It is gone where its last note was removed and nothing else was in it.</param>
/// <param name="IndexLines">Lines of <c>MEMORY.md</c>.</param>
public sealed record MemoryChange(
    [property: Description("created, updated, unchanged, removed")] MemoryEffect Effect,
    [property: Description("topic")] string Topic,
    [property: Description("title")] string Title,
    [property: Description("file")] string Path,
    [property: Description("lines of MEMORY.md, at most 200")] int IndexLines);
