using System.CommandLine;
using McpConnectorAuth.Core;

namespace McpConnectorAuth.Cli;

/// <summary><c>analyze DOC...</c>: what the documents of an API say about authentication.</summary>
internal static class AnalyzeCommand
{
    /// <summary>Builds the command.</summary>
    public static Command Create()
    {
        var document = Operand.Several("DOC", "Path of the API document; further ones of the same API fill in what it leaves open.");
        var source = new Option<string?>("--source") { Description = "Name of the source; else taken from the file name.", HelpName = "NAME" };
        var command = new Command("analyze", "Read an API document and say how its API authenticates, with the lines that say so.") { document, source };
        command.SetAction((arguments, cancellationToken) => CliSession.RunAsync(arguments, async session =>
        {
            // A path on a command line is relative to where the person stands, not to the project.
            var given = arguments.GetRequiredValue(document);
            var analysis = await session.Services.Workflow.AnalyzeAsync([.. given.Select(Path.GetFullPath)], arguments.GetValue(source), cancellationToken);
            session.Answer(analysis, CoreJsonContext.Default.AuthAnalysis, (screen, result) => AnalysisView.Show(screen, result, given.FirstOrDefault(path => session.Services.Workspace.Display(Path.GetFullPath(path)) == result.Document.Path) ?? given[0]));
            return ExitCodes.Success;
        }));
        return command;
    }
}
