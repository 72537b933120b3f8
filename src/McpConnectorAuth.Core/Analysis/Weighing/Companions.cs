using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Headers that each call carries beside its credential and that the person fills in: the number of a company, an account.</summary>
internal sealed class Companions(DocumentFacts facts, ParameterNames names)
{
    private const int MostKnown = 20;
    private const int Most = 2;
    private static readonly PhraseTable Required = new("required", "mandatory", "must be sent", "has to be sent", "needed", "erforderlich", "pflicht", "obligatorio", "obligatoria", "obligatorios", "obligatoire", "obrigatório", "verplicht", "必須");
    private static readonly PhraseTable Yours = new("your", "ihr", "ihre", "ihrer", "ihres", "deine", "su", "tu", "votre", "sua", "seu", "uw", "for example", "e.g", "such as", "zum beispiel", "por ejemplo", "par exemple");
    private readonly Dictionary<string, bool> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a method's calls, each with the name of what stands in it.</summary>
    public List<(Placement Placement, string Name)> Of(MethodDraft draft)
    {
        var calls = draft.Slots.SelectMany(slot => slot.Claims).Where(claim => claim.Sample && claim.Context.Counts).Select(claim => claim.Request).ToHashSet();
        var found = new List<(Placement Placement, string Name)>();
        if (calls.Count == 0)
            return found;
        foreach (var header in facts.Requests.Where(request => request.Number != 0 && calls.Contains(request.Number)).SelectMany(request => request.Headers).Concat(Rows(draft)))
        {
            var kin = draft.Placements.Any(place => place.In == PlacementLocation.Header && AreKin(place.Name, header.Name));
            if (found.Count == Most || !((kin || header.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase)) && HeaderNames.IsOfCaller(header.Name)) || draft.Placements.Concat(found.Select(f => f.Placement)).Any(place => place.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)) || !(kin ? IsNamed(header.Name) || Template.LoneHole(header.Value) is not null : IsSetting(header) || IsRequired(header.Name)))
                continue;
            var words = ParameterNames.Words(header.Name);
            var name = string.Join('_', words);
            name = kin || (words.Count > 1 && names.IsVendor(words[0] + "_" + words[1], words[1])) ? string.Join('_', words.Skip(1)) : name;
            found.Add((new Placement(PlacementLocation.Header, header.Name, "{" + name + "}"), name));
        }

        return found;
    }

    // `Acme-Shop` beside `Acme-Secret`: the vendor's own name in front of both.
    private static bool AreKin(string credential, string other) =>
        credential.IndexOf('-', StringComparison.Ordinal) is > 1 and var hyphen && other.Length > hyphen + 1 && other.StartsWith(credential[..(hyphen + 1)], StringComparison.OrdinalIgnoreCase);

    // The headers of the table that has the credential's.
    private IEnumerable<SampleField> Rows(MethodDraft draft)
    {
        var headers = draft.Placements.Where(place => place.In == PlacementLocation.Header && place.Name.Contains('-', StringComparison.Ordinal)).Select(place => place.Name).ToList();
        if (headers.Count == 0)
            return [];
        // Cells are cut when they are read: only the tables that name a credential's header are looked into.
        var tables = facts.UnitsNaming(headers).Where(unit => IsRow(unit) && headers.Contains(HeaderOf(unit), StringComparer.OrdinalIgnoreCase)).Select(unit => unit.Block.Container).ToHashSet();
        return tables.Count == 0 ? [] : facts.Text.Units.Where(unit => tables.Contains(unit.Block.Container) && IsRow(unit)).Select(HeaderOf).Where(name => headers.Exists(header => AreKin(header, name))).Select(name => new SampleField(name, ""));
    }

    private static bool IsRow(TextUnit unit) => unit.Block is { Kind: BlockKind.TableRow, Container: not 0 } && !unit.Is(UnitContext.Dismissed | UnitContext.Errors) && unit.Block.Cells.Count > 1;

    private static string HeaderOf(TextUnit row) => row.Block.Cells[0].Trim(' ', '`', '*');

    private bool IsNamed(string name) => facts.UnitsNaming([LowerText.Of(name)]).Any(unit => !unit.Is(UnitContext.Dismissed | UnitContext.Errors) && (unit.CodeSpans.Contains(name) || unit.Block.Kind == BlockKind.TableRow));

    // `X-Acme-Company: $ACME_COMPANY`: a setting of the same name.
    private static bool IsSetting(SampleField header) =>
        Template.LoneHole(header.Value) is { } hole && hole.Contains('_', StringComparison.Ordinal) && !hole.Any(char.IsAsciiLetterLower) && CredentialNames.Snake(hole) == CredentialNames.Snake(header.Name[2..]);

    // "Every call sends `X-Acme-Company` with your company's code", "`X-Acme-Account` is your account number. Both are required."
    private bool IsRequired(string name)
    {
        if (!_known.TryGetValue(name, out var required) && _known.Count < MostKnown)
            _known[name] = required = facts.UnitsNaming([LowerText.Of(name)]).Any(unit => !unit.Is(UnitContext.Dismissed) && unit.CodeSpans.Contains(name) && Yours.In(unit.Lower) && (NamedPlaceEvidence.IsOnEachCall(unit, name) || Required.In(unit.Lower) || (facts.After(unit) is { } next && Required.In(next.Lower))));
        return required;
    }
}
