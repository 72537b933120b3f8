namespace McpConnectorAuth.Core.Documents;

/// <summary>A server of an API description.</summary>
/// <param name="Url">URL with <c>{name}</c> variables.</param>
/// <param name="Description">The description's words, or empty.</param>
/// <param name="Offset">Where the URL stands.</param>
internal sealed record ApiServer(string Url, string Description, int Offset);
