using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>A documented base URL.</summary>
/// <param name="Url">The URL, <c>{name}</c> where a part varies.</param>
/// <param name="Environment">Such as <c>production</c>, <c>sandbox</c>, <c>eu</c>.</param>
/// <param name="Quote">Text that occurs verbatim in the document.</param>
/// <param name="Line">1-based line where the quote starts.</param>
/// <param name="Document">Path of the document where several were read and it is not the one that the analysis names first.</param>
public sealed record BaseUrl(
    [property: Description("{name} holes")] string Url,
    [property: Description("environment")] string Environment,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line,
    [property: Description("document"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Document = null);
