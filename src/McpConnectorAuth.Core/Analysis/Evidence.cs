using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>A quote that supports a fact.</summary>
/// <param name="Fact">Name of the fact, such as <c>kind</c> or <c>placement</c>.</param>
/// <param name="Quote">Text that occurs verbatim in the document.</param>
/// <param name="Line">1-based line where the quote starts.</param>
public sealed record Evidence(
    [property: Description("fact")] string Fact,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line);
