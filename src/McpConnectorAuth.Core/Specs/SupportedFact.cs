namespace McpConnectorAuth.Core.Specs;

/// <summary>An override that a passage of the document supports.</summary>
/// <param name="Override">The override.</param>
/// <param name="Essentials">Texts of the value that the passage holds.</param>
/// <param name="Line">1-based line of the passage.</param>
/// <param name="Document">Path of the document where it is not the leading one.</param>
internal sealed record SupportedFact(SpecOverride Override, IReadOnlyList<string> Essentials, int Line, string? Document = null);
