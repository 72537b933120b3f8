namespace McpConnectorAuth.Core.Documents;

/// <summary>A node of a JSON or YAML document with its place in the text.</summary>
internal sealed class TreeNode
{
    private static readonly List<(string Key, int KeyStart, TreeNode Node)> NoMembers = [];
    private static readonly List<TreeNode> NoItems = [];
    private static readonly TreeNode Nothing = new();
    private List<(string Key, int KeyStart, TreeNode Node)>? _members;
    private List<TreeNode>? _items;

    /// <summary>Offset of the value.</summary>
    public int Start { get; init; }

    /// <summary>Offset after the value.</summary>
    public int End { get; set; }

    /// <summary>Text of a scalar, null for maps and lists.</summary>
    public string? Value { get; init; }

    /// <summary>Members of a map in order, with the offset of the key.</summary>
    public List<(string Key, int KeyStart, TreeNode Node)> Members => _members ?? NoMembers;

    /// <summary>Items of a list.</summary>
    public List<TreeNode> Items => _items ?? NoItems;

    /// <summary>Adds a member to a map.</summary>
    public void Add(string key, int keyStart, TreeNode node) => (_members ??= new(1)).Add((key, keyStart, node));

    /// <summary>Adds an item to a list.</summary>
    public void Add(TreeNode item) => (_items ??= new(1)).Add(item);

    /// <summary>A member by name; an empty node where it is missing.</summary>
    public TreeNode this[string key]
    {
        get
        {
            foreach (var (name, _, node) in _members ?? NoMembers)
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
