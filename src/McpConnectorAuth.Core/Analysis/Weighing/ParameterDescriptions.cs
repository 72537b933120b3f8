using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the document says of a credential to the person who looks for it.</summary>
internal sealed class ParameterDescriptions(DocumentFacts facts)
{
    private const int LongestDescription = 240;
    private const int MostNamesakes = 30;
    private readonly Dictionary<string, (string Text, QuoteSpan Quote)?> _descriptions = new(StringComparer.Ordinal);

    private static readonly PhraseTable Where = new(
        "settings", "dashboard", "console", "page", "find", "found", "shown", "displayed", "generate", "create", "created", "admin", "profile", "under", "menu", "→", ">", "account", "developer", "click", "open", "portal", "seite", "einstellungen", "unter", "erstellen", "panel", "menú", "ajustes", "設定", "画面", "発行", "address bar", "sign in", "register", "given", "gives");

    /// <summary>The statement that says where a credential is found, with its words; null where there is none.</summary>
    public (string Text, QuoteSpan Quote)? Of(string name)
    {
        if (!_descriptions.TryGetValue(name, out var known))
            _descriptions[name] = known = FindDescription(name);
        return known;
    }

    private (string Text, QuoteSpan Quote)? FindDescription(string name)
    {
        var phrases = CredentialNouns.All.Where(n => n.Name == name).Select(n => n.Phrase).Append(name).Append(name.Replace('_', ' ')).Distinct().ToArray();
        var table = new PhraseTable(phrases);
        (string Text, QuoteSpan Quote)? first = null;
        var others = 0;
        foreach (var unit in facts.UnitsNaming(phrases))
        {
            if (unit.Block.Kind == BlockKind.Heading || unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Deprecated) || !Where.In(unit.Lower) || !table.In(unit.Lower))
                continue;
            var quote = facts.QuoteOf(unit, phrases[0]);
            // Where access is described it is this credential; elsewhere it may be a namesake.
            if (unit.Is(UnitContext.Auth))
                return (Readable(unit, quote), quote);
            first ??= (Readable(unit, quote), quote);
            if (++others == MostNamesakes)
                break;
        }

        return first;
    }

    // What a person reads next to the field: the sentence without markup, of a table row the cell that explains.
    private string Readable(TextUnit unit, QuoteSpan quote)
    {
        if (unit.Block.Kind == BlockKind.TableRow && unit.Block.Cells.Count > 1)
            return PlainText.Of(unit.Block.Cells.Skip(1).MaxBy(c => c.Length));
        return unit.Plain.Length <= LongestDescription ? unit.Plain : PlainText.Of(facts.Source.AsSpan(quote.Start, quote.End - quote.Start));
    }
}
