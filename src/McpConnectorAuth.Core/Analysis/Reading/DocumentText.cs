using System.Buffers;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A document cut into statements, each with its context.</summary>
internal sealed class DocumentText
{
    private const int LongestSentence = 1200;
    private const int LongestRow = 8_000;
    // "Other connector." has no subject: the sentence before is its subject.
    private const int Fragment = 40;
    private const int Introduction = 80;
    private UnitContext _listed;
    private const int MostHeads = 500;
    private const int LongestHead = 100;
    // A URL, or a name as code.
    private static readonly SearchValues<string> Places = SearchValues.Create(["://", "`", "X-"], StringComparison.Ordinal);
    // Samples seldom speak to anybody, so they are searched for this alone before they are searched for everything.
    private static readonly Lazy<PhraseIndex> Assistants = new(static () => new PhraseIndex([ContextPhrases.Assistant, ContextPhrases.Addressed]));
    private static readonly SearchValues<string> HeaderSigns = SearchValues.Create([": ", "authorization", "bearer "], StringComparison.Ordinal);
    // What hides or parts words: tags, comments, emphasis, escapes.
    private static readonly SearchValues<char> Markup = SearchValues.Create("<*_\\");
    private static readonly SearchValues<char> EndsOfSentences = SearchValues.Create(".!?。！？");
    private readonly Dictionary<DocumentSection, UnitContext> _sections = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<DocumentBlock> _poisoned = new(ReferenceEqualityComparer.Instance);
    private readonly PhraseIndex _index = PhraseIndex.Current;
    private char[] _plain = new char[LongestSentence];
    private char[] _lower = new char[LongestSentence];
    private readonly Dictionary<IReadOnlyList<string>, IReadOnlyList<LowerText>> _headers = new(ReferenceEqualityComparer.Instance);
    private (IReadOnlyList<string>? Source, IReadOnlyList<LowerText> Lower) _header = (null, []);
    private readonly Dictionary<string, LowerText> _heads = new(StringComparer.Ordinal);
    private readonly Dictionary<DocumentSection, LowerText> _headings = new(ReferenceEqualityComparer.Instance);
    private (DocumentSection? Section, LowerText? Lower) _heading;
    private (DocumentSection? Section, UnitContext Context) _recent;

    public DocumentText(AuthDocument document, CancellationToken ct)
    {
        Document = document;
        var units = new List<TextUnit>();
        var poisonedContainers = new HashSet<int>();
        var (titled, end) = (false, 0);
        foreach (var block in document.Blocks)
        {
            ct.ThrowIfCancellationRequested();
            var first = units.Count;
            if (block.Kind is not (BlockKind.Code or BlockKind.Hidden))
                Split(block, units);
            titled = IsTitled(titled && block.Kind != BlockKind.Heading, document.Text.AsSpan(end, Math.Max(0, block.Start - end)));
            end = Math.Max(end, block.End);
            if (!AddressesAssistant(block, units, first) && !(titled && document.Text.AsSpan(block.Start, block.End - block.Start).ContainsAny(Places)))
                continue;
            _poisoned.Add(block);
            if (block.Container != 0)
                poisonedContainers.Add(block.Container);
        }

        if (_poisoned.Count > 0)
        {
            _poisoned.UnionWith(document.Blocks.Where(block => poisonedContainers.Contains(block.Container)));
            units.RemoveAll(unit => _poisoned.Contains(unit.Block));
        }

        Disown(units);
        Units = units;
    }

    public AuthDocument Document { get; }

    /// <summary>The statements in the order of the text, without those that must not be believed.</summary>
    public List<TextUnit> Units { get; }

    /// <summary>Passages that address an assistant.</summary>
    public IReadOnlyCollection<DocumentBlock> Poisoned => _poisoned;

    /// <summary>Context that a section gives to everything in it.</summary>
    public UnitContext ContextOf(DocumentSection section)
    {
        // Asked block by block, and many blocks stand in one section.
        if (!ReferenceEquals(_recent.Section, section))
            _recent = (section, _sections.TryGetValue(section, out var known) ? known : FindContext(section));
        return _recent.Context;
    }

    private UnitContext FindContext(DocumentSection section)
    {
        var heading = HeadingOf(section);
        var own = Match(ContextPhrases.Headings, heading.Phrases);
        // "Order of events"
        if (ContextPhrases.Sequence.In(heading))
            own &= ~UnitContext.Data;
        // "Other Acme APIs", "Which other products are there?"
        if (OtherThings(heading))
            own |= UnitContext.Foreign;
        // The title of the whole document and long titles say too little to condemn what stands below them.
        if (IsTitle(section) || section.Heading.Count(c => c == ' ') > 9)
            own &= UnitContext.Auth;
        var inherited = section.Parent is { Level: > 0 } parent ? ContextOf(parent) & ~(UnitContext.Testing | UnitContext.Errors) : UnitContext.None;
        // A word such as "token" in the title of a schema or webhook chapter makes it no chapter on authentication.
        if ((own & (UnitContext.Dismissed | UnitContext.Errors)) != 0)
            own &= ~UnitContext.Auth;
        if ((own & UnitContext.Auth) != 0)
        {
            // "Create an API key" writes nothing.
            own &= ~(UnitContext.Data | UnitContext.Writing);
            inherited &= ~UnitContext.Data;
        }

        return _sections[section] = own | inherited;
    }

    /// <summary>The header cells of a row's table in lower case.</summary>
    public IReadOnlyList<LowerText> HeaderOf(DocumentBlock row)
    {
        // Rows of a table follow each other and share their header.
        if (!ReferenceEquals(_header.Source, row.Header))
        {
            if (!_headers.TryGetValue(row.Header, out var lower))
                _headers[row.Header] = lower = [.. row.Header.Select(HeadOf)];
            _header = (row.Header, lower);
        }

        return _header.Lower;
    }

    // Most tables of a document have the same columns.
    private LowerText HeadOf(string cell)
    {
        if (!_heads.TryGetValue(cell, out var head))
        {
            head = new LowerText(cell.ToLowerInvariant());
            if (_heads.Count < MostHeads && cell.Length <= LongestHead)
                _heads[cell] = head;
        }

        return head;
    }

    /// <summary>The heading of a section in lower case.</summary>
    public LowerText HeadingOf(DocumentSection section)
    {
        if (!ReferenceEquals(_heading.Section, section))
        {
            if (!_headings.TryGetValue(section, out var lower))
                _headings[section] = lower = new LowerText(LowerText.Of(section.Heading));
            _heading = (section, lower);
        }

        return _heading.Lower!;
    }

    private static bool OtherThings(string heading)
    {
        var words = heading.Split([' ', '-', '?', '!', '.', ',', ':', '(', ')'], StringSplitOptions.RemoveEmptyEntries);
        var other = Array.FindIndex(words, w => w is "other" or "others" or "andere" or "weitere" or "otros" or "otras" or "autres");
        // "The other way: service account" leads to the same API.
        if (other < 0 || (other + 1 < words.Length && words[other + 1] is "way" or "ways" or "method" or "methods" or "option" or "options" or "possibility" or "weg" or "wege" or "opción" or "manera" or "forma" && !Array.Exists(words, w => w is "api" or "apis" or "product" or "products")))
            return false;
        return (words.Length == 1 || Array.Exists(words, w => w is "api" or "apis" or "product" or "products" or "service" or "services" or "interface" or "interfaces" or "token" or "tokens" or "key" or "keys" or "credentials" or "systems" or "similarly" or "doors" or "schnittstellen" or "produkte" or "dienste" or "servicios" or "productos" or "produits" or "companies" or "vendors" or "providers" or "anbieter" or "empresas" or "proveedores" or "fournisseurs"));
    }

    private bool IsTitle(DocumentSection section) =>
        section.Level > 0 && ReferenceEquals(section, Document.Sections.FirstOrDefault(s => s.Level > 0)) && (section.Level == 1 || Document.Sections.Any(s => ReferenceEquals(s.Parent, section)));

    /// <summary>Context of words on their own.</summary>
    public static UnitContext ContextOfWords(string lower) => ContextOfPhrases(PhrasesOf(lower));

    private static PhraseSet PhrasesOf(ReadOnlySpan<char> lower)
    {
        var found = default(PhraseSet);
        PhraseIndex.Current.Find(lower, ref found);
        return found;
    }

    private static UnitContext ContextOfPhrases(in PhraseSet found)
    {
        var context = Match(ContextPhrases.Sentences, found);
        if (found.Has(ContextPhrases.Ignored.Number) && !found.Has(ContextPhrases.HalfOfPair.Number))
            context |= UnitContext.Rejected;
        if (found.Has(ContextPhrases.Refusing.Number) && !found.Has(ContextPhrases.Refuser.Number))
            context |= UnitContext.Rejected;
        if (found.Has(ContextPhrases.NoSuch.Number) && !found.Has(ContextPhrases.InFront.Number))
            context |= UnitContext.Rejected;
        if (found.Has(ContextPhrases.Answered.Number) && !found.Has(ContextPhrases.Faulty.Number))
            context |= UnitContext.Rejected;
        if (found.Has(ContextPhrases.Belonging.Number) && !found.Has(ContextPhrases.Owned.Number))
            context |= UnitContext.Foreign;
        return found.Has(ContextPhrases.NotRecommended.Number) ? (context & ~UnitContext.Recommended) | UnitContext.Secondary : context;
    }

    /// <summary>Context of a comment in code, which speaks of the sample and not of who calls whom.</summary>
    public static UnitContext ContextOfComment(string comment)
    {
        var context = ContextOfWords(comment.ToLowerInvariant()) & ~(UnitContext.Elsewhere);
        // "The word is Acme, not Bearer" denies something else than what follows.
        return (context & UnitContext.Rejected) != 0 && Clauses.RefuseAnother(comment.ToLowerInvariant(), 0) ? context & ~UnitContext.Rejected : context;
    }

    /// <summary>What a statement is about at one of its words: what another clause refuses is not refused here.</summary>
    /// <param name="unit">The statement.</param>
    /// <param name="at">Offset in its text.</param>
    public UnitContext ContextAt(TextUnit unit, int at) =>
        unit.Is(UnitContext.Rejected) && (ContextOf(unit.Block.Section) & UnitContext.Rejected) == 0 && Clauses.RefuseAnother(unit.Lower, at) ? unit.Context & ~UnitContext.Rejected : unit.Context;

    private static UnitContext Match((UnitContext Context, PhraseTable Phrases)[] table, in PhraseSet found)
    {
        var context = UnitContext.None;
        foreach (var (flag, phrases) in table)
        {
            if (found.Has(phrases.Number))
                context |= flag;
        }

        return context;
    }

    // Instructions to an assistant: in the words of the statements, and in what no statement shows, such as samples, comments and attributes.
    private bool AddressesAssistant(DocumentBlock block, List<TextUnit> units, int first)
    {
        var (named, told, addressed, asked) = (false, false, false, false);
        for (var i = first; i < units.Count; i++)
        {
            named |= ContextPhrases.Assistant.In(units[i].Lower);
            told |= ContextPhrases.Command.In(units[i].Lower);
            addressed |= ContextPhrases.Addressed.In(units[i].Lower);
            asked |= ContextPhrases.Asked.In(units[i].Lower);
        }

        // Where to send what is an instruction in any words.
        if ((named && told) || (addressed && asked && units.FindIndex(first, unit => unit.Plain.AsSpan().ContainsAny(Places)) >= 0))
            return true;
        var raw = Document.Text.AsSpan(block.Start, block.End - block.Start);
        return (first == units.Count || raw.Length > LongestSentence || raw.ContainsAny(Markup)) && AddressesAssistant(raw);
    }

    // <Note title="For automated assistants">: what stands in it tells them what to do.
    private static bool IsTitled(bool before, ReadOnlySpan<char> tags)
    {
        if (!tags.Contains('<'))
            return before;
        var opened = tags[(tags.LastIndexOf("</") is >= 0 and var closed ? closed + 2 : 0)..];
        return opened.Contains('<') ? NamesAssistant(opened.Length <= LongestRow ? opened : opened[^LongestRow..]) : before && opened.Length == tags.Length;
    }

    private static bool NamesAssistant(ReadOnlySpan<char> text) => AssistantsIn(text) is var found && (found.Has(ContextPhrases.Assistant.Number) || found.Has(ContextPhrases.Addressed.Number));

    // All phrases of a text that names assistants; of another none.
    private static PhraseSet AssistantsIn(ReadOnlySpan<char> text)
    {
        var buffer = ArrayPool<char>.Shared.Rent(text.Length);
        var lower = buffer.AsSpan(0, PhraseIndex.ToLower(text, buffer));
        var found = default(PhraseSet);
        Assistants.Value.Find(lower, ref found);
        if (found.Has(ContextPhrases.Assistant.Number) || found.Has(ContextPhrases.Addressed.Number))
            found = PhrasesOf(lower);
        ArrayPool<char>.Shared.Return(buffer);
        return found;
    }

    private static bool AddressesAssistant(ReadOnlySpan<char> text)
    {
        var found = AssistantsIn(text);
        return (found.Has(ContextPhrases.Assistant.Number) && found.Has(ContextPhrases.Command.Number))
            || (found.Has(ContextPhrases.Addressed.Number) && found.Has(ContextPhrases.Asked.Number) && text.ContainsAny(Places));
    }

    private void Split(DocumentBlock block, List<TextUnit> units)
    {
        var section = ContextOf(block.Section);
        if (block.Kind is BlockKind.TableRow or BlockKind.Heading)
        {
            Add(block, block.Start, Math.Min(block.End, block.Start + LongestRow), section, units);
            return;
        }

        var text = Document.Text;
        var start = block.Start;
        for (var i = start; i < block.End; i++)
        {
            var ahead = text.AsSpan(i, Math.Min(block.End, start + LongestSentence) - i);
            i = ahead.IndexOfAny(EndsOfSentences) is >= 0 and var mark ? i + mark : i + ahead.Length;
            if (i == block.End || (!EndsSentence(text, i, block.End) && i - start < LongestSentence))
                continue;
            // "(The registered one is used.)": the bracket belongs to what it closes.
            i = i + 1 < block.End && text[i + 1] is ')' or '"' or '”' ? i + 1 : i;
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
        if (c is not ('.' or '!' or '?') || i + 1 >= end)
            return false;
        var closed = text[i + 1] is ')' or '"' or '”' && i + 2 < end && char.IsWhiteSpace(text[i + 2]);
        if (!closed && !char.IsWhiteSpace(text[i + 1]))
            return false;
        if (c != '.' && !closed)
            return true;
        // "e.g. ", "i.e. ", "bzw. " and single letters end no sentence; nor does a point that a lower-case word follows.
        if (i >= 2 && (text[i - 2] is '.' or ' ' or '\n' or '(' && char.IsLetter(text[i - 1])))
            return false;
        var next = i + (closed ? 2 : 1);
        while (next < end && (char.IsWhiteSpace(text[next]) || text[next] is '*' or '_' or '"' or '(' or '>'))
            next++;
        return next >= end || !(char.IsLower(text[next]) || (char.IsAsciiDigit(text[next]) && IsNumbered(text, i)));
    }

    // "Rev. 2", "No. 5", "Nr. 7", "Fig. 3"
    private static bool IsNumbered(string text, int point)
    {
        var start = point;
        while (start > 0 && point - start <= LongestAbbreviation && char.IsLetter(text[start - 1]))
            start--;
        return point - start is > 1 and <= LongestAbbreviation && char.IsUpper(text[start]) && (start == 0 || !char.IsLetterOrDigit(text[start - 1]) && text[start - 1] is not ('`' or '-' or '/'));
    }

    private const int LongestAbbreviation = 4;

    private void Add(DocumentBlock block, int start, int end, UnitContext section, List<TextUnit> units)
    {
        while (start < end && char.IsWhiteSpace(Document.Text[start]))
            start++;
        while (end > start && char.IsWhiteSpace(Document.Text[end - 1]))
            end--;
        if (end <= start)
            return;
        var plain = TextUnit.WritePlain(Document.Text, block, start, end, ref _plain);
        if (_lower.Length < plain.Length)
            _lower = new char[_plain.Length];
        var lower = _lower.AsSpan(0, PhraseIndex.ToLower(plain, _lower));
        var phrases = default(PhraseSet);
        _index.Find(lower, ref phrases);
        var context = ContextOfPhrases(phrases);
        // "They are another product": the sentence before is what "they" are.
        var turned = context & (UnitContext.Elsewhere);
        if (turned != 0 && units.Count > 0 && ReferenceEquals(units[^1].Block, block) && (lower.Length <= Fragment || ContextPhrases.PointsBack(lower)))
            units[^1].Context |= turned;
        if (units.Count > 0 && ReferenceEquals(units[^1].Block, block))
            context |= LookBack(units, lower, phrases);
        var marks = MarksOf(lower);
        // "What does not work:" and the list below it.
        if (block.Kind != BlockKind.ListItem)
            _listed = (marks & UnitMarks.EndsWithColon) != 0 && block.Kind == BlockKind.Paragraph && lower.Length <= Introduction && lower.IndexOfAny(';', ',') < 0 && lower.IndexOf("use ") < 0 && !lower.StartsWith("there ") && lower.IndexOf("without") < 0 && lower.IndexOf("missing") < 0 ? context & UnitContext.Rejected : UnitContext.None;
        units.Add(new TextUnit(Document.Text, block, start, end, phrases, marks, section | context | (block.Kind == BlockKind.ListItem ? _listed : UnitContext.None)));
    }

    // "It was removed", "These are separate products": what is said of the sentences before, and of this one.
    private static UnitContext LookBack(List<TextUnit> units, ReadOnlySpan<char> lower, in PhraseSet phrases)
    {
        // "**Master user** (`grant_type=password`). Many samples have it. We don't build it.": an item is about one thing.
        if (phrases.Has(ContextPhrases.NotThat.Number) && units[^1].Block.Kind == BlockKind.ListItem && !lower.Contains('`'))
        {
            // Up to the sentence that names something.
            for (var i = units.Count - 1; i >= 0 && ReferenceEquals(units[i].Block, units[^1].Block) && !units[i].Is(UnitContext.Rejected); i--)
            {
                units[i].Context |= UnitContext.Rejected;
                if (units[i].Has(UnitMarks.Code))
                    break;
            }
        }

        var gone = phrases.Has(ContextPhrases.Gone.Number);
        if (phrases.Has(ContextPhrases.NotThat.Number) || (gone && (ContextPhrases.PointsBack(lower) || ContextPhrases.BeginsWith(lower, ContextPhrases.Named) || IsGoneSince(lower))))
            units[^1].Context |= UnitContext.Rejected;
        // "Neither is understood here."
        if (lower.StartsWith("neither is understood") || lower.StartsWith("neither is accepted") || lower.StartsWith("neither is read"))
            units[^1].Context |= UnitContext.Rejected;
        if (phrases.Has(ContextPhrases.Guard.Number) && ContextPhrases.PointsBack(lower))
            units[^1].Context |= UnitContext.Foreign;
        if (!phrases.Has(ContextPhrases.Several.Number) || !ContextPhrases.PointsBack(lower))
            return UnitContext.None;
        // What is disowned already needs no second look.
        for (var i = units.Count - 1; i >= 0 && ReferenceEquals(units[i].Block, units[^1].Block) && !units[i].Is(UnitContext.Foreign); i--)
            units[i].Context |= UnitContext.Foreign;
        return UnitContext.Foreign;
    }

    // "None of it has anything to do with the API", said below the table that lists it, or at the end of a chapter.
    private void Disown(List<TextUnit> units)
    {
        var chapters = new HashSet<DocumentSection>(ReferenceEqualityComparer.Instance);
        var last = 0;
        for (var i = 1; i < units.Count; i++)
        {
            var unit = units[i];
            if (!(ContextPhrases.Disowning.In(unit.Lower) || (ContextPhrases.OpensNothing.In(unit.Lower) && ContextPhrases.BeginsWith(unit.Lower.Text, ContextPhrases.Such))) || !ContextPhrases.Interface.In(unit.Lower) || unit.Block.Kind is not (BlockKind.Paragraph or BlockKind.ListItem))
                continue;
            var list = ReferenceEquals(units[i - 1].Block, unit.Block) ? 0 : units[i - 1].Block.Container;
            // What stands before an earlier sentence of this kind is disowned already.
            for (var listed = i - 1; list != 0 && listed >= last && ReferenceEquals(units[listed].Block.Section, unit.Block.Section) && units[listed].Block.Container == list; listed--)
                units[listed].Context |= UnitContext.Foreign;
            last = i;
            if (list == 0 && unit.Block.Section.Level >= 2 && (ContextOf(unit.Block.Section) & UnitContext.Auth) == 0)
                chapters.Add(unit.Block.Section);
        }

        if (chapters.Count == 0)
            return;
        foreach (var section in _sections.Keys.Where(IsDisowned).ToList())
            _sections[section] |= UnitContext.Foreign;
        foreach (var unit in units.Where(unit => IsDisowned(unit.Block.Section)))
            unit.Context |= UnitContext.Foreign;
        _recent = default;

        bool IsDisowned(DocumentSection section)
        {
            for (var part = section; part is not null; part = part.Parent)
            {
                if (chapters.Contains(part))
                    return true;
            }

            return false;
        }
    }

    // "Since 18 March 2026 it is no longer accepted."
    private static bool IsGoneSince(ReadOnlySpan<char> lower)
    {
        if (!ContextPhrases.BeginsWith(lower, ContextPhrases.Dated) || lower.IndexOfAny(ContextPhrases.GoneSince) is not (> 0 and <= LongestDate and var gone))
            return false;
        // "... in the query string" leaves the rest of it as it is.
        var end = lower[(gone + 1)..].TrimEnd(".!* ");
        if (end.Count(' ') > MostWordsOfGone)
            return false;
        foreach (var range in lower[..gone].SplitAny(' ', ','))
        {
            if (lower[range] is ['1' or '2', '9' or '0', >= '0' and <= '9', >= '0' and <= '9'])
                return true;
        }

        return false;
    }

    private const int LongestDate = 40;
    // "they are no longer accepted"
    private const int MostWordsOfGone = 4;

    private static UnitMarks MarksOf(ReadOnlySpan<char> lower)
    {
        var marks = TextUnit.NextSpan(lower, out _) ? UnitMarks.Code : UnitMarks.None;
        if (lower.Contains('/'))
            marks |= UnitMarks.Slash;
        if (lower is [.., ':'])
            marks |= UnitMarks.EndsWithColon;
        if (lower.ContainsAny('?', '&'))
            marks |= UnitMarks.Query;
        if (lower.ContainsAny(HeaderSigns))
            marks |= UnitMarks.Header;
        return marks;
    }
}
