namespace McpConnectorAuth.Core.Credentials;

/// <summary>A field whose value is refused.</summary>
/// <param name="Field">Name of the field.</param>
/// <param name="Problem">What is wrong.</param>
/// <param name="Message">The same for a person: one or two sentences that name the field and never hold the value.</param>
public sealed record CredentialFormError(string Field, CredentialFormProblem Problem, string Message);
