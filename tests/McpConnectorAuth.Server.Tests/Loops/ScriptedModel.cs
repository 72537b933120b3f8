using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;
using McpConnectorAuth.Server.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace McpConnectorAuth.Server.Tests.Loops;

/// <summary>
/// A provider of models on loopback whose model plays scripts. The next turn follows from the conversation in the request alone, so that a client may
/// repeat a request, ask for other things in between, and run several conversations.
/// </summary>
internal sealed partial class ScriptedModel : IAsyncDisposable
{
    /// <summary>Regular expression of a portal's link.</summary>
    public const string Link = @"http://127\.0\.0\.1:\d+/connect/[A-Za-z0-9_-]+";

    private const string Waiting = "wait";

    private static readonly JsonSerializerOptions WithoutNulls = new() { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    private readonly IModelWire _wire;
    private readonly IReadOnlyList<ModelScript> _scripts;
    private readonly ConcurrentDictionary<ModelScript, IReadOnlyList<string>> _results = new();
    private readonly TaskCompletionSource<string> _portalLink = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private LoopbackModel _server = null!;
    private int _turns;

    private ScriptedModel(IModelWire wire, IReadOnlyList<ModelScript> scripts) => (_wire, _scripts) = (wire, scripts);

    public string Url => _server.Url;

    /// <summary>Everything that clients sent: path, headers, body.</summary>
    public string Traffic => string.Join('\n', _server.Requests.Select(request =>
        $"{request.Path}\n{string.Join('\n', request.Headers.Select(header => $"{header.Key}: {header.Value}"))}\n{request.Body}"));

    /// <summary>What went against a script.</summary>
    public ConcurrentQueue<string> Problems { get; } = new();

    /// <summary>The link of the portal, once the model has read it.</summary>
    public Task<string> PortalLink => _portalLink.Task;

    /// <summary>Results of a script's calls so far, as the model reads them.</summary>
    public IReadOnlyList<string> ResultsOf(ModelScript script) => _results.GetValueOrDefault(script, []);

    public static async Task<ScriptedModel> StartAsync(IModelWire wire, IReadOnlyList<ModelScript> scripts)
    {
        var model = new ScriptedModel(wire, scripts);
        model._server = await LoopbackModel.StartAsync(model.AnswerAsync);
        return model;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext context, CancellationToken ended)
    {
        if (!HttpMethods.IsPost(context.Request.Method) || !_wire.IsTurn(context.Request.Path))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return;
        }

        var turn = Next(_wire.Read((await JsonNode.ParseAsync(context.Request.Body, cancellationToken: ended))!));
        context.Response.ContentType = "text/event-stream";
        foreach (var (name, data) in _wire.Write(turn))
            await context.Response.WriteAsync($"{(name is null ? "" : $"event: {name}\n")}data: {JsonSerializer.Serialize(data, WithoutNulls)}\n\n", ended);
    }

    private ModelTurn Next(ModelRequest request)
    {
        var turn = Interlocked.Increment(ref _turns);
        ModelTurn Say(string text) => new(text, null, "", $"text{turn}");

        // Clients also ask for titles and summaries, without tools.
        var script = _scripts.FirstOrDefault(each => request.Said.Any(text => text.Contains(each.Prompt, StringComparison.Ordinal)));
        if (script is null || request.Tools.Count == 0) return Say("ok");

        List<string> results = [.. request.Results.Where(result => !result.CallId.Contains(Waiting, StringComparison.Ordinal)).Select(result => result.Text)];
        _results[script] = results;
        if (LinkIn(results) is { } link) _portalLink.TrySetResult(link);
        if (results.Count > 0 && script.Steps[results.Count - 1].Report is { } report && !request.Said.Append(results[^1]).Any(text => text.Contains(report, StringComparison.Ordinal)))
            return Say("I wait for the report.");
        if (results.Count == script.Steps.Count) return Say(script.Conclusion);

        var step = script.Steps[results.Count];
        var tool = request.Tools.FirstOrDefault(each => each.Is(step.Tool));
        if (tool is not null) return new ModelTurn(step.Says?.Invoke(results), tool, JsonSerializer.Serialize(step.Arguments), $"call{turn}");

        // Claude Code offers this one while a server is starting.
        if (request.Tools.FirstOrDefault(each => each.Name == "WaitForMcpServers") is { } wait) return new ModelTurn(null, wait, "{}", $"{Waiting}{turn}");
        Problems.Enqueue($"{step.Tool} is not among the tools: {string.Join(", ", request.Tools.Select(each => each.Name))}");
        return Say($"There is no tool {step.Tool}.");
    }

    /// <summary>The first link of a portal in what the model has read, or null.</summary>
    public static string? LinkIn(IEnumerable<string> results) => results.Select(result => LinkPattern().Match(result)).FirstOrDefault(match => match.Success)?.Value;

    [GeneratedRegex(Link)]
    private static partial Regex LinkPattern();
}
