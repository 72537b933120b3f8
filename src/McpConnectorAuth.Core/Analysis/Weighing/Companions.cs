using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

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
        foreach (var header in facts.Requests.Where(request => request.Number != 0 && calls.Contains(request.Number)).SelectMany(request => request.Headers))
        {
            if (found.Count == Most || !(header.Name.StartsWith("x-", StringComparison.OrdinalIgnoreCase) && HeaderNames.IsOfCaller(header.Name)) || draft.Placements.Concat(found.Select(f => f.Placement)).Any(place => place.Name.Equals(header.Name, StringComparison.OrdinalIgnoreCase)) || !(IsSetting(header) || IsRequired(header.Name)))
                continue;
            var words = ParameterNames.Words(header.Name);
            var name = string.Join('_', words);
            name = words.Count > 1 && names.IsVendor(words[0] + "_" + words[1], words[1]) ? string.Join('_', words.Skip(1)) : name;
            found.Add((new Placement(PlacementLocation.Header, header.Name, "{" + name + "}"), name));
        }

        return found;
    }

    // `X-Acme-Company: $ACME_COMPANY`: a setting of the same name.
    private static bool IsSetting(SampleField header) =>
        Template.LoneHole(header.Value) is { } hole && hole.Contains('_', StringComparison.Ordinal) && !hole.Any(char.IsAsciiLetterLower) && CredentialNames.Snake(hole) == CredentialNames.Snake(header.Name[2..]);

    // "Every call sends `X-Acme-Company` with your company's code", "`X-Acme-Account` is your account number. Both are required."
    private bool IsRequired(string name)
    {
        if (!_known.TryGetValue(name, out var required) && _known.Count < MostKnown)
            _known[name] = required = facts.UnitsNaming([LowerText.Of(name)]).Any(unit => !unit.Is(UnitContext.Dismissed) && unit.CodeSpans.Contains(name) && Yours.In(unit.Lower) && (NamedPlaceEvidence.IsOnEachCall(unit, name) || Required.In(unit.Lower) || IsRequiredNext(unit)));
        return required;
    }

    private bool IsRequiredNext(TextUnit unit) =>
        facts.UnitFrom(unit.End) is var next && next < facts.Text.Units.Count && ReferenceEquals(facts.Text.Units[next].Block, unit.Block) && Required.In(facts.Text.Units[next].Lower);
}
