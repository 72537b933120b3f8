namespace McpConnectorAuth.Clients;

/// <summary>An agent's or a skill's Markdown: a header of plain <c>key: value</c> lines, then the text that the model reads.</summary>
/// <param name="Name">Its name, that of its file or folder.</param>
/// <param name="Description">When to use it, one line.</param>
/// <param name="Body">The text.</param>
/// <param name="Source">The whole file.</param>
public sealed record Instructions(string Name, string Description, string Body, string Source)
{
    private const string Fence = "---\n";

    /// <summary>The four agents by name.</summary>
    public static IReadOnlyList<Instructions> Agents(string root) =>
        [.. Directory.GetFiles(Path.Combine(root, "agents"), "*.md").Order(StringComparer.Ordinal).Select(path => Read(path, Path.GetFileNameWithoutExtension(path)))];

    /// <summary>The skills by name.</summary>
    public static IReadOnlyList<Instructions> Skills(string root) =>
        [.. Directory.GetDirectories(Path.Combine(root, "skills")).Order(StringComparer.Ordinal).Select(path => Read(Path.Combine(path, "SKILL.md"), Path.GetFileName(path)))];

    /// <summary>Paths of all of them, relative to the repository.</summary>
    public static IReadOnlyList<string> Files(string root) =>
        [.. Agents(root).Select(agent => $"agents/{agent.Name}.md"), .. Skills(root).Select(skill => $"skills/{skill.Name}/SKILL.md")];

    private static Instructions Read(string path, string name)
    {
        var text = File.ReadAllText(path);
        var end = text.StartsWith(Fence, StringComparison.Ordinal) ? text.IndexOf("\n" + Fence, StringComparison.Ordinal) : -1;
        if (end < 0) throw new InvalidDataException($"{path}: there is no header between two lines of three hyphens.");
        var header = text[Fence.Length..end].Split('\n').Select(line => line.Split(": ", 2)).ToDictionary(pair => pair[0], pair => pair[^1], StringComparer.Ordinal);
        if (!header.Keys.Order(StringComparer.Ordinal).SequenceEqual(["description", "name"]) || header["name"] != name)
            throw new InvalidDataException($"{path}: the header has to hold name: {name} and description, and nothing else, which not every client reads.");
        if (header["description"].Contains(": ", StringComparison.Ordinal) || header["description"].Contains(" #", StringComparison.Ordinal))
            throw new InvalidDataException($"{path}: a colon or a number sign in the description means something else in YAML.");
        return new Instructions(name, header["description"], text[(end + 1 + Fence.Length)..].Trim('\n'), text);
    }
}
