using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the document says of a credential to the person who looks for it.</summary>
internal sealed class ParameterDescriptions(DocumentFacts facts)
{
    private const int LongestDescription = 240;
    private const int MostNamesakes = 30;
    private readonly Dictionary<string, Stated<string?>> _descriptions = new(StringComparer.Ordinal);

    private static readonly PhraseTable Where = new(
        "settings", "dashboard", "console", "page", "find", "found", "shown", "displayed", "generate", "create", "created", "admin", "profile", "under", "menu", "→", ">", "account", "developer", "click", "open", "portal", "seite", "einstellungen", "unter", "erstellen", "panel", "menú", "ajustes", "設定", "画面", "発行", "address bar", "sign in", "register", "given", "gives");

    /// <summary>What the document says on where a credential is found, or nothing and the words that name it.</summary>
    public Stated<string?> Of(string name)
    {
        if (!_descriptions.TryGetValue(name, out var known))
            _descriptions[name] = known = FindDescription(name);
        return known;
    }

    private Stated<string?> FindDescription(string name)
    {
        var phrases = CredentialNouns.All.Where(n => n.Name == name).Select(n => n.Phrase).Append(name).Append(name.Replace('_', ' ')).Distinct().ToArray();
        var table = new PhraseTable(phrases);
        Stated<string?>? first = null;
        QuoteSpan? named = null;
        var others = 0;
        foreach (var unit in facts.UnitsNaming(phrases))
        {
            if (unit.Block.Kind == BlockKind.Heading || unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Deprecated) || !table.In(unit.Lower))
                continue;
            var quote = facts.QuoteOf(unit, phrases[0]);
            named ??= quote;
            if (!Where.In(unit.Lower))
                continue;
            // Where access is described it is this credential; elsewhere it may be a namesake.
            if (unit.Is(UnitContext.Auth))
                return new(Readable(unit, quote), quote);
            first ??= new(Readable(unit, quote), quote);
            if (++others == MostNamesakes)
                break;
        }

        return first ?? new(null, named ?? InSample(name));
    }

    // The name of a setting may stand in a sample alone.
    private QuoteSpan InSample(string name) => facts.Source.IndexOf(name, StringComparison.OrdinalIgnoreCase) is >= 0 and var at ? facts.LineAt(at) : default;

    // What a person reads next to the field: the sentence without markup, of a table row the cell that explains.
    private string Readable(TextUnit unit, QuoteSpan quote)
    {
        if (unit.Block.Kind == BlockKind.TableRow && unit.Block.Cells.Count > 1)
            return PlainText.Of(unit.Block.Cells.Skip(1).MaxBy(c => c.Length));
        return unit.Plain.Length <= LongestDescription ? unit.Plain : PlainText.Of(facts.Source.AsSpan(quote.Start, quote.End - quote.Start));
    }
}
