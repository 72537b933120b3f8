namespace McpConnectorAuth.Core.Credentials;

/// <summary>Which key, without anything of the key itself.</summary>
/// <param name="KeyId"><see cref="VaultKey.Id"/>.</param>
/// <param name="KeyOrigin"><see cref="VaultKey.Origin"/>.</param>
internal sealed record VaultKeyName(string KeyId, string KeyOrigin);
