namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A sequence to write.</summary>
/// <param name="Items">Its items.</param>
/// <param name="Identity">Keys of an item's mapping that tell which item of an existing text it is; empty for scalars.</param>
/// <param name="IsCompact">Whether new text has it on one line in brackets.</param>
internal sealed record YamlContentSequence(IReadOnlyList<YamlContent> Items, IReadOnlyList<string> Identity, bool IsCompact = false) : YamlContent;
