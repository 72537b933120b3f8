namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A replacement of a span of a text.</summary>
internal readonly record struct TextEdit(int Start, int End, string Replacement);
