using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>What the document says of a credential to the person who looks for it.</summary>
internal sealed class ParameterDescriptions(DocumentFacts facts)
{
    private const int LongestDescription = 240;
    private const int MostNamesakes = 30;
    private readonly Dictionary<string, Stated<string>?> _descriptions = new(StringComparer.Ordinal);

    private static readonly PhraseTable Where = new(
        "settings", "dashboard", "console", "page", "find", "found", "shown", "displayed", "generate", "create", "created", "admin", "profile", "under", "menu", "→", ">", "account", "developer", "click", "open", "portal", "seite", "einstellungen", "unter", "erstellen", "panel", "menú", "ajustes", "設定", "画面", "発行", "address bar", "sign in", "register", "given", "gives");

    /// <summary>What the document says on where a credential is found.</summary>
    public string? Of(string name) => Known(name)?.Value;

    /// <summary>The words that describe a credential, or that name it alone; nothing where no statement and no sample does.</summary>
    public QuoteSpan Quote(string name) => Known(name)?.Quote ?? Statements(name).Select(unit => (QuoteSpan?)facts.QuoteOf(unit, Phrases(name)[0])).FirstOrDefault() ?? InSample(name);

    private Stated<string>? Known(string name)
    {
        if (!_descriptions.TryGetValue(name, out var known))
            _descriptions[name] = known = FindDescription(name);
        return known;
    }

    private Stated<string>? FindDescription(string name)
    {
        Stated<string>? first = null;
        foreach (var unit in Statements(name, Where).Take(MostNamesakes))
        {
            var quote = facts.QuoteOf(unit, Phrases(name)[0]);
            // Where access is described it is this credential; elsewhere it may be a namesake.
            if (unit.Is(UnitContext.Auth))
                return new(Readable(unit, quote), quote);
            first ??= new(Readable(unit, quote), quote);
        }

        return first;
    }

    private IEnumerable<TextUnit> Statements(string name, PhraseTable? with = null)
    {
        var phrases = Phrases(name);
        var table = new PhraseTable(phrases);
        return facts.UnitsNaming(phrases).Where(unit => unit.Block.Kind != BlockKind.Heading && !unit.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Deprecated) && with?.In(unit.Lower) != false && table.In(unit.Lower));
    }

    private static string[] Phrases(string name) => [.. CredentialNouns.All.Where(n => n.Name == name).Select(n => n.Phrase).Append(name).Append(name.Replace('_', ' ')).Distinct()];

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
