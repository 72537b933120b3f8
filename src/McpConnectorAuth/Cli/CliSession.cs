using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using McpConnectorAuth.Composition;
using McpConnectorAuth.Core;
using McpConnectorAuth.Core.Workspace;

namespace McpConnectorAuth.Cli;

/// <summary>One run of a command: the project's services and where the answer goes, as a page to read or as one JSON document.</summary>
internal sealed class CliSession : IAsyncDisposable
{
    private readonly Lazy<ConnectorAuthServices> _services;
    private readonly Lazy<Screen> _screen;

    private CliSession(ParseResult arguments, ProjectWorkspace? project)
    {
        Json = arguments.GetValue(GlobalOptions.Json);
        _services = new(() => new ConnectorAuthServices(project ?? ProjectWorkspace.Open(arguments.GetValue(GlobalOptions.Project))));
        // With --json, what a person needs while waiting (such as the link) goes to standard error.
        _screen = new(() => Json
            ? new Screen(Console.Error, Console.IsErrorRedirected)
            : new Screen(Console.Out, Console.IsOutputRedirected));
    }

    /// <summary>Whether the answer is one JSON document.</summary>
    public bool Json { get; }

    /// <summary>The project's services.</summary>
    public ConnectorAuthServices Services => _services.Value;

    /// <summary>Where a person reads.</summary>
    public Screen Screen => _screen.Value;

    /// <summary>Runs a command's work; failures become a message, or an error document, and the exit code.</summary>
    public static Task<int> RunAsync(ParseResult arguments, Func<CliSession, Task<int>> work) => RunAsync(arguments, null, work);

    /// <summary>The same in a project that the command line does not choose.</summary>
    public static async Task<int> RunAsync(ParseResult arguments, ProjectWorkspace? project, Func<CliSession, Task<int>> work)
    {
        await using var session = new CliSession(arguments, project);
        try
        {
            return await work(session);
        }
        catch (ConnectorAuthException error)
        {
            session.Fail(TerminalGuidance.Of(error));
            return ExitCodes.Failure;
        }
    }

    /// <summary>Writes the answer.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="type">Its JSON contract.</param>
    /// <param name="show">Shows it to a person.</param>
    public void Answer<T>(T result, JsonTypeInfo<T> type, Action<Screen, T> show)
    {
        if (Json) Console.Out.WriteLine(Services.Redactor.Redact(JsonSerializer.Serialize(result, type)));
        else show(Screen, result);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_services.IsValueCreated) await _services.Value.DisposeAsync();
    }

    private void Fail(ErrorDetail error)
    {
        if (_services.IsValueCreated)
        {
            var redactor = Services.Redactor;
            error = error with { Message = redactor.Redact(error.Message), NextStep = redactor.Redact(error.NextStep) };
        }

        ErrorView.Write(error, Json);
    }
}
