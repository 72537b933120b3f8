using McpConnectorAuth.Composition;
using McpConnectorAuth.Core.Connections;
using McpConnectorAuth.Core.Workspace;
using McpConnectorAuth.Server.Prompts;
using McpConnectorAuth.Server.Resources;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>Completes names of sources, accounts, documents and topics in prompts and resource templates.</summary>
internal static class CompletionHandler
{
    /// <summary>Most values of one answer (protocol, section "Completion").</summary>
    private const int Most = 100;

    /// <summary>Adds the handler.</summary>
    public static void Register(McpServerOptions options, ConnectorAuthServices services) =>
        options.Handlers.CompleteHandler = (request, _) => ValueTask.FromResult(new CompleteResult
        {
            Completion = ResourceHandlers.Guard(services, () => Complete(services, request.Params)),
        });

    private static Completion Complete(ConnectorAuthServices services, CompleteRequestParams? request)
    {
        if (request is null) return new Completion();
        var begun = request.Argument.Value ?? "";
        var values = Candidates(services, request)
            .Where(value => value.StartsWith(begun, StringComparison.OrdinalIgnoreCase))
            .Distinct(StringComparer.Ordinal)
            .Order(StringComparer.Ordinal)
            .ToList();
        return new Completion { Values = [.. values.Take(Most)], Total = values.Count, HasMore = values.Count > Most };
    }

    private static IEnumerable<string> Candidates(ConnectorAuthServices services, CompleteRequestParams request) => request.Ref switch
    {
        ResourceTemplateReference template =>
            ResourceCatalog.Of(services).FirstOrDefault(kind => kind.Template == template.Uri && kind.Variable == request.Argument.Name)?.Names() ?? [],
        PromptReference prompt when PromptCatalog.All.FirstOrDefault(each => each.Name == prompt.Name)?.Arguments.Any(argument => argument.Name == request.Argument.Name) == true =>
            ArgumentValues(services, request.Argument.Name, request.Context?.Arguments),
        _ => [],
    };

    private static IEnumerable<string> ArgumentValues(ConnectorAuthServices services, string argument, IDictionary<string, string>? settled)
    {
        var workspace = services.Workspace;
        return argument switch
        {
            "source" => workspace.Sources().Select(source => source.Value),
            "document" => workspace.Sources().Select(workspace.DocumentPath).Where(File.Exists).Select(workspace.Display),
            "account" when settled is not null && settled.TryGetValue("source", out var source) && SourceName.TryParse(source, out var name) =>
                services.Store.Accounts(workspace.Id, name).Where(account => account != ConnectionId.DefaultAccount),
            _ => [],
        };
    }
}
