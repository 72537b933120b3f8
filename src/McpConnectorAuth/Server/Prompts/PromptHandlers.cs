using System.Text.Json;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server.Prompts;

/// <summary>Lists the prompts and fills them in.</summary>
internal static class PromptHandlers
{
    private const int LongestArgument = 400;

    /// <summary>Adds the handlers.</summary>
    public static void Register(McpServerOptions options)
    {
        options.Handlers.ListPromptsHandler = (_, _) => ValueTask.FromResult(new ListPromptsResult
        {
            Prompts = [.. PromptCatalog.All.Select(each => new Prompt { Name = each.Name, Title = each.Title, Description = each.Description, Arguments = [.. each.Arguments] })],
        });
        options.Handlers.GetPromptHandler = (request, _) => ValueTask.FromResult(Get(request.Params));
    }

    private static GetPromptResult Get(GetPromptRequestParams? request)
    {
        var prompt = PromptCatalog.All.FirstOrDefault(each => each.Name == request?.Name)
            ?? throw Refused($"There is no prompt of that name. There are {string.Join(", ", PromptCatalog.All.Select(each => each.Name))}.");
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request!.Arguments ?? new Dictionary<string, JsonElement>())
        {
            if (prompt.Arguments.All(argument => argument.Name != name)) throw Refused($"{prompt.Name} has no argument \"{name}\".");
            var text = value.ValueKind == JsonValueKind.String ? value.GetString()!.Trim() : "";
            if (text.Length > LongestArgument || text.Any(char.IsControl)) throw Refused($"The argument \"{name}\" is no single line of at most {LongestArgument} characters.");
            if (text.Length > 0) given[name] = text;
        }

        if (prompt.Arguments.FirstOrDefault(argument => argument.Required == true && !given.ContainsKey(argument.Name)) is { } missing)
            throw Refused($"{prompt.Name} needs the argument \"{missing.Name}\": {missing.Description}.");
        return new GetPromptResult
        {
            Description = prompt.Description,
            Messages = [new PromptMessage { Role = Role.User, Content = new TextContentBlock { Text = $"{prompt.Task(given)}\n\n{PromptCatalog.SkillText(prompt.Skill)}" } }],
        };
    }

    private static McpProtocolException Refused(string message) => new(message, McpErrorCode.InvalidParams);
}
