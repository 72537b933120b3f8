using McpConnectorAuth.Core.Analysis.Claims;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Turns claims into methods: adds up what speaks for and against each, puts together what belongs together.</summary>
internal sealed class MethodWeigher(DocumentFacts facts, ClaimSet claims)
{
    private const double LeastShare = 0.12;
    private const int Most = 5;

    /// <summary>The methods that the document describes, the recommended one first; none where it says nothing.</summary>
    public List<MethodDraft> Weigh()
    {
        var answers = new LoginAnswers(facts, claims);
        var sums = new KindSums(facts, claims, answers);
        var slots = new PlacementSlots(facts, claims).Find();
        var keys = new KeyMethods(facts);
        var byKind = new KindMethods(facts, claims, sums);
        var overlaps = new Overlaps(facts, sums);
        var grants = new GrantMethods(facts, claims, sums).Find(slots);
        var drafts = new List<MethodDraft>(grants);
        drafts.AddRange(keys.Find(slots, MethodDraft.Least));
        drafts.AddRange(new BearerMethod(facts, sums).Find(slots, grants));
        drafts.AddRange(new BasicMethods(facts).Find(slots, grants.Count > 0));
        overlaps.DropAddressesOfOAuth1(drafts);
        drafts.AddRange(byKind.Find(slots, drafts));
        new SessionMethods(facts, claims, sums, answers).Apply(drafts);
        if (drafts.Count == 0 || byKind.DeniesLogin())
            drafts.AddRange(KindMethods.Cookies(slots));
        overlaps.Apply(drafts);
        // Where nothing else is said, one call that carries a key says enough.
        if (drafts.Count == 0)
            drafts.AddRange(keys.Find(slots, MethodDraft.LeastShown).Where(d => d.IsShown));
        if (drafts.Count == 0 && new FaintPlaces(facts, claims).Add())
            drafts.AddRange(keys.Find(new PlacementSlots(facts, claims).Find(), MethodDraft.Least));
        if (drafts.Count == 0)
            drafts.AddRange(new WeakMethods(facts).Find());
        // Where nothing says how a key travels, a setting of its name says that there is one.
        if (drafts.Count == 0 && claims.Parameters.Find(group => group.Explicit && group.Parameters.Any(p => p.Required && p.Name == "api_key")) is { } asked)
            drafts.Add(new MethodDraft(AuthKind.ApiKey) { Score = MethodDraft.Least, Quote = asked.Quote, Position = asked.Quote.Start });
        if (new OpenAccess(facts, sums).Find(drafts) is { } none)
            return [none];
        var top = drafts.Count > 0 ? drafts.Max(d => d.Score) : 0;
        drafts.RemoveAll(d => d.Score < Math.Max(d.IsShown ? MethodDraft.LeastShown : MethodDraft.Least, (d.IsShown ? Math.Min(top, MethodDraft.MostTop) : top) * LeastShare));
        overlaps.DropMentioned(drafts);
        new MethodOrder(facts, claims).Rank(drafts);
        // What the document plainly recommends needs no vote of the settings it lists.
        if (!new RecommendationReader(facts, drafts).Apply())
            SettingsVote.Apply(claims.Parameters, drafts);
        drafts.Sort((a, b) => a.Deprecated != b.Deprecated ? a.Deprecated.CompareTo(b.Deprecated) : b.Rank != a.Rank ? b.Rank.CompareTo(a.Rank) : a.Position.CompareTo(b.Position));
        return [.. drafts.Take(Most)];
    }
}
