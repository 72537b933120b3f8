using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>The grants of OAuth 2.0 (RFC 6749), with the places that carry what they issue.</summary>
internal sealed class GrantMethods(DocumentFacts facts, ClaimSet claims, KindSums sums)
{
    private const int Near = 400;

    /// <summary>The grants that are described; places that carry nothing else are taken out of the list.</summary>
    public List<MethodDraft> Find(List<PlacementSlot> slots)
    {
        var bearer = slots.Find(s => s.Kind == AuthKind.Bearer);
        var carriers = slots.Where(CarriesAccessToken).ToList();
        // The place that is shown is the one; a word on Bearer may be of the token's type.
        if (bearer is not null && carriers.Exists(c => c.Claims.Exists(k => k.Sample)) && !bearer.Claims.Exists(c => c.Sample) && bearer.Score < carriers.Max(c => c.Score) && sums.Granted > 0 && !bearer.Claims.Exists(SaysOAuth))
        {
            slots.Remove(bearer);
            bearer = null;
        }

        var elsewhere = bearer is null ? [] : carriers;
        if (bearer is not null)
            carriers = [];
        var drafts = new List<MethodDraft>();
        foreach (var kind in (ReadOnlySpan<AuthKind>)[AuthKind.OAuth2AuthorizationCode, AuthKind.OAuth2ClientCredentials, AuthKind.OAuth2DeviceCode, AuthKind.OAuth2Password, AuthKind.OAuth2JwtBearer])
        {
            if (sums.For(kind) is not { Score: >= 1 } sum)
                continue;
            var endpoints = Math.Min(4, claims.Endpoints.Where(e => e.Grant == kind || (kind == AuthKind.OAuth2AuthorizationCode && e.Role == EndpointRole.Authorize)).Sum(e => Math.Max(0, e.Weight * e.Context.Factor)));
            // A token endpoint without a grant of its own is that of the only grant.
            if (endpoints == 0 && sums.Granted == 1)
                endpoints = Math.Min(1, claims.Endpoints.Where(e => e.Role == EndpointRole.Token && e.Grant is null).Sum(e => Math.Max(0, e.Weight * e.Context.Factor)));
            if (sum.Score + endpoints < 1.6 || (endpoints == 0 && (IsTitleAlone(kind) || IsFieldAlone(kind))))
                continue;
            var draft = new MethodDraft(kind) { Score = Math.Min(sum.Score, 14) + endpoints, Quote = sum.Quote, Position = sums.Described(kind, sum.Position), Deprecated = sum.IsDeprecated };
            if (bearer is not null)
            {
                draft.Slots.Add(bearer);
                draft.Score += Math.Min(2, bearer.Score / 2);
            }

            draft.Slots.AddRange(carriers);
            drafts.Add(draft);
        }

        // A header that is described before any OAuth carries a token that a person can also supply.
        if (drafts.Count > 0)
        {
            var oauth = Math.Min(drafts.Min(d => d.Position), sums.FirstEndpoint);
            slots.RemoveAll(s => s.Kind == AuthKind.ApiKey && bearer is not null && s.Claims.TrueForAll(Grants));
            // The same token in another place is no method of its own.
            slots.RemoveAll(s => elsewhere.Contains(s) && (s.Claims.Min(c => c.Quote.Start) >= oauth || (CredentialNames.Snake(s.Best.Placement.Name) is "oauth_token" or "access_token" && !s.Claims.Exists(IsOwnToken))));
            slots.RemoveAll(s => carriers.Contains(s) && (s.Claims.Min(c => c.Quote.Start) >= oauth || s.Claims.TrueForAll(Grants) || (CredentialNames.Snake(s.Best.Placement.Name) == "access_token" && (!SpeaksOfOwnToken || AsksForClientAlone))));
        }

        Companions(slots, bearer ?? (drafts.Count > 0 ? carriers.FirstOrDefault() : null), drafts);
        return drafts;
    }

    // A header that is only ever shown next to the bearer token is part of the same method: a client id, an account id.
    private void Companions(List<PlacementSlot> slots, PlacementSlot? bearer, List<MethodDraft> grants)
    {
        // What a log-in returned takes nothing with it that also goes alone.
        if (bearer is null || (grants.Count == 0 && slots.Exists(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.Format.StartsWith("Bearer ", StringComparison.Ordinal))))
            return;
        var together = bearer.Claims.Select(c => c.Request).ToHashSet();
        foreach (var slot in slots.Where(s => s.Kind == AuthKind.ApiKey && s != bearer && s.Best.Placement.In == bearer.Best.Placement.In && s.Best.Placement.In is PlacementLocation.Header or PlacementLocation.Query && !s.Best.Placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase) && (s.GoesWith(bearer) || (CarriesClientId(s) && !s.Claims.Exists(c => c.Sample)))).ToList())
        {
            var alone = slot.Claims.Where(c => !together.Contains(c.Request)).Sum(c => Math.Max(0, c.Weight * c.Context.Factor));
            // It goes with another key.
            if (!slot.GoesWith(bearer) && slots.Exists(s => s.Kind == AuthKind.ApiKey && !ReferenceEquals(s, slot) && s != bearer && s.GoesWith(slot)))
                continue;
            if ((alone > slot.Score * 0.65 && !CarriesClientId(slot)) || slot.Best.Placement.Name.Contains("signature", StringComparison.OrdinalIgnoreCase))
                continue;
            bearer.Companions.Add(slot);
            slots.Remove(slot);
            foreach (var grant in grants)
                grant.Slots.Add(slot);
        }
    }

    // `authorization_code`, the field of a record: a bank's word for a payment.
    private bool IsFieldAlone(AuthKind kind) =>
        kind == AuthKind.OAuth2AuthorizationCode && claims.Kinds.TrueForAll(k => k.Kind != kind || !k.Context.Counts || (k.Weight < GrantEvidence.Shown && facts.UnitAt(k.Quote.Start) is { } unit && unit.CodeSpans.Contains("authorization_code") && !unit.Lower.Contains("grant", StringComparison.Ordinal) && !unit.Lower.Contains("oauth", StringComparison.Ordinal)));

    // A title, and below it neither a word on the grant nor a sample, where another grant is shown.
    private bool IsTitleAlone(AuthKind kind) =>
        claims.Kinds.Exists(k => k.Kind != kind && k.Kind.IsOAuth2() && k.Weight >= GrantEvidence.Shown && k.Context.Counts)
        && claims.Kinds.TrueForAll(k => k.Kind != kind || !k.Context.Counts || (facts.UnitAt(k.Quote.Start) is { Block: { Kind: BlockKind.Heading } title } && facts.CodeAfter(title.End, Near) is null));

    // "Send the access token as parameter auth": OAuth without a bearer header.
    private bool CarriesAccessToken(PlacementSlot slot) =>
        slot.Kind == AuthKind.ApiKey && (slot.Claims.Exists(Grants) || (slot.Place is (PlacementLocation.Header, "authorization", { Length: > 1 } scheme) && CredentialNames.Snake(scheme.TrimEnd('=')) == "access_token") || CredentialNames.Snake(slot.Best.Placement.Name).EndsWith("access_token", StringComparison.Ordinal) || CredentialNames.Snake(slot.Best.Placement.Name) == "oauth_token" || SaysAccessToken(slot));

    private bool SaysAccessToken(PlacementSlot slot) =>
        !slot.Best.Placement.Name.Contains("key", StringComparison.OrdinalIgnoreCase) && !slot.Best.Placement.Name.Contains("client", StringComparison.OrdinalIgnoreCase) && slot.Claims.Exists(c => c.Context.Counts && (Template.Holes(c.Placement.Format).Exists(h => CredentialNames.Snake(h) is "access_token" or "oauth_token" or "your_access_token" or "my_access_token") || IsIssued(c.Quote.Text(facts.Source))));

    // "Create a personal token and append it: `?access_token=YOUR_PERSONAL_TOKEN`"
    private bool IsOwnToken(PlacementClaim claim) => Template.Holes(claim.Placement.Format).Exists(hole => hole.Contains("personal", StringComparison.OrdinalIgnoreCase))
        || TokenPhrases.StaticToken.In(claim.Quote.Text(facts.Source).ToLowerInvariant()) || TokenPhrases.StaticToken.In(facts.Text.HeadingOf(facts.Text.Document.SectionAt(claim.Quote.Start)));

    // "OAuth 2.0 token – `Authorization: Bearer <token>`"
    private bool SaysOAuth(PlacementClaim claim) => claim.Context.Counts && TokenPhrases.OAuth2.In(claim.Quote.Text(facts.Source).ToLowerInvariant());

    private bool SpeaksOfOwnToken => facts.Text.Units.Exists(u => (TokenPhrases.OwnToken.In(u.Lower) || TokenPhrases.StaticToken.In(u.Lower)) && !u.Is(UnitContext.Dismissed | UnitContext.Errors));

    // "We need `app_id` and `app_secret`": nobody is asked for a token.
    private bool AsksForClientAlone => claims.Parameters.Exists(group => group.Explicit && group.Parameters.Any(p => p.IsSecret && p.Name.EndsWith("_secret", StringComparison.Ordinal))) && !claims.Parameters.Exists(group => group.Explicit && group.Parameters.Any(p => p.IsSecret && !p.Name.EndsWith("_secret", StringComparison.Ordinal)));

    private static bool Grants(PlacementClaim claim) => claim.Placement.Format.Contains("oauth", StringComparison.OrdinalIgnoreCase);

    // "Personal access token" is what a person makes.
    private static bool IsIssued(string quote) =>
        quote.IndexOf("access token", StringComparison.OrdinalIgnoreCase) is >= 0 and var at && !quote.AsSpan(0, at).TrimEnd().EndsWith("personal", StringComparison.OrdinalIgnoreCase);

    // "Acme-Api-Key: your client_id": the application's name next to the person's token.
    private bool CarriesClientId(PlacementSlot slot) =>
        slot.Claims.Exists(c => c.Quote.Text(facts.Source) is var quote && (quote.Contains("client_id", StringComparison.OrdinalIgnoreCase) || quote.Contains("client id", StringComparison.OrdinalIgnoreCase)));
}
