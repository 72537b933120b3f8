using System.Text.Json;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Specs;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Server.Resources;

/// <summary>The project's resources by kind: memory, specs, analyses, and the schema of specs.</summary>
internal static class ResourceCatalog
{
    private const string Index = "MEMORY";
    private const int LargestSpec = 1 << 20;

    /// <summary>All kinds, in the order in which they are listed.</summary>
    public static IReadOnlyList<ResourceKind> Of(ConnectorAuthServices services) =>
    [
        new("memory://", ".md", "topic", "Memory", "What this project has learned, by topic; MEMORY is the index", "text/markdown",
            () => services.Memory.List() is { Count: > 0 } topics ? topics.Select(topic => topic.Name).Prepend(Index) : [],
            (name, _) => Task.FromResult(name == Index ? services.Memory.ReadIndex() : services.Memory.Read(name))),
        new("spec://", ".yaml", "source", "Connector spec", "connector_spec.yaml of a source", "application/yaml",
            () => services.Workspace.Sources().Where(source => File.Exists(services.Workspace.SpecPath(source))).Select(source => source.Value),
            (name, _) => Task.FromResult(ReadSpec(services.Workspace, SourceName.Parse(name)))),
        new("analysis://", ".json", "source", "Analysis", "What a source's document states about authentication, with quotes", "application/json",
            () => services.Workflow.AnalyzedSources(),
            async (name, cancellationToken) => JsonSerializer.Serialize(
                await services.Workflow.LastAnalysisAsync(name, cancellationToken).ConfigureAwait(false), CoreJsonContext.Default.AuthAnalysis)),
        new("schema://", ".json", "schema", "Schema", "JSON Schema of connector_spec.yaml", "application/schema+json",
            () => ["connector_spec"],
            (name, _) => Task.FromResult(name == "connector_spec" ? ConnectorSpecSchema.Json : throw NotFound($"schema://{name}.json"))),
    ];

    /// <summary>The error for a URI that names nothing.</summary>
    public static ConnectorAuthException NotFound(string uri) => new(
        ErrorCodes.ResourceNotFound, $"There is no resource {uri}.", "List the resources and the templates; names are those of topics and sources.");

    private static string ReadSpec(ProjectWorkspace workspace, SourceName source)
    {
        var path = workspace.SpecPath(source);
        if (!File.Exists(path)) throw NotFound($"spec://{source}.yaml");
        try
        {
            return new FileInfo(path).Length <= LargestSpec
                ? File.ReadAllText(path)
                : throw new ConnectorAuthException(ErrorCodes.SpecInvalid, $"{workspace.Display(path)} is larger than {LargestSpec >> 20} MB.", "Shorten it.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConnectorAuthException(ErrorCodes.FileAccess, $"{workspace.Display(path)} can't be read: {error.Message}", "Check its permissions.", error);
        }
    }
}
