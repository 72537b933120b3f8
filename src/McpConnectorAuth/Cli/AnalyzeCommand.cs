using System.CommandLine;
using McpConnectorAuth.Core;

namespace McpConnectorAuth.Cli;

/// <summary><c>analyze DOC</c>: what a document says about authentication.</summary>
internal static class AnalyzeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var document = Operand.Required("DOC", "Path of the API document.");
        var source = new Option<string?>("--source") { Description = "Name of the source; else taken from the file name.", HelpName = "NAME" };
        var command = new Command("analyze", "Read an API document and say how its API authenticates, with the lines that say so.") { document, source };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            // A path on a command line is relative to where the person stands, not to the project.
            var given = arguments.GetRequiredValue(document);
            var analysis = await session.Services.Workflow.AnalyzeAsync(Path.GetFullPath(given), arguments.GetValue(source), cancellationToken);
            session.Answer(analysis, CoreJsonContext.Default.AuthAnalysis, (screen, result) => AnalysisView.Show(screen, result, given));
            return ExitCodes.Success;
        }));
        return command;
    }
}
