using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Credentials in the query of URLs that are written out: <c>https://api…/data?appid={api_key}</c>.</summary>
internal sealed class UrlEvidence : IEvidenceSource
{
    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        // What a parsed request sends is counted there.
        var parsed = facts.Requests.Where(r => r.Query.Count > 0).Select(r => r.Block).ToHashSet<Documents.DocumentBlock>(ReferenceEqualityComparer.Instance);
        foreach (var mention in facts.Urls)
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (mention.Query.Length == 0 || mention.Context.HasFlag(UnitContext.Data) || (mention.Unit is null && parsed.Contains(mention.Block)) || mention.Query.Contains("client_id=", StringComparison.Ordinal))
                continue;
            // What revokes or renews a token is no call with a credential.
            var path = UrlText.Path(mention.Url);
            if (path.Contains("revo", StringComparison.OrdinalIgnoreCase) || path.Contains("oauth", StringComparison.OrdinalIgnoreCase) || path.EndsWith("/authorize", StringComparison.OrdinalIgnoreCase))
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
}
