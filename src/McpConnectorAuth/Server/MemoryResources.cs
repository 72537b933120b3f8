using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Memory;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>The project's memory as MCP resources: <c>memory://MEMORY.md</c> (the index) and <c>memory://{topic}.md</c>.</summary>
internal static class MemoryResources
{
    private const string Scheme = "memory://";
    private const string Index = "MEMORY.md";

    /// <summary>Adds the handlers that list and read the memory as it is at that moment.</summary>
    public static void Register(McpServerOptions options, ConnectorAuthServices services)
    {
        options.Handlers.ListResourcesHandler = (_, _) => ValueTask.FromResult(new ListResourcesResult { Resources = List(services) });
        options.Handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult
        {
            ResourceTemplates =
            [
                new ResourceTemplate { Name = "memory-topic", Title = "Memory topic", UriTemplate = $"{Scheme}{{topic}}.md", MimeType = "text/markdown", Description = "Notes on one topic" },
            ],
        });
        options.Handlers.ReadResourceHandler = (request, _) => ValueTask.FromResult(Read(services, request.Params?.Uri ?? ""));
    }

    private static List<Resource> List(ConnectorAuthServices services)
    {
        IReadOnlyList<MemoryTopic> topics;
        try
        {
            topics = services.Memory.List();
        }
        catch (ConnectorAuthException error)
        {
            throw new McpProtocolException(services.Redactor.Redact(error.Explanation), McpErrorCode.InternalError);
        }

        if (topics.Count == 0) return [];
        var index = new Resource { Uri = Scheme + Index, Name = Index, Title = "Memory index", MimeType = "text/markdown", Description = "What this project has learned about its APIs" };
        return [index, .. topics.Select(topic => new Resource { Uri = $"{Scheme}{topic.Name}.md", Name = $"{topic.Name}.md", Title = topic.Name, MimeType = "text/markdown" })];
    }

    private static ReadResourceResult Read(ConnectorAuthServices services, string uri)
    {
        try
        {
            if (!uri.StartsWith(Scheme, StringComparison.Ordinal) || !uri.EndsWith(".md", StringComparison.Ordinal)) throw NotFound(uri);
            var name = uri[Scheme.Length..];
            var text = name == Index ? services.Memory.ReadIndex() : services.Memory.Read(name[..^3]);
            return new ReadResourceResult
            {
                Contents = [new TextResourceContents { Uri = uri, MimeType = "text/markdown", Text = services.Redactor.Redact(text) }],
            };
        }
        catch (ConnectorAuthException error)
        {
            throw new McpProtocolException(services.Redactor.Redact(error.Explanation), McpErrorCode.InvalidParams);
        }
    }

    private static ConnectorAuthException NotFound(string uri) => new(
        ErrorCodes.NoteNotFound, $"There is no resource {uri}.", "List the resources; memory is at memory://MEMORY.md and memory://{topic}.md.");
}
