namespace McpConnectorAuth.Core.Documents;

/// <summary>A header or query parameter of an API description.</summary>
/// <param name="In"><c>header</c> or <c>query</c>.</param>
/// <param name="Name">Name of the header or parameter.</param>
/// <param name="Uses">Number of operations that take it.</param>
/// <param name="Start">Where its name stands.</param>
internal sealed record ApiParameter(string In, string Name, int Uses, int Start);
