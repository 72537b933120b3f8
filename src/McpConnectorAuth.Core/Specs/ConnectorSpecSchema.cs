namespace McpConnectorAuth.Core.Specs;

/// <summary>The JSON Schema (draft 2020-12) of <c>connector_spec.yaml</c>, as published in <c>schemas/connector_spec.schema.json</c>.</summary>
public static class ConnectorSpecSchema
{
    private static readonly Lazy<string> Text = new(() =>
    {
        using var stream = typeof(ConnectorSpecSchema).Assembly.GetManifestResourceStream("connector_spec.schema.json")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    });

    /// <summary>The schema's text.</summary>
    public static string Json => Text.Value;
}
