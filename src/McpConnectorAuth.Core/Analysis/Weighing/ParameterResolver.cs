using System.Buffers;
using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;
using McpConnectorAuth.Core.Documents;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Names the holes of a method's placements and says what the person has to supply for it.</summary>
internal sealed class ParameterResolver(DocumentFacts facts, ClaimSet claims, IReadOnlyList<BaseUrl> baseUrls)
{
    private static readonly string[] Vague = ["key", "token", "secret", "value", "credential", "auth", "x", "bearer", "authorization", "computed", "access", "api", "string", "your_key", "t", "auth_key", "auth_token", "authorization_token", "authentication_token", "authorization_key"];
    private static readonly HashSet<string> Computed = new(StringComparer.Ordinal) { "signature", "timestamp", "nonce", "date", "signed_headers", "response", "realm", "session_id", "csrf_token", "sid", "csrf", "cnonce", "uri" };

    private static readonly SearchValues<string> Replies = SearchValues.Create(["callback", "token reply", "token response"], StringComparison.OrdinalIgnoreCase);

    private const int LongestDescription = 240;
    private const int FarthestNoun = 60;
    private const string ApiKey = "apikey";
    private const int MostWords = 3;
    private const int MostTokenRequests = 50;
    private const int MostNamesakes = 30;
    private const double LeastMentions = 2;
    private readonly ParameterNames _names = new(facts, baseUrls);
    private List<ParameterGroup>? _groups;
    private readonly Dictionary<string, (string Text, QuoteSpan Quote)?> _descriptions = new(StringComparer.Ordinal);
    private string? _noun;
    private bool? _describesReplies;
    private bool? _showsReplies;
    private bool? _staysAtHome;

    /// <summary>Sets placements and parameters of a method.</summary>
    public void Resolve(MethodDraft draft, bool first)
    {
        var core = new List<string>();
        if (draft.IsOAuth)
            OAuthPlacements(draft, core);
        else
            KeyPlacements(draft, core);
        var declared = Declared(draft, core, first);
        var names = declared ?? [.. core.Select(n => new DeclaredParameter(n, true, null))];
        // RFC 6749 section 2.2: the client's identifier is no secret, whatever it is called.
        if (draft.IsOAuth && ClientNames(draft).Id is var client && names.FindIndex(p => p.Name == client && p.Secret is null) is >= 0 and var at)
            names[at] = names[at] with { Secret = false };
        // A list of settings that names a host has said what it wants to know of the host.
        var placed = declared is not null && declared.Exists(p => SettingNames.IsPlace(p.Name));
        if (draft.Kind != AuthKind.Mtls && NeedsCertificate())
        {
            foreach (var name in (ReadOnlySpan<string>)["client_certificate", "private_key"])
            {
                if (!names.Exists(p => Same(p.Name, name)))
                    names.Add(new DeclaredParameter(name, true, null));
            }
        }

        // What alone goes into the place of a key is one, whatever it is called.
        if (draft.Kind is AuthKind.ApiKey or AuthKind.Bearer && !names.Exists(p => p.IsSecret) && draft.Placements is [var place] && Template.Holes(place.Format) is [var alone] && CredentialNames.Find(alone) is null && names.FindIndex(p => p.Name == alone && p.Secret is null) is >= 0 and var key)
            names[key] = names[key] with { Secret = true };
        foreach (var hole in placed ? [] : UrlHoles(draft))
        {
            if (!names.Exists(p => Same(p.Name, hole)))
                names.Insert(0, new DeclaredParameter(hole, true, false));
        }

        draft.Parameters = [.. names.DistinctBy(p => p.Name).Select(p => new AuthParameter(p.Name, p.Required, p.IsSecret, Description(p.Name)?.Text))];
        draft.Login = draft.Login is { } login ? login with { Placements = [.. login.Placements.Select(placement => placement with { Format = Respelled(placement.Format, draft.Parameters) })] } : null;
        foreach (var parameter in draft.Parameters)
        {
            if (Description(parameter.Name) is { } description)
                draft.Evidence.Add(($"parameter.{parameter.Name}", description.Quote));
        }
    }

    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal) { "project", "property", "team", "merchant", "space", "app", "application", "portal", "publication", "network", "club", "practice", "clinic", "restaurant", "hotel" };

    /// <summary>Adds what the call that proves the key asks for of the person's own: the id of an account or project.</summary>
    public static void AddPlaces(MethodDraft draft, string path)
    {
        foreach (var hole in Template.Holes(path))
        {
            var name = UrlHole.Name(hole);
            if (Array.Exists(name.Split('_'), word => SettingNames.IsPlace(word) || Holders.Contains(word)) && CredentialNames.Find(name) is not { Secret: true }
                && !draft.Parameters.Any(p => Same(p.Name, name)))
                draft.Parameters = [.. draft.Parameters, new AuthParameter(name, false, false, null)];
        }
    }

    // The list of parameters may say "company database" where the sample's field says CompanyDB.
    private static string Respelled(string format, IReadOnlyList<AuthParameter> parameters)
    {
        foreach (var hole in Template.Holes(format))
        {
            if (parameters.Any(parameter => Same(parameter.Name, hole)))
                continue;
            var word = hole.Split('_')[0];
            if (parameters.Where(parameter => parameter.Name.Split('_')[0] == word).ToList() is [var only])
                format = format.Replace("{" + hole + "}", "{" + only.Name + "}", StringComparison.Ordinal);
        }

        return format;
    }

    // A sample that shows a certificate next to another credential needs both.
    private bool NeedsCertificate() => facts.Requests.Any(r =>
        r.ClientCertificate && (r.Context & (UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected)) == 0
        && (r.Login is not null || r.Parameter("client_secret") is not null || r.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name))));

    private List<ParameterGroup> Groups => _groups ??= Merge(claims.Parameters);

    // "Enter your `account_sid`." and the list item after it belong together.
    private List<ParameterGroup> Merge(List<ParameterGroup> groups)
    {
        var merged = new List<ParameterGroup>();
        foreach (var group in groups.Where(g => !IsTools(g) && (g.Parameters is not [var only] || !Vague.Contains(only.Name))).Select(WithoutOAuth).Select(Unprefixed).OrderBy(g => g.Quote.Start))
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

    // A key file in JSON is handed over whole.
    private bool IsKeyFile() => (facts.Says("service account") || facts.Says("service accounts")) && facts.Text.Units.Exists(u => KeyFile.In(u.Lower) && u.Lower.Contains("json", StringComparison.Ordinal) && u.Lower.Contains("key", StringComparison.Ordinal) && !u.Is(UnitContext.Foreign | UnitContext.Inbound)) || facts.Text.Document.Blocks.Any(b => b.Code is { } code && code.Raw.IndexOf("\"private_key\"") >= 0 && code.Raw.IndexOf("\"type\"") >= 0);

    private static readonly PhraseTable KeyFile = new("download", "downloads", "downloaded", "key file", "keyfile", "json file", "credentials file", "create new key", "new key", "heruntergeladen", "descarga", "télécharge");

    private void OAuthPlacements(MethodDraft draft, List<string> core)
    {
        draft.Placements = [new Placement(PlacementLocation.Header, "Authorization", draft.Kind == AuthKind.OAuth2JwtBearer && draft.OAuth?.TokenUrl is null ? "Bearer {jwt}" : "Bearer {access_token}")];
        if (draft.Kind == AuthKind.OAuth2JwtBearer && draft.Slots.Find(s => s.Best.Placement.Format.EndsWith(" {jwt}", StringComparison.Ordinal)) is { Kind: AuthKind.ApiKey } own)
        {
            draft.Placements = [own.Best.Placement];
            core.Add(Noun(AuthKind.ApiKey));
            return;
        }

        var carriers = draft.Slots.Exists(s => s.Kind == AuthKind.Bearer) ? [] : draft.Slots.Where(s => s.Kind == AuthKind.ApiKey).ToList();
        if (carriers.Count > 0)
            draft.Placements = [.. carriers.Select(s => s.Best.Placement with { Format = Template.Holes(s.Best.Placement.Format) is [var hole] ? s.Best.Placement.Format.Replace("{" + hole + "}", "{access_token}", StringComparison.Ordinal) : s.Best.Placement.Format.Replace("{}", "{access_token}", StringComparison.Ordinal) })];
        foreach (var slot in draft.Slots.Where(s => s.Kind == AuthKind.ApiKey && !carriers.Contains(s)))
            draft.Placements.Add(slot.Best.Placement with { Format = Named(slot.Best.Placement.Format, slot, null, core) });
        // RFC 7523 section 2.2: a signed assertion stands in the secret's place.
        var assertion = draft.OAuth?.TokenAuth == "assertion" || (facts.Source.Contains("client_assertion", StringComparison.Ordinal) && !facts.Source.Contains("client_secret", StringComparison.OrdinalIgnoreCase) && !facts.Says("client secret"));
        switch (draft.Kind)
        {
            case AuthKind.OAuth2JwtBearer:
                JwtBearer(core);
                break;
            case AuthKind.OAuth2Password:
                core.AddRange(["username", "password"]);
                core.AddRange(NamesClient() ? ["client_id", "client_secret"] : []);
                break;
            default:
                var (id, secret) = ClientNames(draft);
                core.Add(id);
                if (assertion)
                    core.Add("private_key");
                else if (draft.OAuth?.TokenAuth != "none")
                    core.Add(secret);
                break;
        }

        foreach (var name in TokenFields(draft))
            Add(core, name);
    }

    // `-u "$ACME_API_KEY:$ACME_API_SECRET"` on the token request, and settings that are called so: a vendor's own names for the client's id and secret.
    private (string Id, string Secret) ClientNames(MethodDraft draft)
    {
        foreach (var request in facts.Requests.Where(TokenRequest.Is).Take(MostTokenRequests))
        {
            if ((TokenRequest.GrantOf(request.Parameter("grant_type")) is { } grant && grant != draft.Kind) || ContextWeight.Of(request.Context) <= 0)
                continue;
            var (user, password) = request.Login ?? (request.Headers.Find(h => h.Value.StartsWith("Basic base64(", StringComparison.OrdinalIgnoreCase)) is { } basic ? BasicShape.Sides(basic.Value) : (request.Parameter("client_id") ?? "", request.Parameter("client_secret") ?? ""));
            if (Setting(user) is { } id && Setting(password) is { } secret && id != secret && CredentialNames.IsSecret(secret) && !id.EndsWith("token", StringComparison.Ordinal) && !id.EndsWith("password", StringComparison.Ordinal) && !id.EndsWith("secret", StringComparison.Ordinal))
                return (id, secret);
        }

        return ("client_id", "client_secret");
    }

    // The setting that a sample's variable stands for.
    private string? Setting(string side) =>
        Template.Holes(side) is [var hole] && CredentialNames.Snake(hole) is var snake
            ? Groups.Where(g => g.Explicit).SelectMany(g => g.Parameters).FirstOrDefault(p => p.Required && (snake == p.Name || snake.EndsWith("_" + p.Name, StringComparison.Ordinal)))?.Name
            : null;

    // RFC 6749 section 4.3.2: a public client sends neither id nor secret.
    private bool NamesClient() => facts.Source.Contains("secret", StringComparison.OrdinalIgnoreCase) && (facts.Source.Contains("client_id", StringComparison.OrdinalIgnoreCase) || facts.Says("client id") || facts.Source.Contains("clientid", StringComparison.OrdinalIgnoreCase) || facts.Source.Contains("client_secret", StringComparison.OrdinalIgnoreCase));

    // A key file, a token that was signed beforehand, or a private key with the claims that name its owner (RFC 7523 section 3).
    private void JwtBearer(List<string> core)
    {
        if (IsKeyFile())
        {
            core.Add("service_account_json");
            return;
        }

        var units = facts.Text.Units.Where(u => !u.Is(UnitContext.Foreign | UnitContext.Inbound)).ToList();
        if (!units.Exists(u => KeyPair.In(u.Lower)) && !SignsInCode() && facts.Requests.Any(r => r.Parameter("assertion") is not null))
        {
            core.AddRange(["client_id", "client_secret", "jwt"]);
            return;
        }

        foreach (var claim in (ReadOnlySpan<string>)["iss", "sub", "kid"])
        {
            if ((ClaimInText(units, claim) ?? ClaimInCode(claim)) is { } name)
                Add(core, name);
        }

        core.Add("private_key");
    }

    // "`iss` is your client id"
    private static string? ClaimInText(List<TextUnit> units, string claim)
    {
        var span = "`" + claim + "`";
        foreach (var unit in units)
        {
            var at = unit.Has(UnitMarks.Code) ? unit.Lower.Text.IndexOf(span, StringComparison.Ordinal) : -1;
            if (at < 0)
                continue;
            var rest = unit.Lower.Text[at..Math.Min(unit.Lower.Length, at + 60)];
            if (JwtClaims.FirstOrDefault(c => rest.Contains(c.Phrase, StringComparison.Ordinal)).Name is { } name)
                return name;
        }

        return null;
    }

    // {"iss": client_id, "sub": user_id}; a key id in the head of a token that names its algorithm is somebody's own, whatever it is called.
    private string? ClaimInCode(string claim)
    {
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is not { } code || facts.Text.ContextOf(block.Section).HasFlag(UnitContext.Inbound))
                continue;
            var text = code.Content.AsSpan();
            var at = text.IndexOf("\"" + claim + "\"");
            at = at < 0 ? text.IndexOf("'" + claim + "'") : at;
            if (at < 0)
                continue;
            var rest = text[(at + claim.Length + 2)..].TrimStart(" =>:\"'{<$");
            var end = rest.IndexOfAnyExcept(Identifiers);
            var value = CredentialNames.Snake((end < 0 ? rest : rest[..end]).ToString());
            if (JwtClaims.FirstOrDefault(c => c.Name == value).Name is { } name)
                return name;
            if (claim == "kid" && text.Contains("alg", StringComparison.Ordinal))
                return "kid";
        }

        return null;
    }

    private bool SignsInCode()
    {
        foreach (var block in facts.Text.Document.Blocks)
        {
            if (block.Code is { } code && code.Raw.ContainsAny(Algorithms) && !facts.Text.ContextOf(block.Section).HasFlag(UnitContext.Inbound))
                return true;
        }

        return false;
    }

    private static readonly SearchValues<string> Algorithms = SearchValues.Create(["RS256", "RS512", "ES256", "PS256", "PRIVATE_KEY", "PRIVATE KEY", "privateKey"], StringComparison.Ordinal);
    private static readonly SearchValues<char> Identifiers = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_");

    private static readonly PhraseTable KeyPair = new("private key", "private_key", "private rsa key", "rsa private key", "rsa key", "x509", "x.509", "key pair", "privater schlüssel", "privaten schlüssel", "private schlüssel", "clave privada", "clé privée", "chave privada", "chiave privata", "private sleutel", "privésleutel", "private nøkkel", "privat nøkkel", "privat nyckel", "秘密鍵");

    private static readonly (string Phrase, string Name)[] JwtClaims = [("integration key", "integration_key"), ("issuer id", "issuer_id"), ("client id", "client_id"), ("client_id", "client_id"), ("user id", "user_id"), ("user's id", "user_id"), ("key id", "key_id"), ("api key", "api_key"), ("account id", "account_id"), ("user name", "username"), ("username", "username")];

    // What else the token request asks for: an account id, a tenant.
    private IEnumerable<string> TokenFields(MethodDraft draft)
    {
        foreach (var request in facts.Requests)
        {
            if (TokenRequest.GrantOf(request.Parameter("grant_type")) is not { } grant || grant != draft.Kind)
                continue;
            foreach (var field in request.Body.Concat(request.Query))
            {
                var snake = CredentialNames.Snake(field.Name);
                if (!StandardFields.Contains(snake) && Template.Holes(field.Value).Count == 1 && (snake.EndsWith("_id", StringComparison.Ordinal) || CredentialNames.Find(snake) is not null))
                    yield return snake;
            }
        }

        if (draft.OAuth?.TokenUrl is { } url)
        {
            foreach (var hole in Template.Holes(url))
            {
                if (!IsAnswered(UrlHole.Name(hole)))
                    yield return UrlHole.Name(hole);
            }
        }
    }

    private static readonly HashSet<string> StandardFields = new(StringComparer.Ordinal)
    {
        "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "scope", "client_assertion", "client_assertion_type", "assertion", "username", "password", "refresh_token", "device_code", "state", "audience", "resource",
    };

    private void KeyPlacements(MethodDraft draft, List<string> core)
    {
        var reader = new LoginCallReader(facts, claims.Logins, hole => Clean(hole) ?? UrlHole.Name(hole));
        var call = draft.Kind == AuthKind.SessionLogin ? reader.Find() : null;
        foreach (var slot in draft.Slots)
        {
            var place = slot.Best.Placement;
            var format = place.Format;
            // What signs is never sent.
            if (draft.Kind == AuthKind.SignedRequest && slot.Kind == AuthKind.ApiKey && place.In != PlacementLocation.Header && CredentialNames.Snake(place.Name) is "secret" or "api_secret" or "secret_key")
                continue;
            if (slot.Kind == AuthKind.Basic)
            {
                var (user, password) = BasicShape.Sides(format);
                format = "Basic base64(" + Named(user, slot, "username", core) + ":" + Named(password, slot, "password", core) + ")";
            }
            else if (slot.Kind is AuthKind.SignedRequest or AuthKind.OAuth1 or AuthKind.SessionLogin or AuthKind.Digest)
            {
                // An example value stands as a hole without a name.
                if (slot.Kind == AuthKind.SessionLogin)
                    format = format.Replace("{}", "{session_id}", StringComparison.Ordinal);
                foreach (var hole in Template.Holes(format))
                {
                    var snake = Clean(hole) ?? UrlHole.Name(hole);
                    format = format.Replace("{" + hole + "}", "{" + snake + "}", StringComparison.Ordinal);
                    if (!Computed.Contains(snake) && CredentialNames.Find(snake) is not null && slot.Kind != AuthKind.SessionLogin)
                        Add(core, snake);
                }
            }
            else
            {
                format = Named(format, slot, null, core);
            }

            if (draft.Kind == AuthKind.SessionLogin && slot.Kind != AuthKind.SessionLogin)
            {
                // What logs in may be sent along.
                var again = slot.Claims.SelectMany(claim => Template.Holes(claim.Placement.Format)).Select(Clean).FirstOrDefault(name => name is not null && call?.Parameters.Contains(name) == true);
                draft.Placements.Add(place with { Format = slot.Kind == AuthKind.Bearer ? "Bearer {session_token}" : place.Format[..(place.Format.IndexOf(" {", StringComparison.Ordinal) + 1)] + "{" + (again ?? "session_token") + "}" });
                core.Clear();
                continue;
            }

            if (!draft.Placements.Exists(p => p.In == place.In && p.Name.Equals(place.Name, StringComparison.OrdinalIgnoreCase)))
                draft.Placements.Add(place with { Format = format });
        }

        if (draft.Kind == AuthKind.Digest)
        {
            var (user, password) = DigestPair();
            draft.Placements = [new Placement(PlacementLocation.Header, "Authorization", $"Digest username=\"{{{user}}}\", response=\"{{response}}\"")];
            core.AddRange([user, password]);
        }
        else if (draft.Kind == AuthKind.SessionLogin)
        {
            core.AddRange(call is not null ? call.Parameters : ["username", "password"]);
            draft.Login = call is null ? null : reader.Read(call, draft.Placements, draft.Slots.SelectMany(slot => slot.Claims).Select(claim => claim.Quote.Text(facts.Source)));
        }
        else if (draft.Kind == AuthKind.SignedRequest)
        {
            if (core.Count == 0)
                core.Add("api_key");
            if (!core.Exists(IsSigningSecret))
                core.Add(SigningSecret());
        }
        else if (draft.Kind == AuthKind.OAuth1)
        {
            // Three-legged OAuth 1.0 obtains its tokens; issued ones are said to be (RFC 5849 section 2).
            if (core.Count == 0)
                core.AddRange(facts.Says("token id") || facts.Says("token_id") ? ["consumer_key", "consumer_secret", "token_id", "token_secret"] : ["consumer_key", "consumer_secret"]);
            // The header's token is what the three steps obtain.
            else if (draft.OAuth?.AuthorizeUrl is not null && core.Contains("consumer_key"))
                core.Remove("token");
            // The consumer's secret signs and is never sent.
            if (!core.Exists(IsSigningSecret))
                core.Add(core.Contains("consumer_key") ? "consumer_secret" : SigningSecret());
        }
        else if (draft.Placements.Count == 0 && draft.Kind != AuthKind.None && draft.Kind != AuthKind.Mtls)
        {
            core.Add(draft.Kind == AuthKind.Basic ? "username" : Noun(draft.Kind));
            if (draft.Kind == AuthKind.Basic)
                core.Add("password");
        }
        else if (draft.Kind == AuthKind.Mtls)
        {
            core.AddRange(["client_certificate", "private_key"]);
        }
    }

    // The pair of a sample with --digest, or of the words next to it: "public key as user name, private key as password".
    private (string User, string Password) DigestPair()
    {
        foreach (var request in facts.Requests)
        {
            if (request.Digest && request.Login is { } login && Template.Holes(login.User) is [var user] && Template.Holes(login.Password) is [var password] && Clean(user) is { } u && Clean(password) is { } p)
                return (u, p);
        }

        foreach (var unit in facts.Text.Units)
        {
            if (unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected) || !DigestWords.In(unit.Lower) || BasicTextEvidence.PairOf(facts, unit) is not { } pair || BasicShape.IsVague("base64(" + pair + ")"))
                continue;
            var sides = BasicShape.Sides("base64(" + pair + ")");
            if (Template.Holes(sides.User) is [var user] && Template.Holes(sides.Password) is [var password])
                return (user, password);
        }

        return ("username", "password");
    }

    private static readonly PhraseTable DigestWords = new("digest", "user name", "username", "password", "benutzername", "passwort", "usuario", "contraseña");

    private static readonly string[] SigningSecrets = ["application_secret", "app_secret", "api_secret", "client_secret", "consumer_secret", "secret_access_key", "secret_key", "private_key", "shared_secret", "signing_secret", "signing_key", "hmac_secret", "hmac_key", "access_key_secret", "api_key_secret"];

    private static bool IsSigningSecret(string name) => name.Contains("secret", StringComparison.Ordinal) || name is "private_key" or "signing_key" or "hmac_key";

    // A signature is made with something that is never sent: the secret that the document speaks of most.
    private string SigningSecret()
    {
        var best = "api_secret";
        var most = 0;
        foreach (var name in SigningSecrets)
        {
            var spoken = name.Replace('_', ' ');
            var count = facts.UnitsNaming([spoken]).Count(u => !u.Is(UnitContext.Foreign | UnitContext.Inbound) && (PhraseTable.IndexOf(u.Lower, spoken, 0) >= 0 || PhraseTable.IndexOf(u.Lower, name, 0) >= 0));
            count += facts.Text.Document.Blocks.Count(b => b.Code is { } code && code.Raw.Contains(name, StringComparison.OrdinalIgnoreCase));
            if (count > most)
                (best, most) = (name, count);
        }

        return best;
    }

    private string Named(string format, PlacementSlot slot, string? side, List<string> core)
    {
        var holes = Template.Holes(format);
        if (holes.Count == 0 && !format.Contains("{}", StringComparison.Ordinal))
            return format;
        if (holes.Count > 1)
        {
            foreach (var hole in holes)
            {
                var clean = Clean(hole) ?? (CredentialNames.Snake(hole) is { Length: > 0 } snake ? snake : Noun(slot.Kind));
                format = format.Replace("{" + hole + "}", "{" + clean + "}", StringComparison.Ordinal);
                Add(core, clean);
            }

            return format;
        }

        var name = NameOf(slot, side, holes.Count == 1 ? holes[0] : "", core);
        Add(core, name);
        return holes.Count == 1 ? format.Replace("{" + holes[0] + "}", "{" + name + "}", StringComparison.Ordinal) : format.Replace("{}", "{" + name + "}", StringComparison.Ordinal);
    }

    private static void Add(List<string> core, string name)
    {
        if (!core.Contains(name))
            core.Add(name);
    }

    private string NameOf(PlacementSlot slot, string? side, string own, List<string> taken)
    {
        if (side is not null)
        {
            var clean = Clean(own);
            // A sample's own word for the user name.
            if (side == "username" && clean == "username" && slot.Claims.Select(claim => Template.Holes(BasicShape.Sides(claim.Placement.Format).User) is [var hole] ? Clean(hole) : null).Contains("login"))
                return "login";
            if (side == "username" && clean is null or "username" && slot.Kind == AuthKind.Basic && BasicShape.Sides(slot.Best.Placement.Format).Password is { Length: > 0 } constant && !constant.Contains('{', StringComparison.Ordinal))
                return Noun(AuthKind.ApiKey);
            // Next to a constant user name the password is the key.
            if (clean is null && side == "password" && Template.Holes(BasicShape.Sides(slot.Best.Placement.Format).User).Count == 0 && !BasicShape.Sides(slot.Best.Placement.Format).User.Contains("{}", StringComparison.Ordinal))
                return Noun(AuthKind.ApiKey);
            if (clean is not null && Vague.Contains(clean) && side == "password" && !(clean == "password" && HasKeysPlace()) && DominantNoun() is { Length: > 0 } noun)
                return noun;
            return clean is null || (Vague.Contains(clean) && side == "username") ? side == "username" && (!BasicShape.Sides(slot.Best.Placement.Format).Password.Contains('{', StringComparison.Ordinal) || clean is not null) ? Noun(AuthKind.ApiKey) : side : clean;
        }

        // Explicit names of the document, then the name of the header, then the word that the document uses throughout.
        var votes = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach (var claim in slot.Claims)
        {
            foreach (var hole in Template.Holes(claim.Placement.Format))
            {
                if (Clean(hole) is { } name && !Vague.Contains(name))
                    votes[name] = votes.GetValueOrDefault(name) + Math.Max(0.1, claim.Weight * ContextWeight.Of(claim.Context));
            }
        }

        var place = slot.Best.Placement;
        var isOwnPlace = !place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase);
        var described = Described(place);
        bool IsContradicted(string name) => described.Length > 0 && !described.EndsWith(name, StringComparison.Ordinal) && !name.EndsWith(described, StringComparison.Ordinal);
        if (isOwnPlace && CredentialNames.Find(CredentialNames.Snake(place.Name)) is { } spelled && !IsContradicted(spelled.Name) && !Vague.Contains(spelled.Name) && spelled.Name is not ("auth_token" or "authentication_token" or "access_key") && place.Name.Length > spelled.Name.Length)
        {
            // X-AppSecretToken is more than a secret token.
            var whole = _names.Own(place.Name) is { } all && all.EndsWith("_" + spelled.Name, StringComparison.Ordinal) && DominantNoun().Length == 0 ? all : spelled.Name;
            votes[whole] = votes.GetValueOrDefault(whole) + 2.5;
        }

        if (isOwnPlace && _names.Said(place.Name) is { } header && !IsContradicted(header) && !votes.ContainsKey(header))
            votes[header] = 2.5;
        // "Authorization: AccessKey …": the scheme is called after what follows it.
        if (!isOwnPlace && votes.Count == 0 && slot.Kind == AuthKind.ApiKey && place.Format.IndexOf(' ', StringComparison.Ordinal) is > 0 and var blank && _names.Own(place.Format[..blank]) is { } scheme && !Vague.Contains(scheme))
            votes[scheme] = 1;
        if (Identifier(place.Name) is { } identifier)
            return identifier;
        if (slot.Kind == AuthKind.ApiKey && place.In == PlacementLocation.Header && slot.Claims.Exists(c => c.Quote.Text(facts.Source).Contains("client_id", StringComparison.OrdinalIgnoreCase)))
            return "client_id";
        // Next to OAuth, the access token is what OAuth gives.
        if (votes.Count > 1 && slot.Kind == AuthKind.Bearer && claims.Kinds.Exists(k => k.Kind == AuthKind.OAuth2AuthorizationCode && k.Weight > 0 && ContextWeight.Of(k.Context) > 0) && votes.Keys.Any(Pasted))
            votes.Remove("access_token");
        // Next to OAuth, the token that a person pastes has a name of its own.
        if (slot.Kind == AuthKind.Bearer && votes.Keys.All(v => v == "access_token") && claims.Kinds.Exists(k => k.Kind == AuthKind.OAuth2AuthorizationCode && k.Weight > 0 && ContextWeight.Of(k.Context) > 0) && DominantNoun(true, null, Pasted) is { Length: > 0 } pasted)
            return pasted;
        var declared = DeclaredSecret();
        if (declared is not null && (votes.Count == 0 || votes.ContainsKey(declared)))
            return declared;
        // Of several spellings, the one that the prose uses.
        if (votes.Count > 1 && NounNear(slot) is { Length: > 0 } usual && votes.ContainsKey(usual))
            votes[usual] += 1;
        if (votes.Count > 0)
            return votes.OrderByDescending(v => v.Value).ThenBy(v => v.Key, StringComparer.Ordinal).First().Key;
        // ACMEAPIKEY
        if (isOwnPlace && place.Name.Length > ApiKey.Length && place.Name.EndsWith(ApiKey, StringComparison.OrdinalIgnoreCase) && described.Length == 0)
            return "api_key";
        var known = isOwnPlace ? CredentialNames.Find(CredentialNames.Snake(place.Name))?.Name : null;
        // A header may be called after another thing than the document hands out.
        if (known is not null && !Vague.Contains(known) && !taken.Contains(known) && (DominantNoun().Length == 0 || (known is not ("auth_token" or "authentication_token") && _names.IsSpoken(known))))
            return known;
        // A header or field that says "secret" holds no token.
        var nouns = new[] { described, Fitting(place), NounNear(slot), DominantNoun() }.Where(word => word.Length > 0).ToList();
        if (CredentialNames.Snake(place.Name).EndsWith("secret", StringComparison.Ordinal) && !nouns.Exists(word => word.Contains("secret", StringComparison.Ordinal)))
            return "secret";
        if (nouns.Find(word => !taken.Contains(word)) is { } free)
            return free;
        // Two places of one method hold two values.
        if (nouns.Count > 0 && isOwnPlace && Own(place.Name) is { } named && !taken.Contains(named))
            return named;
        if (nouns.Count > 0)
            return nouns[0];
        if (isOwnPlace && _names.Own(place.Name) is { } words && !Vague.Contains(words))
            return words;
        // The document has no word for it: what its samples call it.
        if (slot.Claims.Exists(claim => Template.Holes(claim.Placement.Format).Exists(hole => Clean(hole) == "token")))
            return "token";
        return Clean(own) is ("token" or "secret") and var vague ? vague : place.In != PlacementLocation.Header && known is "token" or "secret" ? known : Noun(slot.Kind);
    }

    // A key or token that samples send in a place of its own is no password.
    private bool HasKeysPlace() => claims.Placements.Exists(c => (c.Sample || c.Weight >= 1) && c.Kind is AuthKind.ApiKey or AuthKind.Bearer && c.Placement.In == PlacementLocation.Header && ContextWeight.Of(c.Context) > 0);

    // ?key=…&secret=…: of the document's words those that end like the place, where the place is a single word.
    private string Fitting(Placement place) =>
        place.In is PlacementLocation.Query or PlacementLocation.Body && place.Name.ToLowerInvariant() is "key" or "token" or "secret" ? DominantNoun(true, null, name => name.EndsWith(place.Name, StringComparison.OrdinalIgnoreCase)) : "";

    private string Own(string header) => _names.Own(header) ?? string.Join('_', ParameterNames.Words(header).TakeLast(MostWords));

    // "- `X-Shop-Key`: the key of your shop", "send your application key in `X-Shop-Key`": what the statement calls the value that shows the place.
    private string Described(Placement place)
    {
        if (place.Name.Equals("Authorization", StringComparison.OrdinalIgnoreCase))
            return "";
        var lower = place.Name.ToLowerInvariant();
        foreach (var unit in facts.UnitsNaming([lower]))
        {
            if (unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected | UnitContext.Errors) || !CredentialNouns.Table.In(unit.Lower))
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

    // The word that the chapter uses which shows the place.
    private string NounNear(PlacementSlot slot)
    {
        var sections = slot.Claims.Where(c => ContextWeight.Of(c.Context) > 0).Select(c => facts.Text.Document.SectionAt(c.Quote.Start)).ToHashSet(ReferenceEqualityComparer.Instance);
        return DominantNoun(true, u => sections.Contains(u.Block.Section));
    }

    // Account-Id, Client-Id: the header says what it carries.
    private static string? Identifier(string header)
    {
        var words = ParameterNames.Words(header);
        return words.Count >= 2 && words[^1] == "id" ? words[^2] + "_id" : null;
    }

    // Where the document declares exactly one secret setting, that is the credential.
    private string? DeclaredSecret()
    {
        var secrets = Groups.Where(g => g.Explicit).SelectMany(g => g.Parameters).Where(p => p.IsSecret && p.Required && p.Name is not ("password" or "client_secret")).Select(p => p.Name).Distinct().ToList();
        return secrets.Count == 1 ? secrets[0] : null;
    }

    private string? Clean(string hole)
    {
        if (hole.Length == 0)
            return null;
        if (_names.Own(hole) is { } own)
            return own;
        var snake = UrlHole.Name(hole);
        if (snake == "login")
            return snake;
        if (snake.EndsWith("_id", StringComparison.Ordinal))
            return CredentialNames.Find(snake)?.Name ?? snake;
        if (CredentialNames.Find(snake) is not { } known)
            return null;
        if (Vague.Contains(known.Name) && _names.IsVendor(snake, known.Name))
            return known.Name;
        // {personal_token} says more than "token"; TK_TOKEN does not.
        return Vague.Contains(known.Name) && !Vague.Contains(snake) && snake.Length > known.Name.Length && hole.Any(char.IsAsciiLetterLower) ? snake : known.Name;
    }

    // The document's own word for its credential.
    private string Noun(AuthKind kind) => DominantNoun() is { Length: > 0 } noun ? noun : IsBareToken() ? "token" : kind == AuthKind.Bearer ? "access_token" : "api_key";

    // "The token", and nothing else.
    private bool IsBareToken() => facts.Text.Units.Count(u => BareToken.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Data | UnitContext.Errors | UnitContext.Rejected)) > facts.Text.Units.Count(u => BareKey.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Data | UnitContext.Errors | UnitContext.Rejected)) + 1;

    private static readonly PhraseTable BareToken = new("token", "tokens", "jeton", "jetons", "токен", "токена", "токеном", "トークン");
    private static readonly PhraseTable BareKey = new("key", "keys", "schlüssel", "clave", "chave", "clé", "ключ", "ключа", "キー");

    private static bool Pasted(string name) => name is "personal_access_token" or "personal_token" or "personal_api_token" or "api_token" or "private_app_token" or "programmatic_access_token" or "server_token" or "developer_token" or "integration_token";

    // The key of a certificate or of a signature is never sent.
    private bool StaysAtHome => _staysAtHome ??= facts.Text.Units.Exists(u => Signing.In(u.Lower) && !u.Is(UnitContext.Foreign | UnitContext.Inbound));

    private static readonly PhraseTable Signing = new("certificate", "certificates", "rsa", "pem", "service account", "jwt", "jwk", "jwks", "key pair", "keypair", "zertifikat", "certificado", "certificat", "証明書");

    // First the names that most documents use, then any that tells a key or token from another.
    private string DominantNoun() => _noun ??= DominantNoun(true) is { Length: > 0 } known ? known : DominantNoun(false);

    private string DominantNoun(bool known, Func<TextUnit, bool>? where = null, Func<string, bool>? which = null)
    {
        var counts = new Dictionary<string, double>(StringComparer.Ordinal);
        var found = new List<string>();
        foreach (var unit in facts.Text.Units)
        {
            var table = known ? CredentialNouns.Table : CredentialNouns.Ends;
            if (!table.In(unit.Lower) || unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Rejected) || (where is not null && !where(unit)))
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

    // The group of declared settings that fits the method best; what it calls in its own way is called so in the placements, too.
    private List<DeclaredParameter>? Declared(MethodDraft draft, List<string> core, bool first)
    {
        ParameterGroup? best = null;
        Dictionary<string, string> bestNames = [];
        var bestScore = 0.0;
        foreach (var group in Groups)
        {
            var overlap = group.Parameters.Count(p => core.Exists(c => Same(p.Name, c)));
            var own = draft.Kind == AuthKind.OAuth1 ? OAuth1Names(group) : first && (!draft.IsOAuth || draft.Kind == AuthKind.OAuth2JwtBearer) ? OwnNames(group, core, draft.Kind == AuthKind.Basic) : [];
            if (overlap == 0 && (own.Count == 0 || !group.Explicit))
                continue;
            var missing = core.Count - core.Count(c => group.Parameters.Any(p => Same(p.Name, c))) - own.Count;
            // A page that shows "Client ID" and "Secret key 1" renames nothing of RFC 6749.
            if (draft.IsOAuth && !group.Explicit && (missing > 0 || core.Contains("service_account_json")))
                continue;
            var secrets = group.Parameters.Count(p => p.IsSecret);
            var others = group.Parameters.Count(p => p.Required && p.IsSecret && !core.Exists(c => Same(p.Name, c)) && !own.ContainsValue(p.Name));
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
            if (!names.Exists(p => Same(p.Name, name)) && !bestNames.ContainsKey(name) && !draft.IsOAuth && names.Count < core.Count)
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
        var offered = group.Parameters.Where(p => p.Required && !core.Exists(c => Same(p.Name, c))).ToList();
        var open = core.Where(c => !group.Parameters.Any(p => Same(p.Name, c))).ToLookup(CredentialNames.IsSecret);
        // A pair of user name and password, or of RFC 6749, is another method than a key.
        if (open[true].ToList() is [var key] && (!pair || key != "password" || core.Count == 1 || group.Parameters.Count(p => p.Required && !SettingNames.IsPlace(p.Name)) > 1) && offered.FindAll(p => p.IsSecret) is [var secret] && (secret.Name is not ("password" or "client_secret") || core.Count > 1))
            names[key] = secret.Name;
        // The user name stands in front of its password.
        if (group.Explicit && open[false].ToList() is [var user] && group.Parameters.TakeWhile(p => !p.IsSecret).Where(offered.Contains).LastOrDefault(p => !SettingNames.IsPlace(p.Name)) is { } name)
            names[user] = name.Name;

        return names.Keys.Any(CredentialNames.IsSecret) || group.Parameters.Any(p => core.Exists(c => Same(p.Name, c))) ? names : [];
    }

    private static bool Same(string a, string b) =>
        a == b || (CredentialNames.Find(a) is { } known && CredentialNames.Find(b) is { } other && known.Name == other.Name);

    private IEnumerable<string> UrlHoles(MethodDraft draft)
    {
        if (baseUrls.Count == 0)
            yield break;
        foreach (var hole in Template.Holes(baseUrls[0].Url).Distinct())
        {
            // What the first call of a grant needs is known before any reply.
            if ((draft.Kind == AuthKind.OAuth2AuthorizationCode ? draft.OAuth?.AuthorizeUrl : draft.OAuth?.TokenUrl)?.Contains("{" + hole + "}", StringComparison.Ordinal) == true || !IsAnswered(hole))
                yield return hole;
        }
    }

    // A host or id that a token reply or a callback carries is not asked of the person.
    private bool IsAnswered(string hole)
    {
        foreach (var block in (_showsReplies ??= facts.Source.AsSpan().IndexOf("\"access_token\"") >= 0) ? facts.Text.Document.Blocks : [])
        {
            if (block.Code is { } code && code.Raw.IndexOf("\"access_token\"") >= 0 && code.Raw.IndexOf("\"" + hole + "\"") >= 0)
                return true;
        }

        _describesReplies ??= facts.Source.AsSpan().ContainsAny(Replies);
        if (_describesReplies is false)
            return false;
        foreach (var unit in facts.Text.Units)
        {
            if (!unit.CodeSpans.Exists(s => CredentialNames.Snake(s) == hole))
                continue;
            if (facts.Source.AsSpan(unit.Block.Start, Math.Min(unit.Block.End - unit.Block.Start, 2000)).ContainsAny(Replies))
                return true;
        }

        return false;
    }

    private static readonly PhraseTable Where = new(
        "settings", "dashboard", "console", "page", "find", "found", "shown", "displayed", "generate", "create", "created", "admin", "profile", "under", "menu", "→", ">", "account", "developer", "click", "open", "portal", "seite", "einstellungen", "unter", "erstellen", "panel", "menú", "ajustes", "設定", "画面", "発行", "address bar", "sign in", "register", "given", "gives");

    private (string Text, QuoteSpan Quote)? Description(string name)
    {
        if (!_descriptions.TryGetValue(name, out var known))
            _descriptions[name] = known = FindDescription(name);
        return known;
    }

    private (string Text, QuoteSpan Quote)? FindDescription(string name)
    {
        var phrases = CredentialNouns.All.Where(n => n.Name == name).Select(n => n.Phrase).Append(name).Append(name.Replace('_', ' ')).Distinct().ToArray();
        var table = new PhraseTable(phrases);
        (string Text, QuoteSpan Quote)? first = null;
        var others = 0;
        foreach (var unit in facts.UnitsNaming(phrases))
        {
            if (unit.Block.Kind == BlockKind.Heading || unit.Is(UnitContext.Foreign | UnitContext.Inbound | UnitContext.Errors | UnitContext.Rejected | UnitContext.Deprecated) || !Where.In(unit.Lower) || !table.In(unit.Lower))
                continue;
            var quote = facts.QuoteOf(unit, phrases[0]);
            // Where access is described it is this credential; elsewhere it may be a namesake.
            if (unit.Is(UnitContext.Auth))
                return (Readable(unit, quote), quote);
            first ??= (Readable(unit, quote), quote);
            if (++others == MostNamesakes)
                break;
        }

        return first;
    }

    // What a person reads next to the field: the sentence without markup, of a table row the cell that explains.
    private string Readable(TextUnit unit, QuoteSpan quote)
    {
        if (unit.Block.Kind == BlockKind.TableRow && unit.Block.Cells.Count > 1)
            return PlainText.Of(unit.Block.Cells.Skip(1).MaxBy(c => c.Length));
        return unit.Plain.Length <= LongestDescription ? unit.Plain : PlainText.Of(facts.Source.AsSpan(quote.Start, quote.End - quote.Start));
    }
}
