using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>The lists of settings in a document: what somebody is asked for.</summary>
internal sealed class SettingLists(DocumentFacts facts, ClaimSet claims)
{
    private List<ParameterGroup>? _groups;

    private List<ParameterGroup> Groups => _groups ??= Merge(claims.Parameters);

    // "Enter your `account_sid`." and the list item after it belong together.
    private List<ParameterGroup> Merge(List<ParameterGroup> groups)
    {
        var merged = new List<ParameterGroup>();
        foreach (var group in groups.Where(g => !IsTools(g) && (g.Parameters is not [var only] || !CredentialNames.IsVague(only.Name) || (g.Explicit && claims.Placements.Exists(c => c.Context.Counts && CredentialNames.Snake(c.Placement.Name) == only.Name)))).Select(WithoutOAuth).Select(Unprefixed).OrderBy(g => g.Quote.Start))
        {
            if (merged.Count > 0 && !group.Whole && !merged[^1].Whole && group.Parameters.Count <= 2 && merged[^1].Parameters.Count <= 4 && group.Quote.Start - merged[^1].Quote.End is >= 0 and < 120
                && facts.Source.AsSpan(merged[^1].Quote.End, group.Quote.Start - merged[^1].Quote.End).Contains('\n'))
                merged[^1] = merged[^1] with { Parameters = [.. merged[^1].Parameters.Concat(group.Parameters).DistinctBy(p => p.Name)] };
            else
                merged.Add(group);
        }

        return merged;
    }

    // OAUTH_CLIENT_ID is RFC 6749's client_id.
    private static ParameterGroup WithoutOAuth(ParameterGroup group) => group with
    {
        Parameters = [.. group.Parameters.Select(p => p.Name.EndsWith("auth_client_id", StringComparison.Ordinal) ? p with { Name = "client_id" } : p.Name.EndsWith("auth_client_secret", StringComparison.Ordinal) ? p with { Name = "client_secret" } : p)],
    };

    // A tool's settings hold what the document says anyway.
    private static bool IsTools(ParameterGroup group) => group.Parameters.Any(p => p.Name is "grant_type" or "token_endpoint" or "token_url" or "access_token_url" or "authorization_endpoint" or "authorization_url" or "auth_url" or "authorize_url");

    // ACME_CLIENT_ID and ACME_CLIENT_SECRET: a name that all settings begin with is the API's own.
    private static ParameterGroup Unprefixed(ParameterGroup group)
    {
        var prefix = group.Parameters[0].Name.Split('_')[0] + "_";
        var isOwn = group.Parameters.Count > 1
            && group.Parameters.All(p => p.Name.StartsWith(prefix, StringComparison.Ordinal) && p.Name.Length > prefix.Length)
            && group.Parameters.Any(p => p.Name[prefix.Length..] is var rest && rest.Contains('_', StringComparison.Ordinal) && CredentialNames.Find(rest)?.Name == rest && CredentialNames.Find(p.Name)?.Name == rest);
        return isOwn ? group with { Parameters = [.. group.Parameters.Select(p => p with { Name = p.Name[prefix.Length..] })] } : group;
    }

    /// <summary>The only secret setting that the document declares, which is the credential; else null.</summary>
    public string? OnlySecret()
    {
        var secrets = Groups.Where(g => g.Explicit).SelectMany(g => g.Parameters).Where(p => p.IsSecret && p.Required && p.Name != "client_secret" && !p.Name.EndsWith("password", StringComparison.Ordinal)).Select(p => p.Name).Distinct().ToList();
        return secrets.Count == 1 ? secrets[0] : null;
    }

    /// <summary>Whether somebody is asked for a setting of this name, which is no credential's by itself.</summary>
    public bool Ask(string name) => CredentialNames.Snake(name) is { Length: > 0 } snake && CredentialNames.Find(snake) is null && Groups.Exists(g => g.Explicit && g.Parameters.Any(p => p.Required && p.Name == snake));

    /// <summary>The setting that a sample's variable stands for, or null.</summary>
    public string? NameOf(string side) =>
        Template.Holes(side) is [var hole] && CredentialNames.Snake(hole) is var snake
            ? Groups.Where(g => g.Explicit).SelectMany(g => g.Parameters).FirstOrDefault(p => p.Required && (snake == p.Name || snake.EndsWith("_" + p.Name, StringComparison.Ordinal)))?.Name
            : null;

    /// <summary>The list that fits a method best, or null; what it calls in its own way is called so in the placements, too.</summary>
    /// <param name="draft">The method, with its placements.</param>
    /// <param name="core">Names that the placements hold.</param>
    /// <param name="first">Whether it is the recommended method.</param>
    public List<DeclaredParameter>? Declared(MethodDraft draft, List<string> core, bool first)
    {
        ParameterGroup? best = null;
        Dictionary<string, string> bestNames = [];
        var bestScore = 0.0;
        foreach (var group in Groups)
        {
            var overlap = group.Parameters.Count(p => core.Exists(c => ParameterResolver.Same(p.Name, c)));
            var own = draft.Kind == AuthKind.OAuth1 ? OAuth1Names(group) : first && (!draft.IsOAuth || draft.Kind == AuthKind.OAuth2JwtBearer) ? OwnNames(group, core, draft.Kind == AuthKind.Basic) : [];
            if (overlap == 0 && (own.Count == 0 || !group.Explicit))
                continue;
            var missing = core.Count - core.Count(c => group.Parameters.Any(p => ParameterResolver.Same(p.Name, c))) - own.Count;
            // A page that shows "Client ID" and "Secret key 1" renames nothing of RFC 6749.
            if (draft.IsOAuth && !group.Explicit && (missing > 0 || core.Contains("service_account_json")))
                continue;
            var secrets = group.Parameters.Count(p => p.IsSecret);
            var others = group.Parameters.Count(p => p.Required && p.IsSecret && !core.Exists(c => ParameterResolver.Same(p.Name, c)) && !own.ContainsValue(p.Name));
            // A sentence that names the credentials of several methods asks for no more than the places of this one hold.
            if (!draft.IsOAuth && !group.Explicit && missing == 0 && others > 0)
                continue;
            var score = (overlap * 2) + (own.Count * (group.Explicit ? 1.2 : 0.5)) - missing - (others * 0.8) + (group.Parameters.Count * 0.2) + (secrets > 0 ? 1 : 0) + (group.Explicit ? 0.5 : 0);
            if (score > bestScore)
                (best, bestNames, bestScore) = (group, own, score);
        }

        if (best is null)
            return null;
        foreach (var (known, own) in bestNames)
            draft.Placements = [.. draft.Placements.Select(place => place with { Format = place.Format.Replace("{" + known + "}", "{" + own + "}", StringComparison.Ordinal) })];
        var names = best.Parameters.ToList();
        foreach (var name in core)
        {
            // `apikey` in the list, api_key in the place: what is asked for is what is put in.
            if (names.Find(p => p.Name != name && ParameterResolver.Same(p.Name, name)) is { } alike && !names.Exists(p => p.Name == name))
                draft.Placements = [.. draft.Placements.Select(place => place with { Format = place.Format.Replace("{" + name + "}", "{" + alike.Name + "}", StringComparison.Ordinal) })];
            if (!names.Exists(p => ParameterResolver.Same(p.Name, name)) && !bestNames.ContainsKey(name) && !draft.IsOAuth && (names.Count < core.Count || (draft.Kind == AuthKind.Basic && draft.Placements.Any(place => place.Format.Contains("{" + name + "}", StringComparison.Ordinal)))))
                names.Add(new DeclaredParameter(name, true, null));
        }

        return names;
    }

    // "App token, app secret, access token, access token secret": the four values of RFC 5849 in a vendor's words.
    private static Dictionary<string, string> OAuth1Names(ParameterGroup group)
    {
        var required = group.Parameters.Where(p => p.Required && !SettingNames.IsPlace(p.Name)).Select(p => p.Name).ToList();
        var secrets = required.FindAll(name => name.EndsWith("secret", StringComparison.Ordinal));
        if (required.Count != 4 || secrets.Find(name => name.Contains("token", StringComparison.Ordinal)) is not { } tokenSecret || secrets.FindAll(name => name != tokenSecret) is not [var secret]
            || required.Find(name => name != tokenSecret && tokenSecret.StartsWith(name, StringComparison.Ordinal)) is not { } token || required.FindAll(name => name != token && !secrets.Contains(name)) is not [var key])
            return [];
        return new Dictionary<string, string>(StringComparer.Ordinal) { ["consumer_key"] = key, ["consumer_secret"] = secret, ["token"] = token, ["token_secret"] = tokenSecret };
    }

    // One secret stands for one secret, and one name for one name, whatever they are called.
    private static Dictionary<string, string> OwnNames(ParameterGroup group, List<string> core, bool pair)
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        var offered = group.Parameters.Where(p => p.Required && !core.Exists(c => ParameterResolver.Same(p.Name, c))).ToList();
        var open = core.Where(c => !group.Parameters.Any(p => ParameterResolver.Same(p.Name, c))).ToLookup(CredentialNames.IsSecret);
        // A pair of user name and password, or of RFC 6749, is another method than a key.
        if (open[true].ToList() is [var key] && (!pair || key != "password" || core.Count == 1 || group.Parameters.Count(p => p.Required && !SettingNames.IsPlace(p.Name)) > 1) && offered.FindAll(p => p.IsSecret) is [var secret] && (!(secret.Name.EndsWith("password", StringComparison.Ordinal) || secret.Name == "client_secret") || core.Count > 1))
            names[key] = secret.Name;
        // Two secrets stand for two, each for the one that is called alike.
        if (group.Explicit && open[true].ToList() is [var first, var second] && offered.FindAll(p => p.IsSecret) is [var one, var other] && Ending(first) != Ending(second) && Ending(one.Name) != Ending(other.Name))
        {
            foreach (var secretName in (string[])[first, second])
            {
                if (Ending(one.Name) == Ending(secretName))
                    names[secretName] = one.Name;
                else if (Ending(other.Name) == Ending(secretName))
                    names[secretName] = other.Name;
            }
        }

        // The user name stands in front of its password.
        if (group.Explicit && open[false].ToList() is [var user] && group.Parameters.TakeWhile(p => !p.IsSecret).Where(offered.Contains).LastOrDefault(p => !SettingNames.IsPlace(p.Name)) is { } name)
            names[user] = name.Name;

        return names.Keys.Any(CredentialNames.IsSecret) || group.Parameters.Any(p => core.Exists(c => ParameterResolver.Same(p.Name, c))) ? names : [];
    }

    // api_secret, auth_secret
    private static string Ending(string name) => name[(name.LastIndexOf('_') + 1)..];
}
