using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>A quote that supports a fact.</summary>
/// <param name="Fact">Name of the fact, such as <c>kind</c> or <c>placement</c>.</param>
/// <param name="Quote">Text that occurs verbatim in the document.</param>
/// <param name="Line">1-based line where the quote starts.</param>
/// <param name="Document">Path of the document where several were read and it is not the one that the analysis names first.</param>
public sealed record Evidence(
    [property: Description("fact")] string Fact,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line,
    [property: Description("document"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Document = null);
