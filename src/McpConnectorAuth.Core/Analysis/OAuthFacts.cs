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
    [property: Description("endpoint")] string? AuthorizeUrl,
    [property: Description("endpoint")] string? TokenUrl,
    [property: Description("scopes")] IReadOnlyList<string> Scopes,
    [property: Description("if not a blank")] string? ScopeSeparator,
    [property: Description("required, supported, rejected, not_stated")] string Pkce,
    [property: Description("basic, body, query, none, not_stated")] string TokenAuth,
    [property: Description("endpoint")] string? DeviceUrl,
    [property: Description("endpoint")] string? RevocationUrl,
    [property: Description("for authorize")] IReadOnlyDictionary<string, string> ExtraParams);
