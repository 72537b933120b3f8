using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>Documented facts of an OAuth method (RFC 6749 and others); null or empty means not stated.</summary>
/// <param name="AuthorizeUrl">Authorization endpoint.</param>
/// <param name="TokenUrl">Token endpoint.</param>
/// <param name="Scopes">Scopes, in the order of the document.</param>
/// <param name="ScopeSeparator">Separator of scopes where it is not a blank.</param>
/// <param name="Pkce"><c>required</c>, <c>supported</c>, <c>rejected</c> or <c>not_stated</c> (RFC 7636).</param>
/// <param name="TokenAuth">Client authentication at the token endpoint: <c>basic</c>, <c>body</c>, <c>query</c>, <c>none</c> or <c>not_stated</c>.</param>
/// <param name="DeviceUrl">Device authorization endpoint (RFC 8628).</param>
/// <param name="RevocationUrl">Revocation endpoint (RFC 7009).</param>
/// <param name="ExtraParams">Further authorize parameters that the document asks for.</param>
public sealed record OAuthFacts(
    [property: Description("authorization endpoint")] string? AuthorizeUrl,
    [property: Description("token endpoint")] string? TokenUrl,
    [property: Description("scopes")] IReadOnlyList<string> Scopes,
    [property: Description("scope separator if not a blank")] string? ScopeSeparator,
    [property: Description("required, supported, rejected or not_stated")] string Pkce,
    [property: Description("basic, body, query, none or not_stated")] string TokenAuth,
    [property: Description("device endpoint")] string? DeviceUrl,
    [property: Description("revocation endpoint")] string? RevocationUrl,
    [property: Description("extra authorize parameters")] IReadOnlyDictionary<string, string> ExtraParams);
