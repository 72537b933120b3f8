namespace McpConnectorAuth.Demo;

/// <summary>A made-up value that opens an example API.</summary>
/// <param name="Field">Name of the parameter in the example's spec.</param>
/// <param name="Value">What to type. It opens nothing but the example on this machine.</param>
internal sealed record ExampleCredential(string Field, string Value);
