using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Weighing;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>
/// The phrases of all tables in one trie, so that one pass over a statement tells every table whether it holds one of its
/// phrases. Without it each statement would be searched a hundred times.
/// </summary>
internal sealed class PhraseIndex
{
    private static readonly Lock Gate = new();
    private static readonly List<PhraseTable> Registered = [];
    private static volatile PhraseIndex? _current;

    // Child of the root by first character, for phrases that begin with no word; children of a node stand together, in the order of their characters.
    private readonly int[] _roots = new int[char.MaxValue + 1];
    private readonly Node[] _nodes;

    // Hashes of the words that phrases begin with: most words of a text begin none.
    private readonly uint[] _first = new uint[FirstBits / 32];
    private const int FirstBits = 1 << 15;

    // By the same hash the first word in a chain of those that share it, 0 for none.
    private readonly ushort[] _starts = new ushort[FirstBits];
    private readonly List<Start> _words = [default];

    /// <summary>An index of some tables only, for texts that need no more.</summary>
    public PhraseIndex(IReadOnlyList<PhraseTable> tables)
    {
        var phrases = new List<(string Phrase, int Table)>();
        foreach (var table in tables)
            phrases.AddRange(table.Phrases.Where(p => p.Length > 0).Select(phrase => (phrase, table.Number)));
        phrases.Sort((a, b) => string.CompareOrdinal(a.Phrase, b.Phrase));
        var nodes = new List<Node> { default };
        Build(phrases, 0, phrases.Count, 0, nodes);
        _nodes = [.. nodes];
        for (var child = _nodes[0].Children; child < _nodes[0].Children + _nodes[0].Count; child++)
            _roots[_nodes[child].Char] = child;
        var known = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (phrase, _) in phrases.Where(p => IsWord(p.Phrase[0])))
        {
            var end = 0;
            var hash = HashOfWord(phrase, ref end);
            var word = phrase[..(end + 1)];
            if (!known.Add(word))
                continue;
            _first[hash / 32] |= 1u << (int)(hash % 32);
            _words.Add(new Start { Word = word, Node = NodeOf(word), Next = _starts[hash] });
            _starts[hash] = checked((ushort)(_words.Count - 1));
        }
    }

    /// <summary>The index of all tables; built when it is first used.</summary>
    public static PhraseIndex Current => _current ?? Create();

    /// <summary>Gives a table its number, -1 once the index is built.</summary>
    public static int Register(PhraseTable table)
    {
        lock (Gate)
        {
            if (_current is not null || Registered.Count == PhraseSet.Capacity)
                return -1;
            Registered.Add(table);
            return Registered.Count - 1;
        }
    }

    /// <summary>Adds the tables that have a phrase in a text in lower case.</summary>
    public void Find(ReadOnlySpan<char> lower, ref PhraseSet found)
    {
        var words = CollectionsMarshal.AsSpan(_words);
        for (var i = 0; i < lower.Length; i++)
        {
            var first = i;
            if (!IsWord(lower[i]))
            {
                if (_roots[lower[i]] is > 0 and var root)
                    Match(lower, i, root, ref found);
                continue;
            }

            // A phrase that begins with a letter begins at a word, and its first word is that word.
            var hash = HashOfWord(lower, ref i);
            if ((_first[hash / 32] & (1u << (int)(hash % 32))) == 0)
                continue;
            for (int start = _starts[hash]; start != 0; start = words[start].Next)
            {
                if (!lower[first..(i + 1)].SequenceEqual(words[start].Word))
                    continue;
                Match(lower, i, words[start].Node, ref found);
                break;
            }
        }
    }

    private int NodeOf(string word)
    {
        var node = _roots[word[0]];
        foreach (var c in word.AsSpan(1))
        {
            node = _nodes[node].Children;
            while (_nodes[node].Char != c)
                node++;
        }

        return node;
    }

    /// <summary>Whether a text in lower case holds a phrase of the table with this number.</summary>
    public bool Holds(ReadOnlySpan<char> lower, int table)
    {
        var found = default(PhraseSet);
        Find(lower, ref found);
        return found.Has(table);
    }

    // Of the word that begins at an index, which is moved to the word's last character.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint HashOfWord(ReadOnlySpan<char> text, ref int i)
    {
        uint hash = text[i];
        while (i + 1 < text.Length && IsWord(text[i + 1]))
            hash = (hash * 31) + text[++i];
        return (hash ^ (hash >> 15)) % FirstBits;
    }

    /// <summary>Writes a text in lower case, as <see cref="string.ToLowerInvariant"/> does.</summary>
    /// <returns>Its length.</returns>
    public static int ToLower(ReadOnlySpan<char> text, Span<char> destination) =>
        Ascii.ToLower(text, destination, out var length) == OperationStatus.Done ? length : text.ToLowerInvariant(destination);

    private void Match(ReadOnlySpan<char> lower, int at, int node, ref PhraseSet found)
    {
        var nodes = _nodes;
        while (true)
        {
            ref readonly var current = ref nodes[node];
            if (current.Tables is { } tables && (at + 1 == lower.Length || !IsWord(lower[at + 1]) || !IsWord(current.Char)))
            {
                foreach (var table in tables)
                    found.Add(table);
            }

            if (current.Count == 0 || ++at == lower.Length)
                return;
            var c = lower[at];
            var child = current.Children;
            var last = child + current.Count;
            while (child < last && nodes[child].Char < c)
                child++;
            if (child == last || nodes[child].Char != c)
                return;
            node = child;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsWord(char c) => c < 128 ? char.IsAsciiLetterOrDigit(c) : PhraseTable.IsWord(c);

    private static PhraseIndex Create()
    {
        // Outside the lock: another thread may run one of these initialisers, and register its tables, right now.
        InitializeOwners();
        lock (Gate)
            return _current ??= new PhraseIndex(Registered);
    }

    // Tables live in static fields; these are the classes that have some. One that is missing here costs time, not accuracy.
    private static void InitializeOwners()
    {
        RuntimeHelpers.RunClassConstructor(typeof(ContextPhrases).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PlaceWords).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(WeakPhrases).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(BasicTextEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CredentialNouns).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(DescribedLogin).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(DocumentFacts).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(EndpointEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(GrantEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HeaderListEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HeaderTableEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(HeaderTextEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(KindTextEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(LoginEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(NamedPlaceEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PlaceTableEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SchemaEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SettingsEvidence).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(BaseUrlFinder).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(AssertionParameters).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(BearerMethod).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Companions).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(CredentialWords).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ExampleHost).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ExtraParameterReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(FaintPlaces).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ForeignHosts).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(KeyMethods).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(KeyParameters).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(MethodOrder).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ClientAuthenticationReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(PkceReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ScopeReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(Overlaps).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(ParameterDescriptions).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(RecommendationReader).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(SessionMethods).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(TokenPhrases).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(WeakMethods).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(VerificationFinder).TypeHandle);
        RuntimeHelpers.RunClassConstructor(typeof(WarningFinder).TypeHandle);
    }

    // The phrases from..to share their first characters, as many as the depth says.
    private static void Build(List<(string Phrase, int Table)> phrases, int from, int to, int depth, List<Node> nodes, int node = 0)
    {
        var own = from;
        while (own < to && phrases[own].Phrase.Length == depth)
            own++;
        var groups = new List<(int From, int To)>();
        for (var start = own; start < to;)
        {
            var end = start + 1;
            while (end < to && phrases[end].Phrase[depth] == phrases[start].Phrase[depth])
                end++;
            groups.Add((start, end));
            start = end;
        }

        var children = nodes.Count;
        nodes[node] = nodes[node] with
        {
            Children = children,
            Count = groups.Count,
            Tables = own == from ? null : [.. phrases.GetRange(from, own - from).Select(p => p.Table).Distinct()],
        };
        foreach (var (start, _) in groups)
            nodes.Add(new Node { Char = phrases[start].Phrase[depth] });
        for (var i = 0; i < groups.Count; i++)
            Build(phrases, groups[i].From, groups[i].To, depth + 1, nodes, children + i);
    }

    private record struct Start
    {
        public string Word { get; init; }

        public int Node { get; init; }

        public int Next { get; init; }
    }

    private record struct Node
    {
        public char Char { get; init; }

        public int Children { get; init; }

        public int Count { get; init; }

        public int[]? Tables { get; init; }
    }
}
