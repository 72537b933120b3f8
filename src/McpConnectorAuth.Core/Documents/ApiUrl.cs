namespace McpConnectorAuth.Core.Documents;

/// <summary>A URL of an API description.</summary>
/// <param name="Url">The URL, empty where the description gives none.</param>
/// <param name="Start">Where it stands.</param>
internal readonly record struct ApiUrl(string Url, int Start);
