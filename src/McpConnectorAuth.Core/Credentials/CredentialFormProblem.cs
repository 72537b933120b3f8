namespace McpConnectorAuth.Core.Credentials;

/// <summary>Why a field's value is refused.</summary>
public enum CredentialFormProblem
{
    /// <summary>A required field is empty.</summary>
    Missing,

    /// <summary>The value is longer than <see cref="CredentialFormField.MaxLength"/>.</summary>
    TooLong,

    /// <summary>The value does not have the field's <see cref="CredentialFieldShape"/>.</summary>
    Malformed,
}
