namespace McpConnectorAuth.Core.Specs;

/// <summary>A base URL.</summary>
/// <param name="Url">The URL with <c>{parameter}</c> holes, without a trailing slash.</param>
/// <param name="Environment">Such as <c>production</c>.</param>
/// <param name="Line">1-based line in the document, 0 where it is not from there.</param>
/// <param name="Document">Path of the document where it is not the one that the section names first.</param>
public sealed record SpecBaseUrl(string Url, string Environment, int Line, string? Document = null);
