namespace McpConnectorAuth.Core.Analysis.Samples;

/// <summary>A named value of a sample: a header, a query parameter, a body field. Variables stand as <c>{name}</c>.</summary>
internal sealed record SampleField(string Name, string Value);
