using System.Numerics;

namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>Finds needles in the bytes of one reading of the text and logs the places of the text that they came from.</summary>
internal sealed class NeedleMatcher : ByteReader
{
    private readonly NeedleAutomaton _automaton;
    private readonly RedactionLog _log;
    private readonly (byte Value, long Start)[] _recent;
    private readonly int _mask;
    private long _count;
    private int _state;
    private (long Start, long End, string Label)? _awaitingNext;

    /// <summary>Creates a matcher.</summary>
    /// <param name="automaton">The needles.</param>
    /// <param name="log">Where matches go.</param>
    /// <param name="longestText">Most characters that the text can have, which bounds what is remembered.</param>
    public NeedleMatcher(NeedleAutomaton automaton, RedactionLog log, int longestText)
    {
        _automaton = automaton;
        _log = log;

        // One byte more than a needle: base64 takes in the character before it.
        var capacity = BitOperations.RoundUpToPowerOf2((uint)Math.Min(automaton.Longest, 4L * longestText) + 1);
        _recent = new (byte, long)[capacity];
        _mask = (int)capacity - 1;
    }

    /// <inheritdoc/>
    public override long OldestPending
    {
        get
        {
            var back = Math.Min(_automaton.Depth(_state), _count);
            if (back < _count && IsBase64(Recent(back + 1).Value)) back++;
            var oldest = back == 0 ? long.MaxValue : RecentStart(back);
            return _awaitingNext is { } match ? Math.Min(match.Start, oldest) : oldest;
        }
    }

    /// <inheritdoc/>
    public override void Accept(byte value, long start, long end)
    {
        _recent[_count & _mask] = (value, start);
        _count++;
        if (_awaitingNext is { } match)
        {
            _log.Add(match.Start, IsBase64(value) ? end : match.End, match.Label);
            _awaitingNext = null;
        }

        _state = _automaton.Step(_state, value);
        if (_automaton.LongestEnding(_state) is not { } needle) return;
        var length = needle.Pattern.Length;
        var matchStart = needle.PartialBefore && _count > length && IsBase64(Recent(length + 1).Value)
            ? RecentStart(length + 1)
            : RecentStart(length);
        if (needle.PartialAfter) _awaitingNext = (matchStart, end, needle.Label);
        else _log.Add(matchStart, end, needle.Label);
    }

    /// <inheritdoc/>
    public override void Complete()
    {
        if (_awaitingNext is { } match) _log.Add(match.Start, match.End, match.Label);
        _awaitingNext = null;
        _state = 0;
        _count = 0;
    }

    private static bool IsBase64(byte value) => char.IsAsciiLetterOrDigit((char)value) || value is (byte)'+' or (byte)'/' or (byte)'-' or (byte)'_';

    private (byte Value, long Start) Recent(long back) => _recent[(_count - back) & _mask];

    private long RecentStart(long back) => Recent(back).Start;
}
