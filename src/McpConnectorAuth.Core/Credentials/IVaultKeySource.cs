namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// A place that keeps the vault's keys: one, and while a rotation runs the new one beside the old. Changes are made under
/// the store's lock, see <see cref="Vault"/>.
/// </summary>
public interface IVaultKeySource
{
    /// <summary>A constant of <see cref="VaultKeyOrigin"/>.</summary>
    string Origin { get; }

    /// <summary>Where the keys are kept, in words for the person.</summary>
    string Description { get; }

    /// <summary>Reads the keys; empty where none has been made yet.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> where what is there can't be used, or the place can't be reached.</exception>
    IReadOnlyList<VaultKey> Read();

    /// <summary>Makes a key and keeps it, in addition to those that are there. It is safe on the disk when this returns.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    VaultKey Add();

    /// <summary>Removes keys.</summary>
    /// <param name="keyIds">The keys that stay.</param>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    void Retain(IReadOnlySet<string> keyIds);
}
