using System.Buffers;
using System.Text;
using McpConnectorAuth.Core.Credentials.Redaction;

namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Redacts a text that comes in pieces, such as the output of a child process; see <see cref="Redactor.StartText"/>. A
/// secret split over pieces is found: text is held back while it may be the beginning of one. The result does not depend
/// on where the pieces end. For use by one thread at a time.
/// </summary>
public sealed class StreamingRedactor
{
    private readonly RedactionLog _log = new();
    private readonly List<ByteReader> _readings;
    private readonly StringBuilder _held = new();
    private long _heldStart;
    private long _position;
    private char _highSurrogate;

    /// <summary>Begins a text.</summary>
    /// <param name="automaton">The needles.</param>
    /// <param name="text">The whole text where it is known, null where it is not.</param>
    internal StreamingRedactor(NeedleAutomaton automaton, string? text) => _readings = automaton.Shortest == int.MaxValue
        ? []
        : EscapeReader.Readings(text, () => new NeedleMatcher(automaton, _log, longestText: text?.Length ?? int.MaxValue));

    /// <summary>Takes the next piece and returns what can be shown by now.</summary>
    public string Append(ReadOnlySpan<char> chunk)
    {
        _held.Append(chunk);
        foreach (var character in chunk) Feed(character);
        var pending = _highSurrogate == 0 ? _position : _position - 1;
        foreach (var reading in _readings) pending = Math.Min(pending, reading.OldestPending);
        return Emit(pending);
    }

    /// <summary>Ends the text and returns what was held back.</summary>
    public string Flush()
    {
        if (_highSurrogate != 0) FeedRune(Rune.ReplacementChar, _position - 1);
        _highSurrogate = '\0';
        foreach (var reading in _readings) reading.Complete();
        return Emit(_position);
    }

    private void Feed(char character)
    {
        var start = _position++;
        if (_highSurrogate != 0)
        {
            var high = _highSurrogate;
            _highSurrogate = '\0';
            if (char.IsLowSurrogate(character))
            {
                FeedRune(new Rune(high, character), start - 1);
                return;
            }

            FeedRune(Rune.ReplacementChar, start - 1, end: start);
        }

        if (char.IsHighSurrogate(character)) _highSurrogate = character;
        else FeedRune(Rune.TryCreate(character, out var rune) ? rune : Rune.ReplacementChar, start);
    }

    private void FeedRune(Rune rune, long start, long? end = null)
    {
        Span<byte> bytes = stackalloc byte[4];
        var count = rune.EncodeToUtf8(bytes);
        foreach (var value in bytes[..count])
        {
            foreach (var reading in _readings) reading.Accept(value, start, end ?? _position);
        }
    }

    /// <summary>Takes everything before <paramref name="safe"/> that no later match can touch out of the held text.</summary>
    private string Emit(long safe)
    {
        var output = new ArrayBufferWriter<char>(Math.Max(_held.Length, 16));
        var cursor = _heldStart;
        while (_log.TryTake(safe, out var start, out var end, out var label))
        {
            Copy(output, cursor, start);
            output.Write($"[redacted:{label}]");
            cursor = Math.Max(cursor, end);
        }

        var limit = Math.Max(cursor, Math.Min(safe, _log.NextStart));
        Copy(output, cursor, limit);
        _held.Remove(0, (int)(limit - _heldStart));
        _heldStart = limit;
        return output.WrittenSpan.ToString();
    }

    private void Copy(ArrayBufferWriter<char> output, long start, long end)
    {
        var length = (int)Math.Max(0, end - start);
        _held.CopyTo((int)(start - _heldStart), output.GetSpan(length), length);
        output.Advance(length);
    }
}
