using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Lists of the headers of a signed request: each item begins with a header's name and goes on with what it carries.</summary>
internal sealed class HeaderListEvidence : IEvidenceSource
{
    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var list = new List<(TextUnit Unit, string Name)>();
        DocumentBlock? last = null;
        var introduced = false;
        foreach (var unit in facts.Text.Units)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (unit.Block.Kind == BlockKind.ListItem)
            {
                // An item's name stands in its first sentence.
                if (!ReferenceEquals(unit.Block, last) && unit.Has(UnitMarks.Code) && Name(unit) is { } name)
                    list.Add((unit, name));
                last = unit.Block;
                continue;
            }

            Read(facts, claims, list, introduced);
            list.Clear();
            introduced = HeaderTextEvidence.Everything.In(unit.Lower);
        }

        Read(facts, claims, list, introduced);
    }

    // "`ACME-KEY`: your API key"
    private static string? Name(TextUnit unit) =>
        unit.Plain.StartsWith('`') && unit.CodeSpans is [var first, ..] && first.Contains('-', StringComparison.Ordinal) && HeaderNames.LooksLikeHeader(first) ? first : null;

    private static void Read(DocumentFacts facts, ClaimSet claims, List<(TextUnit Unit, string Name)> list, bool introduced)
    {
        // What the API signs when it calls somebody goes without a key.
        if (list.Find(item => HeaderNames.IsSignature(item.Name)) is not { Name: { } signature } || !list.Exists(item => IsKey(item.Name)))
            return;
        var number = claims.NewRequest();
        foreach (var (unit, name) in list)
        {
            var (kind, format) = IsKey(name) ? (AuthKind.ApiKey, "{}") : (AuthKind.SignedRequest, HeaderNames.IsSignature(name) ? "{signature}" : SignedFamily.Format(facts, name, signature));
            if (format is not null)
                claims.Placements.Add(new PlacementClaim(kind, new Placement(PlacementLocation.Header, name, format), introduced || unit.Is(UnitContext.Auth) ? 1.5 : 0.8, unit.Context, facts.QuoteOf(unit, name), number));
        }
    }

    private static bool IsKey(string name) => !HeaderNames.IsSignature(name) && !HeaderNames.IsFreshness(name) && HeaderNames.IsCredentialHeader(name) && CredentialNames.Snake(name).EndsWith("key", StringComparison.Ordinal);
}
