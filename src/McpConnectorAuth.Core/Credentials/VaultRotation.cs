namespace McpConnectorAuth.Core.Credentials;

/// <summary>What a rotation of the vault's key did.</summary>
/// <param name="From">Origin of the key that sealed before, a constant of <see cref="VaultKeyOrigin"/>; null where the store was new.</param>
/// <param name="To">Origin of the key that seals now.</param>
/// <param name="KeyId"><see cref="VaultKey.Id"/> of the key that seals now.</param>
/// <param name="Resealed">Number of entries sealed anew.</param>
/// <param name="Unreadable">Entries that no key opens; the old keys are kept while there are any.</param>
/// <param name="NextStep">What to do next.</param>
public sealed record VaultRotation(
    string? From,
    string To,
    string KeyId,
    int Resealed,
    IReadOnlyList<string> Unreadable,
    string NextStep);
