using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>One thing that goes onto a request.</summary>
/// <param name="In">Where.</param>
/// <param name="Name">Exact header, parameter, field or cookie name.</param>
/// <param name="Format">The value, <c>{param}</c> where a credential stands, such as <c>Basic base64({email}/token:{api_token})</c>.</param>
public sealed record Placement(
    [property: Description("header, query, body, path, cookie")] PlacementLocation In,
    [property: Description("exact name")] string Name,
    [property: Description("value, {parameter} holes")] string Format);
