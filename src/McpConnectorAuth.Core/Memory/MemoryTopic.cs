using System.ComponentModel;

namespace McpConnectorAuth.Core.Memory;

/// <summary>A topic file.</summary>
/// <param name="Name">The topic.</param>
/// <param name="Titles">Titles of its notes, in the file's order.</param>
public sealed record MemoryTopic(
    [property: Description("the topic")] string Name,
    [property: Description("titles of its notes")] IReadOnlyList<string> Titles);
