namespace McpConnectorAuth.Core.Specs;

/// <summary>A verification call.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path below the base URL, or an absolute URL on a listed host.</param>
/// <param name="Line">1-based line in the document, 0 where it is not from there.</param>
/// <param name="Document">Path of the document where it is not the one that the section names first.</param>
public sealed record SpecVerification(string Method, string Path, int Line, string? Document = null);
