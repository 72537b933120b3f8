namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>
/// All needles in one Aho-Corasick automaton (Aho and Corasick 1975): one pass over a text finds all of them. Immutable.
/// Nearly every state has one successor, so successors are linked lists; the first state, which has many, has a table.
/// </summary>
internal sealed class NeedleAutomaton
{
    private readonly List<State> _states = [default];
    private readonly int[] _first = new int[256];

    /// <summary>Compiles the needles.</summary>
    public NeedleAutomaton(IEnumerable<Needle> needles)
    {
        Shortest = int.MaxValue;
        foreach (var needle in needles)
        {
            Insert(needle);
            Shortest = Math.Min(Shortest, needle.Pattern.Length);
            Longest = Math.Max(Longest, needle.Pattern.Length);
        }

        LinkFailures();
    }

    /// <summary>Length of the shortest needle in bytes, <see cref="int.MaxValue"/> where there are none.</summary>
    public int Shortest { get; }

    /// <summary>Length of the longest needle in bytes.</summary>
    public int Longest { get; }

    /// <summary>The state after one more byte; 0 is the state before any.</summary>
    public int Step(int state, byte value)
    {
        while (state != 0)
        {
            if (Successor(state, value) is var next and not 0) return next;
            state = _states[state].Failure;
        }

        return _first[value];
    }

    /// <summary>How many of the last bytes may be the beginning of a needle.</summary>
    public int Depth(int state) => _states[state].Depth;

    /// <summary>The longest needle that ends with the last byte; it covers all shorter ones that end there.</summary>
    public Needle? LongestEnding(int state) => _states[state].LongestEnding;

    /// <summary>0 where there is none.</summary>
    private int Successor(int state, byte value)
    {
        if (state == 0) return _first[value];
        for (var next = _states[state].FirstChild; next != 0; next = _states[next].NextSibling)
        {
            if (_states[next].Value == value) return next;
        }

        return 0;
    }

    private void Insert(Needle needle)
    {
        var state = 0;
        foreach (var value in needle.Pattern)
        {
            var next = Successor(state, value);
            state = next != 0 ? next : Append(state, value);
        }

        _states[state] = _states[state] with { LongestEnding = _states[state].LongestEnding ?? needle };
    }

    private int Append(int parent, byte value)
    {
        var state = _states.Count;
        _states.Add(new State { Value = value, Depth = _states[parent].Depth + 1, NextSibling = _states[parent].FirstChild });
        _states[parent] = _states[parent] with { FirstChild = state };
        if (parent == 0) _first[value] = state;
        return state;
    }

    /// <summary>Breadth first: a state's failure is shallower, so it is complete when it is needed.</summary>
    private void LinkFailures()
    {
        var queue = new Queue<int>();
        queue.Enqueue(0);
        while (queue.TryDequeue(out var parent))
        {
            for (var state = _states[parent].FirstChild; state != 0; state = _states[state].NextSibling)
            {
                var failure = parent == 0 ? 0 : Step(_states[parent].Failure, _states[state].Value);
                _states[state] = _states[state] with
                {
                    Failure = failure,
                    LongestEnding = _states[state].LongestEnding ?? _states[failure].LongestEnding,
                };
                queue.Enqueue(state);
            }
        }
    }

    /// <summary>A beginning of needles. 0 stands for "none" in its links: nothing leads to the first state.</summary>
    private readonly record struct State(byte Value, int Depth, int FirstChild, int NextSibling, int Failure, Needle? LongestEnding);
}
