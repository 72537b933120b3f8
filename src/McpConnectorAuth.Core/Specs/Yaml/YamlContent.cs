namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>What a YAML text is to hold, without a place in any text yet.</summary>
internal abstract record YamlContent;
