using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>A setting that the document calls secret, sent by its requests under that very name or as the value of a field: a credential whatever it is called.</summary>
internal sealed class DeclaredPlaceEvidence : IEvidenceSource
{
    private const int MostRequests = 300;
    private const double Weight = 1.2;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        // What is known already needs no guess by its name.
        if (claims.Placements.Exists(c => c.Weight > 0 && (c.Context & (UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected)) == 0))
            return;
        var groups = claims.Parameters.Where(g => g.Explicit).ToList();
        Values(facts, claims, groups);
        // What a name says of itself is known by other means.
        var secrets = groups.SelectMany(g => g.Parameters).Where(p => p is { Secret: true, Required: true } && CredentialNames.Find(p.Name) is null or { Secret: false }).Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (secrets.Count != 1)
            return;
        foreach (var request in facts.Requests.Take(MostRequests))
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (TokenRequest.Is(request) || LoginEvidence.IsShown(request) || claims.Logins.Contains(request))
                continue;
            Fields(facts, claims, request, PlacementLocation.Header, request.Headers, secrets);
            Fields(facts, claims, request, PlacementLocation.Query, request.Query, secrets);
            Fields(facts, claims, request, PlacementLocation.Body, request.Body, secrets);
        }
    }

    // `wstoken={token}`: the only secret of the settings, in a field whose name says nothing.
    private static void Values(DocumentFacts facts, ClaimSet claims, List<ParameterGroup> groups)
    {
        if (groups.SelectMany(g => g.Parameters).Where(p => p is { Required: true, IsSecret: true }).Select(p => p.Name).Distinct().ToList() is not [var secret] || CredentialNames.Find(secret) is not { Name: not ("password" or "client_secret" or "private_key") })
            return;
        foreach (var request in facts.Requests.Take(MostRequests))
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (TokenRequest.Is(request) || LoginEvidence.IsShown(request) || claims.Logins.Contains(request))
                continue;
            foreach (var (place, field) in request.Query.Select(f => (PlacementLocation.Query, f)).Concat(request.Body.Select(f => (PlacementLocation.Body, f))))
            {
                if (!HeaderNames.IsCredentialParameter(field.Name) && !HeaderNames.IsSignature(field.Name) && Template.Holes(field.Value) is [var hole] && field.Value.Length == hole.Length + 2 && CredentialNames.Snake(hole) is var name && (name == secret || secret.EndsWith("_" + name, StringComparison.Ordinal)))
                    claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(place, field.Name, "{" + secret + "}"), Weight, request.Context, facts.QuoteOf(request, field.Name), claims.RequestOf(request), Sample: true));
            }
        }
    }

    private static void Fields(DocumentFacts facts, ClaimSet claims, SampleRequest request, PlacementLocation place, List<SampleField> fields, HashSet<string> secrets)
    {
        foreach (var field in fields)
        {
            var name = CredentialNames.Snake(field.Name);
            if (secrets.Contains(name))
                claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(place, field.Name, "{" + name + "}"), Weight, request.Context, facts.QuoteOf(request, field.Name), claims.RequestOf(request), Sample: true));
        }
    }
}
