using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs.Yaml;

namespace McpConnectorAuth.Core.Specs;

/// <summary>
/// What an existing spec says by an earlier override, which its list <c>settled</c> names, or by hand: both stay when the spec is made
/// again, until they are overridden anew or taken back.
/// </summary>
internal static class SettledFacts
{
    /// <summary>The value of an override that takes a fact back to what the document says.</summary>
    public const string AsDocumented = "as documented";

    private static readonly (string Aspect, Func<SpecMethodOAuth, object?> Get, Func<SpecMethodOAuth, SpecMethodOAuth, SpecMethodOAuth> Take)[] OAuthSettings =
    [
        ("authorize_url", oauth => oauth.AuthorizationUrl, (to, from) => to with { AuthorizationUrl = from.AuthorizationUrl }),
        ("token_url", oauth => oauth.TokenUrl, (to, from) => to with { TokenUrl = from.TokenUrl }),
        ("device_url", oauth => oauth.DeviceAuthorizationUrl, (to, from) => to with { DeviceAuthorizationUrl = from.DeviceAuthorizationUrl }),
        ("revocation_url", oauth => oauth.RevocationUrl, (to, from) => to with { RevocationUrl = from.RevocationUrl }),
        ("refresh_url", oauth => oauth.RefreshUrl, (to, from) => to with { RefreshUrl = from.RefreshUrl }),
        ("issuer", oauth => oauth.Issuer, (to, from) => to with { Issuer = from.Issuer }),
        ("pushed_authorization_request_url", oauth => oauth.PushedAuthorizationRequestUrl, (to, from) => to with { PushedAuthorizationRequestUrl = from.PushedAuthorizationRequestUrl }),
        ("request_token_url", oauth => oauth.RequestTokenUrl, (to, from) => to with { RequestTokenUrl = from.RequestTokenUrl }),
        ("scopes", oauth => oauth.Scopes, (to, from) => to with { Scopes = from.Scopes }),
        ("scope_separator", oauth => oauth.ScopeSeparator, (to, from) => to with { ScopeSeparator = from.ScopeSeparator }),
        ("pkce", oauth => oauth.Pkce, (to, from) => to with { Pkce = from.Pkce }),
        ("token_body", oauth => oauth.TokenBody, (to, from) => to with { TokenBody = from.TokenBody }),
        ("redirect_uri", oauth => oauth.RedirectUri, (to, from) => to with { RedirectUri = from.RedirectUri }),
        ("access_token_path", oauth => oauth.AccessTokenPath, (to, from) => to with { AccessTokenPath = from.AccessTokenPath }),
        ("extra_auth_param", oauth => oauth.ExtraAuthParams, (to, from) => to with { ExtraAuthParams = from.ExtraAuthParams }),
        ("extra_token_param", oauth => oauth.ExtraTokenParams, (to, from) => to with { ExtraTokenParams = from.ExtraTokenParams }),
        ("reply_fact", oauth => oauth.ReplyFacts, (to, from) => to with { ReplyFacts = from.ReplyFacts }),
        ("callback_fact", oauth => oauth.CallbackFacts, (to, from) => to with { CallbackFacts = from.CallbackFacts }),
        ("assertion", oauth => oauth.Assertion is null ? null : SpecGrantWriter.OAuth(new SpecMethodOAuth { Assertion = oauth.Assertion }), (to, from) => to with { Assertion = from.Assertion }),
    ];

    /// <summary>Makes the draft of a document, with what an existing spec has settled and the caller does not settle anew.</summary>
    /// <param name="begin">Makes a draft of the document alone.</param>
    /// <param name="existing">The existing spec, or null.</param>
    /// <param name="overrides">What the caller settles now.</param>
    public static SpecDraft Begin(Func<SpecDraft> begin, ConnectorSpec? existing, IReadOnlyList<SpecOverride> overrides)
    {
        var draft = begin();
        if (existing is null) return draft;
        var facts = FactsOf(existing);
        var section = existing.Authentication;
        var settled = facts.Where(fact => section.Settled.Any(name => fact.IsNamed(name))).ToList();
        var edited = ConnectorSpecFile.IsAsWritten(existing) ? [] : Edited(begin(), existing, facts, settled);
        var given = overrides.Select(item => (Name: item.Fact?.Trim() ?? "", IsTakenBack: item.Value?.Trim() == AsDocumented)).ToList();

        // A method that only a caller or a person stated goes as a whole.
        var gone = settled.Concat(edited).Where(fact => IsOfWhole(fact.Name) && given.Exists(item => item.IsTakenBack && fact.IsNamed(item.Name)))
            .Select(fact => fact.Method)
            .Where(name => !draft.Methods.Exists(method => method.Name == name))
            .ToHashSet(StringComparer.Ordinal);
        var isSameDocument = section.DocumentSha256 == draft.DocumentSha256;
        foreach (var fact in facts.Where(fact => (settled.Contains(fact) || edited.Contains(fact)) && !gone.Contains(fact.Method)))
        {
            if (given.Exists(item => fact.IsNamed(item.Name) && (item.IsTakenBack || (!fact.IsAdditive && IsWhole(fact, item.Name))))) continue;
            var names = section.Settled.Where(name => fact.IsNamed(name)).DefaultIfEmpty(fact.Name).ToList();
            var unverified = edited.Contains(fact) ? [fact.Name] : section.Unverified.Where(name => fact.IsNamed(name)).ToList();
            draft.Keep(fact, names, unverified, EvidenceOf(section, fact), isSameDocument);
        }

        foreach (var method in section.Methods)
            draft.Methods.Find(candidate => candidate.Name == method.Name)?.OneTime.UnionWith(method.OneTime);
        return draft;
    }

    /// <summary>What a person changed: facts that differ from what would have been written.</summary>
    private static List<SettledFact> Edited(SpecDraft draft, ConnectorSpec existing, List<SettledFact> facts, List<SettledFact> settled)
    {
        foreach (var fact in settled) draft.Keep(fact, [], [], [], isSameDocument: true);
        List<SettledFact> written;
        try
        {
            written = FactsOf(draft.Finish().Spec);
        }
        catch (ConnectorAuthException error) when (error.Code == ErrorCodes.NoMethod)
        {
            written = [];
        }

        // The order of methods tells nothing where one of them is new.
        var names = existing.Authentication.Methods.Select(method => method.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. facts.Except(settled).Where(fact => fact.Words.Length > 0
                && written.Find(other => other.Name == fact.Name)?.Words != fact.Words
                && (fact.Name != "recommended_method" || written.Exists(other => other.Name == fact.Name && names.Contains(other.Words)))),
        ];
    }

    /// <summary>What an override of a part (a claim, a placement of the login call) is applied to stays; one of the whole takes its place.</summary>
    private static bool IsWhole(SettledFact fact, string name) => name[(name.LastIndexOf('.') + 1)..] switch
    {
        "assertion_key" or "signature" or "login" => true,
        var aspect => !(aspect.StartsWith("assertion_", StringComparison.Ordinal) || aspect.StartsWith("signature_", StringComparison.Ordinal) || fact.Name.EndsWith(".login", StringComparison.Ordinal)),
    };

    private static bool IsOfWhole(string name) => name.EndsWith(".kind", StringComparison.Ordinal) || name.EndsWith(".placement", StringComparison.Ordinal);

    private static IEnumerable<Evidence> EvidenceOf(AuthenticationSection section, SettledFact fact) => section.Methods
        .Where(method => method.Name == fact.Method)
        .SelectMany(method => method.Evidence)
        .Where(evidence => fact.IsNamed($"{fact.Method}.{evidence.Fact}"));

    private static List<SettledFact> FactsOf(ConnectorSpec spec)
    {
        var section = spec.Authentication;
        var explained = SpecGrants.Urls(spec).Select(url => SpecUrl.TryParse(url, out var parsed) ? parsed.Host : null).ToHashSet(StringComparer.Ordinal);
        var hosts = section.Hosts.Where(host => !explained.Contains(host)).ToList();
        var facts = new List<SettledFact>
        {
            new("base_url", Line(section.BaseUrls.Select(url => $"{url.Url} {(url.Environment == "production" ? "" : url.Environment)}".Trim())), name => name == "base_url",
                draft => draft.ReplaceBaseUrls(section.BaseUrls), section.BaseUrls.Take(1).SelectMany(url => SpecUrl.TryParse(url.Url, out var parsed) ? QuoteCheck.OfUrl(parsed) : [])),
            new("verification", Line(section.Verification.Select(call => $"{call.Method} {call.Path}")), name => name == "verification",
                draft => draft.ReplaceVerification(section.Verification), section.Verification.Take(1).SelectMany(call => QuoteCheck.OfPath(call.Path))),
            new("host", Line(hosts), name => name == "host", draft => draft.Hosts.UnionWith(hosts), hosts) { IsAdditive = true },
            new("lockout_warning", section.LockoutWarning ?? "", name => name == "lockout_warning", draft => draft.LockoutWarning = section.LockoutWarning, null),
            new("recommended_method", section.Methods[0].Name, name => name == "recommended_method", draft => draft.Recommended = section.Methods[0].Name, null, section.Methods[0].Name),
        };
        facts.AddRange(section.Methods.SelectMany(method => FactsOf(spec, method)));
        facts.AddRange(spec.Connection.Parameters.Concat(spec.Connection.AuthMethods.SelectMany(method => method.Parameters)).DistinctBy(parameter => parameter.Name)
            .Where(parameter => section.Methods.Any(method => method.Parameters.Contains(parameter.Name)))
            .Select(parameter => new SettledFact(
                $"parameter.{parameter.Name}", $"{parameter.Description}{(parameter.Type == "string" ? "" : $" ({parameter.Type})")}", name => name == $"parameter.{parameter.Name}",
                draft => draft.Described[parameter.Name] = parameter, null)));
        return facts;
    }

    private static IEnumerable<SettledFact> FactsOf(ConnectorSpec spec, SpecMethod method)
    {
        var first = spec.Authentication.Methods.FirstOrDefault(candidate => candidate.Kind.IsOAuth2());
        var shared = first?.Name == method.Name ? spec.Connection.OAuth : null;
        var oauth = WithShared(method.OAuth ?? new SpecMethodOAuth(), shared);
        var parameters = spec.ParametersOf(method);
        yield return Fact("kind", EnumNames<AuthKind>.NameOf(method.Kind), draft => draft.Kind = method.Kind, QuoteCheck.OfKind(method.Kind));
        yield return Fact("placement", SpecLint.Words(method.Placements), draft => draft.ReplacePlacements(method.Placements), method.Placements.SelectMany(QuoteCheck.OfPlacement));
        yield return Fact(
            "parameter",
            Line(parameters.Select(parameter => $"{parameter.Name}, {(parameter.Secret ? "secret" : "public")}{(parameter.Required ? "" : ", optional")}")),
            draft => draft.ReplaceParameters(parameters),
            parameters.SelectMany(parameter => QuoteCheck.OfName(parameter.Name))) with
        { IsAdditive = true };
        yield return Fact("token_auth", method.TokenAuth ?? "", draft => draft.TokenAuth = method.TokenAuth, [method.TokenAuth ?? ""]);
        yield return Fact("flow", shared?.Flow ?? "", draft => draft.Flow = shared?.Flow, null);
        yield return Fact(
            "description", spec.Connection.AuthMethods.FirstOrDefault(each => each.Name == method.Name)?.Description ?? "",
            draft => draft.Description = spec.Connection.AuthMethods.FirstOrDefault(each => each.Name == method.Name)?.Description, null);
        foreach (var (aspect, get, take) in OAuthSettings)
            yield return Fact(aspect, WordsOf(get(oauth)), draft => draft.OAuth = take(draft.OAuth, oauth), [WordsOf(get(oauth))]) with { IsAdditive = get(oauth) is IReadOnlyDictionary<string, string> };
        yield return Fact("login", WordsOf(method.Login is null ? null : SpecGrantWriter.Login(method.Login)), draft => draft.Login = method.Login, [method.Login?.Path ?? ""]);
        yield return Fact("signature", WordsOf(method.Signature is null ? null : SpecGrantWriter.Signature(method.Signature)), draft => draft.Signature = method.Signature, [method.Signature?.Algorithm ?? ""]);

        SettledFact Fact(string aspect, string words, Action<MethodDraft> take, IEnumerable<string>? essentials) => new(
            $"{method.Name}.{aspect}",
            words,
            name => Means(name, method.Name, first?.Name == method.Name, aspect),
            draft => take(draft.RequireMethod(method.Name, method.Kind)),
            essentials,
            method.Name);
    }

    private static bool Means(string name, string method, bool isShared, string aspect)
    {
        var dot = name.LastIndexOf('.');
        if (dot < 0 || !(name.AsSpan(0, dot).SequenceEqual(method) || (isShared && name.StartsWith("oauth.", StringComparison.Ordinal)))) return false;
        var given = name[(dot + 1)..];
        return given == aspect
            || (aspect is "assertion" or "login" or "signature" && given.StartsWith($"{aspect}_", StringComparison.Ordinal))
            || (aspect, given) is ("authorize_url", "authorization_url") or ("login", "logout");
    }

    /// <summary>A method's settings together with those that <c>connection.oauth</c> says.</summary>
    private static SpecMethodOAuth WithShared(SpecMethodOAuth own, SpecOAuth? shared)
    {
        if (shared is null) return own;
        var scopes = shared.Scopes.Split(own.ScopeSeparator ?? " ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return own with
        {
            AuthorizationUrl = own.AuthorizationUrl ?? shared.AuthorizationUrl,
            TokenUrl = own.TokenUrl ?? shared.TokenUrl,
            Scopes = own.Scopes ?? (scopes.Length > 0 ? scopes : null),
            ExtraAuthParams = shared.Flow == "m2m" || own.ExtraAuthParams.Count > 0 || shared.ExtraAuthParams.Count == 0 ? own.ExtraAuthParams : shared.ExtraAuthParams,
            ExtraTokenParams = shared.Flow != "m2m" || own.ExtraTokenParams.Count > 0 || shared.ExtraAuthParams.Count == 0 ? own.ExtraTokenParams : shared.ExtraAuthParams,
            Pkce = shared.Pkce == (own.Pkce is "required" or "supported") ? own.Pkce : shared.Pkce ? "supported" : "rejected",
        };
    }

    private static string WordsOf(object? value) => value switch
    {
        null => "",
        string text => text,
        IReadOnlyDictionary<string, string> texts => Line(texts.Select(pair => $"{pair.Key}={pair.Value}")),
        IEnumerable<string> texts => string.Join(' ', texts),
        YamlContentMapping content => string.Join(' ', new YamlWriter("\n").Mapping(content, 0).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
        _ => throw new ArgumentOutOfRangeException(nameof(value)),
    };

    private static string Line(IEnumerable<string> items) => string.Join("; ", items);
}
