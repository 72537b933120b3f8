using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Credentials in the query of URLs that are written out: <c>https://api…/data?appid={api_key}</c>.</summary>
internal sealed class UrlEvidence : IEvidenceSource
{
    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        foreach (var mention in facts.Urls)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (mention.Query.Length == 0 || mention.Context.HasFlag(UnitContext.Data) || IsSample(facts, mention) || mention.Query.Contains("client_id=", StringComparison.Ordinal))
                continue;
            var number = claims.NewRequest();
            foreach (var field in FormFields.Parse(mention.Query))
            {
                var signature = field.Name.Contains("signature", StringComparison.OrdinalIgnoreCase);
                if (!signature && (!HeaderNames.IsCredentialParameter(field.Name) || !field.Value.Contains('{', StringComparison.Ordinal)))
                    continue;
                var quote = mention.Unit is { } unit ? QuoteSpan.Around(facts.Source, unit.Start, unit.End, mention.Start) : new QuoteSpan(mention.Start, Math.Min(mention.End, mention.Start + 150));
                claims.Placements.Add(new PlacementClaim(signature ? AuthKind.SignedRequest : AuthKind.ApiKey, new Placement(PlacementLocation.Query, field.Name, signature ? "{signature}" : CredentialValue.Hole(field.Value)), 1.2, mention.Context, quote, number));
            }
        }
    }

    // What a parsed request sends is counted there.
    private static bool IsSample(DocumentFacts facts, UrlMention mention) =>
        mention.Unit is null && facts.Requests.Any(r => ReferenceEquals(r.Block, mention.Block) && r.Query.Count > 0);
}
