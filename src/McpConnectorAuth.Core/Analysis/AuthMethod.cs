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
/// <param name="Login">The login call of a method with a session where the document shows it; not written otherwise.</param>
public sealed record AuthMethod(
    [property: Description("name")] string Name,
    [property: Description("kind")] AuthKind Kind,
    bool Recommended,
    bool Deprecated,
    [property: Description("together on each request")] IReadOnlyList<Placement> Placements,
    [property: Description("from the person")] IReadOnlyList<AuthParameter> Parameters,
    [property: JsonPropertyName("oauth")] OAuthFacts? OAuth,
    IReadOnlyList<Evidence> Evidence,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] LoginFacts? Login = null);
