namespace McpConnectorAuth.Core.Specs.Yaml;

/// <summary>A mapping with scalar keys, each at most once, in the order of the text; <c>IsFlow</c> where it is written in braces.</summary>
internal sealed record YamlMapping(int Start, int End, YamlPosition Position, bool IsFlow, IReadOnlyList<YamlEntry> Entries)
    : YamlNode(Start, End, Position)
{
    /// <summary>The entry with the key, or null.</summary>
    public YamlEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Value == key);
}
