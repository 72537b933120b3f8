namespace McpConnectorAuth.Core.Documents;

/// <summary>A security scheme of an API description.</summary>
/// <param name="Key">Name under which operations refer to it.</param>
/// <param name="Type"><c>apiKey</c>, <c>http</c>, <c>basic</c>, <c>oauth2</c>, <c>openIdConnect</c> or <c>mutualTLS</c>.</param>
/// <param name="Scheme">HTTP scheme such as <c>bearer</c>, empty for other types.</param>
/// <param name="In">Place of an API key: <c>header</c>, <c>query</c> or <c>cookie</c>.</param>
/// <param name="Name">Name of the header, parameter or cookie.</param>
/// <param name="Description">The description's words, or empty.</param>
/// <param name="Flows">Flows of OAuth 2.0.</param>
/// <param name="Start">Where the scheme's facts stand.</param>
internal sealed record ApiSecurityScheme(string Key, string Type, string Scheme, string In, string Name, string Description, IReadOnlyList<ApiOAuthFlow> Flows, int Start);
