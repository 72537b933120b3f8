namespace McpConnectorAuth.Server.Tests.Support;

/// <summary>Tests that build the checkout, which can be built by one at a time.</summary>
[CollectionDefinition(nameof(SourceTree))]
public sealed class SourceTree;
