namespace McpConnectorAuth.Core.Requests;

/// <summary>Whether a request carries the credential, or is a negative control that proves that the API looks at it.</summary>
public enum ControlVariant
{
    /// <summary>The credential as the person entered it.</summary>
    Credential,

    /// <summary>No secret at all.</summary>
    NoCredential,

    /// <summary>Each secret with one character changed, same length and alphabet.</summary>
    ChangedCredential,
}
