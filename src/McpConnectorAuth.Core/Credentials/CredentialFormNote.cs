namespace McpConnectorAuth.Core.Credentials;

/// <summary>Something that cleaning took away from a field's value.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Message">What was taken away, for a person; never the value.</param>
public sealed record CredentialFormNote(string Field, string Message);
