using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>Settings that the document says a person has to supply, named together.</summary>
/// <param name="Parameters">The settings.</param>
/// <param name="Quote">The words.</param>
/// <param name="Whole">Whether the words announce a list and give all of it, rather than one of several sentences that name settings.</param>
/// <param name="Explicit">Whether the document lists settings as such (a form, a table), rather than things to have at hand.</param>
internal sealed record ParameterGroup(IReadOnlyList<DeclaredParameter> Parameters, QuoteSpan Quote, bool Explicit, bool Whole = false);
