using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using ModelContextProtocol.Server;

namespace McpConnectorAuth.Server;

/// <summary>
/// One MCP tool. Schemas come from the types that are read and written; errors become <see cref="McpException"/>s that say
/// what to do next; every reply passes the redactor.
/// </summary>
internal abstract class ConnectorTool<TArguments, TResult>(
    ConnectorAuthServices services,
    ToolDefinition definition,
    JsonTypeInfo<TArguments> argumentsType,
    JsonTypeInfo<TResult> resultType) : ConnectorTool
    where TArguments : class
    where TResult : class
{
    private Tool? _protocolTool;

    /// <inheritdoc/>
    internal override JsonTypeInfo ArgumentsType => argumentsType;

    /// <inheritdoc/>
    internal override JsonTypeInfo ResultType => resultType;

    /// <summary>
    /// The approved schemas, <c>Tools/Schemas/{name}.json</c>. Deriving them at every start costs an eighth of the cold start, so
    /// a test derives them from the types and compares.
    /// </summary>
    private JsonElement ReadSchemas()
    {
        using var stream = typeof(ToolDefinition).Assembly.GetManifestResourceStream($"{definition.Name}.json")!;
        using var document = JsonDocument.Parse(stream);
        return document.RootElement.Clone();
    }

    /// <inheritdoc/>
    public override Tool ProtocolTool => _protocolTool ??= Describe(ReadSchemas());

    private Tool Describe(JsonElement schemas) => new()
    {
        Name = definition.Name,
        Title = definition.Title,
        Description = definition.Description,
        InputSchema = schemas.GetProperty("input"),
        OutputSchema = schemas.GetProperty("output"),
        Annotations = new ToolAnnotations
        {
            ReadOnlyHint = definition.ReadOnly,
            DestructiveHint = definition.Destructive,
            IdempotentHint = definition.Idempotent,
            OpenWorldHint = definition.OpenWorld,
        },
    };

    /// <inheritdoc/>
    public override IReadOnlyList<object> Metadata => [];

    /// <summary>The services that all front ends share.</summary>
    protected ConnectorAuthServices Services => services;

    /// <inheritdoc/>
    public sealed override async ValueTask<CallToolResult> InvokeAsync(
        RequestContext<CallToolRequestParams> request, CancellationToken cancellationToken = default)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, services.EndOfInput);
        var call = new ToolCall(request, definition.Title, ending.Token);
        await using var _ = call.ConfigureAwait(false);
        try
        {
            var reply = await RunAsync(ReadArguments(request.Params?.Arguments), call, call.End).ConfigureAwait(false);
            var json = services.Redactor.Redact(JsonSerializer.Serialize(reply.Result, resultType));
            return new CallToolResult
            {
                StructuredContent = JsonElement.Parse(json),
                Content = [new TextContentBlock { Text = services.Redactor.Redact(reply.Text) }],
            };
        }
        catch (ConnectorAuthException error)
        {
            throw new McpException(services.Redactor.Redact(error.Explanation));
        }
        catch (OperationCanceledException) when (call.IsOutOfTime)
        {
            throw new McpException(new ConnectorAuthException(
                ErrorCodes.TimedOut,
                $"{definition.Name} was ended after {ToolCall.Longest.TotalSeconds:0} s, the longest that a call may take.",
                "Nothing is half written, and what a provider still answers is stored. Call get_connection_status, then try again.").Explanation);
        }
        catch (Exception error) when (error is not (OperationCanceledException or McpException or InputRequiredException))
        {
            // What an unforeseen failure says may hold anything; its kind and place go to the log, a fixed sentence to the model.
            Console.Error.WriteLine($"{definition.Name}: {error.GetType().FullName}\n{error.StackTrace}");
            throw new McpException($"{definition.Name} failed in a way that was not foreseen. Check the arguments; the server's log on standard error has the place. [{ErrorCodes.Internal}]");
        }
    }

    /// <summary>Does the work.</summary>
    /// <exception cref="ConnectorAuthException">What happened and what to do next.</exception>
    protected abstract Task<ToolReply<TResult>> RunAsync(TArguments arguments, ToolCall call, CancellationToken cancellationToken);

    private TArguments ReadArguments(IDictionary<string, JsonElement>? arguments)
    {
        var json = new JsonObject();
        foreach (var (name, value) in arguments ?? new Dictionary<string, JsonElement>())
        {
            // A model that has nothing to say for an optional argument often sends null.
            if (value.ValueKind != JsonValueKind.Null) json[name] = JsonNode.Parse(value.GetRawText());
        }

        try
        {
            return json.Deserialize(argumentsType)!;
        }
        catch (JsonException error)
        {
            var where = error.Path is { Length: > 2 } path ? $"argument \"{path[2..]}\"" : "the arguments";
            throw new ConnectorAuthException(
                ErrorCodes.InvalidArgument,
                $"{definition.Name}: {where} can't be read: {Reason(error, json)}",
                $"Arguments: {string.Join(", ", argumentsType.Properties.Select(p => p.Name))}; see the tool's input schema.",
                error);
        }
    }

    /// <summary>The values of an enumeration as its JSON spells them.</summary>
    private IEnumerable<string> NamesOf(Type choice)
    {
        var contract = argumentsType.Options.GetTypeInfo(choice);
        foreach (var value in Enum.GetValuesAsUnderlyingType(choice))
            yield return JsonSerializer.SerializeToElement(Enum.ToObject(choice, value), contract).GetString()!;
    }

    private string Reason(JsonException error, JsonObject json)
    {
        var known = argumentsType.Properties.Select(p => p.Name).ToHashSet(StringComparer.Ordinal);
        if (json.Select(member => member.Key).FirstOrDefault(name => !known.Contains(name)) is { } unknown) return $"there is no argument \"{unknown}\".";
        var missing = argumentsType.Properties.FirstOrDefault(p => p.IsRequired && !json.ContainsKey(p.Name));
        if (missing is not null) return $"\"{missing.Name}\" is missing.";
        var wrong = argumentsType.Properties.FirstOrDefault(p => error.Path == $"$.{p.Name}");
        return wrong is not null && (Nullable.GetUnderlyingType(wrong.PropertyType) ?? wrong.PropertyType) is { IsEnum: true } choice
            ? $"it is none of {string.Join(", ", NamesOf(choice))}."
            : "it is of the wrong type.";
    }
}
