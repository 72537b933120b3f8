using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What saving a note did, and where.</summary>
/// <param name="Effect">What happened.</param>
/// <param name="Topic">The note's topic.</param>
/// <param name="Title">The note's title; where it was merged, that of the note that said nearly the same.</param>
/// <param name="Path">The topic file, absolute. It is gone where its last note was removed and nothing else was in it.</param>
/// <param name="IndexLines">Lines of <c>MEMORY.md</c>.</param>
/// <param name="Contradicts">Statements of other notes of the topic that say something else of the same, as <c>"title": statement</c>; at most three.</param>
public sealed record MemoryChange(
    [property: Description("created, updated, merged, unchanged, removed")] MemoryEffect Effect,
    string Topic,
    [property: Description("of the note it is now in")] string Title,
    [property: Description("file")] string Path,
    [property: Description("of MEMORY.md")] int IndexLines,
    [property: Description("notes that say otherwise: correct the wrong one")] IReadOnlyList<string> Contradicts);
