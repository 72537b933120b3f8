using System.Text;
using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Core.Verification;

/// <summary>
/// Takes the output of a child process and keeps its first and its last 32 KiB, redacted, whatever the length: control
/// characters out first, so that none splits a secret, then the secrets.
/// </summary>
internal sealed class BoundedOutput
{
    private const int MaximumHead = 32 * 1024;
    private const int MaximumTail = 32 * 1024;

    private readonly Redactor _mask;
    private readonly StreamingRedactor _stream;
    private readonly Action<string>? _onLine;
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _head = new();
    private readonly StringBuilder _line = new();
    private readonly char[] _tail = new char[MaximumTail];
    private char[] _characters = [];
    private long _tailLength;

    /// <summary>Creates an empty output.</summary>
    /// <param name="mask">Knows the secrets.</param>
    /// <param name="onLine">Called with each redacted line of the head as it comes, or null.</param>
    public BoundedOutput(Redactor mask, Action<string>? onLine)
    {
        _mask = mask;
        _stream = mask.StartText();
        _onLine = onLine;
    }

    private bool HeadIsFull => _head.Length >= MaximumHead;

    /// <summary>Takes the next bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        if (_characters.Length < bytes.Length + 1) _characters = new char[bytes.Length + 1];
        var count = _decoder.GetChars(bytes, _characters, flush: false);
        var length = 0;
        foreach (var character in _characters.AsSpan(0, count))
        {
            if (!char.IsControl(character) || character is '\n' or '\t') _characters[length++] = character;
        }

        ReadOnlySpan<char> text = _characters.AsSpan(0, length);
        if (HeadIsFull)
        {
            AppendToTail(text);
            return;
        }

        Emit(_stream.Append(text));
    }

    /// <summary>Ends the output and returns what was kept.</summary>
    public string Complete()
    {
        if (!HeadIsFull) Emit(_stream.Flush());
        if (_line.Length > 0) _onLine?.Invoke(_line.ToString());
        if (_tailLength == 0) return _head.ToString();

        // What the stream still held back and what stood before the tail may be halves of secrets: the tail begins at a line of its own.
        var kept = (int)Math.Min(_tailLength, MaximumTail);
        var start = _tailLength > MaximumTail ? (int)(_tailLength % MaximumTail) : 0;
        var tail = string.Concat(_tail.AsSpan(start, kept - start), _tail.AsSpan(0, start));
        var newLine = tail.IndexOf('\n', StringComparison.Ordinal);
        return $"{_head}\n[…]\n{(newLine < 0 ? "" : _mask.Redact(tail[(newLine + 1)..]))}";
    }

    private void Emit(string text)
    {
        _head.Append(text);
        if (_onLine is null) return;
        foreach (var character in text)
        {
            if (character != '\n')
            {
                _line.Append(character);
                continue;
            }

            if (_line.Length > 0) _onLine(_line.ToString());
            _line.Clear();
        }
    }

    private void AppendToTail(ReadOnlySpan<char> text)
    {
        if (text.Length > MaximumTail)
        {
            _tailLength += text.Length - MaximumTail;
            text = text[^MaximumTail..];
        }

        var position = (int)(_tailLength % MaximumTail);
        var first = Math.Min(text.Length, MaximumTail - position);
        text[..first].CopyTo(_tail.AsSpan(position));
        text[first..].CopyTo(_tail);
        _tailLength += text.Length;
    }
}
