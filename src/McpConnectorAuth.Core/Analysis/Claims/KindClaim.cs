using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>One statement about a kind of method, without a place on the request.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Weight">Strength; negative where the statement denies the kind.</param>
/// <param name="Context">What the statement is about.</param>
/// <param name="Quote">The words.</param>
internal sealed record KindClaim(AuthKind Kind, double Weight, UnitContext Context, QuoteSpan Quote);
