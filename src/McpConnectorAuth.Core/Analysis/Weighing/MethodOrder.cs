using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Which method comes first.</summary>
internal sealed class MethodOrder(DocumentFacts facts, ClaimSet claims)
{
    // What a sample shows is what calls do; a mention may be of anything.
    private const double ShownBonus = 1.5;
    // What is described first weighs against what is described at length.
    private const double EvidenceRank = 2;
    private const double MostEvidence = 14;

    /// <summary>Gives each method the rank that decides its place.</summary>
    public void Rank(List<MethodDraft> drafts)
    {
        var order = drafts.Select(d => d.Position).Distinct().Order().ToList();
        foreach (var draft in drafts)
            draft.Rank = (EvidenceRank * Math.Log2(1 + Math.Min(draft.Score, MostEvidence))) + PlaceRank(draft) + (draft.IsShown ? ShownBonus : 0) - order.IndexOf(draft.Position);
        SimpleBeforeOAuth(drafts);
        SignedBeforeKey(drafts);
        TokenBeforeItsKey(drafts);
        CertificateBelow(drafts);
        Listed(drafts);
    }

    // "In order of preference:", and the methods behind it.
    private void Listed(List<MethodDraft> drafts)
    {
        if (facts.Text.Units.Find(u => Preference.In(u.Lower) && u.Has(UnitMarks.EndsWithColon) && !u.Is(UnitContext.Dismissed | UnitContext.Errors | UnitContext.Data)) is not { } list)
            return;
        var listed = drafts.Select(draft => (Draft: draft, At: Behind(draft, list))).Where(d => d.At < int.MaxValue).OrderBy(d => d.At).Select(d => d.Draft).ToList();
        if (listed.Count < 2)
            return;
        var top = drafts.Max(d => d.Rank);
        for (var i = 0; i < listed.Count; i++)
            listed[i].Rank = top + 1 - (i * 0.5);
    }

    private int Behind(MethodDraft draft, TextUnit list) =>
        claims.Kinds.Where(k => k.Kind == draft.Kind && k.Context.Counts).Select(k => k.Quote.Start).Concat(draft.IsOAuth ? [] : draft.Slots.SelectMany(s => s.Claims).Select(c => c.Quote.Start)).Where(at => at > list.Start && RecommendationReader.IsWithin(facts.Text.Document.SectionAt(at), list.Block.Section)).DefaultIfEmpty(int.MaxValue).Min();

    private static readonly PhraseTable Preference = new("in order of preference", "in our order of preference", "in this order of preference", "in the order of preference", "in der reihenfolge unserer vorliebe", "por orden de preferencia", "par ordre de préférence", "por ordem de preferência");

    // A header is the better place where a document gives several: URLs end up in logs.
    private static double PlaceRank(MethodDraft draft) => draft.Slots.Count == 0 ? 0 : draft.Slots[0].Best.Placement.In switch
    {
        PlacementLocation.Query => -1.5,
        PlacementLocation.Body => -2,
        _ => 0,
    };

    // OAuth takes more words to describe than a key, which must not count as weight.
    private static void SimpleBeforeOAuth(List<MethodDraft> drafts)
    {
        var simple = drafts.Where(d => !d.IsOAuth && d.Kind is AuthKind.Basic or AuthKind.ApiKey or AuthKind.Bearer or AuthKind.SignedRequest or AuthKind.SessionLogin or AuthKind.Digest && d.Score >= 1 && !d.Deprecated).ToList();
        if (simple.Count == 0)
            return;
        foreach (var draft in drafts.Where(d => d.IsOAuth && d.Kind is not (AuthKind.OAuth2JwtBearer or AuthKind.OAuth2ClientCredentials)))
            draft.Rank -= 3;
        var first = drafts.MinBy(d => d.Position)!;
        first.Rank += 1.5;
        // Where nothing is recommended, the simple method that is described first comes first.
        if (simple.Contains(first))
        {
            foreach (var draft in drafts.Where(d => d.IsOAuth && d.Kind != AuthKind.OAuth2JwtBearer))
                draft.Rank = Math.Min(draft.Rank, first.Rank - 0.5);
        }
    }

    // Where a key goes alone on some calls and with a signature on others, the signature opens the account's own data.
    private static void SignedBeforeKey(List<MethodDraft> drafts)
    {
        var signed = drafts.Find(d => d.Kind == AuthKind.SignedRequest);
        if (signed is null)
            return;
        var writing = signed.Slots.SelectMany(s => s.Claims).Count(c => (c.Context & UnitContext.Writing) != 0) * 2 > signed.Slots.Sum(s => s.Claims.Count);
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey && !writing && d.Slots.Exists(signed.Slots.Contains)))
            signed.Rank = Math.Max(signed.Rank, key.Rank + 1);
    }

    // A key that calls carry beside an access token, and alone where nobody's data is asked for.
    private static void TokenBeforeItsKey(List<MethodDraft> drafts)
    {
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey).ToList())
        {
            foreach (var token in drafts.Where(d => (d.IsOAuth || d.Kind is AuthKind.SessionLogin) && key.Slots.Exists(k => d.Slots.Exists(s => ReferenceEquals(k, s) ? !ReferenceEquals(k, d.Slots[0]) : k.GoesWith(s)))))
                token.Rank = Math.Max(token.Rank, key.Rank + 1);
        }
    }

    // A client certificate is the layer below a credential that goes on each call.
    private void CertificateBelow(List<MethodDraft> drafts)
    {
        // Where the certificate is described first and no call shows both, it is a way of its own.
        if ((!NeedsBoth() && drafts.MinBy(d => d.Position) is { Kind: AuthKind.Mtls }) || drafts.Where(d => d.Slots.Count > 0 && d.Kind != AuthKind.Mtls).MaxBy(d => d.Rank) is not { } above)
            return;
        foreach (var certificate in drafts.Where(d => d.Kind == AuthKind.Mtls))
            certificate.Rank = Math.Min(certificate.Rank, above.Rank - 0.5);
    }

    // What registers a certificate is no call that the certificate opens.
    private bool NeedsBoth() => facts.Requests.Any(r => r.ClientCertificate && (r.Login is not null || r.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name))) && !Registers(r)) || !facts.Requests.Any(r => r is { ClientCertificate: true, Url.Length: > 0 } && !Registers(r));

    private static bool Registers(SampleRequest request) =>
        request.Method == "POST" && UrlText.Path(request.Url).TrimEnd('/') is var path && path[(path.LastIndexOf('/') + 1)..].ToLowerInvariant() is "clients" or "client" or "register" or "registration" or "registrations" or "pair" or "pairing" or "enroll" or "enrol" or "enrollment";
}
