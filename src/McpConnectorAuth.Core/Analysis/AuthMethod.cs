using System.ComponentModel;
using System.Text.Json.Serialization;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>One documented way to authenticate.</summary>
/// <param name="Name">Unique name within the analysis, snake_case.</param>
/// <param name="Kind">Kind of method.</param>
/// <param name="Recommended">True for exactly one method of an analysis that has any.</param>
/// <param name="Deprecated">True where the document advises against the method or announces its end.</param>
/// <param name="Placements">Everything that goes onto a request, all of it together.</param>
/// <param name="Parameters">What the person has to supply.</param>
/// <param name="OAuth">Facts of an OAuth method; null for others.</param>
/// <param name="Evidence">Quotes behind the facts.</param>
public sealed record AuthMethod(
    [property: Description("unique name")] string Name,
    [property: Description("kind of method")] AuthKind Kind,
    [property: Description("the one to use unless told otherwise")] bool Recommended,
    [property: Description("the document advises against it")] bool Deprecated,
    [property: Description("what goes onto each request, all together")] IReadOnlyList<Placement> Placements,
    [property: Description("what the person supplies in the portal")] IReadOnlyList<AuthParameter> Parameters,
    [property: JsonPropertyName("oauth"), Description("OAuth facts, else null")] OAuthFacts? OAuth,
    [property: Description("verbatim quotes behind the facts")] IReadOnlyList<Evidence> Evidence);
