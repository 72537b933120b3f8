using System.Buffers;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>What all evidence sources look at: statements, sample requests and URLs of one document.</summary>
internal sealed class DocumentFacts
{
    private const int MostPhrases = 64;
    private readonly Dictionary<string, bool> _said = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _spelled = new(StringComparer.Ordinal);
    private readonly Dictionary<string, bool> _ofAccess = new(StringComparer.Ordinal);
    private static readonly char[] NotInWords = [.. Enumerable.Range(0, 128).Select(c => (char)c).Where(c => !char.IsAsciiLetterOrDigit(c))];
    private HashSet<string>? _requestHosts;
    private const int FarthestAnchor = 4096;
    private (DocumentBlock? Block, bool Response, bool Any) _authorize;

    public DocumentFacts(AuthDocument document, CancellationToken ct)
    {
        Text = new DocumentText(document, ct);
        Requests = SampleReader.Read(Text, ct);
        Urls = UrlIndex.Find(Text, ct);
        Cancellation = ct;
    }

    public DocumentText Text { get; }

    public IReadOnlyList<SampleRequest> Requests { get; }

    public IReadOnlyList<UrlMention> Urls { get; }

    /// <summary>The hosts that samples send requests to.</summary>
    public HashSet<string> RequestHosts => _requestHosts ??= Requests.Where(r => r.Url.Contains("://", StringComparison.Ordinal)).Select(r => UrlText.HostKey(r.Url)).ToHashSet(StringComparer.Ordinal);

    public CancellationToken Cancellation { get; }

    public string Source => Text.Document.Text;

    /// <summary>Whether a statement about the API itself uses a phrase in lower case.</summary>
    public bool Says(string phrase) => Known(_said, phrase, static (facts, phrase) => facts.UnitsNaming([phrase]).Any(u => !u.Is(UnitContext.Elsewhere) && PhraseTable.IndexOf(u.Lower, phrase, 0) >= 0));

    /// <summary>Whether a name stands anywhere in the document, in any case of letters.</summary>
    public bool Spells(string name) => Known(_spelled, name, static (facts, name) => facts.Source.AsSpan().ContainsAny(SearchValues.Create([name], StringComparison.OrdinalIgnoreCase)));

    /// <summary>Whether a chapter on access names a parameter.</summary>
    public bool IsOfAccess(string name) => Known(_ofAccess, name, static (facts, name) => facts.UnitsNaming([name]).Any(unit => unit.Is(UnitContext.Auth) && !unit.Is(UnitContext.Dismissed)));

    // Bounded: each new name reads the whole document.
    private bool Known(Dictionary<string, bool> answers, string name, Func<DocumentFacts, string, bool> read)
    {
        if (!answers.TryGetValue(name, out var known) && answers.Count < MostPhrases)
            answers[name] = known = read(this, name);
        return known;
    }

    /// <summary>The statement that calls old what is said at an offset: that statement, another of its chapter, or the title of one around it; null where none does.</summary>
    public TextUnit? DeprecationAt(int offset)
    {
        if (UnitAt(offset) is { } own && CallsOld(own))
            return own;
        for (var section = Text.Document.SectionAt(offset); section is not null; section = section.Parent)
        {
            if (Text.Units.Find(unit => ReferenceEquals(unit.Block.Section, section) && CallsOld(unit)) is { } said)
                return said;
        }

        return null;
    }

    private static bool CallsOld(TextUnit unit) => unit.Is(UnitContext.Deprecated) && (DocumentText.ContextOfWords(unit.Lower) & UnitContext.Deprecated) != 0;

    /// <summary>The statements that hold the longest word of one of the phrases, among them all that hold a phrase: only these need to be read.</summary>
    public IEnumerable<TextUnit> UnitsNaming(IReadOnlyList<string> phrases)
    {
        var words = phrases.Select(LongestWord).ToArray();
        if (Array.Exists(words, word => word.Length < 2))
            return Text.Units;
        return UnitsAround(SearchValues.Create(words, StringComparison.OrdinalIgnoreCase));
    }

    private IEnumerable<TextUnit> UnitsAround(SearchValues<string> words)
    {
        var units = Text.Units;
        for (int unit = 0, from = 0; unit < units.Count;)
        {
            var at = Source.AsSpan(from).IndexOfAny(words);
            if (at < 0)
                yield break;
            from += at;
            while (unit < units.Count && units[unit].End <= from)
                unit++;
            if (unit < units.Count && units[unit].Start <= from)
                yield return units[unit++];
            from = unit < units.Count ? Math.Max(from + 1, units[unit].Start) : Source.Length;
        }
    }

    // Letters and digits of ASCII stand in the source as they stand in the words that a reader sees.
    private static string LongestWord(string phrase)
    {
        var best = "";
        foreach (var word in phrase.Split(NotInWords, StringSplitOptions.RemoveEmptyEntries))
            best = word.Length > best.Length ? word : best;
        return phrase.All(char.IsAscii) ? best : "";
    }

    /// <summary>Whether a sample holds the query of an authorization request (RFC 6749 section 4.1.1).</summary>
    public bool AsksForCode(DocumentBlock block) => AuthorizeWords(block).Response;

    /// <summary>Whether a sample holds any parameter of an authorization request.</summary>
    public bool HasAuthorizeParameters(DocumentBlock block) => AuthorizeWords(block).Any;

    // Asked for each URL of a block, one block after the other.
    private (bool Response, bool Any) AuthorizeWords(DocumentBlock block)
    {
        if (!ReferenceEquals(_authorize.Block, block))
        {
            var code = block.Code!.Raw;
            var assigns = code.Contains('=');
            var response = assigns && code.IndexOf("response_type=code") >= 0;
            _authorize = (block, response, response || (assigns && (code.IndexOf("redirect_uri=") >= 0 || code.IndexOf("client_id=") >= 0)));
        }

        return (_authorize.Response, _authorize.Any);
    }

    /// <summary>The cookie that a sample of an answer sets, with that line; null where none does.</summary>
    public (string Value, QuoteSpan Quote)? SetCookie()
    {
        foreach (var block in Text.Document.Blocks)
        {
            if (block.Code is not { } code || code.Raw.IndexOf("ookie:", StringComparison.OrdinalIgnoreCase) < 0 || Text.Poisoned.Contains(block) || (Text.ContextOf(block.Section) & UnitContext.Dismissed) != 0)
                continue;
            var at = code.Content.IndexOf(CookieSetter, StringComparison.OrdinalIgnoreCase);
            var name = at < 0 ? "" : code.Content.AsSpan(at + CookieSetter.Length, Math.Min(LongestCookieName, code.Content.Length - at - CookieSetter.Length)).TrimStart();
            // RFC 6265 section 4.1.1; what stands in braces is no name of its own.
            if (name.IndexOf('=') is > 0 and var end && name[..end].IndexOfAnyExcept(CookieNameChars) < 0)
                return (name[..end].ToString(), QuoteOf(block, at));
        }

        return null;
    }

    private const string CookieSetter = "Set-Cookie:";
    private const int LongestCookieName = 80;
    private static readonly SearchValues<char> CookieNameChars = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.");

    /// <summary>The first code block that begins at an offset or within a distance behind it.</summary>
    public DocumentBlock? CodeAfter(int offset, int distance)
    {
        var blocks = Text.Document.Blocks;
        for (var i = FirstFrom(blocks, offset, static block => block.Start); i < blocks.Count && blocks[i].Start - offset < distance; i++)
        {
            if (blocks[i].Code is not null)
                return blocks[i];
        }

        return null;
    }

    /// <summary>The URLs that begin between two offsets.</summary>
    public IEnumerable<UrlMention> UrlsIn(int first, int last)
    {
        for (var i = FirstFrom(Urls, first, static mention => mention.Start); i < Urls.Count && Urls[i].Start <= last; i++)
            yield return Urls[i];
    }

    /// <summary>The statement that holds an offset, or null.</summary>
    public TextUnit? UnitAt(int offset) => UnitFrom(offset + 1) is > 0 and var next && Text.Units[next - 1].End > offset ? Text.Units[next - 1] : null;

    /// <summary>The statement right before another in the same block, or null.</summary>
    public TextUnit? Before(TextUnit unit) => UnitFrom(unit.Start) - 1 is >= 0 and var before && ReferenceEquals(Text.Units[before].Block, unit.Block) ? Text.Units[before] : null;

    /// <summary>The statement right behind another in the same block, or null.</summary>
    public TextUnit? After(TextUnit unit) => UnitFrom(unit.End) is var next && next < Text.Units.Count && ReferenceEquals(Text.Units[next].Block, unit.Block) ? Text.Units[next] : null;

    /// <summary>Index of the first statement that begins at an offset or behind it.</summary>
    public int UnitFrom(int offset) => FirstFrom(Text.Units, offset, static unit => unit.Start);

    // The lists are in the order of the text.
    private static int FirstFrom<T>(IReadOnlyList<T> list, int offset, Func<T, int> start)
    {
        int low = 0, high = list.Count;
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (start(list[middle]) < offset)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // Numbers of the requests that go to a log-in call: asked for when all of them have one.
    private HashSet<int> LoginRequests => _loginRequests ??= [.. Requests.Where(r => r.Number != 0 && LoginEvidence.IsLogin(r)).Select(r => r.Number)];

    private HashSet<int>? _loginRequests;

    /// <summary>Whether a parameter or header carries a signature: by its name, or because the document says that it is made of a secret.</summary>
    public bool IsSignature(string name) =>
        HeaderNames.IsSignature(name) || (Digests.Contains(CredentialNames.Snake(name)) && Known(_signatures, name, static (facts, name) => facts.UnitsNaming([LowerText.Of(name)]).Any(unit => unit.CodeSpans.Contains(name) && Made.IndexIn(unit.Lower) is >= 0 and var made && OfSecret.In(unit.Lower[made..]) && unit.Context.Counts)));

    private readonly Dictionary<string, bool> _signatures = new(StringComparer.Ordinal);
    private static readonly HashSet<string> Digests = new(StringComparer.Ordinal) { "hash", "digest", "mac", "hmac", "md5", "sha", "sha1", "sha256", "auth_hash", "api_hash", "token_hash", "control", "crc", "verify", "s", "h" };
    private static readonly PhraseTable Made = new("md5", "sha1", "sha-1", "sha256", "sha-256", "sha512", "sha-512", "hmac", "hash of", "digest of");
    private static readonly PhraseTable OfSecret = new("private key", "secret key", "secret", "shared secret", "api secret", "privaten schlüssel", "geheimen schlüssel", "clave privada", "clave secreta", "chave privada", "chave secreta", "clé privée", "clé secrète");

    /// <summary>What a statement is about where it names something.</summary>
    public UnitContext ContextAt(TextUnit unit, string anchor) => !unit.Is(UnitContext.Rejected) ? unit.Context : Text.ContextAt(unit, Math.Max(0, unit.Plain.IndexOf(anchor, StringComparison.Ordinal)));

    /// <summary>A quote from a statement, around an anchor where it occurs.</summary>
    public QuoteSpan QuoteOf(TextUnit unit, string? anchor = null)
    {
        var at = anchor is null ? -1 : Find(Source, anchor, unit.Start, unit.End - unit.Start);
        return QuoteSpan.Around(Source, unit.Start, unit.End, at < 0 ? unit.Start : at);
    }

    // As it is spelled, which is found sooner, else in any case.
    private static int Find(string text, string anchor, int start, int length) =>
        text.IndexOf(anchor, start, length, StringComparison.Ordinal) is >= 0 and var at ? at : text.IndexOf(anchor, start, length, StringComparison.OrdinalIgnoreCase);

    /// <summary>A quote from a sample: the line that holds one of the anchors, else the first line of the request.</summary>
    public QuoteSpan QuoteOf(SampleRequest request, params ReadOnlySpan<string> anchors)
    {
        var code = request.Block.Code!;
        var start = Math.Min(request.ContentStart, code.Content.Length);
        var at = -1;
        // A block may hold thousands of requests; the anchors of one stand in it or not far behind.
        var length = Math.Min(code.Content.Length, Math.Max(request.ContentEnd, start + FarthestAnchor)) - start;
        foreach (var anchor in anchors)
        {
            if (at < 0 && anchor.Length > 0)
                at = Find(code.Content, anchor, start, length);
        }

        return QuoteOf(request.Block, at < 0 ? start : at);
    }

    /// <summary>Whether the words of a claim are of a log-in call.</summary>
    public bool IsOfLogin(PlacementClaim claim) => (claim.Sample && LoginRequests.Contains(claim.Request)) || LoginEvidence.IsLoginText(claim.Quote.Text(Source).ToLowerInvariant());

    /// <summary>The line that holds an offset.</summary>
    public QuoteSpan LineAt(int offset) => QuoteSpan.OfLine(Source, offset, offset);

    /// <summary>The line of a code block that holds an index of its content.</summary>
    public QuoteSpan QuoteOf(DocumentBlock block, int contentIndex)
    {
        var code = block.Code!;
        contentIndex = Math.Min(contentIndex, code.Content.Length);
        var (line, lineStart) = code.LineAt(contentIndex);
        if (line >= code.LineOffsets.Count)
            return new QuoteSpan(block.Start, Math.Min(block.End, block.Start + 100));
        var start = code.LineOffsets[line];
        var anchor = start + contentIndex - lineStart;
        // The end of a long line is looked for no further than a quote can reach.
        var from = anchor - start > QuoteSpan.Reach && anchor < block.End ? anchor : start;
        var reach = Math.Max(from, Math.Min(block.End, Math.Max(start, anchor) + QuoteSpan.Reach));
        var end = Source.AsSpan(from, reach - from).IndexOf('\n');
        end = end < 0 ? reach : from + end;
        return QuoteSpan.Around(Source, start, Math.Max(start, end), Math.Min(anchor, Math.Max(start, end)));
    }
}
