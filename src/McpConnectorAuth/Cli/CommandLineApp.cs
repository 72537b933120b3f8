using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using McpConnectorAuth.Core;

namespace McpConnectorAuth.Cli;

/// <summary>The executable's command line.</summary>
internal static class CommandLineApp
{
    /// <summary>Runs a command line.</summary>
    /// <returns>An exit code of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> RunAsync(string[] arguments)
    {
        var parsed = Create().Parse(arguments);
        if (parsed.Action is ParseErrorAction) return RefuseUsage(parsed, arguments);
        var configuration = new InvocationConfiguration { EnableDefaultExceptionHandler = false };
        try
        {
            return await parsed.InvokeAsync(configuration);
        }
        catch (OperationCanceledException)
        {
            return ExitCodes.Interrupted;
        }
        catch (ConnectorAuthException error)
        {
            ErrorView.Write(TerminalGuidance.Of(error), parsed.GetValue(GlobalOptions.Json));
            return ExitCodes.Failure;
        }
        catch (Exception error)
        {
            // Its text may hold anything; the type alone is safe to show.
            ErrorView.Write(
                new ErrorDetail(
                    ErrorCodes.Internal,
                    $"{TerminalGuidance.Program} failed: {error.GetType().FullName}.",
                    "This is a fault of the program: please report it with the command that you ran."),
                parsed.GetValue(GlobalOptions.Json));
            return ExitCodes.Failure;
        }
    }

    private static RootCommand Create()
    {
        var root = new RootCommand("From an API's documentation to a verified, safely stored connection.")
        {
            GlobalOptions.Json,
            GlobalOptions.Project,
            AnalyzeCommand.Create(),
            SpecCommand.Create(),
            LoginCommand.Create(),
            TestCommand.Create(),
            StatusCommand.Create(),
            RefreshCommand.Create(),
            TokenCommand.Create(),
            LogoutCommand.Create(),
            ExportCommand.Create(),
            VaultCommand.Create(),
            MemoryCommand.Create(),
            ServeCommand.Create(),
            DemoCommand.Create(),
        };

        // Without a verb: a client's pipe gets the server, a person gets help.
        root.SetAction((arguments, _) => Console.IsInputRedirected ? ServeCommand.RunAsync(arguments) : Task.FromResult(new HelpAction().Invoke(arguments)));
        return root;
    }

    private static int RefuseUsage(ParseResult parsed, string[] arguments)
    {
        var names = new List<string> { TerminalGuidance.Program };
        for (var command = parsed.CommandResult; command.Parent is not null; command = (System.CommandLine.Parsing.CommandResult)command.Parent)
            names.Insert(1, command.Command.Name);
        var message = string.Join(' ', parsed.Errors.Select(error => error.Message).Distinct());
        ErrorView.Write(
            new ErrorDetail(ErrorCodes.InvalidArgument, TerminalText.Line(message), $"See \"{string.Join(' ', names)} --help\"."),
            json: arguments.Contains(GlobalOptions.Json.Name));
        return ExitCodes.Usage;
    }
}
