namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A place in a YAML text, both numbers 1-based, the column in UTF-16 units.</summary>
internal readonly record struct YamlPosition(int Line, int Column);
