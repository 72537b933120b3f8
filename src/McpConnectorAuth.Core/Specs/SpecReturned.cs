namespace McpConnectorAuth.Core.Specs;

/// <summary>Something that a login call returns.</summary>
/// <param name="Name">Name of the hole that it fills, such as <c>session_token</c>.</param>
/// <param name="In"><c>body</c>, <c>header</c> or <c>cookie</c>.</param>
/// <param name="Path">Member names joined by dots in a JSON body (empty for the whole body as text), or the header's or cookie's name.</param>
public sealed record SpecReturned(string Name, string In, string Path);
