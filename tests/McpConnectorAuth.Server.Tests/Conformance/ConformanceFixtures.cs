using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server.Tests.Conformance;

/// <summary>
/// What the conformance suite calls by name, beside the product's own tools, prompts and resources, for each feature that the product uses: text, errors,
/// progress, elicitation, prompts with arguments, text resources. Features that it does not use have no fixture.
/// </summary>
internal static class ConformanceFixtures
{
    public static void AddTo(McpServerOptions options)
    {
        var tools = options.ToolCollection!;
        tools.Add(Tool("test_simple_text", static () => "This is a simple text response for testing."));
        tools.Add(Tool("test_error_handling", static string () => throw new McpException("This tool intentionally returns an error for testing")));
        tools.Add(Tool("test_tool_with_progress", ReportProgressAsync));
        tools.Add(Tool("test_elicitation", ElicitAsync));
        tools.Add(Tool("test_input_required_result_elicitation", RequireName));

        options.PromptCollection = [Prompt("test_simple_prompt", static () => "This is a simple prompt for testing."), Prompt("test_prompt_with_arguments", WithArguments)];
        options.ResourceCollection!.Add(Resource("test://static-text", static () => "This is the content of the static text resource."));
        options.ResourceCollection.Add(Resource("test://template/{id}/data", static (string id) => $"{{\"id\":\"{id}\",\"templateTest\":true}}"));
    }

    private static async Task<string> ReportProgressAsync(RequestContext<CallToolRequestParams> context, CancellationToken cancellationToken)
    {
        foreach (var progress in (int[])[0, 50, 100])
        {
            if (context.Params?.ProgressToken is { } token)
                await context.Server.NotifyProgressAsync(token, new ProgressNotificationValue { Progress = progress, Total = 100 }, cancellationToken: cancellationToken);
        }

        return "Done.";
    }

    private static async Task<string> ElicitAsync(McpServer server, string message, CancellationToken cancellationToken)
    {
        var answer = await server.ElicitAsync(NameRequest(message, "response"), cancellationToken);
        return $"User response: {answer.Action}";
    }

    /// <summary>The way of protocol 2026-07-28: the result says what is missing, and the call is repeated with it.</summary>
    private static string RequireName(RequestContext<CallToolRequestParams> context)
    {
        if (context.Params?.InputResponses is { } given && given.TryGetValue("user_name", out var response) && response.RawValue.ValueKind == JsonValueKind.Object
            && response.Deserialize(InputResponse.ElicitResultJsonTypeInfo) is { Content: { } content } && content.TryGetValue("name", out var name))
        {
            return $"Hello, {name}!";
        }

        throw new InputRequiredException(new Dictionary<string, InputRequest> { ["user_name"] = InputRequest.ForElicitation(NameRequest("What is your name?", "name")) });
    }

    private static ElicitRequestParams NameRequest(string message, string field) => new()
    {
        Message = message,
        RequestedSchema = new ElicitRequestParams.RequestSchema { Properties = { [field] = new ElicitRequestParams.StringSchema() }, Required = [field] },
    };

    private static string WithArguments(string arg1, string arg2) => $"Prompt with arguments: arg1='{arg1}', arg2='{arg2}'";

    private static McpServerTool Tool(string name, Delegate method) => McpServerTool.Create(method, new McpServerToolCreateOptions { Name = name, Description = "Of the conformance suite" });

    private static McpServerPrompt Prompt(string name, Delegate method) => McpServerPrompt.Create(method, new McpServerPromptCreateOptions { Name = name, Description = "Of the conformance suite" });

    private static McpServerResource Resource(string uri, Delegate method) =>
        McpServerResource.Create(method, new McpServerResourceCreateOptions { UriTemplate = uri, Name = uri["test://".Length..], MimeType = "text/plain" });
}
