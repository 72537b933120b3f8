using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Reading;

/// <summary>A sentence, a table row or a heading: the smallest piece that makes a statement.</summary>
/// <param name="Block">The block it belongs to.</param>
/// <param name="Start">Offset in the document's text.</param>
/// <param name="End">Offset after its last character.</param>
/// <param name="Plain">Text as a reader sees it, code spans between backticks.</param>
/// <param name="Lower">The same in lower case.</param>
/// <param name="Context">What it is about.</param>
internal sealed record TextUnit(DocumentBlock Block, int Start, int End, string Plain, LowerText Lower, UnitContext Context)
{
    private IReadOnlyList<string>? _codeSpans;

    /// <summary>Contents of the code spans.</summary>
    public IReadOnlyList<string> CodeSpans => _codeSpans ??= FindCodeSpans(Plain);

    /// <summary>Whether any of the flags is set.</summary>
    public bool Is(UnitContext any) => (Context & any) != 0;

    private static List<string> FindCodeSpans(string plain)
    {
        var spans = new List<string>();
        for (var open = plain.IndexOf('`', StringComparison.Ordinal); open >= 0;)
        {
            var close = plain.IndexOf('`', open + 1);
            if (close < 0)
                break;
            if (close > open + 1)
                spans.Add(plain[(open + 1)..close].Trim());
            open = plain.IndexOf('`', close + 1);
        }

        return spans;
    }
}
