using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>A token that a person makes and pastes, told from what a grant or a log-in issues.</summary>
internal sealed class BearerMethod(DocumentFacts facts, KindSums sums)
{
    private const double MostPasted = 3;
    private const int LongestTitle = 100;

    private static readonly PhraseTable SelfMade = new("jwt", "json web token", "json web tokens");

    private static readonly PhraseTable Pasted = new("pasted", "is pasted", "pastes", "paste it", "paste the token", "copy it", "copies it", "copied from", "copy the token", "copies the token", "kopiert", "eingefügt", "pegar", "pega", "coller", "colle", "貼り付け");

    private static readonly PhraseTable Lasting = new("does not expire", "doesn't expire", "do not expire", "don't expire", "never expires", "never expire", "no expiry", "no expiration", "has no end date", "your own account", "one's own account", "läuft nicht ab", "laufen nicht ab", "unbegrenzt gültig", "eigenes konto", "no vence", "no vencen", "no expira", "no caduca", "propia cuenta", "cuenta propia", "n'expire pas", "n'expirent pas", "votre propre compte", "não expira", "não vence", "própria conta", "verloopt niet", "eigen account", "有効期限はありません");

    // "Don't put it into X-Key, nor an API token behind Bearer."
    private static readonly PhraseTable Misplaced = new("don't put", "do not put", "nor");

    // "The key goes into the body of `login`; the token from the reply is sent as Bearer."
    private static readonly PhraseTable Answered = new("from the reply", "from the answer", "from the response", "of the reply", "of the answer", "of the response", "in its reply", "in its answer", "in its response", "aus der antwort", "de la respuesta", "de la réponse", "da resposta");

    private static readonly PhraseTable Denied = new("no", "not", "why", "never", "without");
    private static readonly PhraseTable OnlyFor = new("only work", "only works", "only for git", "works only", "work only");

    // "With Bearer in front of a key we got 400."
    private static readonly PhraseTable Refused = new("we got 400", "we got 401", "we got 403", "we got a 400", "we got a 401", "we got a 403", "answers 400", "answers 401", "answers 403", "gives 400", "gives 401", "gives 403", "gives a 401", "is refused", "are refused", "abgelehnt");

    private const int MostNames = 3;

    // Where a token is first spoken of that a person makes and pastes.
    private int _pastedAt = int.MaxValue;

    private double _pasted;

    /// <summary>The token of the bearer header, where it is a person's own; none or one.</summary>
    public List<MethodDraft> Find(List<PlacementSlot> slots, List<MethodDraft> grants)
    {
        var bearer = slots.Find(s => s.Kind == AuthKind.Bearer);
        if (bearer is null)
            return [];
        if (grants.Exists(g => !g.Deprecated) && !HasStaticToken(slots, bearer) && !SharesToken(bearer, slots) && !bearer.Claims.Exists(c => IsUnderStaticToken(c) || HoldsKey(c)))
            return [];
        // "| Secret token | …": it is described where it is first spoken of.
        foreach (var named in bearer.Claims.Where(HoldsKey).SelectMany(c => Template.Holes(c.Placement.Format)).Select(hole => CredentialNames.Snake(hole).Replace('_', ' ')).Where(name => name.Contains(' ', StringComparison.Ordinal)).Distinct().Take(MostNames))
            _pastedAt = Math.Min(_pastedAt, facts.UnitsNaming([named]).FirstOrDefault(unit => unit.Is(UnitContext.Auth) && !unit.Is(UnitContext.Dismissed) && PhraseTable.IndexOf(unit.Lower, named, 0) >= 0)?.Start ?? int.MaxValue);
        // What a log-in returned goes there, and nobody speaks of another token.
        if (grants.Count == 0 && slots.Exists(s => s.Kind == AuthKind.SessionLogin && s.Best.Placement.Format.StartsWith("Bearer ", StringComparison.Ordinal)) && !HasStaticToken(slots, bearer))
            return [];
        var draft = new MethodDraft(AuthKind.Bearer) { Score = grants.Count > 0 ? Math.Clamp(bearer.Score, Math.Min(_pasted, MostPasted), MethodDraft.MostTop) : bearer.Score, Quote = bearer.Best.Quote, Position = Math.Min(_pastedAt, bearer.Claims.Min(c => c.Quote.Start)), Slots = { bearer }, Deprecated = bearer.Deprecated };
        draft.Slots.AddRange(bearer.Companions);
        return [draft];
    }

    // With OAuth in the document, a bearer header is a static token only where the document speaks of one that is sent so.
    private bool HasStaticToken(List<PlacementSlot> slots, PlacementSlot bearer)
    {
        var described = 0.0;
        var granted = sums.FirstGrant;
        var early = bearer.Claims.Exists(c => c.Quote.Start < granted && c.Context.Counts);
        var elsewhere = slots.Exists(s => s.Kind == AuthKind.ApiKey && s.Score >= MethodDraft.Least && s.Best.Placement.In == PlacementLocation.Header) || slots.Exists(s => s.Kind == AuthKind.Basic && s.Score >= MethodDraft.Least && IsTokenAlone(s));
        elsewhere |= slots.Exists(s => s.Kind is AuthKind.ApiKey or AuthKind.Basic && s.Claims.Exists(IsUnderOwnToken)) && !bearer.Claims.Exists(IsUnderOwnToken);
        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Dismissed | UnitContext.Errors))
                continue;
            if (TokenPhrases.StaticToken.In(unit.Lower) && !(bearer.Companions.Count > 0 && unit.Lower.Contains("api key", StringComparison.Ordinal)) && !Misplaced.In(unit.Lower) && !Answered.In(unit.Lower) && ((unit.Lower.Contains("bearer", StringComparison.Ordinal) && !NamedPlaceEvidence.IsBare(unit) && !Refused.In(unit.Lower)) || unit.Lower.Contains("sent in the same way", StringComparison.Ordinal) || unit.Lower.Contains("token of the workspace", StringComparison.Ordinal) || unit.Lower.Contains("copy the token", StringComparison.Ordinal)))
                return true;
            // "Generate a new token and copy it", before any word on OAuth.
            if (!elsewhere && early && unit.Start < granted && ((TokenPhrases.Handed.In(unit.Lower) && TokenPhrases.Token.In(unit.Lower)) || IsLasting(unit)) && !SelfMade.In(unit.Lower) && !unit.Lower.Contains("/oauth", StringComparison.Ordinal))
                described += 1;
            if (!elsewhere && unit.Start >= granted && Pasted.In(unit.Lower) && TokenPhrases.Token.In(unit.Lower))
                described += 1.5;
            if (elsewhere || !TokenPhrases.OwnToken.In(unit.Lower))
                continue;
            if (unit.Is(UnitContext.Auth) || unit.Block.Kind == BlockKind.Heading)
                _pastedAt = Math.Min(_pastedAt, unit.Start);
            described += (unit.Block.Kind == BlockKind.Heading || IsTitle(unit) ? 2 : 1) * (unit.Is(UnitContext.Auth) || early ? 1 : 0.5);
        }

        _pasted = described;
        return described >= (early ? 1 : 2);
    }

    // "Zugriffstoken der Organisation. Läuft nicht ab.": in one sentence or two.
    private bool IsLasting(TextUnit unit)
    {
        if (!Lasting.In(unit.Lower))
            return false;
        if (TokenPhrases.Token.In(unit.Lower) || unit.Lower.Contains("token", StringComparison.Ordinal))
            return true;
        return facts.Before(unit)?.Lower.Contains("token", StringComparison.Ordinal) == true;
    }

    // "**2. Personal access token.** Made in the console": what stands in bold in front is a title.
    private bool IsTitle(TextUnit unit)
    {
        var block = unit.Block;
        var text = facts.Source.AsSpan(block.Start, Math.Min(LongestTitle, block.End - block.Start));
        return text.StartsWith("**") && text[2..].IndexOf("**") is > 0 and var end && unit.Start < block.Start + 2 + end && text[1 + end] is '.' or ':' && !Denied.In(text.Slice(2, end).ToString().ToLowerInvariant()) && !IsDenied(block);
    }

    private bool IsDenied(DocumentBlock block)
    {
        for (var i = facts.UnitFrom(block.Start); i < facts.Text.Units.Count && ReferenceEquals(facts.Text.Units[i].Block, block); i++)
        {
            if (facts.Text.Units[i].Is(UnitContext.Dismissed) || OnlyFor.In(facts.Text.Units[i].Lower))
                return true;
        }

        return false;
    }

    // `:{token}`, `{token}:x`: Basic carries one value.
    private static bool IsTokenAlone(PlacementSlot basic) =>
        BasicShape.Sides(basic.Best.Placement.Format) is var (user, password) && (!user.Contains('{', StringComparison.Ordinal) || !password.Contains('{', StringComparison.Ordinal));

    // "Personal access tokens" as the title of the section that shows how they are sent.
    private bool IsUnderOwnToken(PlacementClaim claim) =>
        claim.Context.Counts && TokenPhrases.OwnToken.In(facts.Text.HeadingOf(facts.Text.Document.SectionAt(claim.Quote.Start)));

    // "Programmatic access token" as the title of the section that shows the header.
    private bool IsUnderStaticToken(PlacementClaim claim) =>
        claim.Context.Counts && facts.Text.Document.SectionAt(claim.Quote.Start) is var section && (TokenPhrases.StaticToken.In(section.Heading.ToLowerInvariant())
            || (Both.In(claim.Quote.Text(facts.Source).ToLowerInvariant()) && facts.Text.Document.Sections.Any(s => ReferenceEquals(s.Parent, section) && TokenPhrases.StaticToken.In(facts.Text.HeadingOf(s)))));

    // "Both are sent as Bearer", and below it a title for each
    private static readonly PhraseTable Both = new("both are", "both go", "both kinds", "both ways", "either is", "either way", "sent alike", "in the same way", "beide werden", "ambos");

    // `Bearer <API_KEY>`: what a grant issues is not called so.
    private static bool HoldsKey(PlacementClaim claim) =>
        claim.Context.Counts && Template.Holes(claim.Placement.Format).Exists(h => CredentialNames.Snake(h) == "secret_token" || (CredentialNames.Snake(h) != "key" && CredentialNames.Find(CredentialNames.Snake(h)) is { Name: "key" or "api_key" or "api_token" or "personal_access_token" or "secret_key" or "integration_token" or "static_token" or "service_token" or "private_token" or "personal_token" or "permanent_token" }));

    // The same placeholder in the bearer header and in a key's place: one static token, two ways to send it.
    private bool SharesToken(PlacementSlot bearer, List<PlacementSlot> slots)
    {
        var holes = bearer.Claims.Where(c => !TokenPhrases.OAuth2.In(facts.Text.HeadingOf(facts.Text.Document.SectionAt(c.Quote.Start)))).SelectMany(c => Template.Holes(c.Placement.Format)).Where(h => h.Length > 8).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return slots.Exists(s => s.Kind == AuthKind.ApiKey && s.Best.Placement.In == PlacementLocation.Header && s.Claims.SelectMany(c => Template.Holes(c.Placement.Format)).Any(holes.Contains));
    }
}
