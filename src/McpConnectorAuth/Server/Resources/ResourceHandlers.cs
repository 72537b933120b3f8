using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server.Resources;

/// <summary>Lists and reads the project's resources as they are at that moment, and tells clients that the list has changed.</summary>
internal static class ResourceHandlers
{
    /// <summary>Adds the handlers.</summary>
    public static void Register(McpServerOptions options, ConnectorAuthServices services)
    {
        options.Handlers.ListResourcesHandler = (_, _) => ValueTask.FromResult(new ListResourcesResult { Resources = Guard(services, () => List(services)) });
        options.Handlers.ListResourceTemplatesHandler = (_, _) => ValueTask.FromResult(new ListResourceTemplatesResult { ResourceTemplates = Templates(services) });
        options.Handlers.ReadResourceHandler = (request, cancellationToken) => ReadAsync(services, request.Params?.Uri ?? "", cancellationToken);

        // The SDK knows which client wants to be told, and how: by broadcast, or on a subscription since protocol 2026-07-28. It listens to the
        // collection, which stays empty and whose only way to raise its event without an element is to be cleared.
        var changes = new McpServerResourceCollection();
        options.ResourceCollection = changes;
        services.ResourcesChanged += changes.Clear;
    }

    /// <summary>Runs an action whose failures a client can act on.</summary>
    internal static T Guard<T>(ConnectorAuthServices services, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ConnectorAuthException error)
        {
            throw new McpProtocolException(services.Redactor.Redact(error.Explanation), McpErrorCode.InvalidParams);
        }
    }

    private static List<Resource> List(ConnectorAuthServices services) =>
        [.. ResourceCatalog.Of(services).SelectMany(kind => kind.Names().Select(name => new Resource
        {
            Uri = kind.UriOf(name),
            Name = name + kind.Ending,
            Title = $"{kind.Title}: {name}",
            MimeType = kind.MimeType,
        }))];

    private static List<ResourceTemplate> Templates(ConnectorAuthServices services) =>
        [.. ResourceCatalog.Of(services).Select(kind => new ResourceTemplate
        {
            UriTemplate = kind.Template,
            Name = kind.Variable == "source" ? $"{kind.Scheme[..^3]}-{kind.Variable}" : kind.Scheme[..^3],
            Title = kind.Title,
            MimeType = kind.MimeType,
            Description = kind.Description,
        })];

    private static async ValueTask<ReadResourceResult> ReadAsync(ConnectorAuthServices services, string uri, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var kind in ResourceCatalog.Of(services))
            {
                if (kind.NameIn(uri) is not { } name) continue;
                var text = await kind.ReadAsync(name, cancellationToken).ConfigureAwait(false);
                return new ReadResourceResult { Contents = [new TextResourceContents { Uri = uri, MimeType = kind.MimeType, Text = services.Redactor.Redact(text) }] };
            }

            throw ResourceCatalog.NotFound(uri);
        }
        catch (ConnectorAuthException error)
        {
            // The URI goes into the error's data (protocol, section "Resources", error handling).
            throw new McpProtocolException(services.Redactor.Redact(error.Explanation), McpErrorCode.InvalidParams) { Data = { ["uri"] = services.Redactor.Redact(uri) } };
        }
    }
}
