namespace McpConnectorAuth.Core.Documents;

/// <summary>An OAuth 2.0 flow of a security scheme.</summary>
/// <param name="Name">Name of the flow as the description spells it.</param>
/// <param name="AuthorizeUrl">Authorization endpoint, or empty.</param>
/// <param name="TokenUrl">Token endpoint, or empty.</param>
/// <param name="Scopes">Scopes.</param>
/// <param name="Start">Where the flow's facts stand.</param>
internal sealed record ApiOAuthFlow(string Name, string AuthorizeUrl, string TokenUrl, IReadOnlyList<string> Scopes, int Start);
