namespace McpConnectorAuth.Core.Memory;

/// <summary>A note and the topic in which it stands.</summary>
internal sealed record FoundNote(string Topic, TopicSection Section);
