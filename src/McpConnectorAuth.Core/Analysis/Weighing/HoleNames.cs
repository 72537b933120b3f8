using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Names the holes of a placement.</summary>
internal sealed class HoleNames(DocumentFacts facts, ClaimSet claims, ParameterNames names, CredentialWords words, SettingLists settings)
{
    private const string ApiKey = "apikey";
    private const int MostWords = 3;
    // A header or field that says what it carries, beside samples of weight 1.
    private const double OwnPlace = 2.5;

    /// <summary>The format with names in its holes.</summary>
    /// <param name="format">The format as the document spells it.</param>
    /// <param name="slot">Where it stands.</param>
    /// <param name="side">"username" or "password" for a side of Basic, else null.</param>
    /// <param name="core">The names so far; those of this format are added.</param>
    public string Fill(string format, PlacementSlot slot, string? side, List<string> core)
    {
        var holes = Template.Holes(format);
        if (holes.Count == 0 && !format.Contains("{}", StringComparison.Ordinal))
            return format;
        if (holes.Count > 1)
        {
            foreach (var hole in holes)
            {
                var clean = words.Clean(hole) ?? (CredentialNames.Snake(hole) is { Length: > 0 } snake ? snake : words.Noun(slot.Kind));
                format = format.Replace("{" + hole + "}", "{" + clean + "}", StringComparison.Ordinal);
                ParameterResolver.Add(core, clean);
            }

            return format;
        }

        var own = holes.Count == 1 ? holes[0] : "";
        var name = side is null ? NameOfPlace(slot, own, core) : NameOfSide(slot, side, own);
        ParameterResolver.Add(core, name);
        return holes.Count == 1 ? format.Replace("{" + holes[0] + "}", "{" + name + "}", StringComparison.Ordinal) : format.Replace("{}", "{" + name + "}", StringComparison.Ordinal);
    }

    // A side of Basic: what a sample calls it, else what the document calls its only key, else the side's own name.
    private string NameOfSide(PlacementSlot slot, string side, string own)
    {
        var (user, password) = BasicShape.Sides(slot.Best.Placement.Format);
        var clean = words.Clean(own);
        if (side == "username")
        {
            // A sample's own word for the user name.
            if (clean is null or "username" && slot.Claims.Select(claim => Template.Holes(BasicShape.Sides(claim.Placement.Format).User) is [var hole] ? words.Clean(hole) ?? CredentialNames.Snake(hole) : "").Any(name => name == "login" || name.EndsWith("_login", StringComparison.Ordinal)))
                return "login";
            // $CUSTOMER_ID
            if (clean is null && CredentialNames.Snake(own) is var spelled && spelled.Contains('_', StringComparison.Ordinal) && (spelled.EndsWith("_id", StringComparison.Ordinal) || spelled.EndsWith("_number", StringComparison.Ordinal)))
                return spelled;
            if (clean is null or "username" && slot.Kind == AuthKind.Basic && password.Length > 0 && !password.Contains('{', StringComparison.Ordinal))
                return words.Noun(AuthKind.ApiKey);
            // {customer_number}, spelled as a name where the format is written out
            if (clean is null && own.Contains('_', StringComparison.Ordinal) && own.All(c => char.IsAsciiLetterLower(c) || c == '_'))
                return own;
            if (clean is not null)
                return CredentialNames.IsVague(clean) ? SpelledUser(slot) ?? words.Noun(AuthKind.ApiKey) : clean;
            return password.Contains('{', StringComparison.Ordinal) ? side : words.Noun(AuthKind.ApiKey);
        }

        // Next to a constant user name the password is the key.
        if (clean is null)
            return Template.Holes(user).Count == 0 && !user.Contains("{}", StringComparison.Ordinal) ? words.Noun(AuthKind.ApiKey) : side;
        return CredentialNames.IsVague(clean) && !(clean == "password" && HasKeysPlace()) && words.DominantNoun() is { Length: > 0 } noun && (clean != "secret" || !noun.EndsWith("token", StringComparison.Ordinal)) ? noun : clean;
    }

    // `base64(key:)`, and another sample's `$ACME_API_KEY`
    private string? SpelledUser(PlacementSlot slot) =>
        slot.Claims.Select(claim => Template.Holes(BasicShape.Sides(claim.Placement.Format).User) is [var hole] ? words.Clean(hole) : null).FirstOrDefault(name => name is not null && !CredentialNames.IsVague(name));

    // Explicit names of the document, then the name of the header, then the word that the document uses throughout.
    private string NameOfPlace(PlacementSlot slot, string own, List<string> taken)
    {
        var place = slot.Best.Placement;
        var described = words.Described(place);
        var votes = Votes(slot, described);
        // What the settings call so is put there.
        if (settings.Ask(own))
            return CredentialNames.Snake(own);
        if (Identifier(place.Name) is { } identifier)
            return identifier;
        if (slot.Kind == AuthKind.ApiKey && place.In == PlacementLocation.Header && slot.Claims.Exists(c => facts.Source.AsSpan(c.Quote.Start, c.Quote.End - c.Quote.Start).Contains("client_id", StringComparison.OrdinalIgnoreCase)))
            return "client_id";
        if (slot.Kind == AuthKind.Bearer && claims.Kinds.Exists(k => k.Kind == AuthKind.OAuth2AuthorizationCode && k.Weight > 0 && k.Context.Counts))
        {
            // Next to OAuth, the access token is what OAuth gives.
            if (votes.Count > 1 && votes.Keys.Any(CredentialWords.IsPasted))
                votes.Remove("access_token");
            // Next to OAuth, the token that a person pastes has a name of its own.
            if (votes.Keys.All(v => v == "access_token") && words.PastedNoun() is { Length: > 0 } pasted)
                return pasted;
        }

        var declared = settings.OnlySecret();
        if (declared is not null && (votes.Count == 0 || votes.ContainsKey(declared)))
            return declared;
        // Of several spellings, the one that the prose uses.
        if (votes.Count > 1 && words.NounNear(slot) is { Length: > 0 } usual && votes.ContainsKey(usual))
            votes[usual] += 1;
        return votes.Count > 0 ? votes.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).First().Key : Unnamed(slot, own, described, taken);
    }

    // What holes, headers and schemes call it, each with its weight.
    private Dictionary<string, double> Votes(PlacementSlot slot, string described)
    {
        var votes = new Dictionary<string, double>(StringComparer.Ordinal);
        // Most calls of a document spell it alike.
        foreach (var format in slot.Claims.GroupBy(claim => claim.Placement.Format, StringComparer.Ordinal))
        {
            foreach (var name in Template.Holes(format.Key).Select(words.Clean).OfType<string>().Where(name => !CredentialNames.IsVague(name)))
            {
                foreach (var claim in format)
                    votes[name] = votes.GetValueOrDefault(name) + Math.Max(0.1, claim.Weight * claim.Context.Factor);
            }
        }

        var place = slot.Best.Placement;
        if (!IsOwn(place))
        {
            // "Authorization: AccessKey …": the scheme is called after what follows it.
            if (votes.Count == 0 && slot.Kind == AuthKind.ApiKey && place.Format.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank && names.Own(place.Format[..blank]) is { } scheme && !CredentialNames.IsVague(scheme))
                votes[scheme] = 1;
            return votes;
        }

        if (CredentialNames.Find(CredentialNames.Snake(place.Name)) is { } spelled && !IsContradicted(spelled.Name) && !CredentialNames.IsVague(spelled.Name) && spelled.Name is not ("auth_token" or "authentication_token" or "access_key") && (place.Name.Length > spelled.Name.Length || spelled.Name == "secret_api_key"))
        {
            // X-AppSecretToken is more than a secret token.
            var whole = names.Own(place.Name) is { } all && all.EndsWith("_" + spelled.Name, StringComparison.Ordinal) && words.DominantNoun().Length == 0 ? all : spelled.Name;
            whole = whole.EndsWith("token", StringComparison.Ordinal) && words.SaysOnlyKey && !votes.Keys.Any(v => v.EndsWith("token", StringComparison.Ordinal)) ? "api_key" : whole;
            votes[whole] = votes.GetValueOrDefault(whole) + OwnPlace;
        }

        if (names.Said(place.Name) is { } header && !IsContradicted(header))
            votes.TryAdd(header, OwnPlace);
        return votes;

        bool IsContradicted(string name) => described.Length > 0 && !described.EndsWith(name, StringComparison.Ordinal) && !name.EndsWith(described, StringComparison.Ordinal);
    }

    // Nothing calls it by a name of its own.
    private string Unnamed(PlacementSlot slot, string own, string described, List<string> taken)
    {
        var place = slot.Best.Placement;
        var isOwn = IsOwn(place);
        // `Acme-Account` beside `Acme-Token`
        if (slot.IsBeside && ParameterNames.Words(place.Name) is [var first, var second, ..] spoken)
            return string.Join('_', names.IsVendor(first + "_" + second, second) ? spoken.Skip(1) : spoken);
        // ACMEAPIKEY
        if (isOwn && place.Name.Length > ApiKey.Length && place.Name.EndsWith(ApiKey, StringComparison.OrdinalIgnoreCase) && described.Length == 0)
            return "api_key";
        var known = isOwn ? CredentialNames.Find(CredentialNames.Snake(place.Name))?.Name : null;
        // A header may be called after another thing than the document hands out.
        if (known is not null && !CredentialNames.IsVague(known) && !taken.Contains(known) && (words.DominantNoun().Length == 0 || (known is not ("auth_token" or "authentication_token") && names.IsSpoken(known))))
            return known;
        // A header or field that says "secret" holds no token.
        var nouns = new[] { described, words.Fitting(place), words.NounNear(slot), words.DominantNoun() }.Where(word => word.Length > 0).ToList();
        if (CredentialNames.Snake(place.Name).EndsWith("secret", StringComparison.Ordinal) && !nouns.Exists(word => word.Contains("secret", StringComparison.Ordinal)))
            return "secret";
        if (nouns.Find(word => !taken.Contains(word)) is { } free)
            return free;
        // Two places of one method hold two values.
        if (nouns.Count > 0)
            return isOwn && Own(place.Name) is var named && !taken.Contains(named) ? named : nouns[0];
        if (isOwn && names.Own(place.Name) is { } inWords && !CredentialNames.IsVague(inWords))
            return inWords;
        // The document has no word for it: what its samples call it.
        if (slot.Claims.Exists(claim => Template.Holes(claim.Placement.Format).Exists(hole => words.Clean(hole) == "token")))
            return "token";
        return words.Clean(own) is ("token" or "secret") and var vague ? vague : place.In != PlacementLocation.Header && known is "token" or "secret" ? known : words.Noun(slot.Kind);
    }

    private static bool IsOwn(Placement place) => !place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);

    // A key or token that samples send in a place of its own is no password.
    private bool HasKeysPlace() => claims.Placements.Exists(c => (c.Sample || c.Weight >= 1) && c.Kind is AuthKind.ApiKey or AuthKind.Bearer && c.Placement.In == PlacementLocation.Header && c.Context.Counts);

    private string Own(string header) => names.Own(header) ?? string.Join('_', ParameterNames.Words(header).TakeLast(MostWords));

    // Account-Id, Client-Id: the header says what it carries.
    private static string? Identifier(string header)
    {
        var words = ParameterNames.Words(header);
        return words.Count >= 2 && words[^1] == "id" ? words[^2] + "_id" : null;
    }
}
