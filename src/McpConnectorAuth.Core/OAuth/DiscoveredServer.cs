namespace McpConnectorAuth.Core.OAuth;

/// <summary>A grant's context with the endpoints that its server states.</summary>
/// <param name="Context">The context, its settings completed.</param>
/// <param name="Issuer">The issuer, or null where it is not known.</param>
/// <param name="SendsIssuer">Whether the server promised to send <c>iss</c> with callbacks (RFC 9207 section 3).</param>
internal sealed record DiscoveredServer(GrantContext Context, string? Issuer, bool SendsIssuer);
