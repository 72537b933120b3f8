using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>
/// A fact that a model claims to have read and whose quote was found in the document. No part of the analysis until the caller
/// confirms it: fact, value and quote are those of a <see cref="Specs.SpecOverride"/>.
/// </summary>
/// <param name="Fact">Name of the fact, such as <c>base_url</c> or <c>api_key.placement</c>.</param>
/// <param name="Value">Its value.</param>
/// <param name="Quote">Text that occurs verbatim in the document.</param>
/// <param name="Line">1-based line where the quote starts.</param>
public sealed record Suggestion(
    [property: Description("fact")] string Fact,
    [property: Description("value")] string Value,
    [property: Description("verbatim")] string Quote,
    [property: Description("line")] int Line);
