namespace McpConnectorAuth.Core.Documents;

/// <summary>An operation of an API description.</summary>
/// <param name="Method">HTTP method in upper case.</param>
/// <param name="Path">Path below the server's URL.</param>
/// <param name="RequiredParameters">Number of required parameters, credentials left out.</param>
/// <param name="IsPublic">Whether the description says that it needs no credential.</param>
/// <param name="Offset">Where the path stands.</param>
/// <param name="Summary">What the description says of it in a line; empty where it says nothing.</param>
internal sealed record ApiOperation(string Method, string Path, int RequiredParameters, bool IsPublic, int Offset, string Summary = "");
