using System.Text;

namespace McpConnectorAuth.Core.Documents;

/// <summary>Writes a recorded or described request as an HTTP message whose lines point to where they stand in the document.</summary>
internal sealed class RequestSample(DocumentBuilder builder)
{
    private const int FarFromLineStart = 120;
    private readonly StringBuilder _content = new();
    private readonly List<int> _offsets = [];

    public bool IsEmpty => _offsets.Count == 0;

    public void Line(string line, int offset)
    {
        foreach (var part in line.AsSpan().EnumerateLines())
        {
            _content.Append(part).Append('\n');
            _offsets.Add(LineStart(offset));
        }
    }

    /// <summary>Adds the message as a sample that stands at a node.</summary>
    public void AddTo(TreeNode node)
    {
        if (!IsEmpty)
            builder.Code(node.Start, Math.Max(node.End, _offsets.Max() + 1), 0, new CodeSample("http", _content.ToString(), _offsets));
    }

    // The line in a document that has lines; the value itself in one that has none.
    private int LineStart(int offset)
    {
        var near = Math.Max(0, offset - FarFromLineStart);
        var start = offset == 0 ? -1 : builder.Text.LastIndexOf('\n', offset - 1, offset - near);
        return start < 0 ? Math.Max(0, offset - 1) : start + 1;
    }
}
