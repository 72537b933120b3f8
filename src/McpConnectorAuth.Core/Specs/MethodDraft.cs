using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.OAuth;
using McpConnectorAuth.Core.Requests;

namespace McpConnectorAuth.Core.Specs;

/// <summary>A method on its way from the analysis, through overrides, to the spec.</summary>
internal sealed class MethodDraft
{
    // Holes that name who calls; any other hole of a placement is a secret until someone says otherwise.
    private static readonly HashSet<string> PublicNames = new(ParameterNameComparer.Instance)
    {
        "user", "username", "email", "login", "account", "account_id", "client_id", "tenant", "subdomain", "host", "site", "region",
    };

    // What a token endpoint issues; a person never enters it for an OAuth method.
    private static readonly HashSet<string> IssuedNames = new(ParameterNameComparer.Instance) { "access_token", "refresh_token", "id_token", "authorization_code", "code" };

    public required string Name { get; init; }

    public required AuthKind Kind { get; set; }

    public bool IsDeprecated { get; init; }

    public List<Placement> Placements { get; private init; } = [];

    public List<AuthParameter> Parameters { get; private init; } = [];

    public List<Evidence> Evidence { get; private init; } = [];

    /// <summary>All OAuth settings, wherever the spec says them in the end.</summary>
    public SpecMethodOAuth OAuth { get; set; } = new();

    /// <summary>Client authentication at the token endpoint, or null.</summary>
    public string? TokenAuth { get; set; }

    /// <summary>What <c>connection.oauth.flow</c> says; null for what follows from the kind.</summary>
    public string? Flow { get; set; }

    /// <summary>The line for the person who chooses among methods; null for what follows from the kind.</summary>
    public string? Description { get; set; }

    public SpecLogin? Login { get; set; }

    public SpecSignature? Signature { get; set; }

    /// <summary>Names of parameters that are said to be good for one sign-in.</summary>
    public HashSet<string> OneTime { get; } = new(ParameterNameComparer.Instance);

    /// <summary>Names of what a reply, a callback or a login brings, so that no person is asked for it.</summary>
    public IEnumerable<string> BroughtNames => OAuth.ReplyFacts.Keys.Concat(OAuth.CallbackFacts.Keys).Concat(Login?.Returns.Select(returned => returned.Name) ?? []);

    /// <summary>Whether a placement was supplied by an override, so that further ones go along with it.</summary>
    public bool HasSuppliedPlacement { get; set; }

    /// <summary>Holes of documented placements that an override took the place of.</summary>
    public HashSet<string> ReplacedHoles { get; } = new(ParameterNameComparer.Instance);

    public bool IsOAuth2 => Kind.IsOAuth2();

    /// <summary>Whether no person signs in.</summary>
    public bool IsForMachines => Kind is AuthKind.OAuth2ClientCredentials or AuthKind.OAuth2JwtBearer;

    /// <summary>URLs to which a credential of this method goes beside the API's own.</summary>
    public IEnumerable<string> OAuthUrls => IsOAuth2
        ? new[]
        {
            OAuth.AuthorizationUrl, OAuth.TokenUrl, OAuth.DeviceAuthorizationUrl, OAuth.RevocationUrl,
            OAuth.Issuer, OAuth.RefreshUrl, OAuth.PushedAuthorizationRequestUrl, OAuth.RequestTokenUrl,
        }.OfType<string>()
        : Kind == AuthKind.OAuth1 ? new[] { OAuth.AuthorizationUrl, OAuth.TokenUrl, OAuth.RequestTokenUrl }.OfType<string>()
        : new[] { Login?.Path, Login?.LogoutPath }.OfType<string>().Where(path => path.Contains("://", StringComparison.Ordinal));

    /// <summary>Whether a parameter of the name is what a token endpoint issues.</summary>
    public static bool IsIssuedName(string parameter) => IssuedNames.Contains(parameter);

    /// <summary>Puts other placements in place of the present ones.</summary>
    public void ReplacePlacements(IReadOnlyList<Placement> placements)
    {
        ReplacedHoles.UnionWith(Placements.SelectMany(placement => SpecUrl.HolesOf(placement.Format)));
        Placements.Clear();
        Placements.AddRange(placements);
    }

    /// <summary>Puts other parameters in place of the present ones.</summary>
    public void ReplaceParameters(IReadOnlyList<SpecParameter> parameters)
    {
        var former = Parameters.ToList();
        Parameters.Clear();
        Parameters.AddRange(parameters.Select(parameter => new AuthParameter(
            parameter.Name, parameter.Required, parameter.Secret, former.Find(other => ParameterNameComparer.Instance.Equals(other.Name, parameter.Name))?.Description ?? parameter.Description)));
    }

    public static MethodDraft From(AuthMethod method) => new()
    {
        Name = method.Name,
        Kind = method.Kind,
        IsDeprecated = method.Deprecated,
        Placements = [.. method.Placements],
        Parameters = [.. method.Parameters],
        OAuth = method.OAuth is { } facts ? SettingsOf(method.Kind, facts) : new SpecMethodOAuth(),
        TokenAuth = method.OAuth is { } client && SpecReader.TokenAuthNames.Contains(client.TokenAuth) ? client.TokenAuth : null,
        Evidence = method.Login is { Line: > 0 } login ? [.. method.Evidence, new Evidence("login", login.Quote, login.Line, method.Evidence.Count > 0 ? method.Evidence[0].Document : null)] : [.. method.Evidence],
    };

    public AuthParameter? Find(string parameter) => Parameters.Find(candidate => ParameterNameComparer.Instance.Equals(candidate.Name, parameter));

    public void Set(AuthParameter parameter)
    {
        var index = Parameters.FindIndex(candidate => ParameterNameComparer.Instance.Equals(candidate.Name, parameter.Name));
        if (index < 0) Parameters.Add(parameter);
        else Parameters[index] = parameter with { Name = Parameters[index].Name, Description = parameter.Description ?? Parameters[index].Description };
    }

    /// <summary>Makes parameters and placements fit each other: every hole a parameter, or none that the person would be asked for in vain.</summary>
    /// <returns>Whether the credential's place on a request was filled in from the standard because nobody stated it.</returns>
    public bool Settle()
    {
        var isAssumed = Placements.Count == 0 && StandardPlacement() is { } standard && Place(standard);
        var holes = Placements.SelectMany(HolesOf).Distinct(ParameterNameComparer.Instance).ToList();
        Parameters.RemoveAll(parameter => ReplacedHoles.Contains(parameter.Name) && !holes.Contains(parameter.Name, ParameterNameComparer.Instance));
        if (IsOAuth2)
        {
            Parameters.RemoveAll(parameter => IssuedNames.Contains(parameter.Name) || (holes.Contains(parameter.Name, ParameterNameComparer.Instance) && IsIssued(parameter.Name)));
            holes.RemoveAll(IsIssued);
            if (Kind is not (AuthKind.OAuth2JwtBearer or AuthKind.OAuth2Password) && !Parameters.Exists(parameter => !parameter.Secret && ClientIdentity.IsIdName(parameter.Name) && !holes.Contains(parameter.Name, ParameterNameComparer.Instance))) Parameters.Insert(0, new AuthParameter("client_id", true, false, null));
            if (Kind == AuthKind.OAuth2ClientCredentials && Parameters.TrueForAll(parameter => !parameter.Secret)) Parameters.Add(new AuthParameter("client_secret", true, true, null));
        }

        holes.RemoveAll(hole => BroughtNames.Contains(hole, ParameterNameComparer.Instance));
        if (Signature is not null) holes.RemoveAll(SpecGrantReader.ComputedHoles.Contains);
        if (IsOAuth2 || SpecReader.IsDirect(Kind) || Login is not null || Signature is not null)
        {
            Parameters.AddRange(InnerHoles().Concat(holes).Where(hole => Find(hole) is null).Distinct(ParameterNameComparer.Instance).Select(hole => new AuthParameter(hole, Required: true, Secret: !PublicNames.Contains(hole), Description: null)));
        }

        for (var i = 0; i < Placements.Count; i++)
            Placements[i] = Placements[i] with { Format = SpecUrl.RenameHoles(Placements[i].Format, hole => Find(hole)?.Name ?? hole) };
        return isAssumed;
    }

    /// <summary>One line for the person who chooses among several methods.</summary>
    public string Describe()
    {
        if (Description is not null) return Description;
        var how = Kind switch
        {
            AuthKind.Bearer => "Bearer token",
            AuthKind.Basic => "HTTP Basic",
            AuthKind.Digest => "HTTP Digest",
            AuthKind.OAuth2AuthorizationCode => "OAuth 2.0: sign in with the browser",
            AuthKind.OAuth2ClientCredentials => "OAuth 2.0: client credentials",
            AuthKind.OAuth2DeviceCode => "OAuth 2.0: code on another device",
            AuthKind.OAuth2Password => "OAuth 2.0: user name and password",
            AuthKind.OAuth2JwtBearer => "OAuth 2.0: signed JWT",
            AuthKind.OAuth1 => "OAuth 1.0",
            AuthKind.SessionLogin => "Login with a session",
            AuthKind.SignedRequest => "Signed requests",
            AuthKind.Mtls => "Client certificate",
            _ when Placements.Count > 0 => $"API key in the {EnumNames<PlacementLocation>.NameOf(Placements[0].In)} {Placements[0].Name}",
            _ => "API key",
        };
        return IsDeprecated ? $"{how} (the document advises against it)" : how;
    }

    /// <summary>The method as the spec says it.</summary>
    /// <param name="sharedParameters">Names of parameters that it shares with others.</param>
    /// <param name="isInConnection">Whether the section <c>connection.oauth</c> is about this method, so that its facts need not be said again.</param>
    /// <param name="respell">Writes a URL's holes as the parameters are spelled.</param>
    public SpecMethod ToSpec(IReadOnlyList<string> sharedParameters, bool isInConnection, Func<string, string> respell) => new(
        Name,
        Kind,
        [.. Placements],
        [.. Parameters.Select(parameter => parameter.Name).Concat(sharedParameters).Distinct(ParameterNameComparer.Instance)],
        IsOAuth2 ? TokenAuth : null,
        [.. Evidence.Where(evidence => evidence is { Fact.Length: > 0, Quote.Length: > 0 }).Distinct()],
        ToSettings(isInConnection, respell),
        Login,
        Signature)
    {
        OneTime = Kind == AuthKind.SessionLogin || IsOAuth2
            ? [.. Parameters.Where(parameter => OneTime.Contains(parameter.Name) || OneTimeCode.IsOne(parameter)).Select(parameter => parameter.Name)]
            : [],
    };

    private SpecMethodOAuth? ToSettings(bool isInConnection, Func<string, string> respell)
    {
        if (!IsOAuth2 && Kind != AuthKind.OAuth1) return null;
        var settings = OAuth with
        {
            Issuer = Spell(OAuth.Issuer),
            AuthorizationUrl = isInConnection ? null : Spell(OAuth.AuthorizationUrl),
            TokenUrl = isInConnection ? null : Spell(OAuth.TokenUrl),
            RefreshUrl = Spell(OAuth.RefreshUrl),
            DeviceAuthorizationUrl = Spell(OAuth.DeviceAuthorizationUrl),
            RevocationUrl = Spell(OAuth.RevocationUrl),
            PushedAuthorizationRequestUrl = Spell(OAuth.PushedAuthorizationRequestUrl),
            RequestTokenUrl = Spell(OAuth.RequestTokenUrl),
            Scopes = isInConnection || OAuth.Scopes is not { Count: > 0 } ? null : OAuth.Scopes,
            ExtraAuthParams = isInConnection ? new SpecMethodOAuth().ExtraAuthParams : OAuth.ExtraAuthParams,
        };
        return settings == new SpecMethodOAuth() ? null : settings;

        string? Spell(string? url) => url is null ? null : respell(url);
    }

    private static SpecMethodOAuth SettingsOf(AuthKind kind, OAuthFacts facts)
    {
        var settings = new SpecMethodOAuth
        {
            AuthorizationUrl = facts.AuthorizeUrl,
            TokenUrl = facts.TokenUrl,
            DeviceAuthorizationUrl = facts.DeviceUrl,
            RevocationUrl = facts.RevocationUrl,
            Scopes = facts.Scopes.Count > 0 ? facts.Scopes : null,
            ScopeSeparator = facts.ScopeSeparator is " " ? null : facts.ScopeSeparator,
            Pkce = SpecGrantReader.PkceNames.Contains(facts.Pkce) ? facts.Pkce : null,
        };
        // A client on its own sends its parameters with the token request.
        return facts.ExtraParams.Count == 0 ? settings
            : kind is AuthKind.OAuth2ClientCredentials or AuthKind.OAuth2JwtBearer ? settings with { ExtraTokenParams = facts.ExtraParams } : settings with { ExtraAuthParams = facts.ExtraParams };
    }

    /// <summary>Holes of the login call and of what is signed, which a person fills.</summary>
    private IEnumerable<string> InnerHoles() =>
        (Login?.Placements.SelectMany(HolesOf) ?? [])
            .Concat(new[] { Signature?.Key, Signature?.KeyId, Signature?.Region }.OfType<string>().SelectMany(SpecUrl.HolesOf))
            .Concat(OAuth.Assertion is { } assertion ? [assertion.Key] : []);

    private static IEnumerable<string> HolesOf(Placement placement) =>
        CredentialFormat.TryParse(placement.Format, out var format) ? format.ParameterNames : [];

    private static bool IsIssued(string hole) =>
        IssuedNames.Contains(hole) || hole.EndsWith("token", StringComparison.OrdinalIgnoreCase) || hole.EndsWith("jwt", StringComparison.OrdinalIgnoreCase);

    private bool Place(Placement placement)
    {
        Placements.Add(placement);
        return true;
    }

    // RFC 6750 section 2.1 for tokens, RFC 7617 section 2 for Basic.
    private Placement? StandardPlacement() => Kind switch
    {
        AuthKind.Bearer when Parameters.Count(parameter => parameter.Secret) == 1 =>
            new(PlacementLocation.Header, "Authorization", $"Bearer {{{Parameters.First(parameter => parameter.Secret).Name}}}"),
        AuthKind.Basic when Find("username") is not null && Find("password") is not null =>
            new(PlacementLocation.Header, "Authorization", $"Basic base64({{{Find("username")!.Name}}}:{{{Find("password")!.Name}}})"),
        _ when IsOAuth2 => new(PlacementLocation.Header, "Authorization", "Bearer {access_token}"),
        _ => null,
    };
}
