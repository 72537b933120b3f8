namespace McpConnectorAuth.Demo;

/// <summary>A reply of an example API.</summary>
/// <param name="Status">HTTP status.</param>
/// <param name="Json">Body.</param>
internal sealed record ExampleAnswer(int Status, string Json);
