using McpConnectorAuth.Core.Credentials;

namespace McpConnectorAuth.Cli;

/// <summary>Environment variables from which <c>login --no-browser</c> takes values: <c>CONNECTOR_CREDENTIAL_API_KEY</c> for <c>api_key</c>.</summary>
internal static class CredentialVariables
{
    /// <summary>What every name begins with.</summary>
    public const string Prefix = "CONNECTOR_CREDENTIAL_";

    /// <summary>The variable of a field.</summary>
    public static string NameOf(CredentialFormField field) =>
        Prefix + string.Concat(field.Name.Select(c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    /// <summary>The variable's value, or null where it is not set.</summary>
    public static string? Read(CredentialFormField field) => Environment.GetEnvironmentVariable(NameOf(field));
}
