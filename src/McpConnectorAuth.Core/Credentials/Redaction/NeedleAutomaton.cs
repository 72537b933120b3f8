namespace McpConnectorAuth.Core.Credentials.Redaction;

/// <summary>
/// All needles in one Aho-Corasick automaton (Aho and Corasick 1975): one pass over a text finds all of them. Immutable.
/// </summary>
internal sealed class NeedleAutomaton
{
    private readonly Dictionary<long, int> _edges = [];
    private readonly List<int> _depth = [0];
    private readonly List<Needle?> _longestEnding = [null];
    private readonly int[] _failure;

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

        _failure = new int[_depth.Count];
        LinkFailures();
    }

    /// <summary>Length of the shortest needle in bytes, <see cref="int.MaxValue"/> where there are none.</summary>
    public int Shortest { get; }

    /// <summary>Length of the longest needle in bytes.</summary>
    public int Longest { get; }

    /// <summary>The state after one more byte; 0 is the state before any.</summary>
    public int Step(int state, byte value)
    {
        while (true)
        {
            if (_edges.TryGetValue(Edge(state, value), out var next)) return next;
            if (state == 0) return 0;
            state = _failure[state];
        }
    }

    /// <summary>How many of the last bytes may be the beginning of a needle.</summary>
    public int Depth(int state) => _depth[state];

    /// <summary>The longest needle that ends with the last byte; it covers all shorter ones that end there.</summary>
    public Needle? LongestEnding(int state) => _longestEnding[state];

    private static long Edge(int state, byte value) => ((long)state << 8) | value;

    private void Insert(Needle needle)
    {
        var state = 0;
        foreach (var value in needle.Pattern)
        {
            if (!_edges.TryGetValue(Edge(state, value), out var next))
            {
                next = _depth.Count;
                _edges.Add(Edge(state, value), next);
                _depth.Add(_depth[state] + 1);
                _longestEnding.Add(null);
            }

            state = next;
        }

        _longestEnding[state] ??= needle;
    }

    /// <summary>Breadth first: a state's failure is shallower, so it is complete when it is needed.</summary>
    private void LinkFailures()
    {
        foreach (var (edge, target) in _edges.OrderBy(edge => _depth[edge.Value]).ThenBy(edge => edge.Value))
        {
            var parent = (int)(edge >> 8);
            if (parent != 0) _failure[target] = Step(_failure[parent], (byte)edge);
            _longestEnding[target] ??= _longestEnding[_failure[target]];
        }
    }
}
