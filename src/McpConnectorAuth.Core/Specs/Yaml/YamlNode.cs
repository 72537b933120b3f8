namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A node of a YAML text together with the span of the text that it comes from.</summary>
/// <param name="Start">Offset of its first character.</param>
/// <param name="End">Offset after its last character; trailing comments and line ends are outside.</param>
/// <param name="Position">Where it starts, for messages.</param>
internal abstract record YamlNode(int Start, int End, YamlPosition Position);
