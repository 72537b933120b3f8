namespace McpConnectorAuth.Core.Documents;

/// <summary>A node of a JSON or YAML document with its place in the text.</summary>
internal sealed class TreeNode
{
    private static readonly List<(string Key, int KeyStart, TreeNode Node)> NoMembers = [];
    private static readonly List<TreeNode> NoItems = [];
    private static readonly TreeNode Nothing = new();
    private List<(string Key, int KeyStart, TreeNode Node)>? _members;
    private List<TreeNode>? _items;
    private string? _source;
    private string? _value;

    /// <summary>A scalar whose text is the document's own, taken out of it when it is asked for.</summary>
    public static TreeNode Verbatim(string source, int start, int end) => new() { _source = source, Start = start, End = end };

    /// <summary>Offset of the value.</summary>
    public int Start { get; init; }

    /// <summary>Offset after the value.</summary>
    public int End { get; set; }

    /// <summary>Text of a scalar, null for maps and lists.</summary>
    public string? Value
    {
        get => _value ??= _source?[Start..End];
        init => _value = value;
    }

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

    /// <summary>The same for a look that takes no copy.</summary>
    public ReadOnlySpan<char> Span => _value is null && _source is not null ? _source.AsSpan(Start, End - Start) : _value;

    /// <summary>Whether there is anything at all.</summary>
    public bool Exists => !ReferenceEquals(this, Nothing);
}
