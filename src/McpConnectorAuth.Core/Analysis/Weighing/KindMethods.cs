using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Methods that are told by their kind: digest, OAuth 1.0, signatures, client certificates, log-ins.</summary>
internal sealed class KindMethods(DocumentFacts facts, ClaimSet claims, KindSums sums)
{
    /// <summary>The methods of these kinds that are not known yet.</summary>
    public List<MethodDraft> Find(List<PlacementSlot> slots, List<MethodDraft> known)
    {
        var drafts = new List<MethodDraft>();
        if (sums.For(AuthKind.Digest) is { Score: >= 2.5 } digest)
            drafts.Add(Draft(AuthKind.Digest, digest, slots, 1));
        var oauth1 = slots.Where(s => s.Kind == AuthKind.OAuth1).Sum(s => s.Score);
        if (sums.For(AuthKind.OAuth1) is { } one && (oauth1 > 1 ? one.Score > -2 : one.Score >= (known.Exists(d => d.IsOAuth) ? 5 : 3)))
            drafts.Add(Draft(AuthKind.OAuth1, one, slots, oauth1 > 1 ? 1.5 : 0.5));
        var signed = slots.Where(s => s.Kind == AuthKind.SignedRequest).Sum(s => s.Score);
        if ((signed > 1 || (signed > MethodDraft.LeastShown && sums.For(AuthKind.SignedRequest) is { } told && told.Score >= (known.Count == 0 ? 2 : 3))) && Signed(slots, signed) is { } hmac)
        {
            var draft = Draft(AuthKind.SignedRequest, hmac, slots, 1);
            var own = draft.Slots.ToList();
            draft.Slots.InsertRange(0, slots.Where(s => s.Kind == AuthKind.ApiKey && own.Exists(o => o.GoesWith(s))));
            drafts.Add(draft);
        }

        if (sums.For(AuthKind.Mtls) is { } mtls && mtls.Score >= (known.Count == 0 && drafts.Count == 0 && claims.Kinds.Exists(k => k.Kind == AuthKind.Mtls && (k.Context & UnitContext.Auth) != 0 && (k.Context & UnitContext.Data) == 0) ? 2 : 4) && claims.Kinds.Exists(k => k.Kind == AuthKind.Mtls && (k.Context & UnitContext.Dismissed) == 0))
            drafts.Add(Draft(AuthKind.Mtls, mtls, slots, 0.5));
        var session = slots.Where(s => s.Kind == AuthKind.SessionLogin).Sum(s => s.Score);
        if (session > 1 && sums.For(AuthKind.SessionLogin) is { Score: >= 2 } login)
        {
            var draft = Draft(AuthKind.SessionLogin, login, slots, 1);
            var own = draft.Slots.ToList();
            draft.Slots.InsertRange(0, slots.Where(s => s.Kind == AuthKind.ApiKey && IsSentToLogin(s) && own.Exists(o => o.GoesWith(s))));
            drafts.Add(draft);
        }
        // A log-in is described, and nothing else that a call could carry.
        else if (known.Count == 0 && drafts.Count == 0 && !slots.Exists(s => s.Score >= MethodDraft.LeastShown) && sums.For(AuthKind.SessionLogin) is { Score: >= 3.5 } alone)
            drafts.Add(Draft(AuthKind.SessionLogin, alone, slots, 0.5));
        return [.. drafts.Where(d => !known.Exists(k => k.Kind == d.Kind))];
    }

    // A signature that every call carries needs no further words.
    private KindSum? Signed(List<PlacementSlot> slots, double signed)
    {
        if (sums.For(AuthKind.SignedRequest) is { Score: >= 1 } said)
            return said;
        var best = slots.Where(s => s.Kind == AuthKind.SignedRequest).MaxBy(s => s.Score)!.Best;
        return signed >= 1.5 ? new KindSum(signed, best.Quote, best.Quote.Start, 0) : null;
    }

    private static MethodDraft Draft(AuthKind kind, KindSum sum, List<PlacementSlot> slots, double factor)
    {
        var draft = new MethodDraft(kind) { Score = Math.Min(sum.Score, 12) * factor, Quote = sum.Quote, Position = sum.Position, Deprecated = sum.IsDeprecated };
        draft.Slots.AddRange(slots.Where(s => s.Kind == kind));
        // A word in the introduction is no description.
        if (kind == AuthKind.SignedRequest && draft.Slots.Count > 0)
            draft.Position = Math.Max(draft.Position, draft.Slots.SelectMany(s => s.Claims).Where(c => c.Context.Counts).Min(c => c.Quote.Start));
        draft.Score += draft.Slots.Sum(s => Math.Min(4, s.Score));
        return draft;
    }

    // The application's key, which the log-in call carries as well as those behind it.
    private bool IsSentToLogin(PlacementSlot slot) =>
        slot.Best.Placement is { In: PlacementLocation.Header } place && facts.Requests.Any(r => LoginEvidence.IsShown(r) && r.Headers.Exists(h => h.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)));

    /// <summary>A cookie that no log-in call of the document hands out is a key that a person supplies.</summary>
    public static IEnumerable<MethodDraft> Cookies(List<PlacementSlot> slots) =>
        slots.Where(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.In == PlacementLocation.Cookie).Take(1).Select(slot => new MethodDraft(AuthKind.ApiKey)
        {
            Score = slot.Score,
            Quote = slot.Best.Quote,
            Position = slot.Claims.Min(c => c.Quote.Start),
            Slots = { slot },
            Deprecated = slot.Deprecated,
        });

    /// <summary>"There is no log-in call", and nothing that speaks of one.</summary>
    public bool DeniesLogin() =>
        sums.Score(AuthKind.SessionLogin) < MethodDraft.LeastShown && claims.Kinds.Exists(k => k.Kind == AuthKind.SessionLogin && (k.Context & UnitContext.Rejected) != 0 && (k.Context & UnitContext.Auth) != 0);
}
