using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Settings that a document calls secret, where its requests send them: credentials, whatever the fields are called.</summary>
internal sealed class DeclaredPlaceEvidence : IEvidenceSource
{
    private const int MostRequests = 300;
    private const int MostGroups = 50;
    private const double Weight = 1.2;
    // Cursors are called tokens, too.
    private static readonly HashSet<string> Paging = new(StringComparer.OrdinalIgnoreCase) { "after", "before", "cursor", "page", "next", "to", "from", "id", "since", "until", "offset", "start", "continue", "marker" };

    /// <summary>Whether a parameter says which part of a list is meant.</summary>
    public static bool IsOfPaging(string name) => Paging.Contains(name);

    private const UnitContext NotOurs = UnitContext.Dismissed;

    public void Collect(DocumentFacts facts, ClaimSet claims)
    {
        var groups = claims.Parameters.Where(g => g.Explicit).Take(MostGroups).ToList();
        if (groups.Count == 0)
            return;
        var known = claims.Placements.Exists(c => c.Weight > 0 && (c.Context & NotOurs) == 0);
        var secrets = groups.SelectMany(g => g.Parameters).Where(p => p is { Required: true, IsSecret: true }).DistinctBy(p => p.Name).ToList();
        // All that anybody is asked for, and no secret: the name of an account that calls carry.
        var only = groups.SelectMany(g => g.Parameters).Where(p => p.Required && !SettingNames.IsPlace(p.Name)).Select(p => p.Name).Distinct().ToList() is [var name] && secrets.Count == 0 && CredentialNames.Find(name) is not null
            && facts.UnitsNaming([name]).Any(u => !u.Is(NotOurs) && NamedPlaceEvidence.IsOnEachCall(u, name)) && !claims.Kinds.Exists(k => k.Kind == AuthKind.None && k.Context.Counts && k.Weight > 1) ? name : null;
        // What is called a pair: looked for once, and then asked for each request.
        var pairs = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var request in facts.Requests.Take(MostRequests))
        {
            facts.Cancellation.ThrowIfCancellationRequested();
            if (TokenRequest.Is(request) || LoginEvidence.IsShown(request) || claims.Logins.Contains(request))
                continue;
            if (secrets is [var secret])
            {
                ByValue(facts, claims, request, secret.Name);
                // What a name says of itself is known by other means, and what is known already needs no guess.
                if (!known && secret.Secret == true && CredentialNames.Find(secret.Name) is null or { Secret: false })
                    ByName(facts, claims, request, secret.Name);
            }

            if (!known && only is { } alone)
                ByName(facts, claims, request, alone);
            foreach (var group in groups)
                Together(facts, claims, request, group, pairs);
        }
    }

    // `wstoken={token}`: the only secret of the settings, in a field whose name says nothing.
    private static void ByValue(DocumentFacts facts, ClaimSet claims, SampleRequest request, string secret)
    {
        if (CredentialNames.Find(secret) is not { Name: not ("password" or "client_secret" or "private_key") })
            return;
        foreach (var (place, field) in request.Query.Select(f => (PlacementLocation.Query, f)).Concat(request.Body.Select(f => (PlacementLocation.Body, f))))
        {
            if (!Paging.Contains(field.Name) && !HeaderNames.IsCredentialParameter(field.Name) && !HeaderNames.IsSignature(field.Name) && Template.LoneHole(field.Value) is { } hole && CredentialNames.Snake(hole) is var name && (name == secret || (name == "token" && secret.EndsWith("_token", StringComparison.Ordinal))))
                Add(facts, claims, request, place, field.Name, secret);
        }
    }

    private static void ByName(DocumentFacts facts, ClaimSet claims, SampleRequest request, string secret)
    {
        foreach (var (place, fields) in Fields(request))
        {
            foreach (var field in fields.Where(f => CredentialNames.Snake(f.Name) == secret))
                Add(facts, claims, request, place, field.Name, secret);
        }
    }

    // UserName, Secret and ApiIntegrationCode as headers of one request, `from` and `secret` in its query, and just these in the form.
    private static void Together(DocumentFacts facts, ClaimSet claims, SampleRequest request, ParameterGroup group, Dictionary<string, bool> pairs)
    {
        var asked = group.Parameters.Where(p => p.Required && !SettingNames.IsPlace(p.Name)).ToList();
        if (asked.Count < 2 || !asked.Exists(p => p.IsSecret))
            return;
        foreach (var (place, fields) in Fields(request))
        {
            var sent = asked.ConvertAll(p => fields.Find(f => ParameterNameComparer.Instance.Equals(f.Name, p.Name)));
            // A call has fields of its own: who calls goes along with all, and what is called a pair.
            if (sent.Contains(null) || (place != PlacementLocation.Header && (request.Url.Length == 0 || !(asked.TrueForAll(p => SettingNames.NamesAccount(p.Name) || Array.Exists(p.Name.Split('_'), Callers.Contains)) || ArePair(facts, asked, pairs)))))
                continue;
            for (var i = 0; i < asked.Count; i++)
                Add(facts, claims, request, place, sent[i]!.Name, asked[i].Name);
        }
    }

    // Words for who calls.
    private static readonly HashSet<string> Callers = new(StringComparer.Ordinal) { "identifier", "login", "user", "caller", "sender", "client", "merchant", "partner", "member", "customer", "agent", "app", "application", "vendor" };

    // "The pair `from` and `secret` is sent among the other parameters."
    private static bool ArePair(DocumentFacts facts, List<DeclaredParameter> asked, Dictionary<string, bool> known) =>
        string.Join(' ', asked.Select(p => p.Name)) is var names && known.TryGetValue(names, out var pair) ? pair : known[names] = facts.UnitsNaming(asked.ConvertAll(p => p.Name)).Any(unit => unit.Context.Counts && PlaceWords.Both.In(unit.Lower) && asked.TrueForAll(p => unit.CodeSpans.Exists(span => ParameterNameComparer.Instance.Equals(span, p.Name))));

    private static (PlacementLocation Place, List<SampleField> Fields)[] Fields(SampleRequest request) => [(PlacementLocation.Header, request.Headers), (PlacementLocation.Query, request.Query), (PlacementLocation.Body, request.Body)];

    private static void Add(DocumentFacts facts, ClaimSet claims, SampleRequest request, PlacementLocation place, string field, string setting) =>
        claims.Placements.Add(new PlacementClaim(AuthKind.ApiKey, new Placement(place, field, "{" + setting + "}"), Weight, request.Context & ~UnitContext.Data, facts.QuoteOf(request, field), claims.RequestOf(request), Sample: true));
}
