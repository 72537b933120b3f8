using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>What the memory holds on a question.</summary>
/// <param name="Notes">The best notes, best first; their texts together are bounded.</param>
/// <param name="More">How many further notes match.</param>
/// <param name="Contradictions">Pairs of those notes that say something else of the same; one of each is wrong or out of date.</param>
/// <param name="Topics">All topics with the number of their notes, where nothing was asked or nothing was found.</param>
public sealed record MemoryRecall(
    [property: Description("best first")] IReadOnlyList<RecalledNote> Notes,
    [property: Description("further matches")] int More,
    [property: Description("one of each pair is wrong: correct it")] IReadOnlyList<string> Contradictions,
    [property: Description("all topics, if nothing was found")] IReadOnlyList<string> Topics);
