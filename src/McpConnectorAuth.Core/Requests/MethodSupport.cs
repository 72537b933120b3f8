using McpConnectorAuth.Core.Analysis;
using McpConnectorAuth.Core.Specs;

namespace McpConnectorAuth.Core.Requests;

/// <summary>Whether a method can be carried out as the spec describes it: each kind with what it can't do without.</summary>
internal static class MethodSupport
{
    /// <summary>Parameters that only a token endpoint or a login call ever sees.</summary>
    private static readonly HashSet<string> NeverOnRequests =
        new(ParameterNameComparer.Instance) { "client_secret", "refresh_token", "code_verifier", "password" };

    /// <summary>What is missing, as a clause for people; null where nothing is.</summary>
    public static string? Missing(ConnectorSpec spec, SpecMethod method)
    {
        if (method.Placements.Any(placement => !MethodPlan.IsFixed(method, placement) && !CredentialFormat.TryParse(placement.Format, out _))) return "a placement's format is broken";
        var holes = MethodHoles.Of(method);
        if (holes.Unknown.Count > 0) return $"nothing fills {{{holes.Unknown[0]}}} in its placements";
        return method.Kind switch
        {
            AuthKind.Bearer or AuthKind.ApiKey or AuthKind.Basic => MissingPlacement(method),
            AuthKind.SessionLogin => method.Login is null ? "the login call is not described (authentication.methods[].login)" : MissingIssued(method, holes),
            AuthKind.OAuth1 => OAuth1Seal.Missing(method) ?? MissingOAuth1(method),
            AuthKind.SignedRequest when method.Signature is null => "how requests are signed is not described (authentication.methods[].signature)",
            AuthKind.SignedRequest => method.Signature.Algorithm == SigV4Seal.Algorithm
                ? SigV4Seal.Missing(method.Signature, method.Parameters)
                : SignatureSeal.Missing(method.Signature, method.Placements, method.Parameters),
            AuthKind.Digest => DigestNames.Of(method, spec.ParametersOf(method)) is null ? "no parameters are recognised as user name and password" : null,
            AuthKind.Mtls => ClientCertificate.Names(method).Any() ? null : "no parameter is recognised as the client certificate",
            _ when method.Kind.IsOAuth2() => MissingGrant(spec, method) ?? MissingIssued(method, holes),
            _ => "this version does not know how",
        };
    }

    /// <summary>Whether the method's placements hold everything a request needs, with the person's parameters alone.</summary>
    public static bool IsStatic(SpecMethod method) => method.Kind is AuthKind.Bearer or AuthKind.ApiKey or AuthKind.Basic;

    private static string? MissingPlacement(SpecMethod method) =>
        method.Placements.Any(placement => placement.Format.Contains('{', StringComparison.Ordinal)) ? null : "no placement says where the credential goes";

    private static string? MissingIssued(SpecMethod method, MethodHoles holes)
    {
        if (holes.Issued.Count == 0) return "no placement says where what is issued goes";
        var leaking = method.Placements
            .SelectMany(placement => CredentialFormat.Parse(placement.Format).ParameterNames)
            .FirstOrDefault(name => NeverOnRequests.Contains(name) || ParameterNameComparer.Instance.Equals(name, method.OAuth?.Assertion?.Key));
        return leaking is null ? null : $"its placements put {{{leaking}}} on every request, which only the token endpoint may see";
    }

    /// <summary>RFC 5849 section 2: three endpoints, or none where token and secret are parameters or there is no token.</summary>
    private static string? MissingOAuth1(SpecMethod method) =>
        Has(method.OAuth?.RequestTokenUrl) && !(Has(method.OAuth?.AuthorizationUrl) && Has(method.OAuth?.TokenUrl))
            ? "the authorization URL or the token URL is not stated"
            : null;

    private static string? MissingGrant(ConnectorSpec spec, SpecMethod method)
    {
        var oauth = method.OAuth;
        var shared = spec.Connection.OAuth;
        var isDiscovered = Has(oauth?.Issuer);
        var tokenUrl = Has(oauth?.TokenUrl) || Has(shared?.TokenUrl) || isDiscovered;
        return method.Kind switch
        {
            // A signed JWT without a token endpoint is the token itself.
            AuthKind.OAuth2JwtBearer => oauth?.Assertion is null ? "what the JWT says is not described (authentication.methods[].oauth.assertion)" : null,
            _ when !tokenUrl => "the token URL is not stated",
            AuthKind.OAuth2AuthorizationCode when !(Has(oauth?.AuthorizationUrl) || Has(shared?.AuthorizationUrl) || isDiscovered) => "the authorization URL is not stated",
            AuthKind.OAuth2DeviceCode when !(Has(oauth?.DeviceAuthorizationUrl) || isDiscovered) => "the device authorization URL is not stated",
            _ => null,
        };
    }

    private static bool Has(string? url) => !string.IsNullOrWhiteSpace(url);
}
