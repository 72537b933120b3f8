namespace McpConnectorAuth.Core.Credentials;

/// <summary>A place that keeps the vault's key.</summary>
public interface IVaultKeySource
{
    /// <summary>A constant of <see cref="VaultKeyOrigin"/>.</summary>
    string Origin { get; }

    /// <summary>Where the key is kept, in words for the person.</summary>
    string Description { get; }

    /// <summary>Reads the key; null where none has been made yet.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> where what is there can't be used.</exception>
    VaultKey? Load();

    /// <summary>Reads the key, or makes one and keeps it. Processes that call this together get the same key.</summary>
    /// <exception cref="ConnectorAuthException"><see cref="ErrorCodes.VaultKey"/> or <see cref="ErrorCodes.FileAccess"/>.</exception>
    VaultKey LoadOrCreate();
}
