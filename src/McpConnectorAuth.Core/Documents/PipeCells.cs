namespace McpConnectorAuth.Core.Documents;

/// <summary>Goes through the cells of a row of a pipe table, trimmed; pipes in code spans and escaped pipes do not separate.</summary>
internal ref struct PipeCells
{
    private const int Most = 40;
    private const int Longest = 4_000;
    private readonly ReadOnlySpan<char> _line;
    private int _next;
    private int _count;

    public PipeCells(ReadOnlySpan<char> line)
    {
        line = line.Trim();
        if (line.StartsWith("|"))
            line = line[1..];
        if (line.EndsWith("|") && !line.EndsWith("\\|", StringComparison.Ordinal))
            line = line[..^1];
        _line = line;
    }

    public ReadOnlySpan<char> Current { get; private set; }

    public readonly PipeCells GetEnumerator() => this;

    public bool MoveNext()
    {
        if (_next > _line.Length)
            return false;
        var end = ++_count <= Most ? EndOfCell() : _line.Length;
        var cell = _line[_next..end].Trim();
        Current = cell[..Math.Min(cell.Length, Longest)];
        _next = end + 1;
        return true;
    }

    private readonly int EndOfCell()
    {
        var code = false;
        for (var i = _next; i < _line.Length; i++)
        {
            switch (_line[i])
            {
                case '\\':
                    i++;
                    break;
                case '`':
                    code = !code;
                    break;
                case '|' when !code:
                    return i;
            }
        }

        return _line.Length;
    }
}
