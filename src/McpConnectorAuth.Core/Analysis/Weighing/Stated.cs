using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Weighing;

/// <summary>A fact with the words that state it.</summary>
/// <param name="Value">The fact.</param>
/// <param name="Quote">The words; empty where the document has none.</param>
internal readonly record struct Stated<T>(T Value, QuoteSpan Quote);
