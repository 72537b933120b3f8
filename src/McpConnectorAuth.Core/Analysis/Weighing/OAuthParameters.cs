using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Placements of an access token, and what a client of OAuth has to know (RFC 6749 section 2.3).</summary>
internal sealed class OAuthParameters(DocumentFacts facts, SettingLists settings, CredentialWords words, HoleNames holes, ReplyFields replies)
{
    private const int MostTokenRequests = 50;

    private static readonly HashSet<string> StandardFields = new(StringComparer.Ordinal)
    {
        "grant_type", "client_id", "client_secret", "code", "redirect_uri", "code_verifier", "scope", "client_assertion", "client_assertion_type", "assertion", "username", "password", "refresh_token", "device_code", "state", "audience", "resource",
    };

    /// <summary>Sets the placements and adds the names of what a person supplies.</summary>
    public void Resolve(MethodDraft draft, List<string> core)
    {
        draft.Placements = [new Placement(PlacementLocation.Header, "Authorization", draft.Kind == AuthKind.OAuth2JwtBearer && draft.OAuth?.TokenUrl is null ? "Bearer {jwt}" : "Bearer {access_token}")];
        if (draft.Kind == AuthKind.OAuth2JwtBearer && draft.Slots.Find(s => s.Best.Placement.Format.EndsWith(" {jwt}", StringComparison.Ordinal)) is { Kind: AuthKind.ApiKey } own)
        {
            draft.Placements = [own.Best.Placement];
            core.Add(words.Noun(AuthKind.ApiKey));
            return;
        }

        var carriers = draft.Slots.Exists(s => s.Kind == AuthKind.Bearer) ? [] : draft.Slots.Where(s => s.Kind == AuthKind.ApiKey).ToList();
        if (carriers.Count > 0)
            draft.Placements = [.. carriers.Select(s => s.Best.Placement with { Format = Template.Holes(s.Best.Placement.Format) is [var hole] ? s.Best.Placement.Format.Replace("{" + hole + "}", "{access_token}", StringComparison.Ordinal) : s.Best.Placement.Format.Replace("{}", "{access_token}", StringComparison.Ordinal) })];
        foreach (var slot in draft.Slots.Where(s => s.Kind == AuthKind.ApiKey && !carriers.Contains(s)))
            draft.Placements.Add(slot.Best.Placement with { Format = holes.Fill(slot.Best.Placement.Format, slot, null, core) });
        // RFC 7523 section 2.2: a signed assertion stands in the secret's place.
        var assertion = draft.OAuth?.TokenAuth == "assertion" || (facts.Source.Contains("client_assertion", StringComparison.Ordinal) && !facts.Source.Contains("client_secret", StringComparison.OrdinalIgnoreCase) && !facts.Says("client secret"));
        switch (draft.Kind)
        {
            case AuthKind.OAuth2JwtBearer:
                new AssertionParameters(facts).AddTo(core);
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
                // A device keeps no secret (RFC 8628 section 5.6), unless the document speaks of one.
                else if (draft.OAuth?.TokenAuth != "none" && (draft.Kind != AuthKind.OAuth2DeviceCode || facts.Spells("secret")))
                    core.Add(secret);
                // Without a page of consent, what a console hands out stands at the beginning.
                if (draft.Kind == AuthKind.OAuth2AuthorizationCode && draft.OAuth is { AuthorizeUrl: null, TokenUrl: not null } && facts.Requests.Any(r => r.Parameter("grant_type") == "refresh_token" && r.Context.Counts) && !facts.Requests.Any(r => TokenRequest.GrantOf(r.Parameter("grant_type")) == AuthKind.OAuth2AuthorizationCode))
                    core.Add("refresh_token");
                break;
        }

        foreach (var name in TokenFields(draft))
            ParameterResolver.Add(core, name);
    }

    /// <summary>`-u "$ACME_API_KEY:$ACME_API_SECRET"` on the token request, and settings that are called so: a vendor's own names for the client's id and secret.</summary>
    public (string Id, string Secret) ClientNames(MethodDraft draft)
    {
        foreach (var request in facts.Requests.Where(TokenRequest.Is).Take(MostTokenRequests))
        {
            if ((TokenRequest.GrantOf(request.Parameter("grant_type")) is { } grant && grant != draft.Kind) || !request.Context.Counts)
                continue;
            if (request.Parameter("client_id") is null && ClientParameters.Redeems(request))
                return ClientParameters.NamesOf(request);
            var (user, password) = request.Login ?? (request.Headers.Find(h => h.Value.StartsWith("Basic base64(", StringComparison.OrdinalIgnoreCase)) is { } basic ? BasicShape.Sides(basic.Value) : (request.Parameter("client_id") ?? "", request.Parameter("client_secret") ?? ""));
            if (settings.NameOf(user) is { } id && settings.NameOf(password) is { } secret && id != secret && CredentialNames.IsSecret(secret) && !id.EndsWith("token", StringComparison.Ordinal) && !id.EndsWith("password", StringComparison.Ordinal) && !id.EndsWith("secret", StringComparison.Ordinal))
                return (id, secret);
        }

        return ("client_id", "client_secret");
    }

    // RFC 6749 section 4.3.2: a public client sends neither id nor secret.
    private bool NamesClient() => facts.Source.Contains("secret", StringComparison.OrdinalIgnoreCase) && (facts.Source.Contains("client_id", StringComparison.OrdinalIgnoreCase) || facts.Says("client id") || facts.Source.Contains("clientid", StringComparison.OrdinalIgnoreCase) || facts.Source.Contains("client_secret", StringComparison.OrdinalIgnoreCase));

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
                if (!replies.Carry(UrlHole.Name(hole)))
                    yield return UrlHole.Name(hole);
            }
        }
    }
}
