using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Basic (RFC 7617): each pair of user name and password once, without what belongs to a token endpoint or a log-in.</summary>
internal sealed class BasicMethods(DocumentFacts facts)
{
    private const int Near = 400;
    private const int Below = 120;

    /// <summary>The pairs that calls of the API carry.</summary>
    /// <param name="slots">All places.</param>
    /// <param name="grants">Whether the document describes OAuth as well.</param>
    public List<MethodDraft> Find(List<PlacementSlot> slots, bool grants)
    {
        var basic = slots.Where(s => s.Kind == AuthKind.Basic).ToList();
        var shown = basic.Exists(s => s.Claims.Exists(c => c.Sample && c.Context.Counts && !IsClientAuthentication(c) && !facts.IsOfLogin(c)));
        // With OAuth in the document, "Basic" alone is how the client signs in at the token endpoint.
        var paired = facts.Requests.Any(r => r is { Login: not null, Url.Length: > 0 } && r.Context.Counts && !TokenRequest.Is(r) && !LoginEvidence.IsLogin(r));
        if (grants && !(shown && paired))
            basic.RemoveAll(s => BasicShape.IsVague(s.Best.Placement.Format) && s.Claims.TrueForAll(c => c.Weight <= 1 && c.Placement.Format == "Basic base64({username}:{password})") && s.Score < 3 && !s.Claims.Exists(c => c.Sample && facts.IsOfLogin(c)));
        // "The app id is the user name, the app secret the password": said of the token endpoint, and shown on no call of the API.
        if (grants && !shown)
            basic.RemoveAll(s => s.Claims.TrueForAll(c => !c.Sample && c.Placement.Format.Contains("secret", StringComparison.Ordinal)));
        if (grants)
            basic.RemoveAll(s => s.Claims.TrueForAll(c => !c.Context.Counts || (!shown && IsClientAuthentication(c))) || BasicShape.Key(s.Best.Placement.Format) == "client_id:client_secret");
        Merge(basic);
        MergeGlued(basic);
        MergeUnknown(basic);
        MergeVariables(basic);
        MergeConstant(basic);
        if (basic.Count == 0)
            return [];
        // A pair without known names says nothing against a pair with names.
        var named = basic.Where(s => !BasicShape.IsVague(s.Best.Placement.Format)).ToList();
        var chosen = named.Count > 0 ? named : [basic.MaxBy(s => s.Score)!];
        var vague = basic.Except(chosen).Sum(s => s.Score);
        var drafts = new List<MethodDraft>();
        foreach (var slot in chosen)
        {
            drafts.Add(new MethodDraft(AuthKind.Basic)
            {
                Score = slot.Score + (chosen.Count == 1 ? vague : vague / 2),
                Quote = slot.Best.Quote,
                Position = slot.Claims.Where(c => c.Sample || c.Weight > 1 || c.Context.HasFlag(UnitContext.Auth)).Select(c => c.Quote.Start).DefaultIfEmpty(slot.Claims.Min(c => c.Quote.Start)).Min(),
                Slots = { slot },
                Deprecated = slot.Deprecated,
            });
        }

        return drafts;
    }

    // A header that is described, and not shown on a call of the API, next to the words for the client's credentials (RFC 6749 section 2.3.1).
    private bool IsClientAuthentication(PlacementClaim claim)
    {
        if (claim.Sample)
            return facts.Source.AsSpan(Math.Max(0, claim.Quote.Start - Below), Math.Min(claim.Quote.Start, Below)).Contains("grant_type", StringComparison.Ordinal);
        // A key without a password is no client's pair.
        if (BasicShape.Sides(claim.Placement.Format) is var (user, password) && Template.Holes(password).Count == 0 && Template.Holes(user) is [var key] && CredentialNames.Find(CredentialNames.Snake(key)) is { Secret: true })
            return false;
        // "Identifier and secret are user name and password:", and the token request below it.
        if (facts.CodeAfter(claim.Quote.End, Below) is { } below && facts.Requests.Any(r => ReferenceEquals(r.Block, below) && TokenRequest.Is(r)))
            return true;
        var from = Math.Max(0, claim.Quote.Start - Near);
        var around = facts.Source.AsSpan(from, Math.Min(facts.Source.Length, claim.Quote.End + Near) - from);
        return (around.Contains("client_id", StringComparison.OrdinalIgnoreCase) || around.Contains("client id", StringComparison.OrdinalIgnoreCase)) && around.Contains("secret", StringComparison.OrdinalIgnoreCase);
    }

    // A sample with literal values says nothing against the same pair with names.
    private static void MergeUnknown(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.Where(s => s.Key.Contains('?', StringComparison.Ordinal)).ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var named = basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && Fits(user, other.User) && Fits(password, other.Password) && !o.Key.Contains('?', StringComparison.Ordinal));
            if (named is null)
                continue;
            Fold(basic, slot, named);
        }

        // "{username}:{api_key}" is what a sentence leaves of ":{api_key}".
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var fuller = basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && ((IsSame(user, other.User) && IsSame(password, other.Password) && other.Password is not ("key" or "token" or "secret")) || (user == "username" && other.User != user && other.Password == password && password != "password") || (password == "password" && other.Password != password && other.User == user && user != "username") || (other.User == user && IsGlued(user) && slot.Claims.TrueForAll(c => c.Sample) && o.Claims.Exists(c => !c.Sample))));
            if (fuller is null)
                continue;
            Fold(basic, slot, fuller);
        }

        static bool Fits(string unknown, string known) => unknown == known || unknown == "?";

        // $ACME_USER_ID is $userId, and the key is the API key.
        static bool IsSame(string a, string b) => a == b || IsEnd(a, b) || IsEnd(b, a);

        static bool IsEnd(string name, string end) => name.Length > end.Length + 1 && (end.Contains('_', StringComparison.Ordinal) || end is "key" or "token" or "secret") && name.EndsWith(end, StringComparison.Ordinal) && name[^(end.Length + 1)] == '_';

        // With "{email}/token" a sample's variable may have any name: it is the same pair.
        static bool IsGlued(string user) => user.Any(IsFixed);
    }

    // "The user name is the e-mail address followed by `/token`" is what a sentence says of "{email}/token".
    private void MergeGlued(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var glued = basic.Find(o => BasicShape.Parts(o.Best.Placement.Format) is var other && other.Password == password && user.Length > 0 && other.User.Length > user.Length && other.User.StartsWith(user, StringComparison.Ordinal)
                && IsFixed(other.User[user.Length]) && slot.Claims.TrueForAll(c => c.Quote.Text(facts.Source).Contains(other.User[user.Length..], StringComparison.OrdinalIgnoreCase)));
            if (glued is null)
                continue;
            Fold(basic, slot, glued);
        }
    }

    // What speaks for one spelling of a pair speaks for the other.
    private static void Fold(List<PlacementSlot> basic, PlacementSlot slot, PlacementSlot into)
    {
        into.Claims.AddRange(slot.Claims.Select(c => c with { Placement = into.Best.Placement }));
        basic.Remove(slot);
        into.Close();
    }

    // "key as user name, password ignored" and "key:X" are the same pair.
    private static void Merge(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.ToList())
        {
            var (user, password) = BasicShape.Parts(slot.Best.Placement.Format);
            var constant = password is not "password" and not "?" ? null : basic.Find(o => !ReferenceEquals(o, slot) && BasicShape.Parts(o.Best.Placement.Format) is var other && other.User == user && user == "key" && other.Password.Length <= 9 && !o.Best.Placement.Format.EndsWith("})", StringComparison.Ordinal));
            if (constant is null)
                continue;
            Fold(basic, slot, constant);
        }
    }

    // `-u "$HN_PUBLIC:$HN_PRIVATE"`: variables of a sample whose names say nothing are the pair that a sentence names.
    private static void MergeVariables(List<PlacementSlot> basic)
    {
        if (basic.Find(s => s.Claims.Exists(c => !c.Sample) && !BasicShape.IsVague(s.Best.Placement.Format) && HasNames(s, known: true)) is not { } named)
            return;
        foreach (var slot in basic.Where(s => !ReferenceEquals(s, named) && s.Claims.TrueForAll(c => c.Sample) && HasNames(s, known: false)).ToList())
            Fold(basic, slot, named);
    }

    // "with the fixed user name `key`", and samples that call the password something else: one pair, by the name that says more.
    private static void MergeConstant(List<PlacementSlot> basic)
    {
        foreach (var slot in basic.Where(s => s.Claims.TrueForAll(c => c.Sample) && Constant(s) is not null).ToList())
        {
            if (basic.Find(o => o.Claims.Exists(c => !c.Sample) && Constant(o) == Constant(slot)) is not { } told)
                continue;
            if (IsKnown(Template.LoneHole(BasicShape.Sides(slot.Best.Placement.Format).Password)!))
                Fold(basic, told, slot);
            else
                Fold(basic, slot, told);
        }
    }

    // What everybody sends as the user name, where the password is one's own; else null.
    private static string? Constant(PlacementSlot slot) =>
        BasicShape.Sides(slot.Best.Placement.Format) is var (user, password) && user.Length > 0 && !user.Contains('{', StringComparison.Ordinal) && Template.LoneHole(password) is { Length: > 0 } ? user : null;

    // A hole on each side, both of them known names or both unknown.
    private static bool HasNames(PlacementSlot slot, bool known) =>
        BasicShape.Sides(slot.Best.Placement.Format) is var (user, password) && Template.LoneHole(user) is { } left && Template.LoneHole(password) is { } right && left.Length > 0 && right.Length > 0
        && IsKnown(left) == known && IsKnown(right) == known;

    private static bool IsKnown(string hole) => CredentialNames.Find(CredentialNames.Snake(hole)) is { } found && !CredentialNames.IsVague(found.Name);

    private static bool IsFixed(char c) => !char.IsAsciiLetterOrDigit(c) && c is not ('_' or '?');
}
