using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Puts the claims on one place together.</summary>
internal sealed class PlacementSlots(DocumentFacts facts, ClaimSet claims)
{
    private const double LeastPrefix = 0.6;
    private const int MostSlots = 40;

    /// <summary>All places that more speaks for than against, in the order of the text.</summary>
    public List<PlacementSlot> Find()
    {
        var slots = new Dictionary<string, PlacementSlot>(StringComparer.Ordinal);
        var logsIn = claims.Kinds.Exists(k => k.Kind == AuthKind.SessionLogin && k.Weight >= LoginEvidence.Call && k.Context.Counts) && !claims.Kinds.Exists(k => k.Kind.IsOAuth2() && k.Context.Counts);
        foreach (var found in claims.Placements)
        {
            // `Bearer {session_id}`, beside a token that nobody logs in for.
            var claim = logsIn && found.Kind == AuthKind.Bearer && Template.Holes(found.Placement.Format) is [var hole] && CredentialNames.Snake(hole).StartsWith("session", StringComparison.Ordinal) ? found with { Kind = AuthKind.SessionLogin } : found;
            // What a log-in call sends is no part of the calls behind it.
            if (claim is { Kind: AuthKind.ApiKey, Placement.In: PlacementLocation.Body or PlacementLocation.Query } && claims.Logins.Any(login => claim.Quote.Start >= login.Block.Start && claim.Quote.Start < login.Block.End))
                continue;
            var key = Key(claim);
            if (!slots.TryGetValue(key, out var slot))
                slots[key] = slot = new PlacementSlot(key, claim.Kind);
            slot.Claims.Add(claim);
        }

        Prefixes(slots);
        foreach (var slot in slots.Values)
            slot.Close();
        PrefixInProse(slots);
        // A place that carries what a log-in returned is no key's place.
        var returned = slots.Values.Where(s => s.Kind == AuthKind.SessionLogin && s.Score > 0).Select(s => s.Place).ToHashSet();
        // Nor is one that carries what is made anew for each request.
        var computed = slots.Values.Where(s => s.Kind == AuthKind.SignedRequest && s.Score > 0 && s.Claims.Exists(c => CredentialValue.IsComputed(c.Placement.Format) || (c.Sample && c.Placement.In == PlacementLocation.Header && c.Placement.Format.EndsWith("{signature}", StringComparison.Ordinal))) && !IsAuthorization(s)).Select(s => (s.Best.Placement.In, LowerText.Of(s.Best.Placement.Name))).ToHashSet();
        // `API 1300…:q3EX…=`, of which a sample says `API {key_id}:{sign}`.
        var schemes = slots.Values.Where(s => s.Kind == AuthKind.SignedRequest && s.Score > 0 && IsAuthorization(s)).SelectMany(s => s.Claims).Where(c => c.Context.Counts && c.Placement.Format.Contains("{signature}", StringComparison.Ordinal)).Select(c => PlacementSlot.PrefixOf(c.Placement.Format)).Where(scheme => scheme.Length > 0).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var literal in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && IsAuthorization(s) && s.Claims.TrueForAll(c => schemes.Contains(PlacementSlot.PrefixOf(c.Placement.Format)) && CredentialValue.IsPair(facts.Source.AsSpan(c.Quote.Start, c.Quote.End - c.Quote.Start)))).ToList())
            slots.Remove(literal.Key);
        foreach (var key in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && computed.Contains((s.Best.Placement.In, LowerText.Of(s.Best.Placement.Name)))).ToList())
            slots.Remove(key.Key);
        foreach (var key in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && returned.Contains(s.Place)).ToList())
            slots.Remove(key.Key);
        return [.. slots.Values.Where(s => s.Score > 0).OrderByDescending(s => s.Score).Take(MostSlots).OrderBy(s => s.Best.Quote.Start)];
    }

    private static bool IsAuthorization(PlacementSlot slot) => slot.Best.Placement is { In: PlacementLocation.Header } place && place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    // `X-Auth: Bearer {jwt}` and `X-Auth: ApiKey {key}` are two methods in one header.
    private static void Prefixes(Dictionary<string, PlacementSlot> slots)
    {
        foreach (var slot in slots.Values.Where(s => s.Kind == AuthKind.ApiKey && s.Claims.Count > 1 && s.Claims[0].Placement is { In: PlacementLocation.Header } place && !place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToList())
        {
            var prefixed = slot.Claims.GroupBy(c => PlacementSlot.PrefixOf(c.Placement.Format), StringComparer.OrdinalIgnoreCase).Where(g => g.Key.Length > 0).ToList();
            if (prefixed.Count < 2)
                continue;
            foreach (var group in prefixed.Skip(1).Take(MostSlots))
            {
                var own = slots[slot.Key + group.Key] = new PlacementSlot(slot.Key + group.Key, slot.Kind);
                own.Claims.AddRange(group);
            }

            slot.Claims.RemoveAll(c => PlacementSlot.PrefixOf(c.Placement.Format) is { Length: > 0 } prefix && !prefix.Equals(prefixed[0].Key, StringComparison.OrdinalIgnoreCase));
        }
    }

    // A schema can only say that a key goes into Authorization; where prose or a sample says with what prefix, that is the format.
    private void PrefixInProse(Dictionary<string, PlacementSlot> slots)
    {
        if (facts.Text.Document.Api is null)
            return;
        var all = slots.Values.Where(s => s.Best.Placement is { In: PlacementLocation.Header } place && place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)).ToList();
        var bare = all.Find(s => s.Kind == AuthKind.ApiKey && s.Best.Placement.Format.StartsWith('{'));
        if (bare is not null && all.Exists(s => !ReferenceEquals(s, bare) && s.Score >= LeastPrefix))
            slots.Remove(bare.Key);
    }

    private static string Key(PlacementClaim claim)
    {
        var place = claim.Placement;
        var scheme = claim.Kind switch
        {
            AuthKind.Basic => BasicShape.Key(place.Format),
            AuthKind.ApiKey when place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) => place.Format.StartsWith('{') ? "" : place.Format.Split(' ')[0].ToLowerInvariant(),
            _ => "",
        };
        var name = claim.Kind is AuthKind.ApiKey or AuthKind.SignedRequest or AuthKind.SessionLogin ? LowerText.Of(place.Name) : "";
        return $"{claim.Kind}|{place.In}|{name}|{scheme}";
    }
}
