using System.Text;
using System.Text.Json;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Which parts of a JSON document are kept as nodes; everything else is checked for its syntax and passed over.</summary>
internal sealed class TreeShape
{
    /// <summary>Keeps a part whole.</summary>
    public static readonly TreeShape Whole = new();

    private readonly (byte[] Utf8, string Name, TreeShape Shape)[] _members;
    private readonly TreeShape? _others;

    private TreeShape(TreeShape? others = null, params (string Name, TreeShape Shape)[] members)
    {
        _others = others;
        _members = [.. members.Select(m => (Encoding.UTF8.GetBytes(m.Name), m.Name, m.Shape))];
    }

    /// <summary>Keeps the members that are named here.</summary>
    public static TreeShape Of(params (string Name, TreeShape Shape)[] members) => new(null, members);

    /// <summary>Keeps all members of a map or all items of a list, each in the same shape.</summary>
    public static TreeShape Each(TreeShape shape) => new(shape);

    /// <summary>Shape of the items of a list; null where they are passed over.</summary>
    public TreeShape? Items => ReferenceEquals(this, Whole) ? Whole : _others;

    /// <summary>Shape of the member whose name the reader stands at; null where it is passed over.</summary>
    public TreeShape? Member(ref Utf8JsonReader reader, out string name)
    {
        foreach (var (utf8, known, shape) in _members)
        {
            if (reader.ValueSpan.Length == utf8.Length && reader.ValueSpan.SequenceEqual(utf8))
            {
                name = known;
                return shape;
            }
        }

        var others = Items;
        name = others is null ? "" : reader.GetString()!;
        return others;
    }
}
