using System.Buffers;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A document cut into statements, each with its context.</summary>
internal sealed class DocumentText
{
    private const int LongestSentence = 1200;
    private const int LongestPoison = 20_000;
    private readonly Dictionary<DocumentSection, UnitContext> _sections = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<DocumentBlock> _poisoned = new(ReferenceEqualityComparer.Instance);

    public DocumentText(AuthDocument document, CancellationToken ct)
    {
        Document = document;
        var poisonedContainers = FindPoison(ct);
        var units = new List<TextUnit>();
        foreach (var block in document.Blocks)
        {
            ct.ThrowIfCancellationRequested();
            if (_poisoned.Contains(block) || (block.Container != 0 && poisonedContainers.Contains(block.Container)))
            {
                _poisoned.Add(block);
                continue;
            }

            if (block.Kind is not (BlockKind.Code or BlockKind.Hidden))
                Split(block, units);
        }

        Units = units;
    }

    public AuthDocument Document { get; }

    /// <summary>The statements in the order of the text, without those that must not be believed.</summary>
    public IReadOnlyList<TextUnit> Units { get; }

    /// <summary>Passages that address an assistant.</summary>
    public IReadOnlyCollection<DocumentBlock> Poisoned => _poisoned;

    /// <summary>Context that a section gives to everything in it.</summary>
    public UnitContext ContextOf(DocumentSection section)
    {
        if (_sections.TryGetValue(section, out var known))
            return known;
        var own = Match(ContextPhrases.Headings, new LowerText(section.Heading.ToLowerInvariant()));
        // The title of the whole document and long titles say too little to condemn what stands below them.
        if (IsTitle(section) || section.Heading.Count(c => c == ' ') > 9)
            own &= UnitContext.Auth;
        var inherited = section.Parent is { Level: > 0 } parent ? ContextOf(parent) & ~(UnitContext.Testing | UnitContext.Errors) : UnitContext.None;
        // A word such as "token" in the title of a schema or webhook chapter makes it no chapter on authentication.
        if ((own & (UnitContext.Inbound | UnitContext.Foreign | UnitContext.Rejected | UnitContext.Errors)) != 0)
            own &= ~UnitContext.Auth;
        if ((own & UnitContext.Auth) != 0)
        {
            own &= ~UnitContext.Data;
            inherited &= ~UnitContext.Data;
        }

        return _sections[section] = own | inherited;
    }

    private bool IsTitle(DocumentSection section) =>
        section.Level > 0 && ReferenceEquals(section, Document.Sections.FirstOrDefault(s => s.Level > 0)) && (section.Level == 1 || Document.Sections.Any(s => ReferenceEquals(s.Parent, section)));

    /// <summary>Context of words on their own.</summary>
    public static UnitContext ContextOfWords(LowerText lower) => Match(ContextPhrases.Sentences, lower);

    /// <summary>Context of words on their own.</summary>
    public static UnitContext ContextOfWords(string lower) => ContextOfWords(new LowerText(lower));

    /// <summary>Context of a comment in code, which speaks of the sample and not of who calls whom.</summary>
    public static UnitContext ContextOfComment(string comment) => ContextOfWords(comment.ToLowerInvariant()) & ~(UnitContext.Inbound | UnitContext.Foreign);

    private static UnitContext Match((UnitContext Context, PhraseTable Phrases)[] table, LowerText lower)
    {
        var context = UnitContext.None;
        foreach (var (flag, phrases) in table)
        {
            if (phrases.In(lower))
                context |= flag;
        }

        return context;
    }

    private HashSet<int> FindPoison(CancellationToken ct)
    {
        var containers = new HashSet<int>();
        foreach (var block in Document.Blocks)
        {
            ct.ThrowIfCancellationRequested();
            if (block.Kind is BlockKind.Code)
                continue;
            if (!AddressesAssistant(Document.Text.AsSpan(block.Start, Math.Min(block.End - block.Start, LongestPoison))))
                continue;
            _poisoned.Add(block);
            if (block.Container != 0)
                containers.Add(block.Container);
        }

        return containers;
    }

    private static bool AddressesAssistant(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var lower = buffer.AsSpan(0, text.ToLowerInvariant(buffer));
        var found = default(PhraseSet);
        PhraseIndex.Current.Find(lower, ref found);
        ArrayPool<char>.Shared.Return(buffer);
        return found.Has(ContextPhrases.Assistant.Number) && found.Has(ContextPhrases.Command.Number);
    }

    private void Split(DocumentBlock block, List<TextUnit> units)
    {
        var section = ContextOf(block.Section);
        if (block.Kind is BlockKind.TableRow or BlockKind.Heading)
        {
            Add(block, block.Start, block.End, section, units);
            return;
        }

        var text = Document.Text;
        var start = block.Start;
        for (var i = block.Start; i < block.End; i++)
        {
            if (!EndsSentence(text, i, block.End) && i - start < LongestSentence)
                continue;
            Add(block, start, i + 1, section, units);
            start = i + 1;
        }

        Add(block, start, block.End, section, units);
    }

    private static bool EndsSentence(string text, int i, int end)
    {
        var c = text[i];
        if (c is '。' or '！' or '？')
            return true;
        if (c is not ('.' or '!' or '?') || i + 1 >= end || !char.IsWhiteSpace(text[i + 1]))
            return false;
        if (c != '.')
            return true;
        // "e.g. ", "i.e. ", "bzw. " and single letters end no sentence; nor does a point that a lower-case word follows.
        if (i >= 2 && (text[i - 2] is '.' or ' ' or '\n' or '(' && char.IsLetter(text[i - 1])))
            return false;
        var next = i + 1;
        while (next < end && (char.IsWhiteSpace(text[next]) || text[next] is '*' or '_' or '"' or '(' or '>'))
            next++;
        return next >= end || !char.IsLower(text[next]);
    }

    private void Add(DocumentBlock block, int start, int end, UnitContext section, List<TextUnit> units)
    {
        while (start < end && char.IsWhiteSpace(Document.Text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(Document.Text[end - 1]))
            end--;
        if (end <= start)
            return;
        var plain = block.Kind == BlockKind.TableRow && block.Cells.Count > 0
            ? string.Join(" | ", block.Cells.Select(cell => PlainText.Of(cell)))
            : PlainText.Of(Document.Text.AsSpan(start, end - start));
        var lower = new LowerText(plain.ToLowerInvariant());
        var context = ContextOfWords(lower);
        // "They are another product": the sentence before is what "they" are.
        var turned = context & (UnitContext.Foreign | UnitContext.Inbound);
        if (turned != 0 && units.Count > 0 && ReferenceEquals(units[^1].Block, block) && ContextPhrases.Anaphora.Any(word => lower.Text.StartsWith(word, StringComparison.Ordinal)))
            units[^1] = units[^1] with { Context = units[^1].Context | turned };
        units.Add(new TextUnit(block, start, end, plain, lower, section | context));
    }
}
