namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>Undoes one kind of escape and hands everything on to the next stage.</summary>
internal sealed class EscapeReader : ByteReader
{
    private readonly EscapeSyntax _syntax;
    private readonly ByteReader _next;
    private readonly byte[] _pending;
    private readonly (long Start, long End)[] _places;
    private int _count;

    private EscapeReader(EscapeSyntax syntax, ByteReader next)
    {
        _syntax = syntax;
        _next = next;
        _pending = new byte[syntax.LongestEscape];
        _places = new (long, long)[syntax.LongestEscape];
    }

    /// <inheritdoc/>
    public override long OldestPending => _count == 0 ? _next.OldestPending : Math.Min(_places[0].Start, _next.OldestPending);

    /// <summary>The ways in which a text is read, each ending in a matcher of its own.</summary>
    /// <param name="text">The whole text, where it is known: a reading that would find no escape in it is left out.</param>
    /// <param name="matcher">Creates a matcher.</param>
    public static List<ByteReader> Readings(string? text, Func<ByteReader> matcher)
    {
        List<ByteReader> readings = [matcher()];
        foreach (var layers in EscapeSyntax.Layers)
        {
            if (text is not null && !text.AsSpan().ContainsAny(layers[0].Introducers)) continue;
            readings.Add(layers.Reverse().Aggregate(matcher(), (next, syntax) => new EscapeReader(syntax, next)));
        }

        return readings;
    }

    /// <inheritdoc/>
    public override void Accept(byte value, long start, long end)
    {
        if (_count == 0 && !_syntax.Begins(value))
        {
            _next.Accept(value, start, end);
            return;
        }

        _pending[_count] = value;
        _places[_count++] = (start, end);
        Drain(complete: false);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        Drain(complete: true);
        _next.Complete();
    }

    private void Drain(bool complete)
    {
        Span<byte> decoded = stackalloc byte[4];
        while (_count > 0)
        {
            var consumed = 0;
            var written = 0;
            if (_syntax.Begins(_pending[0]))
            {
                consumed = _syntax.Decode(_pending.AsSpan(0, _count), decoded, out written);
                if (consumed < 0 && !complete && _count < _pending.Length) return;
            }

            if (consumed <= 0)
            {
                // No escape after all: the first byte stands for itself.
                consumed = 1;
                written = 1;
                decoded[0] = _pending[0];
            }

            var place = (_places[0].Start, _places[consumed - 1].End);
            foreach (var value in decoded[..written]) _next.Accept(value, place.Start, place.End);
            _count -= consumed;
            _pending.AsSpan(consumed, _count).CopyTo(_pending);
            _places.AsSpan(consumed, _count).CopyTo(_places);
        }
    }
}
