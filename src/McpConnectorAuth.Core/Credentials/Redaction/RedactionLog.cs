namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>The places of a text that hold secrets, as several readings of it find them. Overlapping places become one.</summary>
internal sealed class RedactionLog
{
    private readonly List<(long Start, long End, string Label)> _matches = [];
    private bool _sorted = true;

    /// <summary>Start of the first place that is not yet taken; <see cref="long.MaxValue"/> where there is none.</summary>
    public long NextStart
    {
        get
        {
            Sort();
            return _matches.Count == 0 ? long.MaxValue : _matches[0].Start;
        }
    }

    /// <summary>Adds a place.</summary>
    public void Add(long start, long end, string label)
    {
        _matches.Add((start, end, label));
        _sorted = false;
    }

    /// <summary>
    /// Takes the first place that ends by <paramref name="safe"/>, before which no match will be added any more. Of
    /// overlapping matches the longest gives the name.
    /// </summary>
    public bool TryTake(long safe, out long start, out long end, out string label)
    {
        Sort();
        (start, end, label) = _matches.Count == 0 ? (0, long.MaxValue, "") : _matches[0];
        var longest = end - start;
        var count = 1;
        for (; count < _matches.Count && _matches[count].Start < end; count++)
        {
            var next = _matches[count];
            end = Math.Max(end, next.End);
            if (next.End - next.Start > longest) (longest, label) = (next.End - next.Start, next.Label);
        }

        if (end > safe) return false;
        _matches.RemoveRange(0, count);
        return true;
    }

    private void Sort()
    {
        if (_sorted) return;
        _matches.Sort(static (left, right) => (left.Start, -left.End, left.Label).CompareTo((right.Start, -right.End, right.Label)));
        _sorted = true;
    }
}
