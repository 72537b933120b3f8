namespace McpConnectorAuth.Core.Specs;

/// <summary>One of several methods in <c>connection.auth_methods</c>.</summary>
/// <param name="Name">Name, unique.</param>
/// <param name="Description">One line for the person who chooses.</param>
/// <param name="Parameters">Parameters that only this method needs.</param>
public sealed record SpecAuthMethod(string Name, string Description, IReadOnlyList<SpecParameter> Parameters);
