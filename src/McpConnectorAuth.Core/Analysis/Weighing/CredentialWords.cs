using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>The document's own words for its credentials.</summary>
internal sealed class CredentialWords(DocumentFacts facts, ParameterNames names)
{
    private const int FarthestNoun = 60;
    private const double LeastMentions = 2;
    private string? _noun;
    private bool? _staysAtHome;
    private bool? _saysOnlyKey;

    private static readonly PhraseTable BareToken = new("token", "tokens", "jeton", "jetons", "токен", "токена", "токеном", "トークン");

    private static readonly PhraseTable BareKey = new("key", "keys", "schlüssel", "clave", "chave", "clé", "ключ", "ключа", "キー");

    private static readonly PhraseTable OtherKeys = new("primary key", "foreign key", "sort key", "key of the map", "natural key");

    private static readonly PhraseTable Signing = new("certificate", "certificates", "rsa", "pem", "service account", "jwt", "jwk", "jwks", "key pair", "keypair", "zertifikat", "certificado", "certificat", "証明書");

    /// <summary>The name of what stands in a hole; null where the hole says nothing that is known.</summary>
    public string? Clean(string hole)
    {
        if (hole.Length == 0)
            return null;
        if (names.Own(hole) is { } own)
            return own;
        var snake = UrlHole.Name(hole);
        if (snake == "login")
            return snake;
        if (snake.EndsWith("_id", StringComparison.Ordinal))
            return CredentialNames.Find(snake)?.Name ?? snake;
        if (CredentialNames.Find(snake) is not { } known)
            return null;
        if (CredentialNames.IsVague(known.Name) && names.IsVendor(snake, known.Name))
            return known.Name;
        // {personal_token} says more than "token"; TK_TOKEN does not.
        return CredentialNames.IsVague(known.Name) && !CredentialNames.IsVague(snake) && snake.Length > known.Name.Length && hole.Any(char.IsAsciiLetterLower) ? snake : known.Name;
    }

    /// <summary>Whether the document calls its credential a key and never a token, whatever its headers are called.</summary>
    public bool SaysOnlyKey => _saysOnlyKey ??= facts.Text.Units.Exists(u => IsOurs(u) && u.Is(UnitContext.Auth) && BareKey.In(u.Lower) && !OtherKeys.In(u.Lower)) && !facts.Text.Units.Exists(u => IsOurs(u) && BareToken.In(u.Lower));

    private static bool IsOurs(TextUnit unit) => !unit.Is(UnitContext.Dismissed | UnitContext.Data | UnitContext.Errors);

    /// <summary>The word that the document uses throughout, or the usual one for a kind.</summary>
    public string Noun(AuthKind kind) => DominantNoun() is { Length: > 0 } noun ? noun : IsBareToken() ? "token" : kind == AuthKind.Bearer ? "access_token" : "api_key";

    /// <summary>The word that the document uses throughout, or nothing: first the names that most documents use, then any that tells a key or token from another.</summary>
    public string DominantNoun() => _noun ??= DominantNoun(true) is { Length: > 0 } known ? known : DominantNoun(false);

    private string DominantNoun(bool known, Func<TextUnit, bool>? where = null, Func<string, bool>? which = null)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        var found = new List<string>();
        foreach (var unit in facts.Text.Units)
        {
            var table = known ? CredentialNouns.Table : CredentialNouns.Ends;
            if (!table.In(unit.Lower) || unit.Is(UnitContext.Dismissed) || (where is not null && !where(unit)))
                continue;
            found.Clear();
            if (!known)
                CredentialNouns.Qualified(unit.Lower, found);
            foreach (var (phrase, name) in known ? CredentialNouns.All : [])
            {
                // "personal access token" also holds "access token".
                if (!found.Exists(f => f.EndsWith(name, StringComparison.Ordinal)) && PhraseTable.IndexOf(unit.Lower, phrase, 0) >= 0)
                    found.Add(name);
            }

            // A chapter about it makes a name out of words that only seem to describe.
            var weight = (known || unit.Block.Kind != BlockKind.Heading ? 1 : LeastMentions) * (unit.Is(UnitContext.Auth) ? 1.5 : 1) * (unit.Is(UnitContext.Errors | UnitContext.Data) ? 0.4 : 1);
            foreach (var name in found)
            {
                if (CredentialNames.IsSecret(name) && (name != "private_key" || !StaysAtHome) && name is not ("password" or "client_secret" or "bearer_token") && (which is null || which(name)))
                    counts[name] = counts.GetValueOrDefault(name) + weight;
            }
        }

        return counts.Count == 0 || (!known && counts.Values.Max() < LeastMentions) ? "" : counts.OrderByDescending(c => c.Value).ThenBy(c => c.Key, StringComparer.Ordinal).First().Key;
    }

    /// <summary>The word that the chapter uses which shows the place, or nothing.</summary>
    public string NounNear(PlacementSlot slot)
    {
        var sections = slot.Claims.Where(c => c.Context.Counts).Select(c => facts.Text.Document.SectionAt(c.Quote.Start)).ToHashSet(ReferenceEqualityComparer.Instance);
        return DominantNoun(true, u => sections.Contains(u.Block.Section));
    }

    /// <summary>?key=…&amp;secret=…: of the document's words those that end like the place, where the place is a single word.</summary>
    public string Fitting(Placement place) =>
        place.In is PlacementLocation.Query or PlacementLocation.Body && place.Name.ToLowerInvariant() is "key" or "token" or "secret" ? DominantNoun(true, null, name => name.EndsWith(place.Name, StringComparison.OrdinalIgnoreCase)) : "";

    /// <summary>"- `X-Shop-Key`: the key of your shop", "send your application key in `X-Shop-Key`": what the statement calls the value that shows the place.</summary>
    public string Described(Placement place)
    {
        if (place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            return "";
        var lower = place.Name.ToLowerInvariant();
        foreach (var unit in facts.UnitsNaming([lower]))
        {
            if (unit.Is(UnitContext.Dismissed | UnitContext.Errors) || !CredentialNouns.Table.In(unit.Lower))
                continue;
            var at = PhraseTable.IndexOf(unit.Lower, lower, 0);
            if (at < 0)
                continue;
            var name = CredentialNouns.After(unit.Lower, at + lower.Length, FarthestNoun) ?? CredentialNouns.Before(unit.Lower, at, FarthestNoun);
            if (name is not null && CredentialNames.IsSecret(name) && name is not ("password" or "bearer_token"))
                return name;
        }

        return "";
    }

    // "The token", and nothing else.
    private bool IsBareToken() => facts.Text.Units.Count(u => BareToken.In(u.Lower) && IsOurs(u)) > facts.Text.Units.Count(u => BareKey.In(u.Lower) && IsOurs(u)) + 1;

    /// <summary>The word for a token that a person makes and pastes, or nothing.</summary>
    public string PastedNoun() => DominantNoun(true, null, IsPasted);

    /// <summary>Whether a name is that of a token that a person makes and pastes.</summary>
    public static bool IsPasted(string name) => name is "personal_access_token" or "personal_token" or "personal_api_token" or "api_token" or "private_app_token" or "programmatic_access_token" or "server_token" or "developer_token" or "integration_token";

    // The key of a certificate or of a signature is never sent.
    private bool StaysAtHome => _staysAtHome ??= facts.Text.Units.Exists(u => Signing.In(u.Lower) && !u.Is(UnitContext.Elsewhere));
}
