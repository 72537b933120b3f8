namespace McpConnectorAuth.Core.Tests.Analysis;

/// <summary>Tests that measure processor time run while no others do.</summary>
[CollectionDefinition(nameof(LinearTimeTests), DisableParallelization = true)]
public sealed class MeasuredAlone;
