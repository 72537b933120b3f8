using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>Something a reader should know before trusting the document.</summary>
/// <param name="Code">Stable identifier in snake_case, such as <c>addresses_assistant</c>, <c>foreign_host</c>, <c>conflict</c>, <c>lockout</c>.</param>
/// <param name="Message">One sentence.</param>
/// <param name="Line">1-based line, 0 where it concerns the whole document.</param>
/// <param name="Document">Path of the document where several were read and it is not the one that the analysis names first.</param>
/// <param name="Quote">Text of the document that gave rise to it; null where there is none or it is not to be repeated.</param>
public sealed record AnalysisWarning(
    [property: Description("code")] string Code,
    [property: Description("message")] string Message,
    [property: Description("line, 0: whole document")] int Line,
    [property: Description("document"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Document = null,
    [property: Description("verbatim"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Quote = null);
