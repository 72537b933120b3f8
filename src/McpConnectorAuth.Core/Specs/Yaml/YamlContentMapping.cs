namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A mapping to write.</summary>
/// <param name="Entries">Its entries in the order of a new text.</param>
/// <param name="IsClosed">Whether keys that are not named here are to go; otherwise they belong to someone else and stay.</param>
internal sealed record YamlContentMapping(IReadOnlyList<YamlContentEntry> Entries, bool IsClosed = false) : YamlContent
{
    /// <summary>The scalar under the key, or null.</summary>
    public string? ScalarOf(string key) => (Entries.FirstOrDefault(entry => entry.Key == key)?.Value as YamlContentScalar)?.Value;
}
