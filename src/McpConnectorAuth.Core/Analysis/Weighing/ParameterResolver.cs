using McpConnectorAuth.Core.Analysis.Claims;
using McpConnectorAuth.Core.Analysis.Reading;
using McpConnectorAuth.Core.Analysis.Samples;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>Names the holes of a method's placements and says what the person has to supply for it.</summary>
internal sealed class ParameterResolver
{
    private static readonly HashSet<string> Holders = new(StringComparer.Ordinal) { "project", "property", "team", "merchant", "space", "app", "application", "portal", "publication", "network", "club", "practice", "clinic", "restaurant", "hotel" };

    private readonly DocumentFacts _facts;
    private readonly IReadOnlyList<BaseUrl> _baseUrls;
    private readonly SettingLists _settings;
    private readonly ParameterDescriptions _descriptions;
    private readonly ReplyFields _replies;
    private readonly OAuthParameters _oauth;
    private readonly KeyParameters _keys;
    private readonly Companions _companions;

    public ParameterResolver(DocumentFacts facts, ClaimSet claims, IReadOnlyList<BaseUrl> baseUrls)
    {
        var names = new ParameterNames(facts, baseUrls);
        var words = new CredentialWords(facts, names);
        _facts = facts;
        _baseUrls = baseUrls;
        _settings = new SettingLists(facts, claims);
        _descriptions = new ParameterDescriptions(facts);
        _replies = new ReplyFields(facts);
        var holes = new HoleNames(facts, claims, names, words, _settings);
        _oauth = new OAuthParameters(facts, _settings, words, holes, _replies);
        _keys = new KeyParameters(facts, claims, words, holes, baseUrls);
        _companions = new Companions(facts, names);
    }

    /// <summary>Sets placements and parameters of a method.</summary>
    public void Resolve(MethodDraft draft, bool first)
    {
        var core = new List<string>();
        if (draft.IsOAuth)
            _oauth.Resolve(draft, core);
        else
            _keys.Resolve(draft, core);
        foreach (var (header, name) in _companions.Of(draft))
        {
            draft.Placements.Add(header);
            Add(core, name);
        }

        draft.Core.UnionWith(core);
        var declared = _settings.Declared(draft, core, first);
        var names = declared ?? [.. core.Select(n => new DeclaredParameter(n, true, null))];
        // RFC 6749 section 2.2: the client's identifier is no secret, whatever it is called.
        if (draft.IsOAuth && _oauth.ClientNames(draft).Id is var client && names.FindIndex(p => p.Name == client && p.Secret is null) is >= 0 and var at)
            names[at] = names[at] with { Secret = false };
        // Who lists the secret has said of the identifier what it looks like, elsewhere.
        if (draft.IsOAuth && _oauth.ClientNames(draft) is (var id, var secret) && core.Contains(id) && names.FindIndex(p => p.Name == secret) is >= 0 and var beside && !names.Exists(p => Same(p.Name, id)))
            names.Insert(beside, new DeclaredParameter(id, true, false));
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

        // What alone goes into the place of a key is one, whatever it is called; of several of which none is known, any may be.
        foreach (var place in draft.Kind is AuthKind.ApiKey or AuthKind.Bearer && !names.Exists(p => p.IsSecret) ? draft.Placements : [])
        {
            if (Template.Holes(place.Format) is [var alone] && names.FindIndex(p => p.Name == alone && p.Secret is null) is >= 0 and var key)
                names[key] = names[key] with { Secret = true };
        }

        // Whatever it is called: what stands in the password's place.
        if (draft.Kind == AuthKind.Basic && draft.Placements is [{ Format: var pair }, ..] && Template.Holes(BasicShape.Sides(pair).Password) is [var password] && names.FindIndex(p => p.Name == password && p.Secret is null) is >= 0 and var half)
            names[half] = names[half] with { Secret = true };
        foreach (var hole in placed ? [] : UrlHoles(draft))
        {
            if (!names.Exists(p => Same(p.Name, hole)))
                names.Insert(0, new DeclaredParameter(hole, true, false));
        }

        draft.Parameters = [.. names.DistinctBy(p => p.Name).Select(p => new AuthParameter(p.Name, p.Required, p.IsSecret, _descriptions.Of(p.Name)))];
        draft.Login = draft.Login is { } login ? login with { Placements = [.. login.Placements.Select(placement => placement with { Format = Respelled(placement.Format, draft.Parameters) })] } : null;
        foreach (var parameter in draft.Parameters)
        {
            // What a place or a URL holds is supported by its quote.
            if (parameter.Description is not null || !IsPlaced(draft, "{" + parameter.Name + "}"))
                draft.Evidence.Add(($"parameter.{parameter.Name}", _descriptions.Quote(parameter.Name)));
        }
    }

    private bool IsPlaced(MethodDraft draft, string hole) =>
        draft.Placements.Concat(draft.Login?.Placements ?? []).Any(place => place.Format.Contains(hole, StringComparison.Ordinal)) || _baseUrls.Any(url => url.Url.Contains(hole, StringComparison.Ordinal));

    /// <summary>Takes from each method what a list of settings asks for the sake of an old one: what that one's places hold, and none of its own.</summary>
    public static void Part(List<MethodDraft> drafts)
    {
        foreach (var draft in drafts)
            draft.Core.UnionWith(draft.Placements.Concat(draft.Login?.Placements ?? []).SelectMany(p => Template.Holes(p.Format)));
        foreach (var draft in drafts)
        {
            var others = drafts.Where(other => other.Deprecated && !draft.Deprecated).SelectMany(other => other.Core).ToHashSet(StringComparer.Ordinal);
            others.ExceptWith(draft.Core);
            if (draft.Parameters.Exists(p => p.Secret && others.Contains(p.Name)) && draft.Parameters.Exists(p => p.Secret && !others.Contains(p.Name)))
            {
                draft.Parameters.RemoveAll(p => others.Contains(p.Name));
                draft.Evidence.RemoveAll(e => e.Fact.StartsWith("parameter.", StringComparison.Ordinal) && others.Contains(e.Fact["parameter.".Length..]));
            }
        }
    }

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

    /// <summary>Adds a name once.</summary>
    public static void Add(List<string> core, string name)
    {
        if (!core.Contains(name))
            core.Add(name);
    }

    /// <summary>Whether two names are of the same thing.</summary>
    public static bool Same(string a, string b) =>
        a == b || (CredentialNames.Find(a) is { } known && CredentialNames.Find(b) is { } other && known.Name == other.Name);

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
    private bool NeedsCertificate() => _facts.Requests.Any(r =>
        r.ClientCertificate && (r.Context & UnitContext.Dismissed) == 0
        && (r.Login is not null || r.Parameter("client_secret") is not null || r.Headers.Exists(h => HeaderNames.IsCredentialHeader(h.Name))));

    private IEnumerable<string> UrlHoles(MethodDraft draft)
    {
        if (_baseUrls.Count == 0)
            yield break;
        var located = draft.IsOAuth && UrlText.HostKey(_baseUrls[0].Url) is var host && host.Contains("{}", StringComparison.Ordinal) && _replies.Locate(host) ? Template.Holes(UrlText.Root(_baseUrls[0].Url)) : [];
        foreach (var hole in Template.Holes(_baseUrls[0].Url).Distinct())
        {
            // What the first call of a grant needs is known before any reply.
            if ((draft.Kind == AuthKind.OAuth2AuthorizationCode ? draft.OAuth?.AuthorizeUrl : draft.OAuth?.TokenUrl)?.Contains("{" + hole + "}", StringComparison.Ordinal) == true || !(located.Contains(hole) || _replies.Carry(hole, draft.IsOAuth)))
                yield return hole;
        }
    }
}
