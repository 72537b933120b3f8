namespace McpConnectorAuth.Core.Documents;

/// <summary>A node of a JSON or YAML document with its place in the text.</summary>
internal sealed class TreeNode
{
    private static readonly TreeNode Nothing = new();

    /// <summary>Offset of the value.</summary>
    public int Start { get; init; }

    /// <summary>Offset after the value.</summary>
    public int End { get; set; }

    /// <summary>Text of a scalar, null for maps and lists.</summary>
    public string? Value { get; init; }

    /// <summary>Members of a map in order, with the offset of the key.</summary>
    public List<(string Key, int KeyStart, TreeNode Node)> Members { get; } = [];

    /// <summary>Items of a list.</summary>
    public List<TreeNode> Items { get; } = [];

    /// <summary>A member by name; an empty node where it is missing.</summary>
    public TreeNode this[string key]
    {
        get
        {
            foreach (var (name, _, node) in Members)
            {
                if (name == key)
                    return node;
            }

            return Nothing;
        }
    }

    /// <summary>Text of a scalar, empty for everything else.</summary>
    public string Text => Value ?? "";

    /// <summary>Whether there is anything at all.</summary>
    public bool Exists => !ReferenceEquals(this, Nothing);
}
