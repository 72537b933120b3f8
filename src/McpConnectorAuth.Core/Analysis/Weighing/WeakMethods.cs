using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What a document asks for that does not say how it travels.</summary>
internal sealed class WeakMethods(DocumentFacts facts)
{
    private static readonly PhraseTable RecordField = new("the field", "this field", "das feld", "el campo", "le champ", "o campo", "il campo", "het veld");

    /// <summary>Methods for a document where nothing says how a credential travels.</summary>
    public List<MethodDraft> Find()
    {
        var found = new Dictionary<AuthKind, (double Score, QuoteSpan Quote, int Position)>();
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Data) || unit.Block.Kind == BlockKind.Heading)
                continue;
            foreach (var (kind, weight, phrases) in WeakPhrases.All)
            {
                var at = phrases.IndexIn(unit.Lower);
                // "The field `apiKey` names the slot of the card."
                if (at < 0 || RecordField.In(unit.Lower))
                    continue;
                var (score, quote, position) = found.GetValueOrDefault(kind, (0, default, unit.Start));
                var factor = (unit.Is(UnitContext.Auth) ? 1 : 0.5) * (unit.Block.Kind == BlockKind.TableRow ? 0.3 : 1);
                found[kind] = (score + (weight * factor), quote.End == 0 ? facts.QuoteOf(unit, unit.Lower[at..Math.Min(unit.Lower.Length, at + 6)]) : quote, position);
            }
        }

        return [.. found.Where(f => f.Value.Score >= MethodDraft.Least).Select(f => new MethodDraft(f.Key) { Score = Math.Min(f.Value.Score, 8), Quote = f.Value.Quote, Position = f.Value.Position })];
    }
}
