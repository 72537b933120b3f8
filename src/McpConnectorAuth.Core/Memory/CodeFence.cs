namespace McpConnectorAuth.Core.Memory;

/// <summary>Follows fenced code blocks (CommonMark, section 4.5) through the lines of a Markdown text.</summary>
internal struct CodeFence
{
    private char _character;
    private int _length;

    /// <summary>Whether a block is open after the lines seen so far.</summary>
    public readonly bool IsOpen => _length > 0;

    /// <summary>Takes the next line; true where it belongs to a block, its fences included.</summary>
    public bool Covers(ReadOnlySpan<char> line)
    {
        var text = line.TrimEnd();
        var indent = text.Length - text.TrimStart(' ').Length;
        text = text.TrimStart(' ');
        var length = text.Length == 0 || text[0] is not ('`' or '~') ? 0 : text.Length - text.TrimStart(text[0]).Length;
        if (IsOpen)
        {
            if (indent <= 3 && length >= _length && text[0] == _character && length == text.Length) _length = 0;
            return true;
        }

        // A backtick fence's info string holds no backtick, or it would be inline code.
        if (indent > 3 || length < 3 || (text[0] == '`' && text[length..].Contains('`'))) return false;
        _character = text[0];
        _length = length;
        return true;
    }
}
