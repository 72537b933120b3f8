namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A scalar: its content, unescaped and unfolded, and what it stands for.</summary>
internal sealed record YamlScalar(int Start, int End, YamlPosition Position, string Value, YamlScalarType Type)
    : YamlNode(Start, End, Position);
