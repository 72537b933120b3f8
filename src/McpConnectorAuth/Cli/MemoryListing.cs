using McpConnectorAuth.Core.Memory;

namespace McpConnectorAuth.Cli;

/// <summary>Answer of <c>memory list</c>.</summary>
/// <param name="Topics">All topics by name.</param>
internal sealed record MemoryListing(IReadOnlyList<MemoryTopic> Topics);
