using McpConnectorAuth.Core.Analysis.Reading;

namespace McpConnectorAuth.Core.Analysis.Claims;

/// <summary>One statement that a credential travels in a certain place.</summary>
/// <param name="Kind">Kind of method that the place belongs to.</param>
/// <param name="Placement">The place; holes of the format as the document spells them.</param>
/// <param name="Weight">Strength, 1 for one plain sample.</param>
/// <param name="Context">What the statement is about.</param>
/// <param name="Quote">The words.</param>
/// <param name="Sample">Whether a sample request shows it.</param>
/// <param name="Request">Number of the request or statement it is part of; places of one request belong together.</param>
internal sealed record PlacementClaim(AuthKind Kind, Placement Placement, double Weight, UnitContext Context, QuoteSpan Quote, int Request, bool Sample = false);
