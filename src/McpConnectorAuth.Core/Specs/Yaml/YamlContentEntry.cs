namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>An entry of a mapping to write.</summary>
/// <param name="Key">Its key.</param>
/// <param name="Value">Its value; null where the key is to be absent or empty.</param>
/// <param name="Default">What a reader takes where the key is absent, so that an absent key needs no edit; null where the key must be there.</param>
/// <param name="Heading">A comment to stand above the entry in new text, without the number sign, or null.</param>
internal sealed record YamlContentEntry(string Key, YamlContent? Value, YamlContent? Default = null, string? Heading = null);
