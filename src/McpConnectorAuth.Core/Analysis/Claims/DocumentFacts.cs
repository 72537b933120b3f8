using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>What all evidence sources look at: statements, sample requests and URLs of one document.</summary>
internal sealed class DocumentFacts
{
    private const int MostPhrases = 64;
    private readonly Dictionary<string, bool> _said = new(StringComparer.Ordinal);

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

    public CancellationToken Cancellation { get; }

    public string Source => Text.Document.Text;

    /// <summary>Whether a statement about the API itself uses a phrase in lower case. Bounded: each new phrase reads the whole document.</summary>
    public bool Says(string phrase)
    {
        if (_said.TryGetValue(phrase, out var known))
            return known;
        if (_said.Count == MostPhrases)
            return false;
        return _said[phrase] = Text.Units.Any(u => !u.Is(UnitContext.Foreign | UnitContext.Inbound) && PhraseTable.IndexOf(u.Lower, phrase, 0) >= 0);
    }

    /// <summary>A quote from a statement, around an anchor where it occurs.</summary>
    public QuoteSpan QuoteOf(TextUnit unit, string? anchor = null)
    {
        var at = anchor is null ? -1 : Source.IndexOf(anchor, unit.Start, unit.End - unit.Start, StringComparison.OrdinalIgnoreCase);
        return QuoteSpan.Around(Source, unit.Start, unit.End, at < 0 ? unit.Start : at);
    }

    /// <summary>A quote from a sample: the line that holds one of the anchors, else the first line of the request.</summary>
    public QuoteSpan QuoteOf(SampleRequest request, params ReadOnlySpan<string> anchors)
    {
        var code = request.Block.Code!;
        var start = Math.Min(request.ContentStart, code.Content.Length);
        var at = -1;
        foreach (var anchor in anchors)
        {
            if (at < 0 && anchor.Length > 0)
                at = code.Content.IndexOf(anchor, start, StringComparison.OrdinalIgnoreCase);
        }

        return QuoteOf(request.Block, at < 0 ? start : at);
    }

    /// <summary>The line that holds an offset.</summary>
    public QuoteSpan LineAt(int offset) => QuoteSpan.OfLine(Source, offset, offset);

    /// <summary>The line of a code block that holds an index of its content.</summary>
    public QuoteSpan QuoteOf(DocumentBlock block, int contentIndex)
    {
        var code = block.Code!;
        var before = code.Content.AsSpan(0, Math.Min(contentIndex, code.Content.Length));
        var line = before.Count('\n');
        if (line >= code.LineOffsets.Count)
            return new QuoteSpan(block.Start, Math.Min(block.End, block.Start + 100));
        var start = code.LineOffsets[line];
        var end = Source.IndexOf('\n', start);
        end = end < 0 || end > block.End ? block.End : end;
        var anchor = start + before.Length - (before.LastIndexOf('\n') + 1);
        return QuoteSpan.Around(Source, start, Math.Max(start, end), Math.Min(anchor, Math.Max(start, end)));
    }
}
