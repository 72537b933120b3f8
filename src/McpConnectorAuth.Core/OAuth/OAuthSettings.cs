using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Requests;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.OAuth;

/// <summary>The OAuth settings of a method: its own section first, <c>connection.oauth</c> for what that leaves out. URLs still have their holes.</summary>
internal sealed record OAuthSettings
{
    private const string DefaultHole = "access_token";

    public string? AuthorizationUrl { get; init; }

    public string? TokenUrl { get; init; }

    public string? RefreshUrl { get; init; }

    public string? DeviceUrl { get; init; }

    public string? RevocationUrl { get; init; }

    public string? PushUrl { get; init; }

    public string? RequestTokenUrl { get; init; }

    public string? Issuer { get; init; }

    /// <summary>The scopes one by one, for people.</summary>
    public required IReadOnlyList<string> Scopes { get; init; }

    /// <summary>The scopes as they are sent; empty where none is asked for.</summary>
    public required string ScopeText { get; init; }

    public required bool UsesPkce { get; init; }

    /// <summary>Whether token requests are JSON rather than a form.</summary>
    public required bool SendsJson { get; init; }

    /// <summary>What the spec says about client authentication, or null.</summary>
    public ClientAuthentication? TokenAuth { get; init; }

    public required IReadOnlyDictionary<string, string> ExtraTokenParams { get; init; }

    public required IReadOnlyDictionary<string, string> ExtraAuthParams { get; init; }

    /// <summary>Member names that lead to the token.</summary>
    public required IReadOnlyList<string> AccessTokenPath { get; init; }

    public required IReadOnlyDictionary<string, string> ReplyFacts { get; init; }

    public required IReadOnlyDictionary<string, string> CallbackFacts { get; init; }

    public SpecAssertion? Assertion { get; init; }

    /// <summary>Names that the access token fills: holes of placements that are neither a parameter nor a fact nor computed.</summary>
    public required IReadOnlyList<string> TokenHoles { get; init; }

    /// <summary>Works the settings of a method out.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.SpecInvalid"/> for a client authentication that does not exist.</exception>
    public static OAuthSettings Of(ConnectorSpec spec, SpecMethod method)
    {
        ArgumentNullException.ThrowIfNull(spec);
        ArgumentNullException.ThrowIfNull(method);
        var own = method.OAuth ?? new SpecMethodOAuth();
        var shared = method.Kind.IsOAuth2() ? spec.Connection.OAuth : null;
        var scopes = own.Scopes ?? SplitScopes(shared?.Scopes, own.ScopeSeparator);
        return new OAuthSettings
        {
            AuthorizationUrl = Stated(own.AuthorizationUrl) ?? Stated(shared?.AuthorizationUrl),
            TokenUrl = Stated(own.TokenUrl) ?? Stated(shared?.TokenUrl),
            RefreshUrl = Stated(own.RefreshUrl),
            DeviceUrl = Stated(own.DeviceAuthorizationUrl),
            RevocationUrl = Stated(own.RevocationUrl),
            PushUrl = Stated(own.PushedAuthorizationRequestUrl),
            RequestTokenUrl = Stated(own.RequestTokenUrl),
            Issuer = Stated(own.Issuer),
            Scopes = scopes,
            ScopeText = own.Scopes is null && own.ScopeSeparator is null ? shared?.Scopes.Trim() ?? "" : string.Join(own.ScopeSeparator ?? " ", scopes),
            UsesPkce = own.Pkce != "rejected",
            SendsJson = own.TokenBody == "json",
            TokenAuth = AuthenticationOf(method),
            ExtraTokenParams = own.ExtraTokenParams,
            ExtraAuthParams = own.ExtraAuthParams.Count > 0 ? own.ExtraAuthParams : shared?.ExtraAuthParams ?? own.ExtraAuthParams,
            AccessTokenPath = (Stated(own.AccessTokenPath) ?? DefaultHole).Split('.'),
            ReplyFacts = own.ReplyFacts,
            CallbackFacts = own.CallbackFacts,
            Assertion = own.Assertion,
            TokenHoles = HolesOf(method),
        };
    }

    private static string[] SplitScopes(string? text, string? separator) => string.IsNullOrWhiteSpace(text)
        ? []
        : text.Split(separator is null ? [" ", ","] : [separator, " "], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static string? Stated(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static ClientAuthentication? AuthenticationOf(SpecMethod method) => method.TokenAuth switch
    {
        null or "" => null,
        "basic" => ClientAuthentication.Basic,
        "body" => ClientAuthentication.Body,
        "query" => ClientAuthentication.Query,
        "none" => ClientAuthentication.None,
        "private_key_jwt" => ClientAuthentication.PrivateKeyJwt,
        "client_secret_jwt" => ClientAuthentication.ClientSecretJwt,
        _ => throw new ConnectorAuthException(
            ErrorCodes.SpecInvalid,
            $"The method {method.Name} names a client authentication that does not exist.",
            "Write basic, body, query, none, private_key_jwt or client_secret_jwt as token_auth in the spec."),
    };

    private static IReadOnlyList<string> HolesOf(SpecMethod method) => MethodHoles.Of(method).Issued is { Count: > 0 } holes ? holes : [DefaultHole];
}
