namespace McpConnectorAuth.Core.Documents;

/// <summary>An OAuth 2.0 flow of a security scheme.</summary>
/// <param name="Name">Name of the flow as the description spells it.</param>
/// <param name="Authorize">Authorization endpoint.</param>
/// <param name="Token">Token endpoint.</param>
/// <param name="Device">Device authorization endpoint (RFC 8628).</param>
/// <param name="Scopes">Scopes.</param>
/// <param name="Start">Where the flow's facts stand.</param>
internal sealed record ApiOAuthFlow(string Name, ApiUrl Authorize, ApiUrl Token, ApiUrl Device, IReadOnlyList<string> Scopes, int Start);
