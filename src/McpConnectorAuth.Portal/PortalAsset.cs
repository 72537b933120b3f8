namespace McpConnectorAuth.Portal;

/// <summary>A file of the portal's pages.</summary>
/// <param name="Path">Path on the server.</param>
/// <param name="ContentType">Media type.</param>
/// <param name="Content">The bytes.</param>
internal sealed record PortalAsset(string Path, string ContentType, byte[] Content);
