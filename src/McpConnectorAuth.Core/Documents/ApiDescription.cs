namespace McpConnectorAuth.Core.Documents;

/// <summary>What a machine-readable API description (OpenAPI) declares. Offsets are into the document's text.</summary>
internal sealed class ApiDescription
{
    public List<ApiServer> Servers { get; } = [];

    public List<ApiSecurityScheme> Schemes { get; } = [];

    public List<ApiOperation> Operations { get; } = [];

    /// <summary>Headers and query parameters that operations take, each once.</summary>
    public List<ApiParameter> Parameters { get; } = [];

    /// <summary>Where the description says that no call needs a credential, or -1.</summary>
    public int OpenStart { get; set; } = -1;

    /// <summary>Sets of scheme names that the whole API or an operation requires together; an empty set allows calls without credentials.</summary>
    public List<IReadOnlyList<string>> Requirements { get; } = [];
}
