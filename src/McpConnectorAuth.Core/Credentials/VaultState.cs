namespace McpConnectorAuth.Core.Credentials;

/// <summary>What there is to say on a store and its key.</summary>
/// <param name="Store">Where entries and the key are kept, in words.</param>
/// <param name="KeyOrigin">Origin of the key that seals, a constant of <see cref="VaultKeyOrigin"/>; null where the store is new.</param>
/// <param name="KeyId"><see cref="VaultKey.Id"/> of that key, or null.</param>
/// <param name="Connections">Number of stored connections, of all projects.</param>
/// <param name="Pending">Number of entries that are sealed with another key, after an interrupted rotation.</param>
/// <param name="Unreadable">Entries that can't be opened here.</param>
/// <param name="Keychain">Why there is no keychain here, or null where one may answer.</param>
/// <param name="NextStep">What to do next.</param>
public sealed record VaultState(
    string Store,
    string? KeyOrigin,
    string? KeyId,
    int Connections,
    int Pending,
    IReadOnlyList<string> Unreadable,
    string? Keychain,
    string NextStep);
