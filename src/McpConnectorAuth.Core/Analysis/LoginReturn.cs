using System.ComponentModel;

namespace McpConnectorAuth.Core.Analysis;

/// <summary>Something that a login call returns.</summary>
/// <param name="Name">Name of the hole that it fills.</param>
/// <param name="In"><c>body</c>, <c>header</c> or <c>cookie</c>.</param>
/// <param name="Path">Member names joined by dots, or the header's or cookie's name.</param>
public sealed record LoginReturn(
    [property: Description("fills this hole")] string Name,
    [property: Description("body, header, cookie")] string In,
    [property: Description("a.b in JSON, or a name")] string Path);
