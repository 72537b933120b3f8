namespace McpConnectorAuth.Core.Specs;

/// <summary>The section <c>connection.oauth</c>.</summary>
/// <param name="Flow"><c>m2m</c>, <c>u2m</c> or <c>u2m_per_user</c>.</param>
/// <param name="Pkce">Whether PKCE is used.</param>
/// <param name="Scopes">All scopes as one string.</param>
/// <param name="AuthorizationUrl">Authorization endpoint, or null for <c>m2m</c>.</param>
/// <param name="TokenUrl">Token endpoint.</param>
/// <param name="ExtraAuthParams">Further authorize parameters.</param>
public sealed record SpecOAuth(
    string Flow,
    bool Pkce,
    string Scopes,
    string? AuthorizationUrl,
    string? TokenUrl,
    IReadOnlyDictionary<string, string> ExtraAuthParams);
