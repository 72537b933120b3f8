using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What saving a note did, and where.</summary>
/// <param name="Effect">What happened.</param>
/// <param name="Topic">The note's topic.</param>
/// <param name="Title">The note's title.</param>
/// <param name="Path">The topic file, absolute. It is gone where its last note was removed and nothing else was in it.</param>
/// <param name="IndexLines">Lines of <c>MEMORY.md</c>.</param>
public sealed record MemoryChange(
    [property: Description("what happened")] MemoryEffect Effect,
    [property: Description("the note's topic")] string Topic,
    [property: Description("the note's title")] string Title,
    [property: Description("the topic file")] string Path,
    [property: Description("lines of the index MEMORY.md, at most 200")] int IndexLines);
