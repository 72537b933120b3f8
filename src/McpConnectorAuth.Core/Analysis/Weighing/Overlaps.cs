using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Takes away what two readings made of one method.</summary>
internal sealed class Overlaps(DocumentFacts facts, KindSums sums)
{
    private const int LongestHeader = 80;
    private const int LeastPlaceholder = 8;
    private const int Near = 400;

    private static readonly PhraseTable Beside = new("next to the bearer", "next to the access token", "beside the bearer", "beside the access token", "alongside the bearer", "alongside the access token", "together with the bearer", "together with the access token");

    private static readonly PhraseTable Alone = new("without", "alone", "unsigned", "no signature", "not signed", "ohne", "allein", "sin", "solo", "sans", "seule");

    private static readonly PhraseTable OnTop = new("in addition", "additionally", "on top of", "as an addition", "zusätzlich", "además", "en plus", "além d", "bovendien");

    /// <summary>Takes away readings of what another method describes better.</summary>
    /// <param name="drafts">All that was found; what is taken away is removed.</param>
    public void Apply(List<MethodDraft> drafts)
    {
        SignedTokens(drafts);
        PairsOfOthers(drafts);
        Signatures(drafts);
        WithPair(drafts);
        Additions(drafts);
        // A header that says who asks proves nothing by itself.
        if (drafts.Count > 1)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && !d.IsShown && d.Slots.TrueForAll(s => s.Best.Placement.In == PlacementLocation.Header && s.Best.Placement.Name.EndsWith("-id", StringComparison.OrdinalIgnoreCase)));
    }

    // What a sentence or a row of the same table says goes along with what calls are shown to carry.
    private void Additions(List<MethodDraft> drafts)
    {
        if (!drafts.Exists(d => d.IsShown))
            return;
        drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && !d.IsShown && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => facts.UnitAt(c.Quote.Start) is { } unit && (Beside.In(unit.Lower) || unit.Lower.Text.TrimEnd('.', ':', ' ').EndsWith("in addition", StringComparison.Ordinal)))));
        // A signed token that no place is told for and no address takes.
        drafts.RemoveAll(d => d.Kind == AuthKind.OAuth2JwtBearer && d.Slots.Count == 0 && !sums.HasEndpoint(AuthKind.OAuth2JwtBearer) && drafts.Exists(o => !ReferenceEquals(o, d) && o.IsShown) && !facts.Says("jwt bearer") && !facts.Says("jwt-bearer") && !facts.Says("rfc 7523"));
        if (drafts.Find(d => d.Kind == AuthKind.SignedRequest && d.IsShown) is { } signed && drafts.Exists(d => d.Kind == AuthKind.ApiKey && !d.IsShown))
        {
            var tables = TablesOf(signed);
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && !d.IsShown && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => facts.UnitAt(c.Quote.Start) is { Block.Kind: BlockKind.TableRow } unit && tables.Contains(unit.Block.Container) && !Alone.In(unit.Lower))));
        }
    }

    // The tables that have a row for one of a method's headers.
    private HashSet<int> TablesOf(MethodDraft method)
    {
        var headers = method.Slots.Select(s => s.Place.Name).ToHashSet(StringComparer.Ordinal);
        return [.. facts.Text.Units.Where(u => u.Block is { Kind: BlockKind.TableRow, Container: > 0 } && u.Block.Cells.Any(cell => cell.Length <= LongestHeader && headers.Contains(PlainText.Of(cell).Trim('`', ' ').ToLowerInvariant()))).Select(u => u.Block.Container)];
    }

    // What has the form of Basic and is a digest's, a signature's or a log-in's.
    private void PairsOfOthers(List<MethodDraft> drafts)
    {
        // A digest, a signature or a log-in has the form of Basic in some samples.
        if (drafts.Exists(d => d.Kind is AuthKind.Digest or AuthKind.SessionLogin || (d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => s.Best.Placement.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase)))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => BasicShape.IsVague(s.Best.Placement.Format)) && !IsTitled(d));
        // "The public key is the user name, the private key the password", of a digest.
        if (drafts.Exists(d => d.Kind == AuthKind.Digest))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !c.Sample && !c.Quote.Text(facts.Source).Contains("basic", StringComparison.OrdinalIgnoreCase))));
        // The password of Basic is what the log-in answered.
        if (drafts.Exists(d => d.Kind == AuthKind.SessionLogin && d.Slots.Exists(s => s.Best.Placement.Format.StartsWith("Basic ", StringComparison.Ordinal))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic);
        // The log-in call itself takes the user name and the password.
        if (drafts.Exists(d => d.Kind == AuthKind.SessionLogin))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic && d.Slots.TrueForAll(s => s.Claims.TrueForAll(facts.IsOfLogin)));
    }

    private void Signatures(List<MethodDraft> drafts)
    {
        // The signature of OAuth 1.0 (RFC 5849 section 3.4) is no scheme of the API's own.
        if (drafts.Find(d => d.Kind == AuthKind.OAuth1) is { } old && drafts.Find(d => d.Kind == AuthKind.SignedRequest && d.Slots.TrueForAll(s => s.Best.Placement.Name.StartsWith("oauth_", StringComparison.OrdinalIgnoreCase))) is { } same)
        {
            drafts.Remove(same);
            if (old.Slots.Count == 0)
                old.Slots.AddRange(same.Slots.Where(s => s.Best.Placement.Name.Equals("oauth_signature", StringComparison.OrdinalIgnoreCase)));
        }

        // `Acme {key}:{signature}` where it is explained, and a sample that puts it together.
        if (drafts.Find(d => d.Kind == AuthKind.SignedRequest) is { } explained)
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(s => PlacementSlot.PrefixOf(s.Best.Placement.Format).Length > 0 && explained.Slots.Exists(known => known.Place == s.Place)));
        if (drafts.Exists(d => d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => s.Place is (PlacementLocation.Header, "authorization", ""))))
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.Exists(s => s.Place is (PlacementLocation.Header, "authorization", "") && s.Claims.TrueForAll(c => !c.Sample || Template.Holes(c.Placement.Format) is ["hash"] || c.Placement.Format == "{}")));
        // `headers={"Authorization": header}`, where the text spells it out.
        if (drafts.Exists(d => d.Kind == AuthKind.OAuth1 && d.Slots.Exists(s => s.Place.Name == "authorization")))
            drafts.RemoveAll(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(s => s.Place is (PlacementLocation.Header, "authorization", "") && s.Claims.TrueForAll(c => c.Sample && Template.LoneHole(c.Placement.Format) is { } variable && CredentialNames.Find(CredentialNames.Snake(variable)) is null)));
        // "Some calls must carry a signature in addition to the token", shown on none of the calls that carry the token.
        if (drafts.Exists(d => (d.IsOAuth || d.Kind == AuthKind.Bearer) && d.IsShown))
            drafts.RemoveAll(d => d.Kind == AuthKind.SignedRequest && !d.IsShown && IsAddition(d));
        // The signature that stands in the password's place leaves no second meaning of Basic.
        if (drafts.Exists(d => d.Kind == AuthKind.SignedRequest && d.Slots.Exists(s => s.Best.Placement.Format.StartsWith("Basic ", StringComparison.Ordinal))))
            drafts.RemoveAll(d => d.Kind == AuthKind.Basic);
    }

    // A key that calls never show without the pair of Basic beside it is no other way in: it goes along.
    private void WithPair(List<MethodDraft> drafts)
    {
        if (drafts.Find(d => d.Kind == AuthKind.Basic && d.IsShown) is not { } pair)
            return;
        foreach (var key in drafts.Where(d => d.Kind == AuthKind.ApiKey && d.Slots.TrueForAll(IsBesidePair)).ToList())
        {
            pair.Slots.AddRange(key.Slots.Where(HoldsValue));
            drafts.Remove(key);
        }
    }

    private bool IsBesidePair(PlacementSlot slot)
    {
        if (slot.Best.Placement is not { In: PlacementLocation.Header } place || !slot.Claims.TrueForAll(c => c.Sample))
            return false;
        var sent = facts.Requests.Where(r => r.Context.Counts && r.Headers.Exists(h => h.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase))).ToList();
        return sent.Count > 0 && sent.TrueForAll(r => r is { Login: not null, Url.Length: > 0 });
    }

    // A hole or an example of a key, on each call that shows the pair: `no-check` and `60` are what everybody sends.
    private bool HoldsValue(PlacementSlot slot)
    {
        var calls = facts.Requests.Where(r => r is { Login: not null, Url.Length: > 0 } && r.Context.Counts).Select(r => r.Headers.Find(h => h.Name.Equals(slot.Best.Placement.Name, StringComparison.OrdinalIgnoreCase))?.Value).ToList();
        return calls.TrueForAll(value => value is not null && (value.Contains('{', StringComparison.Ordinal) || (value.Length >= LeastPlaceholder && value.Any(char.IsAsciiDigit))));
    }

    // A chapter of its own: "Basic authentication".
    private bool IsTitled(MethodDraft basic) =>
        basic.Slots.Exists(s => s.Claims.Exists(c => facts.Text.Document.SectionAt(c.Quote.Start).Heading.Contains("basic", StringComparison.OrdinalIgnoreCase)));

    private bool IsAddition(MethodDraft draft)
    {
        var block = facts.Text.Units.Find(u => u.Start <= draft.Quote.Start && draft.Quote.Start < u.End)?.Block;
        return block is not null && facts.Text.Units.Exists(u => ReferenceEquals(u.Block, block) && OnTop.In(u.Lower));
    }

    /// <summary>OAuth 1.0 (RFC 5849) has an authorization URL, too: alone it is no grant of OAuth 2.0.</summary>
    public void DropAddressesOfOAuth1(List<MethodDraft> drafts)
    {
        if (sums.For(AuthKind.OAuth1) is { Score: >= 3 } && !facts.Requests.Any(r => r.Parameter("grant_type") is not null) && !facts.Text.Units.Exists(u => TokenPhrases.OAuth2.In(u.Lower) && !u.Is(UnitContext.Dismissed)))
            drafts.RemoveAll(d => d.IsOAuth);
    }

    // `Authorization: Acme {jwt}`: a token that the client signs itself.
    private static void SignedTokens(List<MethodDraft> drafts)
    {
        for (var i = 0; i < drafts.Count; i++)
        {
            var draft = drafts[i];
            if (draft.Kind != AuthKind.ApiKey || !draft.Slots.Exists(s => s.Claims.Exists(c => c.Placement.Format.EndsWith(" {jwt}", StringComparison.Ordinal))) || drafts.Exists(d => d.Kind == AuthKind.OAuth2JwtBearer && d.Slots.Count > 0))
                continue;
            drafts.RemoveAll(d => d.Kind == AuthKind.OAuth2JwtBearer);
            var signed = new MethodDraft(AuthKind.OAuth2JwtBearer) { Score = draft.Score, Quote = draft.Quote, Position = draft.Position };
            signed.Slots.AddRange(draft.Slots);
            drafts[drafts.IndexOf(draft)] = signed;
            return;
        }
    }

    /// <summary>One sentence outside of any chapter on authentication, far behind what is described, makes no further method; nor does one in another chapter before it.</summary>
    public void DropMentioned(List<MethodDraft> drafts)
    {
        var described = drafts.Where(d => !IsMentioned(d)).ToList();
        if (described.Count == 0)
            return;
        var first = described.Min(o => o.Position);
        drafts.RemoveAll(d => IsMentioned(d) && (d.Position > first ? IsPast(d) || !described.Exists(o => o.Kind == d.Kind || StandsBy(o, d)) : IsOfAnotherChapter(d, described)));
    }

    // "In the network server make an integration with the header X", below "Gateways", before the chapter on access: what introduces that chapter stands above it.
    private bool IsOfAnotherChapter(MethodDraft mentioned, List<MethodDraft> described)
    {
        var chapter = facts.Text.Document.SectionAt(mentioned.Position);
        return described.Exists(IsDescribed) && described.TrueForAll(o => o.Kind != mentioned.Kind && o.Slots.Count > 0 && o.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !RecommendationReader.IsWithin(facts.Text.Document.SectionAt(c.Quote.Start), chapter))));
    }

    // A chapter on access says it and shows it.
    private static bool IsDescribed(MethodDraft draft) => draft.Slots.Exists(s => s.Claims.Exists(c => c.Sample && (c.Context & UnitContext.Auth) != 0 && c.Context.Counts) && s.Claims.Exists(c => !c.Sample && (c.Context & UnitContext.Auth) != 0 && c.Context.Counts));

    // The next item of a list, the next sentence.
    private static bool StandsBy(MethodDraft described, MethodDraft mentioned) =>
        described.Slots.Except(mentioned.Slots).Any(s => s.Claims.Exists(c => Math.Abs(c.Quote.Start - mentioned.Position) < Near));

    private static bool IsPast(MethodDraft mentioned) => mentioned.Slots.TrueForAll(s => s.Claims.TrueForAll(c => (c.Context & UnitContext.Deprecated) != 0));

    private static bool IsMentioned(MethodDraft draft) =>
        !draft.IsOAuth && draft.Slots.Count > 0 && draft.Slots.SelectMany(s => s.Claims).Select(c => c.Quote.Start).Distinct().Count() == 1 && draft.Slots.TrueForAll(s => s.Claims.TrueForAll(c => !c.Sample && ((c.Context & (UnitContext.Auth | UnitContext.Recommended | UnitContext.Secondary)) == 0 || (c.Context & UnitContext.Deprecated) != 0)));
}
