namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>An entry of a mapping.</summary>
internal sealed record YamlEntry(YamlScalar Key, YamlNode Value);
