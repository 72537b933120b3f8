namespace McpConnectorAuth.Core.Credentials;

/// <summary>Literal text that a request or a host name puts around a field's value.</summary>
/// <param name="Before">Text before the value, such as <c>Bearer </c>; may be empty.</param>
/// <param name="After">Text after the value, such as <c>.example.com</c>; may be empty.</param>
public sealed record CredentialFormAffix(string Before, string After);
