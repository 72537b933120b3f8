namespace McpConnectorAuth.Core.Credentials;

/// <summary>
/// Keys from the environment, for servers, containers and CI: the one in use, and for a rotation the one to come. A malformed
/// one is an error, never a reason to use another key.
/// </summary>
internal sealed class EnvironmentKeySource(Func<string, string?> environment) : IVaultKeySource
{
    /// <summary>Environment variable that holds the key in use: 64 hex digits.</summary>
    public const string Variable = "CONNECTOR_AUTH_KEY";

    /// <summary>Environment variable that holds the key to come, for a rotation.</summary>
    public const string NewVariable = "CONNECTOR_AUTH_NEW_KEY";

    /// <inheritdoc/>
    public string Origin => VaultKeyOrigin.Environment;

    /// <inheritdoc/>
    public string Description => $"the environment variable {Variable}";

    /// <inheritdoc/>
    public IReadOnlyList<VaultKey> Read() => [.. new[] { Read(Variable), Read(NewVariable) }.OfType<VaultKey>()];

    /// <inheritdoc/>
    public VaultKey Add() => Read(NewVariable) ?? throw new ConnectorAuthException(
        ErrorCodes.VaultKey,
        $"The new key is to come from the environment, but {NewVariable} is not set.",
        $"Set {NewVariable} to 64 hex digits (`openssl rand -hex 32` makes a key), then call again. Nothing was changed.");

    /// <summary>What the environment holds is the person's to change.</summary>
    public void Retain(IReadOnlySet<string> keyIds)
    {
    }

    private VaultKey? Read(string variable) => environment(variable) is not { } value
        ? null
        : VaultKey.FromHex(value, Origin) ?? throw new ConnectorAuthException(
            ErrorCodes.VaultKey,
            $"{variable} is set but does not hold 64 hex digits (it has {value.Length} characters).",
            $"Set it to the vault's key (`openssl rand -hex 32` makes a new one), or unset it.");
}
