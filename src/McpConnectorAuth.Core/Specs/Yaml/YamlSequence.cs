namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A sequence in the order of the text; <c>IsFlow</c> where it is written in brackets.</summary>
internal sealed record YamlSequence(int Start, int End, YamlPosition Position, bool IsFlow, IReadOnlyList<YamlNode> Items)
    : YamlNode(Start, End, Position);
