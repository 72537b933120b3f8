using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>A documented call that proves a credential.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Path">Path relative to the base URL, with its query where that decides what is called; absolute where the call goes to another documented host.</param>
/// <param name="Quote">Text that occurs verbatim in the document.</param>
/// <param name="Line">1-based line where the quote starts.</param>
/// <param name="Document">Path of the document where several were read and it is not the one that the analysis names first.</param>
public sealed record VerificationCall(
    [property: Description("method")] string Method,
    [property: Description("below the base URL")] string Path,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line,
    [property: Description("document"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Document = null);
