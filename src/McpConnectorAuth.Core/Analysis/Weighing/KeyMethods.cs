using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Keys, each with the places that calls show together.</summary>
internal sealed class KeyMethods(DocumentFacts facts)
{
    private const int MostSlots = 40;

    private static readonly PhraseTable Unsigned = new("endpoint", "endpoints", "calls", "requests", "market data", "public data", "reading", "reads", "only", "alone", "just", "without", "unsigned", "no signature", "not signed", "nur", "allein", "ohne", "solo", "sin", "seulement", "sans", "のみ", "だけ");

    /// <summary>The keys whose places are shown or described strongly enough.</summary>
    /// <param name="slots">All places.</param>
    /// <param name="least">The least score of a place.</param>
    public List<MethodDraft> Find(List<PlacementSlot> slots, double least)
    {
        var keys = slots.Where(s => s.Kind == AuthKind.ApiKey && (s.Score >= least || (s.Score >= MethodDraft.LeastShown && s.Claims.Exists(IsShownBelowAuth)))).ToList();
        var joined = Joined(keys);
        // Places that one request shows together make one method; a place may go with this one here and with that one there.
        var groups = new List<List<int>>();
        for (var key = 0; key < keys.Count; key++)
        {
            var alone = true;
            foreach (var group in groups.ToList())
            {
                var own = group.FindAll(other => joined.Contains((other, key)));
                alone &= own.Count == 0;
                if (own.Count == group.Count)
                    group.Add(key);
                else if (own.Count > 0 && groups.Count < MostSlots && !groups.Exists(known => known.Contains(key) && own.TrueForAll(known.Contains)))
                    groups.Add([.. own, key]);
            }

            if (alone)
                groups.Add([key]);
        }

        // What goes with a signature is part of the signed request, and a method of its own only where it also goes alone.
        var signed = slots.Where(s => s.Kind is AuthKind.SignedRequest).SelectMany(s => s.Claims).Select(c => c.Request).ToHashSet();
        return [.. groups.Select(group => group.ConvertAll(i => keys[i])).Where(group => group.Exists(k => GoesAlone(k, signed))).Select(group =>
        {
            var members = group.OrderByDescending(s => s.Score).Take(3).OrderBy(s => s.Claims.Min(c => c.Quote.Start)).ToList();
            var draft = new MethodDraft(AuthKind.ApiKey) { Score = members.Max(m => m.Score), Quote = members[0].Best.Quote, Position = members.Min(m => m.Claims.Min(c => c.Quote.Start)), Deprecated = members.TrueForAll(m => m.Deprecated) };
            draft.Slots.AddRange(members);
            foreach (var member in members)
                member.IsBeside = members.Count > 1 && member.Best.Placement is { In: PlacementLocation.Header } place && !HeaderNames.IsCredentialHeader(place.Name);
            return draft;
        })];
    }

    // An old one: a call of the chapter on authentication that carries it.
    private static bool IsShownBelowAuth(PlacementClaim claim) => claim.Sample && claim.Context.Counts && claim.Context.HasFlag(UnitContext.Auth | UnitContext.Deprecated) && (claim.Context & UnitContext.Writing) == 0;

    // Which places go together, the earlier one first.
    private static HashSet<(int, int)> Joined(List<PlacementSlot> keys)
    {
        var joined = new HashSet<(int, int)>();
        for (var i = 0; i < keys.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                if ((keys[i].Best.Placement.In == keys[j].Best.Placement.In || AreKeyAndSecret(keys[i], keys[j])) && keys[i].GoesWith(keys[j]))
                    joined.Add((j, i));
            }
        }

        return joined;
    }

    // `?api-key={api_key}` and `X-Api-Secret: {api_secret}`: one goes nowhere without the other, wherever each stands.
    private static bool AreKeyAndSecret(PlacementSlot one, PlacementSlot other) => IsSecretHalf(one) != IsSecretHalf(other);

    private static bool IsSecretHalf(PlacementSlot slot) => CredentialNames.Snake(slot.Best.Placement.Name).EndsWith("secret", StringComparison.Ordinal);

    // Where samples show it with a signature, it takes a sample or a plain statement to say that it goes without.
    private bool GoesAlone(PlacementSlot slot, HashSet<int> signed) =>
        signed.Count == 0 || (slot.Claims.Exists(c => c.Sample && signed.Contains(c.Request))
            ? slot.Claims.Exists(c => c.Weight >= 0.9 && !signed.Contains(c.Request) && (c.Sample || Unsigned.In(c.Quote.Text(facts.Source).ToLowerInvariant())))
            : slot.Claims.Exists(c => c.Weight >= 0.9 && !signed.Contains(c.Request)));
}
