namespace McpConnectorAuth.Core.Credentials;

/// <summary>The key from an environment variable, for servers, containers and CI. A malformed one is an error, never a reason to use another key.</summary>
public sealed class EnvironmentKeySource : IVaultKeySource
{
    /// <summary>Environment variable that holds the key: 64 hex digits.</summary>
    public const string Variable = "CONNECTOR_AUTH_KEY";

    private readonly string _value;

    /// <summary>Takes the variable's value.</summary>
    public EnvironmentKeySource(string value) => _value = value;

    /// <inheritdoc/>
    public string Origin => VaultKeyOrigin.Environment;

    /// <inheritdoc/>
    public string Description => $"the environment variable {Variable}";

    /// <inheritdoc/>
    public VaultKey? Load() => LoadOrCreate();

    /// <inheritdoc/>
    public VaultKey LoadOrCreate() => VaultKey.FromHex(_value, Origin) ?? throw new ConnectorAuthException(
        ErrorCodes.VaultKey,
        $"{Variable} is set but does not hold 64 hex digits (it has {_value.Length} characters).",
        "Set it to the vault's key (`openssl rand -hex 32` makes a new one), or unset it to use the key file.");
}
